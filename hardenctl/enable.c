/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* enable and disable: links to shipped policies in a directory of policies. */
#include <stdio.h>

#include "effect.h"
#include "preflight.h"
#include "say.h"
#include "shipped.h"
#include "verbs.h"
#include "write.h"

/* One link to make or to remove. */
typedef struct Step {
        Shipped *policy;
        const char *dir;
        bool done;
} Step;

typedef struct Change {
        Context *context;
        bool enable;
        int lock;
        ShippedPolicies all;
        VEC(Shipped *) chosen;
        VEC(Step) steps;
        Effect effect;
        Preflights preflight;
} Change;

/* Whether what decides about the policy now would still decide if there were a link in @dir. */
static bool outranks(const Shipped *s, const char *dir) {
        for (size_t i = 0; policy_dirs[i]; i++) {
                const char *rest = s->place ? startswith(s->place, policy_dirs[i]) : NULL;

                if (rest && *rest == '/')
                        return true;
                if (streq(policy_dirs[i], dir))
                        return false;
        }
        return false;
}

static bool is_on(const Shipped *s) {
        return s->state == SHIPPED_ENABLED || s->state == SHIPPED_ENABLED_RUNTIME || s->state == SHIPPED_ENABLED_VENDOR;
}

static int add_step(Change *h, Shipped *s, const char *dir) {
        vec_push(&h->context->arena, &h->steps, (Step) { .policy = s, .dir = dir });
        return EXIT_FINE;
}

/* What is merely doubtful in it is told when it is in force. */
static bool is_usable(Context *c, Shipped *s) {
        Messages m = {};

        shipped_read(c, &m, s);
        if (!s->policy && m.list.n > 0)
                say_messages(&m, 0);
        else if (!s->policy)
                say(EXIT_FAILED, "%s is empty, or a link to /dev/null", s->path);
        messages_done(&m);
        return s->policy;
}

static int plan_enable(Change *h, Shipped *s) {
        const Options *o = h->context->options;
        const char *dir = o->runtime ? RUNTIME_DIRECTORY : POLICY_DIRECTORY;

        if (is_on(s) && (o->runtime || s->state != SHIPPED_ENABLED_RUNTIME))
                return EXIT_FINE;
        if (!is_on(s) && outranks(s, dir)) {
                if (o->installed) /* the admin's own word stands */
                        return EXIT_FINE;
                return say(EXIT_FAILED, "%s %s; it stays as it is", s->name, shipped_obstacle(h->context, s));
        }
        return is_usable(h->context, s) ? add_step(h, s, dir) : EXIT_FAILED;
}

static int plan_disable(Change *h, Shipped *s) {
        Context *c = h->context;

        if (s->state == SHIPPED_EDITED || s->state == SHIPPED_HIDDEN)
                return say(EXIT_FAILED, "%s %s; it stays as it is", s->name, shipped_obstacle(c, s));
        if (!c->options->runtime && shipped_is_linked(c, s, POLICY_DIRECTORY))
                add_step(h, s, POLICY_DIRECTORY);
        if (shipped_is_linked(c, s, RUNTIME_DIRECTORY))
                add_step(h, s, RUNTIME_DIRECTORY);
        return EXIT_FINE;
}

/* Of several names all must make sense before anything is written. */
static int choose(Change *h, size_t n, char **names) {
        Context *c = h->context;
        int r = EXIT_FINE;

        if (h->enable && (n == 0) != c->options->installed)
                return say(EXIT_USAGE, "enable needs either names of policies (see hardenctl list) or --installed");
        for (size_t i = 0; i < n && r == EXIT_FINE; i++) {
                Shipped *s = shipped_find(c, &h->all, names[i]);

                if (!s)
                        return EXIT_FAILED;
                vec_push(&c->arena, &h->chosen, s);
        }
        if (c->options->installed) {
                r = shipped_fit(c, &h->all);
                vec_foreach(s, &h->all)
                        if (s->fits.n > 0)
                                vec_push(&c->arena, &h->chosen, s);
        }
        for (size_t i = 0; r == EXIT_FINE && i < h->chosen.n; i++) {
                bool again = false;

                for (size_t k = 0; k < i; k++)
                        again = again || h->chosen.v[k] == h->chosen.v[i];
                if (!again)
                        r = h->enable ? plan_enable(h, h->chosen.v[i]) : plan_disable(h, h->chosen.v[i]);
        }
        return r;
}

