/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The sockets of a network namespace, out of the tables in /proc/PID/net, and the family of those in none of them. */
#include <arpa/inet.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/xattr.h>

#include "preflight-look.h"

typedef struct Netns {
        ino_t namespace;
        VEC(Socket) sockets;
        struct Netns *next;
} Netns;

#define WORDS_MAX 16

typedef void (*RowReader)(Look *l, char **words, size_t n, Socket *ret);

/* 0100007F:0050: each group of four bytes in the order of the machine. */
static void read_address(Look *l, const char *word, Socket *s) {
        const char *colon = strrchr(word, ':');
        size_t groups = colon ? (size_t) (colon - word) / 8 : 0;
        char text[INET6_ADDRSTRLEN] = "";
        uint32_t bytes[4] = {};

        for (size_t i = 0; i < groups && i < 4; i++)
                bytes[i] = (uint32_t) strtoul(arena_strndup(l->arena, word + i * 8, 8), NULL, 16);
        (void) inet_ntop(groups == 4 ? AF_INET6 : AF_INET, bytes, text, sizeof(text));
        s->address = arena_strdup(l->arena, text);
        s->port = colon ? (unsigned) strtoul(colon + 1, NULL, 16) : 0;
}

/* sl local_address rem_address st tx_queue:rx_queue tr:tm->when retrnsmt uid timeout inode */
static void read_inet(Look *l, char **words, size_t n, Socket *s) {
        unsigned long state;

        if (n < 10)
                return;
        read_address(l, words[1], s);
        state = strtoul(words[3], NULL, 16);
        s->listens = state == 10 || (state == 7 && s->port != 0); /* TCP_LISTEN; of the others: bound */
        s->connected = state == 1;
        s->inode = strtoul(words[9], NULL, 10);
}

/* A raw socket has a protocol in the place of a port. */
static void read_raw(Look *l, char **words, size_t n, Socket *s) {
        read_inet(l, words, n, s);
        s->port = 0;
        s->listens = false;
}

/* Num RefCount Protocol Flags Type St Inode Path */
static void read_unix(Look *l, char **words, size_t n, Socket *s) {
        (void) l;
        if (n < 7)
                return;
        s->inode = strtoul(words[6], NULL, 10);
        s->path = n > 7 ? words[7] : NULL;
        s->listens = (strtoul(words[3], NULL, 16) & 0x10000) || (s->path && streq(words[4], "0002"));
}

/* sk RefCnt Type Proto Iface R Rmem User Inode */
static void read_packet(Look *l, char **words, size_t n, Socket *s) {
        (void) l;
        if (n >= 9)
                s->inode = strtoul(words[8], NULL, 10);
}

/* sk Eth Pid Groups Rmem Wmem Dump Locks Drops Inode */
static void read_netlink(Look *l, char **words, size_t n, Socket *s) {
        static const struct {
                unsigned long number;
                const char *name;
        } names[] = {
                { 0, "route" }, { 4, "sock_diag" }, { 9, "audit" }, { 12, "netfilter" }, { 15, "uevent" },
                { 16, "generic" },
        };
        unsigned long number = n >= 10 ? strtoul(words[1], NULL, 10) : 0;

        (void) l;
        if (n < 10)
                return;
        s->inode = strtoul(words[9], NULL, 10);
        for (size_t i = 0; i < ELEMENTSOF(names); i++)
                if (names[i].number == number)
                        s->protocol = names[i].name;
}

static const struct {
        const char *file, *family, *protocol;
        RowReader read;
} tables[] = {
        { "tcp", "AF_INET", "tcp", read_inet },          { "tcp6", "AF_INET6", "tcp", read_inet },
        { "udp", "AF_INET", "udp", read_inet },          { "udp6", "AF_INET6", "udp", read_inet },
        { "udplite", "AF_INET", "udplite", read_inet },  { "udplite6", "AF_INET6", "udplite", read_inet },
        { "raw", "AF_INET", "raw", read_raw },           { "raw6", "AF_INET6", "raw", read_raw },
        { "icmp", "AF_INET", "icmp", read_raw },         { "icmp6", "AF_INET6", "icmp", read_raw },
        { "unix", "AF_UNIX", NULL, read_unix },          { "packet", "AF_PACKET", NULL, read_packet },
        { "netlink", "AF_NETLINK", NULL, read_netlink },
};

