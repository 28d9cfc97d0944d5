/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <stdio.h>

#include "effect.h"
#include "exemption.h"
#include "say.h"
#include "shipped.h"
#include "unit-argument.h"
#include "verbs.h"
#include "write.h"

/* What is done with a file. */
typedef enum Action { ACTION_WRITE, ACTION_REMOVE } Action;

typedef struct Step {
        Exemption exemption;
        Action action;
        bool done;
} Step;
typedef VEC(Step) Steps;

static int read_words(Context *c, size_t n, char **arguments, Strv *ret) {
        int r = EXIT_FINE;

        for (size_t i = 0; r == EXIT_FINE && i < n; i++) {
                const char *word;

                r = exemption_word(c, arguments[i], &word);
                if (r == EXIT_FINE)
                        strv_add(&c->arena, ret, word);
        }
        return r;
}

/* One line that the reader takes for what it is; NULL for an empty one. */
static int read_reason(Context *c, const char **ret) {
        const char *s = c->options->reason + strspn(c->options->reason, " \t");
        size_t n = strlen(s);

        while (n > 0 && strchr(" \t", s[n - 1]))
                n--;
        *ret = n > 0 ? arena_strndup(&c->arena, s, n) : NULL;
        if (n > 0 && (s[n - 1] == '\\' || !streq(make_printable(arena_strdup(&c->arena, *ret)), *ret)))
                return say(EXIT_USAGE, "--reason= must be one line of text that does not end with a backslash");
        return EXIT_FINE;
}

static int plan_exempt(Context *c, const char *unit, const Strv *words, Steps *steps) {
        const char *dir = c->options->runtime ? RUNTIME_DIRECTORY : POLICY_DIRECTORY, *before, *after;
        Exemption e;
        struct stat st;
        int r;

        r = exemption_read(c, dir, unit, &e);
        if (r != EXIT_FINE)
                return r;
        if (c->options->runtime &&
            root_lstat(&c->root, arena_printf(&c->arena, POLICY_DIRECTORY "/%s", e.file), &st) >= 0)
                return say(EXIT_FAILED, POLICY_DIRECTORY "/%s is there and would hide one below /run", e.file);
        before = e.exists ? exemption_text(c, &e) : "";
        if (c->options->reason)
                r = read_reason(c, &e.reason);
        if (words->n == 0)
                e.words.n = 0;
        if (!strv_contains(&e.words, "*")) {
                vec_foreach(w, words)
                        strv_add(&c->arena, &e.words, *w);
                if (words->n == 0)
                        strv_add(&c->arena, &e.words, "*");
        }
        after = exemption_text(c, &e);
        if (r == EXIT_FINE && !exemption_is_legible(c, &e, after))
                return say(EXIT_USAGE, "this cannot be written as a policy");
        if (r == EXIT_FINE && !streq(before, after))
                vec_push(&c->arena, steps, (Step) { .exemption = e, .action = ACTION_WRITE });
        return r;
}

static void remove_words(Strv *from, const Strv *words) {
        size_t n = 0;

        for (size_t i = 0; i < from->n; i++)
                if (!strv_contains(words, from->v[i]))
                        from->v[n++] = from->v[i];
        from->n = n;
}

static int plan_undo(Context *c, const char *dir, const char *unit, const Strv *words, Steps *steps) {
        Exemption e;
        size_t n;
        int r;

        r = exemption_read(c, dir, unit, &e);
        if (r != EXIT_FINE || !e.exists)
                return r;
        n = e.words.n;
        if (words->n > 0 && strv_contains(&e.words, "*") && !strv_contains(words, "*"))
                return say(EXIT_FAILED, "%s is exempt from everything, single options cannot be taken back", unit);
        if (words->n > 0)
                remove_words(&e.words, words);
        else
                e.words.n = 0;
        if (e.words.n == 0)
                vec_push(&c->arena, steps, (Step) { .exemption = e, .action = ACTION_REMOVE });
        else if (e.words.n < n)
                vec_push(&c->arena, steps, (Step) { .exemption = e, .action = ACTION_WRITE });
        return EXIT_FINE;
}