static int take_step(Change *h, Step *s) {
        const char *file = s->policy->file;
        int r;

        if (h->enable)
                r = write_link(h->context, s->dir, file, s->policy->path);
        else
                r = write_remove(h->context, s->dir, file);
        if (r < 0)
                return write_failed(s->dir, file, r);
        s->done = true;
        if (h->context->options->json == JSON_OFF)
                printf("%s %s: %s%s/%s\n", h->enable ? "Enabled" : "Disabled", s->policy->name,
                       h->enable ? "" : "removed ", s->dir, file);
        return EXIT_FINE;
}

/* A link that somebody else made may be there still. @r: how it went so far. */
static int check_result(Change *h, int r) {
        bool failed = r != EXIT_FINE;

        for (size_t i = 0; i < h->chosen.n; i++) {
                Shipped *s = h->chosen.v[i];

                shipped_refresh(h->context, s);
                if (!failed && !h->enable && is_on(s))
                        r = say(EXIT_FAILED, "%s is still enabled by %s%s", s->name, s->place,
                                s->state == SHIPPED_ENABLED_VENDOR ? arena_printf(&h->context->arena,
                                "; to mask it: ln -s /dev/null " POLICY_DIRECTORY "/%s", s->file) : "");
        }
        return r;
}

/* Said before anything is restarted. */
static void look_ahead(Change *h) {
        Strv units = {};

        effect_restartable(h->context, &h->effect, &units);
        if (h->enable)
                preflight_beside(h->context, &units, &h->preflight);
        if (h->context->options->json == JSON_OFF)
                preflight_mention(&h->preflight);
}

static int carry_out(Change *h) {
        Context *c = h->context;
        Messages nobody = {}; /* what is wrong already is told by the second look */
        Snapshot before, after;
        int r, failed = EXIT_FINE;

        r = snapshot_take(c, &nobody, &before);
        messages_done(&nobody);
        for (size_t i = 0; r == EXIT_FINE && failed == EXIT_FINE && i < h->steps.n; i++)
                failed = take_step(h, h->steps.v + i);
        if (r == EXIT_FINE && h->steps.v[0].done) {
                r = snapshot_take(c, &c->messages, &after);
                write_unlock(&h->lock);
                if (r == EXIT_FINE) {
                        effect_compare(c, &before, &after, &h->effect);
                        look_ahead(h);
                        r = effect_apply(c, &h->effect, c->options->reload);
                }
                if (c->options->json == JSON_OFF)
                        effect_print(c, &h->effect);
        }
        return failed != EXIT_FINE ? failed : r;
}

static void print_json(Change *h) {
        Json j = json_new(&h->context->arena, h->context->options->json);

        json_begin(&j, '{');
        json_key(&j, "changed");
        json_bool(&j, h->steps.n > 0 && h->steps.v[0].done);
        json_key(&j, "policies");
        json_begin(&j, '[');
        for (size_t i = 0; i < h->chosen.n; i++) {
                const Shipped *s = h->chosen.v[i];
                bool changed = false;

                vec_foreach(step, &h->steps)
                        changed = changed || (step->policy == s && step->done);
                json_begin(&j, '{');
                json_key(&j, "name");
                json_string(&j, s->name);
                json_key(&j, "changed");
                json_bool(&j, changed);
                json_key(&j, "state");
                json_string(&j, shipped_state_name(s->state));
                json_key(&j, "place");
                json_string(&j, s->place);
                json_end(&j);
        }
        json_end(&j);
        effect_json(&j, &h->effect);
        if (h->preflight.n > 0) {
                json_key(&j, "preflight");
                preflight_json(&j, &h->preflight);
        }
        json_end(&j);
        json_print(&j);
}

static int change(Context *c, bool enable, size_t n, char **names) {
        Change h = { .context = c, .enable = enable, .lock = -1 };
        int r;

        r = effect_check_options(c);
        if (r == EXIT_FINE)
                r = write_lock(c, &h.lock);
        if (r == EXIT_FINE)
                r = shipped_load(c, &h.all);
        if (r == EXIT_FINE)
                r = choose(&h, n, names);
        if (r != EXIT_FINE)
                return r;
        if (h.steps.n > 0)
                r = carry_out(&h);
        r = check_result(&h, r);
        if (c->options->json != JSON_OFF)
                print_json(&h);
        return r;
}

int verb_enable(Context *c, size_t n, char **arguments) {
        return change(c, true, n, arguments);
}

int verb_disable(Context *c, size_t n, char **arguments) {
        return change(c, false, n, arguments);
}
