/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "helper.h"

#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/text.h"

static Arena the_arena;
static Messages the_messages;
static Root the_root = { .fd = -1 };
static const char *root_dir;
static size_t wrong;

Arena *const arena = &the_arena;
Messages *const messages = &the_messages;
Root *const root = &the_root;
UnitIndex unit_index;

void check_string(const char *what, const char *got, const char *want) {
        if (got == want || (got && want && streq(got, want)))
                return;
        print_error("%s:\n  got  %s\n  want %s\n", what, got ?: "(null)", want ?: "(null)");
        wrong++;
}

void check_int(const char *what, long long got, long long want) {
        if (got == want)
                return;
        print_error("%s: got %lld, want %lld\n", what, got, want);
        wrong++;
}

void check_true(const char *what, bool holds) {
        check_int(what, holds, true);
}

void check_part(const char *what, const char *got, const char *part) {
        if (!got || !part ? !got && !part : strstr(got, part) != NULL)
                return;
        print_error("%s:\n  got       %s\n  want some %s\n", what, got ?: "(null)", part ?: "(null)");
        wrong++;
}

void check_message(const char *what, const char *part) {
        Text t = { .arena = arena };

        vec_foreach(m, &messages->list)
                text_join(&t, " | ", m->text);
        check_part(what, t.n > 0 ? text_get(&t) : NULL, part);
        messages_done(messages);
}

const char *joined(const Strv *l) {
        Text t = { .arena = arena };

        vec_foreach(s, l)
                text_join(&t, " ", *s);
        return text_get(&t);
}

char *lines(const char *s) {
        char *copy = arena_strdup(arena, s);

        for (char *p = copy; *p; p++)
                if (*p == ';')
                        *p = '\n';
        return copy;
}

static int remove_entry(const char *path, const struct stat *st, int type, struct FTW *ftw) {
        (void) st, (void) type, (void) ftw;
        return remove(path);
}

static void remove_root(void) {
        if (!root_dir)
                return;
        root_close(root);
        (void) nftw(root_dir, remove_entry, 16, FTW_DEPTH | FTW_PHYS);
        root_dir = NULL;
}

const char *outside(const char *path) {
        return arena_printf(arena, "%s%s", root_dir, path);
}

static void make_parents(const char *path) {
        char *p = arena_strdup(arena, path);

        for (char *slash = strchr(p + strlen(root_dir) + 1, '/'); slash; slash = strchr(slash + 1, '/')) {
                *slash = 0;
                if (mkdir(p, 0755) < 0)
                        assert_int_equal(errno, EEXIST);
                *slash = '/';
        }
}

static void write_text(const char *path, const char *text) {
        FILE *f;

        /* Never through a link that stands there: it may lead to /dev/null. */
        assert_true(unlink(path) == 0 || errno == ENOENT);
        f = fopen(path, "we");

        assert_non_null(f);
        assert_true(fputs(text, f) >= 0);
        assert_int_equal(fclose(f), 0);
        assert_int_equal(chmod(path, 0644), 0);
}

void add_files(const TestFile *files) {
        for (; files && files->path; files++) {
                const char *path = outside(files->path), *target;

                make_parents(path);
                if (path[strlen(path) - 1] == '/')
                        continue;
                target = files->text ? startswith(files->text, "-> ") : NULL;
                if (target)
                        assert_int_equal(symlink(target, path), 0);
                else
                        write_text(path, files->text ?: "");
        }
}

void make_root(const TestFile *files) {
        char template[] = "/tmp/hardening-unit-XXXXXX";

        remove_root();
        assert_non_null(mkdtemp(template));
        root_dir = arena_strdup(arena, template);
        assert_int_equal(chmod(root_dir, 0755), 0);
        assert_int_equal(root_open(root, root_dir), 0);
        add_files(files);
}

static void clean_up(void) {
        remove_root();
        messages_done(messages);
        arena_done(arena);
}

void run_one(void **state) {
        static bool first = true;

        /* A test that was left by an assertion has its root and memory still. */
        clean_up();
        if (first)
                assert_int_equal(atexit(clean_up), 0);
        first = false;
        wrong = 0;
        ((void (*)(void)) *state)();
        clean_up();
        assert_int_equal(wrong, 0);
}

void load_index(void) {
        assert_int_equal(index_load(root, arena, &unit_index), 0);
}

