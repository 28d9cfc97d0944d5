/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Which socket listens for a service (design.md section 10, 11). */
#include "helper.h"

#include "plan/sockets.h"

static const char *found(const char *service, const TestFile *files) {
        const Unit *u;

        make_root(FILES({ UNITS "x.service", arena_printf(arena, "[Service]\n%s\n", service) },
                        { UNITS "alias.service", "-> x.service" }));
        add_files(files);
        u = load_unit("x.service");
        return service_socket(arena, &unit_index, u);
}

static void test_sockets(void) {
        const struct {
                const char *what, *service;
                const TestFile *files;
                const char *want;
        } rows[] = {
                { "none", "", NULL, NULL },
                { "Sockets=", "Sockets=a.socket b.socket", NULL, "a.socket" },
                { "equal name", "", FILES({ UNITS "x.socket", "[Socket]\nListenStream=1\n" }), "x.socket" },
                { "a masked one", "", FILES({ ADMIN_UNITS "x.socket", "-> /dev/null" },
                                            { UNITS "x.socket", "[Socket]\nListenStream=1\n" }), NULL },
                { "Service=", "", FILES({ UNITS "y.socket", "[Socket]\nService=x.service\n" }), "y.socket" },
                { "Service= an alias", "", FILES({ UNITS "y.socket", "[Socket]\nService=alias.service\n" }), "y.socket" },
                { "Service= another", "", FILES({ UNITS "y.socket", "[Socket]\nService=z.service\n" }), NULL },
                { "wrong section", "", FILES({ UNITS "y.socket", "[Unit]\nService=x.service\n" }), NULL },
        };

        for (size_t i = 0; i < ELEMENTSOF(rows); i++)
                check_string(rows[i].what, found(rows[i].service, rows[i].files), rows[i].want);
}

/* Equal names join only where Service= does not say otherwise (systemd.socket(5)). */
static void test_socket_of_another(void) {
        check_string("for another", found("", FILES({ UNITS "x.socket", "[Socket]\nService=z.service\n" })), NULL);
}

RUN_TESTS(TEST(test_sockets), TEST(test_socket_of_another))
