/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Sockets: their families, what they are bound to, and who could still reach them. */
#include <stdio.h>
#include <stdlib.h>

#include "option/names.h"
#include "plan/paths.h"
#include "preflight-look.h"
#include "unit/word.h"

/* What a sentence calls it. */
static const char *describe(Look *l, const Socket *s) {
        const char *protocol = s->protocol ? arena_printf(l->arena, " (%s)", s->protocol) : "";

        if (s->path)
                return arena_printf(l->arena, "%s %s", s->listens ? "listens on" : "has the socket", s->path);
        if (s->port != 0)
                return arena_printf(l->arena, "%s %s port %u of %s", s->listens ? "listens on" : "uses", s->protocol,
                                    s->port, s->address);
        return arena_printf(l->arena, "has a socket of %s%s", s->family, protocol);
}

/* One that was accepted may come from a socket of systemd, and of two that are connected and have no name it may be
 * that socketpair(2) made them, which nothing forbids. */
static bool was_made_by_itself(Look *l, const Runner *r, const Socket *s) {
        if (streq(s->family, "AF_UNIX"))
                return s->path && s->listens;
        if (!s->connected || s->port == 0)
                return true;
        vec_foreach(f, &r->files) {
                Socket other;

                if (f->given && S_ISSOCK(f->st.st_mode) && socket_find(l, r, f, &other) && other.listens &&
                    other.port == s->port)
                        return false;
        }
        return true;
}

static void look_at_family(Look *l, const Runner *r, const Socket *s) {
        const Option *o = OPT(RestrictAddressFamilies);
        int i = name_index(family_names, s->family, VERSION_NEWEST);
        bool takes = i >= 0 && bar_takes(l, o, s->family);

        if (takes && was_made_by_itself(l, r, s))
                finding_add(l, r, o, NULL, exemption_of(l, o, s->family), "%s%s", describe(l, s),
                            s->port != 0 || s->path ? arena_printf(l->arena, ", of %s", s->family) : "");
}

/* A file that stands where nothing may be written could not be made. */
static void look_at_path(Look *l, const Runner *r, const Socket *s) {
        const char *path = s->path, *rule;
        const Option *o;

        if (!path || !s->listens)
                return;
        if (*path == '@') {
                if (bar_switches_on(l, OPT(PrivateNetwork)) && r->namespaces[NS_NET] == l->first->namespaces[NS_NET])
                        finding_add(l, r, OPT(PrivateNetwork), NULL, NULL,
                                    "listens on %s, which others could not reach", path);
                return;
        }
        if (*path != '/')
                return;
        if (r->root && !streq(r->root, "/"))
                path = arena_printf(l->arena, "%s%s", r->root, path);
        o = path_closed(l, path, WISH_WRITE, &rule);
        if (o && !path_is_read_only(r, path))
                finding_add(l, r, o, o->flags & OPTION_PATHS ? rule : NULL, NULL, "listens on %s", path);
        else if (bar(l, OPT(PrivateTmp))->differs && (path_is_below(path, "/tmp") || path_is_below(path, "/var/tmp")) &&
                 path_is_shared(l, r, path))
                finding_add(l, r, OPT(PrivateTmp), NULL, NULL, "listens on %s, which others could not reach", path);
}

static unsigned first_free_port(Look *l) {
        char *text;

        if (process_file(l->arena, 1, "../sys/net/ipv4/ip_unprivileged_port_start", &text) < 0)
                return 1024;
        return (unsigned) strtoul(text, NULL, 10);
}

static void look_at_rights(Look *l, const Runner *r, const Socket *s) {
        bool raw = streq(s->family, "AF_PACKET") || (s->protocol && streq(s->protocol, "raw"));
        bool low = s->port != 0 && s->listens && s->port < first_free_port(l);
        const char *what = describe(l, s);

        if (!raw && !low)
                return;
        if (bar_takes(l, OPT(CapabilityBoundingSet), raw ? "CAP_NET_RAW" : "CAP_NET_BIND_SERVICE"))
                finding_add(l, r, OPT(CapabilityBoundingSet), NULL,
                            exemption_of(l, OPT(CapabilityBoundingSet), raw ? "CAP_NET_RAW" : "CAP_NET_BIND_SERVICE"),
                            "%s, which needs %s", what, raw ? "CAP_NET_RAW" : "CAP_NET_BIND_SERVICE");
        if (bar_switches_on(l, OPT(PrivateUsers)))
                finding_add(l, r, OPT(PrivateUsers), NULL, NULL,
                            "%s, which needs a capability outside of its user namespace", what);
}

