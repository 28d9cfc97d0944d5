/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* The table of protected units against its oracle, tests/protected.txt, written before it. */

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <fnmatch.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "policy/protected.h"

#define ORACLE SOURCE_DIR "/tests/protected.txt"
#define MIN_PROTECTED 300
#define MIN_FREE 120
#define MAX_ROWS 2048

/* The lookup goes by the first letter: no row may begin with another wildcard than `*`. */
#define ROW_STARTS "*abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"

static bool row_hit[MAX_ROWS];

/* Notes the rows that match @unit; the scan of protected_reason() stops at the first. */
static void mark_rows(const char *unit) {
        for (size_t i = 0; protected_units[i].glob; i++) {
                assert_true(i < MAX_ROWS);
                if (fnmatch(protected_units[i].glob, unit, FNM_NOESCAPE) == 0)
                        row_hit[i] = true;
        }
}

/* The unit of one line of the oracle: false for an empty line or a comment. */
static bool parse_line(char *line, char **ret_unit, bool *ret_protected) {
        char *unit = line;

        unit[strcspn(unit, " #\n")] = '\0';
        if (*unit == '\0')
                return false;

        *ret_protected = *unit != '!';
        *ret_unit = *ret_protected ? unit : unit + 1;

        size_t n = strlen(*ret_unit), suffix = strlen(".service");
        if (n <= suffix || strcmp(*ret_unit + n - suffix, ".service") != 0)
                fail_msg("not a service: %s", *ret_unit);
        return true;
}

static void test_oracle(void **state) {
        (void) state;
        size_t n_protected = 0, n_free = 0, wrong = 0, line_size = 0;
        char *line = NULL, *unit;
        bool protected;

        FILE *f = fopen(ORACLE, "re");
        assert_non_null(f);

        while (getline(&line, &line_size, f) >= 0) {
                if (!parse_line(line, &unit, &protected))
                        continue;

                const char *reason = protected_reason(unit);
                if (protected && !reason) {
                        print_error("%s is not protected\n", unit);
                        wrong++;
                } else if (!protected && reason) {
                        print_error("%s is protected: %s\n", unit, reason);
                        wrong++;
                }

                if (protected) {
                        mark_rows(unit);
                        n_protected++;
                } else
                        n_free++;
        }
        free(line);
        fclose(f);

        assert_int_equal(wrong, 0);
        assert_true(n_protected >= MIN_PROTECTED);
        assert_true(n_free >= MIN_FREE);
}

/* A row without a line of the oracle is a guess, or misspelt. Runs after test_oracle(). */
static void test_rows_are_needed(void **state) {
        (void) state;
        size_t idle = 0;

        for (size_t i = 0; protected_units[i].glob; i++)
                if (!row_hit[i]) {
                        print_error("no line of the oracle needs %s\n", protected_units[i].glob);
                        idle++;
                }
        assert_int_equal(idle, 0);
}

static void test_rows_are_sound(void **state) {
        (void) state;

        for (const ProtectedUnit *p = protected_units; p->glob; p++) {
                size_t n = strlen(p->glob), suffix = strlen("service");

                assert_true(n > suffix);
                assert_non_null(strchr(ROW_STARTS, *p->glob));
                assert_string_equal(p->glob + n - suffix, "service");
                assert_non_null(p->reason);
                assert_true(*p->reason != '\0');
        }
}

static void test_odd_names(void **state) {
        (void) state;

        assert_null(protected_reason(""));
        assert_null(protected_reason("s"));
        assert_null(protected_reason("systemd-"));
        assert_null(protected_reason("ssh"));
        assert_null(protected_reason("ssh.socket"));
        assert_null(protected_reason(".service"));
        assert_null(protected_reason("SSH.service"));
        assert_non_null(protected_reason("getty@a\\x2db.service"));
}

int main(void) {
        const struct CMUnitTest tests[] = {
                cmocka_unit_test(test_oracle),
                cmocka_unit_test(test_rows_are_needed),
                cmocka_unit_test(test_rows_are_sound),
                cmocka_unit_test(test_odd_names),
        };

        return cmocka_run_group_tests(tests, NULL, NULL);
}
