/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/*
 * What the unit tests share. A test is a plain function: all memory comes from `arena`, files live
 * below `root`, a directory of its own for each make_root(), and everything is gone after the test.
 * The check functions note what is wrong and go on, so that a table shows all of its bad rows.
 */

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <unistd.h>
#include <cmocka.h>

#include "emit/units.h"

typedef struct TestFile {
        const char *path; /* ends in a slash: a directory */
        const char *text; /* "-> TARGET": a link */
} TestFile;

#define FILES(...) ((const TestFile[]) { __VA_ARGS__, {} })
#define UNITS "/usr/lib/systemd/system/"
#define ADMIN_UNITS "/etc/systemd/system/"

#define TEST(f) { #f, run_one, NULL, NULL, (void *) f }
/* Comes last. To others than root it has no name and is left out: a test that skips itself is, to meson, one that fails
 * with cmocka before 1.1.7. */
#define TEST_BY_ROOT(f) { geteuid() == 0 ? #f : NULL, run_one, NULL, NULL, (void *) f }
#define RUN_TESTS(...)                                                           \
        int main(void) {                                                         \
                const struct CMUnitTest tests[] = { __VA_ARGS__ };               \
                                                                                 \
                return cmocka_run_group_tests(tests, NULL, NULL);                \
        }
void run_one(void **state);

extern Arena *const arena;
extern Messages *const messages;
extern Root *const root;
extern UnitIndex unit_index;

void check_string(const char *what, const char *got, const char *want);
void check_int(const char *what, long long got, long long want);
void check_true(const char *what, bool holds);
/* Whether @got has the part @part; NULL stands for "nothing at all". */
void check_part(const char *what, const char *got, const char *part);
/* The same for any message so far, all of which are forgotten. */
void check_message(const char *what, const char *part);
/* The words of a list, joined by a blank. */
const char *joined(const Strv *l);

void make_root(const TestFile *files);
void add_files(const TestFile *files);
/* The path outside of the root. */
const char *outside(const char *path);

/* @s with each ';' a new line: tables stay on one line. */
char *lines(const char *s);

/* Loads the index of the root, and one unit of it. */
void load_index(void);
const Unit *load_unit(const char *name);
/* A root with x.service alone, of a [Service] section with these lines. */
const Unit *make_unit(const char *service);

/* The target of @version (0: 257) below the root. */
const Target *make_target(unsigned version);

/* The rows of tables leave out what they do not need. */
#pragma GCC diagnostic ignored "-Wmissing-field-initializers"

#define CHECK_PLANS(...)                                                \
        do {                                                            \
                const PlanRow rows[] = { __VA_ARGS__ };                 \
                                                                        \
                check_plans(rows, ELEMENTSOF(rows));                    \
        } while (0)

/* One row of a table of plans: what becomes of the wish for x.service. */
typedef enum PlanReach { BY_PATTERN, BY_NAME, BY_NAME_ALL } PlanReach;

typedef struct PlanRow {
        PlanReach reach;
        const char *unit; /* [Service] of the vendor's file besides ExecStart=/usr/bin/x; NULL: no such file */
        const char *wish;
        const char *plan; /* "A=b" is emitted, "!A=b: part of the reason" withheld; in this order */
        const char *admin, *later; /* drop-ins: 10-admin.conf in /etc, 60-later.conf of the vendor */
        const char *except;
        unsigned version;
        const TestFile *files;
} PlanRow;

void check_plans(const PlanRow *rows, size_t n);