static void look_at_network(Look *l, const Runner *r, const Socket *s) {
        if (!bar_switches_on(l, OPT(PrivateNetwork)) || streq(s->family, "AF_UNIX") ||
            r->namespaces[NS_NET] != l->first->namespaces[NS_NET])
                return;
        if (s->listens || s->connected || streq(s->family, "AF_PACKET"))
                finding_add(l, r, OPT(PrivateNetwork), NULL, NULL, "%s, outside of a network of its own",
                            describe(l, s));
}

/* [FAMILY:][PROTOCOL:]PORT or "any"; the same without a port: all of them. */
static bool rule_holds(const char *rule, const Socket *s) {
        unsigned from, to;
        const char *rest;

        if (streq(rule, "any"))
                return true;
        if ((rest = startswith(rule, "ipv4")) || (rest = startswith(rule, "ipv6"))) {
                if (!streq(s->family, rule[3] == '4' ? "AF_INET" : "AF_INET6"))
                        return false;
                rule = rest + (*rest == ':');
        }
        if ((rest = startswith(rule, "tcp")) || (rest = startswith(rule, "udp"))) {
                if (strncmp(rule, s->protocol, 3) != 0)
                        return false;
                rule = rest + (*rest == ':');
        }
        switch (sscanf(rule, "%u-%u", &from, &to)) {
        case 2:
                return s->port >= from && s->port <= to;
        case 1:
                return s->port == from;
        default:
                return true;
        }
}

static bool any_rule_holds(Look *l, const char *lines, const Socket *s) {
        const char *text = lines ?: "", *word;

        while (word_next(l->arena, &text, 0, &word) > 0)
                if (rule_holds(word, s))
                        return true;
        return false;
}

static void look_at_bind(Look *l, const Runner *r, const Socket *s) {
        const Bar *deny = bar(l, OPT(SocketBindDeny)), *allow = bar(l, OPT(SocketBindAllow));

        if (s->port == 0 || !s->listens || !any_rule_holds(l, deny->now.value, s) ||
            any_rule_holds(l, allow->now.value, s))
                return;
        if (any_rule_holds(l, deny->own.value, s) && !any_rule_holds(l, allow->own.value, s))
                return;
        finding_add(l, r, deny->option, NULL, arena_printf(l->arena, "SocketBindAllow=%s:%u", s->protocol, s->port),
                    "%s", describe(l, s));
}

static void look_at_sockets(Look *l, const Runner *r) {
        bool unseen = false;

        vec_foreach(f, &r->files) {
                Socket s;

                if (f->given || !S_ISSOCK(f->st.st_mode))
                        continue;
                if (!socket_find(l, r, f, &s)) {
                        unseen = true;
                        continue;
                }
                look_at_family(l, r, &s);
                look_at_path(l, r, &s);
                look_at_rights(l, r, &s);
                look_at_network(l, r, &s);
                look_at_bind(l, r, &s);
        }
        if (unseen && bar(l, OPT(RestrictAddressFamilies))->differs)
                strv_add(l->arena, &l->result->unknown,
                         "the families of sockets that are in none of the kernel's tables");
}

const Check checks_of_sockets[] = {
        { { OPT(RestrictAddressFamilies), OPT(PrivateNetwork), OPT(PrivateTmp), OPT(PrivateUsers),
            OPT(CapabilityBoundingSet), OPT(SocketBindDeny), OPT(ProtectSystem), OPT(ReadOnlyPaths), OPT(ProtectHome),
            OPT(InaccessiblePaths), NULL },
          look_at_sockets },
        {}
};