/* The names that the kernel gives to the protocols of sockets without an address (struct proto). */
static const struct {
        const char *name, *family, *protocol;
} protocols[] = {
        { "TCP", "AF_INET", "tcp" },     { "TCPv6", "AF_INET6", "tcp" },    { "UDP", "AF_INET", "udp" },
        { "UDPv6", "AF_INET6", "udp" },  { "RAW", "AF_INET", "raw" },       { "RAWv6", "AF_INET6", "raw" },
        { "PING", "AF_INET", "icmp" },   { "PINGv6", "AF_INET6", "icmp" },  { "MPTCP", "AF_INET", "tcp" },
        { "MPTCPv6", "AF_INET6", "tcp" },{ "SCTP", "AF_INET", "sctp" },     { "SCTPv6", "AF_INET6", "sctp" },
        { "UNIX", "AF_UNIX", NULL },     { "UNIX-STREAM", "AF_UNIX", NULL },{ "NETLINK", "AF_NETLINK", NULL },
        { "PACKET", "AF_PACKET", NULL }, { "ALG", "AF_ALG", NULL },         { "AF_VSOCK", "AF_VSOCK", NULL },
        { "XDP", "AF_XDP", NULL },       { "KEY", "AF_KEY", NULL },         { "KCM", "AF_KCM", NULL },
        { "CAN_RAW", "AF_CAN", NULL },   { "CAN_BCM", "AF_CAN", NULL },     { "HCI", "AF_BLUETOOTH", NULL },
        { "L2CAP", "AF_BLUETOOTH", NULL },
};

static void read_table(Look *l, size_t i, const Runner *r, Netns *ret) {
        char *text, *state;

        if (process_file(l->arena, r->pid, arena_printf(l->arena, "net/%s", tables[i].file), &text) < 0)
                return;
        (void) strtok_r(text, "\n", &state); /* the heading */
        for (char *line; (line = strtok_r(NULL, "\n", &state));) {
                Socket s = { .family = tables[i].family, .protocol = tables[i].protocol };
                char *words[WORDS_MAX] = {}, *rest;
                size_t n = 0;

                for (char *w = strtok_r(line, " ", &rest); w && n < WORDS_MAX; w = strtok_r(NULL, " ", &rest))
                        words[n++] = w;
                tables[i].read(l, words, n, &s);
                if (s.inode != 0)
                        vec_push(l->arena, &ret->sockets, s);
        }
}

static int compare(const void *a, const void *b) {
        ino_t x = ((const Socket *) a)->inode, y = ((const Socket *) b)->inode;

        return (x > y) - (x < y);
}

static const Netns *namespace_of(Look *l, const Runner *r) {
        Netns *n;

        for (n = l->netns; n; n = n->next)
                if (n->namespace == r->namespaces[NS_NET])
                        return n;
        n = arena_new(l->arena, Netns);
        *n = (Netns) { .namespace = r->namespaces[NS_NET], .next = l->netns };
        for (size_t i = 0; i < ELEMENTSOF(tables); i++)
                read_table(l, i, r, n);
        if (n->sockets.n > 0)
                qsort(n->sockets.v, n->sockets.n, sizeof(*n->sockets.v), compare);
        return l->netns = n;
}

bool socket_find(Look *l, const Runner *r, const OpenFile *f, Socket *ret) {
        const Netns *n = namespace_of(l, r);
        const Socket key = { .inode = f->st.st_ino };
        const Socket *s = n->sockets.n > 0 ? bsearch(&key, n->sockets.v, n->sockets.n, sizeof(key), compare) : NULL;
        char name[64] = "";

        *ret = s ? *s : key;
        if (s)
                return true;
        if (getxattr(arena_printf(l->arena, "/proc/%d/fd/%d", (int) r->pid, f->fd), "system.sockprotoname", name,
                     sizeof(name) - 1) < 0)
                return false;
        for (size_t i = 0; i < ELEMENTSOF(protocols); i++)
                if (streq(protocols[i].name, name)) {
                        ret->family = protocols[i].family;
                        ret->protocol = protocols[i].protocol;
                }
        return ret->family;
}
