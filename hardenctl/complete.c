/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "complete.h"

#include <stdio.h>

#include "say.h"
#include "shipped.h"
#include "verbs.h"

typedef struct Completion {
        const char *word; /* as far as it is typed */
        Strv given;       /* arguments of the verb */
        const Verb *verb; /* NULL: not yet typed */
        Context *context;
} Completion;

static void offer(const Completion *t, const char *candidate, const char *help) {
        if (startswith(candidate, t->word) && !strv_contains(&t->given, candidate))
                printf("%s\t%s\n", candidate, help ?: "");
}

static void offer_option(const char *name, const char *argument, const char *help, void *userdata) {
        _cleanup_arena_ Arena a = {};

        offer(userdata, arena_printf(&a, "--%s%s", name, argument ? "=" : ""), help);
}

typedef struct Search {
        const char *name, *argument;
} Search;

static void look_for_argument(const char *name, const char *argument, const char *help, void *userdata) {
        Search *s = userdata;

        (void) help;
        if (streq(name, s->name))
                s->argument = argument;
}

/* What "--name" needs; NULL: nothing. */
static const char *argument_of(const char *name) {
        Search s = { .name = startswith(name, "--") };

        if (s.name)
                options_each(~0u, look_for_argument, &s);
        return s.argument;
}

/* @prefix: "--json=" or "". @argument: "short|pretty|off", or what else --help calls it. */
static int offer_values(const Completion *t, const char *prefix, const char *argument) {
        _cleanup_arena_ Arena a = {};

        if (argument && streq(argument, "DIR"))
                return EXIT_FINDINGS;
        while (argument && strchr(argument, '|')) {
                offer(t, arena_printf(&a, "%s%.*s", prefix, (int) strcspn(argument, "|"), argument), "");
                argument = strchr(argument, '|') + 1;
                if (!strchr(argument, '|'))
                        offer(t, arena_printf(&a, "%s%s", prefix, argument), "");
        }
        return EXIT_FINE;
}

static int offer_units(Completion *t) {
        int r = context_load_units(t->context);

        if (r == EXIT_FINE)
                vec_foreach(u, &t->context->units.services)
                        if (u->state == UNIT_FILE || u->state == UNIT_LINKED || u->state == UNIT_INSTANCE)
                                offer(t, u->name, "");
        return r;
}

static int offer_table(Completion *t) {
        for (const Option *o = option_table; o->name; o++)
                offer(t, o->name, o->man);
        if (t->verb->run == verb_exempt) {
                offer(t, "Chroot", "hardening-chroot(7)");
                offer(t, "Wait", "hardening-chroot(7)");
        }
        return EXIT_FINE;
}

/* Those that can be enabled, or disabled. */
static int offer_policies(Completion *t) {
        Context *c = t->context;
        Messages nobody = {};
        ShippedPolicies all;
        int r = shipped_load(c, &all);

        for (size_t i = 0; r == EXIT_FINE && i < all.n; i++) {
                Shipped *s = all.v + i;
                bool on = s->state == SHIPPED_ENABLED || s->state == SHIPPED_ENABLED_RUNTIME;

                if (on != (t->verb->run == verb_disable))
                        continue;
                shipped_read(c, &nobody, s);
                offer(t, s->name, s->policy && s->policy->description ?
                                  make_printable(arena_strdup(&c->arena, s->policy->description)) : "");
        }
        messages_done(&nobody);
        return r;
}

/* The word of "UNIT [OPTION...]" that stands for the next argument; "" for none. */
static const char *next_argument(const Completion *t) {
        const char *p = t->verb->arguments;

        for (size_t i = 0; i < t->given.n && *p; i++) {
                const char *end = p + strcspn(p, " ");

                if (!*end && strstr(p, "..."))
                        break;
                p = end + (*end == ' ');
        }
        return *p == '[' ? p + 1 : p;
}

static int offer_arguments(Completion *t) {
        const char *argument = next_argument(t);

        if (startswith(argument, "FILE"))
                return EXIT_FINDINGS;
        return startswith(argument, "UNIT") ? offer_units(t) : startswith(argument, "OPTION") ? offer_table(t) :
               startswith(argument, "NAME") ? offer_policies(t) : EXIT_FINE;
}

static void take_arguments(Completion *t, char **arguments) {
        for (const Verb *v = verbs; *arguments && v->name; v++)
                if (streq(v->name, *arguments))
                        t->verb = v;
        while (*arguments && *++arguments)
                vec_push(&t->context->arena, &t->given, *arguments);
}

static int offer_words(Completion *t, char **arguments) {
        take_arguments(t, arguments);
        if (*t->word == '-')
                options_each(t->verb ? t->verb->takes : *arguments ? 0 : verbs->takes, offer_option, t);
        else if (t->verb)
                return offer_arguments(t);
        else if (!*arguments)
                for (const Verb *v = verbs; v->name; v++)
                        offer(t, v->name, v->help);
        return EXIT_FINE;
}

int complete(int argc, char **argv) {
        Completion t = { .word = argv[argc - 1] };
        const char *previous = argv[argc - 2], *equals = strchr(t.word, '=');
        _cleanup_arena_ Arena a = {};
        char **arguments;
        Options o;
        Context c;
        int r;

        if (*t.word == '-' && equals) {
                const char *prefix = arena_strndup(&a, t.word, (size_t) (equals + 1 - t.word));

                return offer_values(&t, prefix, argument_of(arena_strndup(&a, prefix, strlen(prefix) - 1)));
        }
        if (argument_of(previous))
                return offer_values(&t, "", argument_of(previous));
        argv[argc - 1] = NULL;
        r = options_parse(argc - 1, argv, &o, &arguments);
        if (r != EXIT_FINE)
                return r;
        o.version = VERSION_NEWEST; /* of no matter here, and so nobody need be asked */
        r = context_open(&c, &o);
        if (r == EXIT_FINE) {
                t.context = &c;
                r = offer_words(&t, arguments);
        }
        context_done(&c);
        return r;
}
