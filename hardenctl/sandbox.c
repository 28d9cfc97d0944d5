/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "sandbox.h"

#include <errno.h>
#include <stdlib.h>

#include "say.h"
#include "unit/conf.h"
#include "unit/name.h"
#include "unit/unit.h"

/* The "+" or "!" that the service's own program is started with. */
static const char *prefix_of(const char *command) {
        size_t n = strspn(command, "@-:+!| \t");

        if (memchr(command, '+', n))
                return "+";
        return memchr(command, '!', n) ? "!" : "";
}

static int take_file(Sandbox *s, const char *path) {
        Arena *a = &s->context->arena;
        ConfLines lines = {};
        unsigned line;
        size_t size;
        char *text;
        int r;

        r = root_read(&s->context->root, a, path, UNIT_FILE_MAX, &text, &size, NULL);
        if (r == -ENOTSUP) /* a drop-in that /dev/null takes out */
                return EXIT_FINE;
        if (r < 0)
                return say(EXIT_FAILED, "%s cannot be read: %s", path, strerror(-r));
        (void) conf_parse(a, text, size, &lines, &line); /* what is broken PID 1 has left out, too */
        vec_foreach(l, &lines) {
                if (!l->key || !streq(l->section, "Service"))
                        continue;
                if (streq(l->key, "ExecStart"))
                        s->prefix = prefix_of(l->value);
                if (sandbox_keeps(l->key) || streq(l->key, "RuntimeDirectory"))
                        sandbox_add(s, l->key, sandbox_expand(a, s->unit, l->key, l->value));
        }
        return EXIT_FINE;
}

static int take_files(Sandbox *s) {
        Context *c = s->context;
        const char *fragment;
        Strv dropins;
        int r;

        if (bus_unit_string(context_bus(c), &c->arena, s->unit, "FragmentPath", &fragment) < 0 ||
            bus_unit_strings(context_bus(c), &c->arena, s->unit, "DropInPaths", &dropins) < 0)
                return say(EXIT_FAILED, "the system manager does not say what %s is made of", s->unit);
        r = *fragment ? take_file(s, fragment) : EXIT_FINE;
        for (size_t i = 0; r == EXIT_FINE && i < dropins.n; i++)
                r = take_file(s, dropins.v[i]);
        return r;
}

/* Without its name the copy of a dynamic user is another one, to which the directories of the service would go over. */
static void take_user(Sandbox *s) {
        Context *c = s->context;
        const char *user;

        if (sandbox_says_yes(s, "DynamicUser") && !sandbox_last(s, "User") &&
            bus_unit_string(context_bus(c), &c->arena, s->unit, "User", &user) >= 0 && *user)
                sandbox_add(s, "User", user);
}

static const char *free_name(Context *c) {
        static unsigned n;

        for (;;) {
                const char *name = arena_printf(&c->arena, "hardenctl-%d-%u.service", (int) getpid(), ++n);
                struct stat st;

                if (root_lstat(&c->root, arena_printf(&c->arena, SANDBOX_UNITS "/%s.d", name), &st) < 0)
                        return name;
        }
}

static int check_loaded(Sandbox *s) {
        Context *c = s->context;
        const char *state;

        if (bus_unit_string(context_bus(c), &c->arena, s->unit, "LoadState", &state) < 0)
                return say(EXIT_FAILED, "the system manager cannot be asked about %s: %s", s->unit,
                           bus_error(context_bus(c)));
        if (streq(state, "masked"))
                return say(EXIT_FAILED, "%s is masked", s->unit);
        if (!streq(state, "loaded"))
                return say(EXIT_FAILED, "%s is not loaded: %s", s->unit, state);
        return EXIT_FINE;
}

int sandbox_check(Context *c, const char *verb) {
        unsigned version = 0;
        const char *text;

        if (!c->running)
                return say(EXIT_FAILED, "%s works on the running system only, under systemd", verb);
        if (geteuid() != 0)
                return say(EXIT_FAILED, "%s is for root alone", verb);
        if (!context_bus(c))
                return say(EXIT_FAILED, "the system manager cannot be reached");
        if (bus_manager_string(context_bus(c), &c->arena, "Version", &text) >= 0)
                version = (unsigned) strtoul(text + strcspn(text, "0123456789"), NULL, 10);
        if (c->options->version > 0)
                version = c->options->version;
        if (version < VERSION_OLDEST)
                return say(EXIT_FAILED, "%s needs systemd %d or later, this is %u", verb, VERSION_OLDEST, version);
        return EXIT_FINE;
}

int sandbox_open(Context *c, const char *unit, Sandbox *ret) {
        unsigned long long pid = 0, changed = 0;
        int r;

        *ret = (Sandbox) { .context = c, .unit = unit, .prefix = "" };
        if (unit_name_is_template(unit))
                return say(EXIT_FAILED, "%s is a template: name an instance of it", unit);
        r = check_loaded(ret);
        if (r == EXIT_FINE)
                r = take_files(ret);
        if (r != EXIT_FINE)
                return r;
        take_user(ret);
        (void) bus_unit_number(context_bus(c), unit, "MainPID", &pid);
        (void) bus_unit_number(context_bus(c), unit, "NeedDaemonReload", &changed);
        ret->pid = (pid_t) pid;
        ret->clone = free_name(c);
        if (changed)
                strv_add(&c->arena, &ret->differences, "its files have changed since the last daemon-reload");
        return EXIT_FINE;
}

void sandbox_control(const Sandbox *s, Sandbox *ret) {
        static const char *const keys[] = { "User", "Group", "SupplementaryGroups", "AmbientCapabilities" };
        Context *c = s->context;

        *ret = (Sandbox) { .context = c, .unit = s->unit, .pid = s->pid, .prefix = "", .clone = free_name(c) };
        /* DynamicUser= is a sandbox already, and nobody may do as little as its user */
        if (sandbox_says_yes(s, "DynamicUser")) {
                sandbox_add(ret, "User", "nobody");
                return;
        }
        vec_foreach(l, &s->lines)
                for (size_t i = 0; i < ELEMENTSOF(keys); i++)
                        if (streq(l->key, keys[i]))
                                sandbox_add(ret, l->key, l->value);
}
