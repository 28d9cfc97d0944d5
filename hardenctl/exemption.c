/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "exemption.h"

#include <errno.h>
#include <fnmatch.h>

#include "base/text.h"
#include "option/problem.h"
#include "policy/profile.h"
#include "say.h"
#include "suggest.h"
#include "unit/conf.h"
#include "unit/name.h"
#include "unit/word.h"

const char *exemption_text(Context *c, const Exemption *e) {
        return arena_printf(&c->arena,
                            "# Made by \"hardenctl exempt\". To take it back: hardenctl exempt --undo %s\n"
                            "[Match]\nUnit=%s\n\n[Policy]\n%s%s%sExcept=%s\n",
                            e->unit, e->unit, e->reason ? "Description=" : "", e->reason ?: "", e->reason ? "\n" : "",
                            strv_join(&c->arena, " ", &e->words));
}

static void take_line(Context *c, const ConfLine *l, Exemption *e) {
        if (l->key && streq(l->key, "Description"))
                e->reason = l->value;
        else if (l->key && streq(l->key, "Except"))
                (void) words_split(&c->arena, l->value, WORD_RETAIN_ESCAPE, &e->words);
}

int exemption_read(Context *c, const char *dir, const char *unit, Exemption *ret) {
        Exemption e = { .unit = unit, .dir = dir, .file = arena_printf(&c->arena, "90-exempt-%s.conf", unit) };
        const char *path = arena_printf(&c->arena, "%s/%s", dir, e.file), *original;
        ConfLines lines = {};
        struct stat st;
        unsigned last;
        size_t size;
        char *data;
        int r;

        r = root_lstat(&c->root, path, &st);
        if (r >= 0)
                r = !S_ISREG(st.st_mode) ? -EEXIST :
                    root_read(&c->root, &c->arena, path, POLICY_FILE_MAX, &data, &size, NULL);
        if (r == -ENOENT) {
                *ret = e;
                return EXIT_FINE;
        }
        if (r < 0 && r != -EEXIST)
                return say(EXIT_FAILED, "%s cannot be read: %s", path, strerror(-r));
        e.exists = true;
        original = r >= 0 ? arena_strndup(&c->arena, data, size) : "";
        if (r >= 0 && conf_parse(&c->arena, data, size, &lines, &last) >= 0)
                vec_foreach(l, &lines)
                        take_line(c, l, &e);
        if (!streq(exemption_text(c, &e), original)) /* somebody wrote or edited it */
                return say(EXIT_FAILED, "%s was not made by hardenctl exempt, it stays as it is", path);
        *ret = e;
        return EXIT_FINE;
}

static int unknown(Context *c, const char *name) {
        Suggestion s = suggestion_for(name);

        for (const Option *o = option_table; o->name; o++)
                suggestion_try(&s, o->name);
        suggestion_try(&s, "Chroot");
        suggestion_try(&s, "Wait");
        return say(EXIT_FAILED, "there is no option %s%s", name, suggestion_text(&c->arena, &s, ""));
}

static bool glob_matches_any(const char *glob) {
        for (const Option *o = option_table; o->name; o++)
                if (fnmatch(glob, o->name, FNM_NOESCAPE) == 0)
                        return true;
        return false;
}

/* "Option=value": one element of a list. */
static int element_word(Context *c, const Option *o, const char *value, const char **ret) {
        const char *problem;

        if (!option_has_elements(o))
                return say(EXIT_FAILED, "%s= is no list with elements: exempt %s", o->name, o->name);
        if (!*value || *value == '~' || strpbrk(value, ": \t\"'\\"))
                return say(EXIT_FAILED, "\"%s\" is no element of %s=", value, o->name);
        problem = value_problem(&c->arena, o, value);
        if (problem)
                return say(EXIT_FAILED, "%s=%s: %s", o->name, value, problem);
        *ret = arena_printf(&c->arena, "%s=%s", o->name, value);
        return EXIT_FINE;
}

int exemption_word(Context *c, const char *word, const char **ret) {
        const char *equals = strchr(word, '=');
        const char *name = equals ? arena_strndup(&c->arena, word, (size_t) (equals - word)) : word;
        const Option *o = option_find(name);

        if (!equals && (streq(word, "Chroot") || streq(word, "Wait") || (is_glob(word) && glob_matches_any(word))))
                *ret = word;
        else if (!o)
                return unknown(c, name);
        else if (equals)
                return element_word(c, o, equals + 1, ret);
        else
                *ret = o->name;
        return EXIT_FINE;
}

bool exemption_is_legible(Context *c, const Exemption *e, const char *text) {
        Messages nobody = {};
        Profiles none = {};
        Policy p;
        bool fine;

        fine = policy_parse(&c->arena, &c->target, &nobody, &none, e->file, arena_strdup(&c->arena, text), strlen(text),
                            &p) >= 0 && nobody.list.n == 0 &&
               p.unit.n == 1 && streq(p.unit.v[0], e->unit) && p.excepts.n == e->words.n &&
               (e->reason ? p.description && streq(p.description, e->reason) : !p.description);
        for (size_t i = 0; fine && i < e->words.n; i++) {
                const PolicyExcept *x = p.excepts.v + i;

                fine = streq(e->words.v[i],
                             x->value ? arena_printf(&c->arena, "%s=%s", x->option, x->value) : x->option);
        }
        messages_done(&nobody);
        return fine;
}