/* A unit that is gone may have left its exemption behind. */
static int find_unit(Context *c, const char *word, const char **ret) {
        Exemption e;
        int r;

        r = unit_argument_name(c, word, ret);
        if (r != EXIT_FINE)
                return r;
        if (c->options->undo && exemption_read(c, POLICY_DIRECTORY, *ret, &e) == EXIT_FINE && e.exists)
                return EXIT_FINE;
        return unit_argument(c, word, ret);
}

static int plan(Context *c, const char *unit, const Strv *words, Steps *steps) {
        int r = EXIT_FINE;

        if (!c->options->undo)
                return plan_exempt(c, unit, words, steps);
        if (c->options->reason)
                return say(EXIT_USAGE, "--undo needs no --reason=");
        if (!c->options->runtime)
                r = plan_undo(c, POLICY_DIRECTORY, unit, words, steps);
        return r == EXIT_FINE ? plan_undo(c, RUNTIME_DIRECTORY, unit, words, steps) : r;
}

static int take_step(Context *c, Step *s) {
        const Exemption *e = &s->exemption;
        bool remove = s->action == ACTION_REMOVE;
        int r;

        r = remove ? write_remove(c, e->dir, e->file) : write_file(c, e->dir, e->file, exemption_text(c, e));
        if (r < 0)
                return write_failed(e->dir, e->file, r);
        s->done = true;
        if (c->options->json == JSON_OFF)
                printf("%s %s/%s\n", remove ? "Removed" : "Wrote", e->dir, e->file);
        return EXIT_FINE;
}

/* Writes, lets others write, and reloads the manager of the running system. */
static int carry_out(Context *c, const Steps *steps, int *lock, Effect *ret) {
        Messages nobody = {}; /* what is wrong already is told by the second look */
        Snapshot before, after;
        int r;

        r = snapshot_take(c, &nobody, &before);
        messages_done(&nobody);
        for (size_t i = 0; r == EXIT_FINE && i < steps->n; i++)
                r = take_step(c, steps->v + i);
        if (r == EXIT_FINE)
                r = snapshot_take(c, &c->messages, &after);
        write_unlock(lock);
        if (r != EXIT_FINE)
                return r;
        effect_compare(c, &before, &after, ret);
        r = effect_apply(c, ret, c->running);
        if (c->options->json == JSON_OFF)
                effect_print(c, ret);
        return r;
}

static void print_json(Context *c, const char *unit, const Steps *steps, const Effect *e) {
        Json j = json_new(&c->arena, c->options->json);

        json_begin(&j, '{');
        json_key(&j, "changed");
        json_bool(&j, steps->n > 0 && steps->v[0].done);
        json_key(&j, "unit");
        json_string(&j, unit);
        json_key(&j, "files");
        json_begin(&j, '[');
        vec_foreach(s, steps) {
                json_begin(&j, '{');
                json_key(&j, "path");
                json_string(&j, arena_printf(&c->arena, "%s/%s", s->exemption.dir, s->exemption.file));
                json_key(&j, "except");
                json_strings(&j, &s->exemption.words);
                json_key(&j, "reason");
                json_string(&j, s->exemption.reason);
                json_end(&j);
        }
        json_end(&j);
        effect_json(&j, e);
        json_end(&j);
        json_print(&j);
}

int verb_exempt(Context *c, size_t n, char **arguments) {
        Effect effect = {};
        Steps steps = {};
        Strv words = {};
        const char *unit;
        int r, lock = -1;

        r = effect_check_options(c);
        if (r == EXIT_FINE)
                r = find_unit(c, arguments[0], &unit);
        if (r == EXIT_FINE)
                r = read_words(c, n - 1, arguments + 1, &words);
        if (r == EXIT_FINE)
                r = write_lock(c, &lock);
        if (r == EXIT_FINE)
                r = plan(c, unit, &words, &steps);
        if (r != EXIT_FINE)
                return r;
        if (steps.n > 0)
                r = carry_out(c, &steps, &lock, &effect);
        if (c->options->json != JSON_OFF)
                print_json(c, unit, &steps, &effect);
        return r;
}
