/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* How systemd merges the lines of a set (semantics.md 5 and 6). */
#include "helper.h"

#include "base/text.h"
#include "option/nameset.h"

/* The lines are separated by ';', and "|" at the end stands for an empty one. */
typedef struct Row {
        const char *lines;
        const char *want; /* the allowed names; with "~" the denied ones; NULL: not restricted */
        unsigned version;
} Row;

/* In the fewest words: what is allowed, or with "~" what is not. */
static const char *merged(const Option *o, const Row *row) {
        const Name *names = option_names(o);
        char *p = lines(row->lines), *line;
        Strv l = {};
        NameSet set;
        uint64_t denied;

        while ((line = strsep(&p, "\n")))
                vec_push(arena, &l, line);
        set = nameset_merge(arena, o, &l, row->version ?: 257);
        if (!set.restricted)
                return NULL;
        denied = names_all(names) & ~set.allowed;
        if (set.none)
                return "none";
        if (__builtin_popcountll(denied) < __builtin_popcountll(set.allowed))
                return arena_printf(arena, "~%s", nameset_text(arena, names, denied, 262));
        return nameset_text(arena, names, set.allowed, 262);
}

static void check_rows(const char *option, const Row *rows, size_t n) {
        const Option *o = option_find(option);
        Strv none = {};

        check_true("no line", !nameset_merge(arena, o, &none, 257).restricted);
        for (size_t i = 0; i < n; i++)
                check_string(arena_printf(arena, "%s %s", option, rows[i].lines), merged(o, rows + i), rows[i].want);
}

static void test_capabilities(void) {
        static const Row rows[] = {
                { "CAP_CHOWN", "CAP_CHOWN", 0 },
                { "CAP_CHOWN;CAP_CHOWN CAP_KILL", "CAP_CHOWN CAP_KILL", 0 },        /* a plain line adds */
                { "CAP_CHOWN CAP_KILL;~CAP_KILL", "CAP_CHOWN", 0 },
                { "~CAP_SYS_ADMIN", "~CAP_SYS_ADMIN", 0 },
                { "~CAP_SYS_ADMIN;CAP_NET_RAW", "~CAP_SYS_ADMIN", 0 },
                { "~CAP_SYS_ADMIN;CAP_SYS_ADMIN", "~", 0 },
                { "~CAP_SYS_ADMIN;~CAP_KILL", "~CAP_KILL CAP_SYS_ADMIN", 0 },
                { "", "", 0 },                                                        /* the empty set, no reset */
                { "CAP_CHOWN;", "", 0 },
                { ";~CAP_CHOWN", "", 0 },
                { ";CAP_CHOWN", "CAP_CHOWN", 0 },
                { "~", "~", 0 },
                { "CAP_CHOWN;~", "~", 0 },                                            /* everything again */
                { "CAP_FOO", "", 0 },
                { "CAP_CHOWN;~CAP_FOO", "~", 0 },
                { "CAP_CHOWN CAP_FOO", "CAP_CHOWN", 0 },
                { "cap_chown 'CAP_KILL'", "CAP_CHOWN CAP_KILL", 0 },
                { "CAP_CHOWN;~CAP_CHOWN", "", 0 },
        };

        check_rows("CapabilityBoundingSet", rows, ELEMENTSOF(rows));
}

static void test_families(void) {
        static const Row rows[] = {
                { "AF_UNIX", "AF_UNIX", 0 },
                { "AF_UNIX;AF_INET", "AF_UNIX AF_INET", 0 },
                { "AF_UNIX AF_INET;~AF_INET", "AF_UNIX", 0 },
                { "~AF_PACKET;AF_UNIX AF_INET", "~AF_PACKET", 0 },                   /* the first line decides */
                { "~AF_PACKET;AF_PACKET", "~", 0 },
                { "AF_INET;~AF_INET", "", 0 },
                { "~AF_UNIX;~AF_INET", "~AF_UNIX AF_INET", 0 },
                { "none", "none", 249 },
                { "AF_UNIX AF_INET;none", "none", 0 },
                { "none;~AF_UNIX", "~AF_UNIX", 0 },                                  /* everything but AF_UNIX */
                { "none;AF_UNIX", "AF_UNIX", 0 },
                { "none", "", 247 },
                { "AF_UNIX;none", "AF_UNIX", 247 },
                { "AF_UNIX;", NULL, 0 },
                { "AF_UNIX;;~AF_INET", "~AF_INET", 0 },
                { "AF_FOO", "", 0 },
                { "AF_MCTP", "", 247 },
                { "AF_MCTP", "AF_MCTP", 252 },
                { "AF_LOCAL", "AF_UNIX", 0 },
        };

        check_rows("RestrictAddressFamilies", rows, ELEMENTSOF(rows));
}

static void test_namespaces(void) {
        static const Row rows[] = {
                { "yes", "", 0 },
                { "no", "~", 0 },
                { "true", "", 0 },
                { "user", "user", 0 },
                { "user;net", "net user", 0 },
                { "yes;user", "user", 0 },
                { "user;yes", "", 0 },
                { "user net;~net", "user", 0 },
                { "yes;~user", "", 0 },
                { "~user", "~user", 0 },
                { "~user;user", "~", 0 },
                { "no;user", "~", 0 },
                { "user;", NULL, 0 },
                { "~user;no;~net", "~net", 0 },
                { "time", "time", 258 },
        };

        check_rows("RestrictNamespaces", rows, ELEMENTSOF(rows));
}

/* semantics.md 6: the whole line is ignored. */
static void test_namespaces_unknown(void) {
        static const Row rows[] = {
                { "foo", NULL, 0 },
                { "~net foo", NULL, 0 },
                { "user;net foo", "user", 0 },
                { "yes;~foo", "", 0 },
        };

        check_rows("RestrictNamespaces", rows, ELEMENTSOF(rows));
}

static void test_text(void) {
        check_string("in the order of the table", nameset_text(arena, namespace_names, 0x5, 257), "cgroup mnt");
        check_string("unknown to the version", nameset_text(arena, namespace_names, 0x81, 257), "cgroup");
        check_string("known", nameset_text(arena, namespace_names, 0x81, 258), "cgroup time");
        check_string("nothing", nameset_text(arena, namespace_names, 0, 262), "");
        check_int("all", (long long) names_all(namespace_names), 0xff);
}

RUN_TESTS(TEST(test_capabilities), TEST(test_families), TEST(test_namespaces), TEST(test_namespaces_unknown),
          TEST(test_text))
