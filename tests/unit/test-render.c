/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The text of a drop-in. */
#include "helper.h"

#include "emit/render.h"

#define D ADMIN_UNITS

/* The lines that show how to switch the drop-in off. */
static const char *header(const char *unit, const char *directory, const char *file, const char *running) {
        return arena_printf(arena,
                            "# Made by hardening-generator from the policies named below; changes to this file are lost.\n"
                            "# Why each line is here: hardenctl explain %s\n"
                            "# To switch it off, paste this:\n"
                            "#   mkdir -p %s\n"
                            "#   ln -s /dev/null %s\n"
                            "#   systemctl daemon-reload && systemctl try-restart %s\n",
                            unit, directory, file, running);
}

static const char *rendered(const char *name, Plan *plan) {
        Unit u = { .name = name };
        UnitPlan p = { .unit = &u, .plan = plan };

        return render_dropin(arena, &p, false);
}

static PlanLine *add(Plan *plan, const char *option, const char *value) {
        vec_push(arena, &plan->lines, (PlanLine) { .option = option_find(option), .value = value });
        plan->emitted++;
        return plan->lines.v + plan->lines.n - 1;
}

static void test_lines(void) {
        Plan plan = {};
        PlanLine *l = add(&plan, "NoNewPrivileges", "yes");

        vec_push(arena, &l->sources, (PlanSource) { "/etc/hardening.d/60-web.conf", 9 });
        l = add(&plan, "ProtectSystem", "full");
        vec_push(arena, &l->sources, (PlanSource) { "/a", 1 });
        vec_push(arena, &l->sources, (PlanSource) { "/b", 2 });
        l->note = "why";
        l = add(&plan, "ProtectHome", "yes");
        l->reason = "not to be seen";
        l = add(&plan, "SystemCallArchitectures", "");
        check_string("text", rendered("x.service", &plan),
                     arena_printf(arena, "%s\n[Service]\n"
                                         "# /etc/hardening.d/60-web.conf:9\nNoNewPrivileges=yes\n"
                                         "# /a:1 /b:2 (why)\nProtectSystem=full\n"
                                         "#\nSystemCallArchitectures=\n",
                                  header("x.service", D "x.service.d", D "x.service.d/45-hardening.conf", "x.service")));
}

static void test_names(void) {
        Plan plan = {};

        add(&plan, "UMask", "0077");
        check_part("template", rendered("t@.service", &plan),
                   header("t@.service", D "t@.service.d", D "t@.service.d/45-hardening.conf", "'t@*.service'"));
        check_part("instance", rendered("t@1.service", &plan),
                   header("t@1.service", D "t@1.service.d", D "t@1.service.d/45-hardening.conf", "t@1.service"));
        check_part("for a shell", rendered("a\\x2db.service", &plan),
                   header("'a\\x2db.service'", "'" D "a\\x2db.service.d'", "'" D "a\\x2db.service.d/45-hardening.conf'",
                          "'a\\x2db.service'"));
}

static void test_nothing(void) {
        Plan plan = {};

        check_part("no lines", rendered("t@1.service", &plan), "\n# Nothing for this instance: this file hides that of t@.service.\n");
        check_part("no plan", rendered("t@1.service", NULL), "hides that of t@.service");
        check_true("no section", !strstr(rendered("t@1.service", NULL), "[Service]"));
}

RUN_TESTS(TEST(test_lines), TEST(test_names), TEST(test_nothing))