const Unit *load_unit(const char *name) {
        Unit *u = arena_new(arena, Unit);

        load_index();
        assert_int_equal(unit_load(&unit_index, arena, messages, name, u), 0);
        return u;
}

const Unit *make_unit(const char *service) {
        make_root(FILES({ UNITS "x.service", arena_printf(arena, "[Service]\n%s\n", lines(service)) }));
        return load_unit("x.service");
}

const Target *make_target(unsigned version) {
        Target *t = arena_new(arena, Target);

        target_read(root, arena, version ?: 257, t);
        return t;
}

static const char *service_section(const char *s) {
        return arena_printf(arena, "[Service]\n%s\n", lines(s));
}

static void make_row(const PlanRow *r) {
        static const char *const match[] = {
                [BY_PATTERN] = "Unit=x*.service", [BY_NAME] = "Unit=x.service",
                [BY_NAME_ALL] = "Unit=x.service\n[Policy]\nTighten=all",
        };

        make_root(FILES({ "/etc/hardening.d/60-p.conf",
                          arena_printf(arena, "[Match]\n%s\n%s", match[r->reach], service_section(r->wish)) }));
        if (r->unit)
                add_files(FILES({ UNITS "x.service", arena_printf(arena, "[Service]\nExecStart=/usr/bin/x\n%s\n",
                                                                  lines(r->unit)) }));
        if (r->admin)
                add_files(FILES({ ADMIN_UNITS "x.service.d/10-admin.conf", service_section(r->admin) }));
        if (r->later)
                add_files(FILES({ UNITS "x.service.d/60-later.conf", service_section(r->later) }));
        if (r->except)
                add_files(FILES({ "/etc/hardening.d/70-e.conf",
                                  arena_printf(arena, "[Match]\nUnit=x.service\n[Policy]\nExcept=%s\n", r->except) }));
        add_files(r->files);
}

static void note_plan(Arena *scratch, const UnitPlan *p, void *userdata) {
        Plan *plan = userdata;

        (void) scratch;
        if (!streq(p->unit->name, "x.service") || !p->plan)
                return;
        /* What the plan holds is gone after the call. */
        vec_foreach(l, &p->plan->lines)
                vec_push(arena, &plan->lines,
                         (PlanLine) { .option = l->option, .value = arena_strdup(arena, l->value),
                                      .reason = l->reason ? arena_strdup(arena, l->reason) : NULL });
}

static void make_plan(const PlanRow *r, Plan *ret) {
        const Target *t;
        PolicySet set;

        make_row(r);
        t = make_target(r->version);
        assert_int_equal(policy_set_load(arena, t, messages, &set), 0);
        load_index();
        plan_units(&unit_index, t, &set, PLAN_EXPLAIN, messages, note_plan, ret);
}

/* Whether @plan is what @wanted says: the reasons may be longer than there. */
static bool is_as_wanted(const Plan *plan, const char *wanted) {
        char *next = lines(wanted), *want;

        vec_foreach(l, &plan->lines) {
                const char *line = arena_printf(arena, "%s%s=%s", l->reason ? "!" : "", l->option->name, l->value);
                const char *reason;

                want = strsep(&next, "\n");
                if (!want || !(reason = startswith(want, line)))
                        return false;
                if (l->reason ? !startswith(reason, ": ") || !strstr(l->reason, reason + 2) : *reason != 0)
                        return false;
        }
        return !next || !*next;
}

static const char *plan_as_text(const Plan *plan) {
        Text t = { .arena = arena };

        vec_foreach(l, &plan->lines) {
                text_join(&t, ";", l->reason ? "!" : "");
                text_addf(&t, "%s=%s", l->option->name, l->value);
                if (l->reason)
                        text_addf(&t, ": %s", l->reason);
        }
        return text_get(&t);
}

void check_plans(const PlanRow *rows, size_t n) {
        for (const PlanRow *r = rows; r < rows + n; r++) {
                Plan plan = {};

                make_plan(r, &plan);
                if (!is_as_wanted(&plan, r->plan))
                        check_string(arena_printf(arena, "row %td, unit \"%s\", wish \"%s\"", r - rows, r->unit ?: "(none)",
                                                  r->wish),
                                     plan_as_text(&plan), r->plan);
                check_message(r->wish, NULL);
        }
}
