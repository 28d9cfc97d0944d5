/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Which units of a machine get a plan, and how instances and their templates go together. */
#include "helper.h"

#include "base/text.h"

static void note_unit(Arena *scratch, const UnitPlan *p, void *userdata) {
        Text *t = userdata;

        (void) scratch;
        text_join(t, " ", p->unit->name);
        if (p->left_alone)
                text_addf(t, "(%s)", p->left_alone);
        else
                text_addf(t, ":%zu", p->plan ? p->plan->emitted : 0);
        if (p->hides_template)
                text_add(t, "!");
        if (p->is_templates)
                text_add(t, "=");
}

/* "UNIT:LINES" for each unit that a policy reaches; "!" for an instance that hides its template's
 * plan, "=" for one that needs none of its own. */
static const char *planned(const TestFile *files) {
        Text t = { .arena = arena };
        const Target *target;
        PolicySet set;

        make_root(files);
        target = make_target(257);
        assert_int_equal(policy_set_load(arena, target, messages, &set), 0);
        load_index();
        plan_units(&unit_index, target, &set, PLAN_EXPLAIN, messages, note_unit, &t);
        return text_get(&t);
}

#define POLICY(match) { "/etc/hardening.d/60-p.conf", "[Match]\n" match "\n[Service]\nUMask=0077\n" }
#define SERVICE "[Service]\nExecStart=/a\n"

static void test_units(void) {
        check_string("patterns, in order", planned(FILES(POLICY("Unit=a* b*"), { UNITS "b.service", SERVICE },
                                                         { UNITS "a.service", SERVICE }, { UNITS "c.service", SERVICE },
                                                         { UNITS "a-mask.service", "-> /dev/null" },
                                                         { UNITS "a-empty.service", "" })),
                     "a.service:1 b.service:1");
        check_string("an alias is planned once", planned(FILES(POLICY("Unit=a.service x*"), { UNITS "x.service", SERVICE },
                                                               { UNITS "a.service", "-> x.service" })),
                     "x.service:1");
        check_string("a name without a unit", planned(FILES(POLICY("Unit=none.service"))), "none.service:0");
        check_string("no name of a service", planned(FILES(POLICY("Unit=none none.socket"))), "");
        check_string("no policy", planned(FILES({ UNITS "a.service", SERVICE })), "");
        check_message("nothing to complain", NULL);
}

static void test_left_alone(void) {
        check_part("occupied", planned(FILES(POLICY("Unit=a.service"), { UNITS "a.service", SERVICE },
                                             { UNITS "a.service.d/45-hardening.conf", SERVICE })),
                   "a.service(" UNITS "a.service.d/45-hardening.conf is there already)");
        check_part("skipped", planned(FILES(POLICY("Unit=a.service b.service"), { UNITS "a.service", SERVICE },
                                            { UNITS "b.service", SERVICE }, { "/proc/cmdline", "hardening.skip=a.service" })),
                   "b.service:1");
        check_part("skipped, short", planned(FILES(POLICY("Unit=a.service"), { UNITS "a.service", SERVICE },
                                                   { "/proc/cmdline", "hardening.skip=a" })),
                   "a.service(hardening.skip=");
        check_part("damaged", planned(FILES(POLICY("Unit=a.service"), { UNITS "a.service", SERVICE },
                                            { "/etc/hardening.d/70-off.conf", "[Match]\nUnit=a*\nUint=x\n[Policy]\nMode=off\n" })),
                   "a.service(/etc/hardening.d/70-off.conf would have exempted it");
        check_message("damaged", "unknown key Uint=");
}

static void test_instances(void) {
        check_string("the template's serves", planned(FILES(POLICY("Unit=t@.service"), { UNITS "t@.service", SERVICE },
                                                            { UNITS "a.wants/t@1.service", "-> ../t@.service" })),
                     "t@.service:1 t@1.service:1=");
        check_string("one with more", planned(FILES(POLICY("Unit=t@.service"), { UNITS "t@.service", SERVICE },
                                                    { "/etc/hardening.d/70-q.conf",
                                                      "[Match]\nUnit=t@1.service\n[Service]\nNoNewPrivileges=yes\n" },
                                                    { UNITS "a.wants/t@1.service", "-> ../t@.service" })),
                     "t@.service:1 t@1.service:2!");
        check_string("one with nothing", planned(FILES(POLICY("Unit=t@.service"), { UNITS "t@.service", SERVICE },
                                                       { "/etc/hardening.d/70-q.conf",
                                                         "[Match]\nUnit=t@1.service\n[Policy]\nExcept=UMask\n" },
                                                       { UNITS "a.wants/t@1.service", "-> ../t@.service" })),
                     "t@.service:1 t@1.service:0!");
        check_string("one that is skipped", planned(FILES(POLICY("Unit=t@.service"), { UNITS "t@.service", SERVICE },
                                                          { "/proc/cmdline", "hardening.skip=t@1.service" },
                                                          { UNITS "a.wants/t@1.service", "-> ../t@.service" })),
                     "t@.service:1 t@1.service(hardening.skip= on the kernel's command line)!");
        check_string("an instance alone", planned(FILES(POLICY("Unit=t@1.service"), { UNITS "t@.service", SERVICE })),
                     "t@1.service:1!");
        check_string("switched off", planned(FILES(POLICY("Unit=t@.service"), { UNITS "t@.service", SERVICE },
                                                   { "/etc/hardening.d/70-q.conf",
                                                     "[Match]\nUnit=t@1.service\n[Policy]\nMode=off\n" },
                                                   { UNITS "a.wants/t@1.service", "-> ../t@.service" })),
                     "t@.service:1 t@1.service:0!");
}

RUN_TESTS(TEST(test_units), TEST(test_left_alone), TEST(test_instances))
