/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The table of options and the tables of names; their contents are checked against systemd in tests/options. */
#include "helper.h"

#include "option/limit.h"
#include "option/names.h"
#include "option/nameset.h"
#include "option/option.h"
#include "option/value.h"

static void test_find(void) {
        size_t n = 0;

        for (const Option *o = option_table; o->name; o++, n++) {
                check_true(o->name, option_find(o->name) == o);
                check_int(o->name, (long long) option_index(o), (long long) n);
        }
        check_int("count", (long long) option_count(), (long long) n);
        check_true("some", n > 80);
}

static void test_find_others(void) {
        static const char *const none[] = { "", "ExecStart", "Use", "Users", "user", "UMASK", "Z", "A", "MemoryLimit" };
        static const char *const old[][2] = { { "ReadWriteDirectories", "ReadWritePaths" },
                                              { "ReadOnlyDirectories", "ReadOnlyPaths" },
                                              { "InaccessibleDirectories", "InaccessiblePaths" } };

        for (size_t i = 0; i < ELEMENTSOF(none); i++)
                check_true(none[i], !option_find(none[i]));
        for (size_t i = 0; i < ELEMENTSOF(old); i++) {
                assert_non_null(option_find(old[i][0]));
                check_string(old[i][0], option_find(old[i][0])->name, old[i][1]);
        }
}

/* What the planner takes for granted of a row. */
static void test_rows_are_sound(void) {
        for (const Option *o = option_table; o->name; o++) {
                Limit limit;
                unsigned mode;

                check_true(o->name, o->since >= VERSION_OLDEST && o->since <= VERSION_NEWEST);
                check_part(o->name, o->man, "systemd.");
                check_int(o->name, o->values != NULL, o->kind == OPTION_ORDER || o->kind == OPTION_FLAGS);
                if (o->kind == OPTION_ORDER)
                        for (unsigned v = VERSION_OLDEST; v <= VERSION_NEWEST; v++) {
                                check_true(o->name, order_find(o, o->initial, v) != NULL);
                                check_true(o->name, order_at_most(o, 0, v) != NULL);
                        }
                if (o->kind == OPTION_UMASK || o->kind == OPTION_MODE)
                        check_int(o->name, mode_parse(o->initial, &mode), 0);
                if (o->kind == OPTION_LIMIT && o->initial)
                        check_int(o->name, limit_parse(o->name, o->initial, &limit), 0);
                check_int(o->name, option_names(o) != NULL,
                          o->kind == OPTION_CAPABILITIES || o->kind == OPTION_FAMILIES || o->kind == OPTION_NAMESPACES);
        }
}

static void test_name_index(void) {
        static const struct {
                const Name *names;
                const char *name;
                unsigned version;
                const char *found;
        } rows[] = {
                { capability_names, "CAP_CHOWN", 247, "CAP_CHOWN" },
                { capability_names, "cap_sys_admin", 247, "CAP_SYS_ADMIN" }, /* systemd takes any case */
                { capability_names, "CAP_FOO", 262, NULL },
                { capability_names, "CHOWN", 262, NULL },
                { family_names, "AF_INET6", 247, "AF_INET6" },
                { family_names, "af_inet6", 262, NULL },
                { family_names, "AF_LOCAL", 247, "AF_UNIX" },
                { family_names, "AF_ROUTE", 247, "AF_NETLINK" },
                { family_names, "AF_MCTP", 251, NULL },
                { family_names, "AF_MCTP", 252, "AF_MCTP" },
                { namespace_names, "time", 257, NULL },
                { namespace_names, "time", 258, "time" },
                { namespace_names, "NET", 258, NULL },
                { syscall_groups, "@sandbox", 253, NULL },
                { syscall_groups, "@sandbox", 254, "@sandbox" },
                { syscall_groups, "@foo", 262, NULL },
                { architecture_names, "native", 247, "native" },
                { architecture_names, "loongarch64", 252, NULL },
                { architecture_names, "x86_64", 262, NULL },
                { family_names, "", 262, NULL },
        };

        for (size_t i = 0; i < ELEMENTSOF(rows); i++) {
                int k = name_index(rows[i].names, rows[i].name, rows[i].version);

                check_string(rows[i].name, k < 0 ? NULL : rows[i].names[k].name, rows[i].found);
        }
        check_int("capabilities stand at their number", name_index(capability_names, "CAP_SYS_ADMIN", 247), 21);
        check_int("the last one", name_index(capability_names, "CAP_CHECKPOINT_RESTORE", 247), 40);
        check_int("count", (long long) name_count(capability_names), 41);
        check_true("sets fit into 64 bits", name_count(family_names) < 64);
}

RUN_TESTS(TEST(test_find), TEST(test_find_others), TEST(test_rows_are_sound), TEST(test_name_index))
