/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* verify: what is no error of syntax, and yet not what its author means. */
#include <ctype.h>

#include "verify.h"

/* Free text may have anything in it. */
static bool is_prose(const ConfLine *l) {
        return streq(l->key, "Description") || streq(l->key, "Documentation");
}

static void check_nix(Verify *v, const PolicyText *t, const ConfLine *l) {
        size_t n = strlen(l->value);

        if (n > 0 && l->value[n - 1] == ';')
                verify_add(v, LOG_ERR, t->path, l->line,
                           "%s=: the semicolon belongs to the value here (it is Nix that ends lines so)", l->key);
        else if (*l->value == '{' || (*l->value == '[' && (n == 1 || isspace((unsigned char) l->value[1]))))
                verify_add(v, LOG_ERR, t->path, l->line,
                           "%s=: braces and brackets are Nix: several words stand behind each other here", l->key);
}

/* Quotes of a shell or of Nix around what is no list are part of the value. */
static void check_quotes(Verify *v, const PolicyText *t, const ConfLine *l) {
        const Option *o = option_find(l->key);
        size_t n = strlen(l->value);

        if (o && (o->kind == OPTION_ORDER || o->kind == OPTION_UMASK || o->kind == OPTION_MODE ||
                  o->kind == OPTION_LIMIT) &&
            n > 1 && *l->value == '"' && l->value[n - 1] == '"')
                verify_add(v, LOG_ERR, t->path, l->line, "%s=: the quotes belong to the value here", l->key);
}

static void check_comment(Verify *v, const PolicyText *t, const ConfLine *l) {
        for (const char *p = l->value; (p = strchr(p, '#')); p++)
                if (p > l->value && isspace((unsigned char) p[-1])) {
                        verify_add(v, LOG_ERR, t->path, l->line,
                                   "%s=: a comment behind a value belongs to it; it needs a line of its own",
                                   l->key);
                        return;
                }
}

static const struct {
        const char *name;
        void (*check)(Verify *v, const PolicyText *t, const ConfLine *l);
} line_checks[] = {
        { "nix", check_nix },
        { "quotes", check_quotes },
        { "comment", check_comment },
};

static bool has_key(const PolicyText *t, const char *section) {
        vec_foreach(l, &t->lines)
                if (l->key && streq(l->section, section))
                        return true;
        return false;
}

/* Whether the line that begins at @p is the header of @section. */
static bool is_header(const char *p, const char *section) {
        p += strspn(p, " \t");
        return *p == '[' && startswith(p + 1, section) && p[1 + strlen(section)] == ']';
}

static unsigned find_header(const char *text, const char *section) {
        unsigned line = 1;

        for (const char *p = text; !is_header(p, section); p++, line++) {
                p = strchr(p, '\n');
                if (!p)
                        return 0;
        }
        return line;
}

/* [Chroot] has defaults. */
static void check_empty_section(Verify *v, const PolicyText *t) {
        unsigned line = find_header(t->text, "Wait");

        if (line > 0 && !has_key(t, "Wait"))
                verify_add(v, LOG_WARNING, t->path, line,
                           "[Wait] without a key does nothing: a line such as PathExists= is needed");
}

static const struct {
        const char *name;
        void (*check)(Verify *v, const PolicyText *t);
} file_checks[] = {
        { "empty-section", check_empty_section },
};

static void check_lines(Verify *v, const PolicyText *t) {
        for (size_t i = 0; i < ELEMENTSOF(line_checks); i++) {
                v->check = line_checks[i].name;
                vec_foreach(l, &t->lines)
                        if (l->key && !is_prose(l))
                                line_checks[i].check(v, t, l);
        }
}

void verify_text(Verify *v) {
        vec_foreach(t, &v->files) {
                check_lines(v, t);
                for (size_t i = 0; i < ELEMENTSOF(file_checks); i++) {
                        v->check = file_checks[i].name;
                        file_checks[i].check(v, t);
                }
        }
}
