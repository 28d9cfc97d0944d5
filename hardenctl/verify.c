/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* hardenctl verify: what is wrong with policies, and with what they do. */
#include "verify.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include "json.h"
#include "pager.h"
#include "say.h"
#include "terminal.h"
#include "verbs.h"

static bool is_same_place(const Finding *a, const Finding *b) {
        return a->line == b->line && !a->file == !b->file && (!a->file || streq(a->file, b->file));
}

/* Each text once; of what is the same line's effect on several units the first, and how many there are. */
static void add(Verify *v, Finding f) {
        vec_foreach(i, &v->findings) {
                if (!is_same_place(i, &f))
                        continue;
                if (streq(i->text, f.text))
                        return;
                if (f.about_unit && f.line > 0 && streq(i->check, f.check)) {
                        i->more += i->about_unit;
                        return;
                }
        }
        vec_push(v->arena, &v->findings, f);
}

void verify_add(Verify *v, int level, const char *file, unsigned line, const char *format, ...) {
        Finding f = { .level = level, .check = v->check, .line = line, .about_unit = v->about_units };
        va_list args;

        va_start(args, format);
        f.text = arena_vprintf(v->arena, format, args);
        va_end(args);
        f.file = file ? arena_strdup(v->arena, file) : NULL;
        add(v, f);
}

static bool is_number(const char *s, const char *end) {
        return s < end && strspn(s, "0123456789") >= (size_t) (end - s);
}

/* Takes "FILE:LINE: TEXT" apart. A message that does not begin with a file is text alone. */
static Finding parse_message(Verify *v, const Message *m) {
        Finding f = { .level = m->level, .check = "reader", .text = m->text };
        const char *colon = strstr(m->text, ": "), *number = colon;

        vec_foreach(i, &v->files) { /* which may have any name */
                const char *rest = startswith(m->text, i->path);

                if (rest && *rest == ':')
                        colon = strstr(rest, ": "), number = colon;
        }
        if (!colon || (*m->text != '/' && !v->given))
                return f;
        while (number > m->text && number[-1] != ':' && number[-1] != '/')
                number--;
        f.text = colon + 2;
        if (number > m->text && number[-1] == ':' && is_number(number, colon)) {
                f.line = (unsigned) strtoul(number, NULL, 10);
                colon = number - 1;
        }
        f.file = arena_strndup(v->arena, m->text, (size_t) (colon - m->text));
        return f;
}

void verify_add_messages(Verify *v) {
        Context *c = v->context;

        for (; c->said < c->messages.list.n; c->said++) {
                const Message *m = c->messages.list.v + c->said;
                Finding f;

                if (m->level >= LOG_DEBUG)
                        continue;
                f = parse_message(v, m);
                f.text = arena_printf(v->arena, "%s%s", f.text, verify_suggestion(v, f.text));
                add(v, f);
        }
}

static const char *level_name(const Finding *f) {
        return f->level <= LOG_ERR ? "error" : "warning";
}

/* Files in the order of their names, each from its beginning; what is about no file comes last. */
static bool comes_before(const Finding *a, const Finding *b) {
        int order = !a->file || !b->file ? !a->file - !b->file : strcmp(a->file, b->file);

        return order != 0 ? order < 0 : a->line < b->line;
}

/* Stable. */
static void sort(Verify *v) {
        for (size_t i = 1; i < v->findings.n; i++) {
                Finding f = v->findings.v[i];
                size_t k = i;

                for (; k > 0 && comes_before(&f, v->findings.v + k - 1); k--)
                        v->findings.v[k] = v->findings.v[k - 1];
                v->findings.v[k] = f;
        }
}

static void print_json(Verify *v) {
        Json j = json_new(v->arena, v->context->options->json);

        json_begin(&j, '[');
        vec_foreach(f, &v->findings) {
                json_begin(&j, '{');
                json_key(&j, "file"), json_string(&j, f->file);
                json_key(&j, "line");
                if (f->line > 0)
                        json_integer(&j, f->line);
                else
                        json_string(&j, NULL);
                json_key(&j, "level"), json_string(&j, level_name(f));
                json_key(&j, "check"), json_string(&j, f->check);
                json_key(&j, "text"), json_string(&j, f->text);
                json_key(&j, "more_units"), json_integer(&j, (long long) f->more);
                json_end(&j);
        }
        json_end(&j);
        json_print(&j);
}

static void print_text(Verify *v) {
        if (v->findings.n > 0)
                pager_open(v->context->options);
        vec_foreach(f, &v->findings) {
                Colour colour = f->level <= LOG_ERR ? COLOUR_RED : COLOUR_YELLOW;

                if (f->file)
                        printf("%s:", make_printable(arena_strdup(v->arena, f->file)));
                if (f->line > 0)
                        printf("%u:", f->line);
                printf("%s%s%s:%s %s", f->file ? " " : "", colour_on(colour), level_name(f), colour_off(colour),
                       make_printable(arena_strdup(v->arena, f->text)));
                if (f->more > 0)
                        printf(" (and %zu more unit%s)", f->more, f->more == 1 ? "" : "s");
                printf("\n");
        }
}

static int check_all(Verify *v, char **files) {
        int r = *files ? verify_read_files(v, files) : verify_read_active(v);

        if (r != EXIT_FINE)
                return r;
        verify_files(v);
        verify_text(v);
        verify_policies(v);
        r = verify_machine(v);
        if (r == EXIT_FINE)
                r = verify_matches(v);
        if (r == EXIT_FINE && !v->given)
                r = verify_loaded(v, false);
        return r;
}

int verb_verify(Context *c, size_t n, char **arguments) {
        Verify v = { .context = c, .arena = &c->arena, .given = n > 0, .set = &c->policies, .check = "" };
        bool found = false;
        int r;

        if (c->options->loaded && n > 0)
                return say(EXIT_USAGE, "--loaded is about what is in force, not about files");
        if (c->options->loaded && !c->running)
                return say(EXIT_USAGE, "--loaded is for the running system");
        r = c->options->loaded ? verify_loaded(&v, true) : check_all(&v, arguments);
        if (r != EXIT_FINE)
                return r;
        if (c->options->loaded)
                c->said = c->messages.list.n; /* mistakes in policies are not asked for */
        else
                verify_add_messages(&v);
        sort(&v);
        if (c->options->json != JSON_OFF)
                print_json(&v);
        else
                print_text(&v);
        /* Waiting is no failure. */
        vec_foreach(f, &v.findings)
                found = found || f->level <= LOG_ERR || !c->options->loaded;
        return found ? EXIT_FINDINGS : EXIT_FINE;
}
