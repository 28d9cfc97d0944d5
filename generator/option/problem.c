/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "option/problem.h"

#include <arpa/inet.h>
#include <stdio.h>
#include <stdlib.h>

#include "option/limit.h"
#include "option/nameset.h"
#include "option/value.h"
#include "unit/word.h"

static const char *paths_problem(Arena *a, const Option *o, const char *value) {
        bool binds = o->flags & OPTION_BINDS;
        const char *w;
        Bind b;

        while (word_next(a, &value, binds ? WORD_RETAIN_ESCAPE : 0, &w) > 0)
                if (binds ? bind_parse(a, w, &b) < 0 : !path_is_fine(path_skip_prefix(w)))
                        return arena_printf(a, "\"%s\" is not an absolute, normalised path", w);
        return NULL;
}

static const char *names_problem(Arena *a, const Option *o, const char *value) {
        const char *w;

        if ((o->kind == OPTION_NAMESPACES && boolean_parse(value) >= 0) ||
            (o->kind == OPTION_FAMILIES && streq(value, "none")))
                return NULL;
        value += *value == '~';
        while (word_next(a, &value, 0, &w) > 0)
                if (name_index(option_names(o), w, (unsigned) -1) < 0)
                        return arena_printf(a, "unknown name \"%s\"", w);
        return NULL;
}

static const char *syscalls_problem(Arena *a, const char *value) {
        static const char valid[] = "abcdefghijklmnopqrstuvwxyz0123456789_-ABCDEFGHIJKLMNOPQRSTUVWXYZ";
        const char *w;

        value += *value == '~';
        while (word_next(a, &value, 0, &w) > 0) {
                size_t n = strcspn(w, ":");
                const char *name = arena_strndup(a, w, n);

                if (*name == '@' ? name_index(syscall_groups, name, (unsigned) -1) < 0
                                 : !*name || strspn(name, valid) != strlen(name))
                        return arena_printf(a, "unknown name \"%s\"", w);
                if (w[n] && (!w[n + 1] || strspn(w + n + 1, valid) != strlen(w + n + 1)))
                        return arena_printf(a, "bad error in \"%s\"", w);
        }
        return NULL;
}

static const char *union_problem(Arena *a, const Option *o, const char *value) {
        static const char valid[] = "abcdefghijklmnopqrstuvwxyz0123456789_-.@ABCDEFGHIJKLMNOPQRSTUVWXYZ";
        bool architectures = o == OPT(SystemCallArchitectures);
        const char *w;

        value += !architectures && *value == '~';
        while (word_next(a, &value, 0, &w) > 0)
                if (architectures ? name_index(architecture_names, w, (unsigned) -1) < 0
                                  : strspn(w, valid) != strlen(w))
                        return arena_printf(a, "unknown name \"%s\"", w);
        return NULL;
}

static bool is_address(Arena *a, const char *w) {
        static const char *const names[] = { "any", "localhost", "link-local", "multicast" };
        size_t n = strcspn(w, "/");
        const char *address = arena_strndup(a, w, n);
        char binary[16];

        for (size_t i = 0; i < ELEMENTSOF(names); i++)
                if (streq(w, names[i]))
                        return true;
        if (w[n] && (!w[n + 1] || strspn(w + n + 1, "0123456789") != strlen(w + n + 1) || strlen(w + n + 1) > 3))
                return false;
        if (inet_pton(AF_INET, address, binary) == 1)
                return !w[n] || atoi(w + n + 1) <= 32;
        return inet_pton(AF_INET6, address, binary) == 1 && (!w[n] || atoi(w + n + 1) <= 128);
}

/* "any", or FAMILY:TRANSPORT:PORTS with each piece but one optional (systemd.resource-control(5)). */
static bool is_bind_rule(Arena *a, const char *w) {
        static const char *const words[] = { "ipv4", "ipv6", "tcp", "udp", "any" };

        while (*w) {
                const char *piece = arena_strndup(a, w, strcspn(w, ":"));
                bool known = false;
                int from, to, used = 0;

                for (size_t i = 0; i < ELEMENTSOF(words); i++)
                        known = known || streq(piece, words[i]);
                if (!known && sscanf(piece, "%5d%n", &from, &used) == 1) {
                        to = from;
                        if (piece[used] == '-' && sscanf(piece + used, "-%5d%n", &to, &from) == 1)
                                used += from, from = atoi(piece);
                        known = !piece[used] && from > 0 && from <= to && to <= 65535;
                }
                if (!known)
                        return false;
                w += strlen(piece) + (w[strlen(piece)] == ':');
        }
        return true;
}

static const char *list_problem(Arena *a, const Option *o, const char *value) {
        bool address = startswith(o->name, "IPAddress");
        const char *w;

        if (o == OPT(DeviceAllow))
                return !*value || startswith(value, "/dev/") || startswith(value, "char-") ||
                                       startswith(value, "block-")
                               ? NULL
                               : "no device node and no char-… or block-… group";
        while (word_next(a, &value, 0, &w) > 0)
                if (address ? !is_address(a, w)
                            : startswith(o->name, "SocketBind") && !is_bind_rule(a, w))
                        return arena_printf(a, "\"%s\" is not understood", w);
        return NULL;
}

static const char *words_problem(Arena *a, const Option *o, const char *value) {
        const char *w;

        while (word_next(a, &value, 0, &w) > 0)
                if (!order_find(o, w, (unsigned) -1))
                        return arena_printf(a, "unknown word \"%s\"", w);
        return NULL;
}

/* The name of an error as errno(3) spells it, a number, or "kill". */
static bool is_errno(const char *s) {
        if (streq(s, "kill"))
                return true;
        if (*s && strspn(s, "0123456789") == strlen(s))
                return strlen(s) <= 4 && atoi(s) <= 4095;
        for (int i = 1; i < 256; i++)
                if (strerrorname_np(i) && streq(strerrorname_np(i), s))
                        return true;
        return false;
}

static bool is_user_name(const char *s) {
        static const char valid[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-.%$@";

        return *s && *s != '-' && strspn(s, valid) == strlen(s);
}

/* A directory below /var/lib and its like: relative and normalised; behind a colon may stand links to it. */
static bool is_directory_word(Arena *a, const char *w) {
        const char *name = arena_strndup(a, w, strcspn(w, ":"));

        return *name && *name != '/' && path_is_normalised(name);
}

static bool is_interface(const char *s) {
        return *s && strlen(s) < 256 && !strchr(s, '/');
}

static const char *fill_words_problem(Arena *a, const Option *o, const char *value) {
        const char *w;

        if (o == OPT(SystemCallLog))
                return syscalls_problem(a, value);
        value += o == OPT(RestrictNetworkInterfaces) && *value == '~';
        while (word_next(a, &value, 0, &w) > 0)
                if (o == OPT(TemporaryFileSystem)    ? !path_is_fine(arena_strndup(a, w, strcspn(w, ":")))
                    : o == OPT(RestrictNetworkInterfaces) ? !is_interface(w)
                                                          : !is_directory_word(a, w))
                        return arena_printf(a, "\"%s\" cannot stand here", w);
        return NULL;
}

static const char *fill_problem(Arena *a, const Option *o, const char *value) {
        if (!*value)
                return NULL; /* a reset */
        if ((o == OPT(User) || o == OPT(Group)) && !is_user_name(value))
                return arena_printf(a, "\"%s\" is no name", value);
        if (o == OPT(SystemCallErrorNumber) && !is_errno(value))
                return arena_printf(a, "\"%s\" is no error", value);

        if (o == OPT(DynamicUser) && boolean_parse(value) < 0)
                return arena_printf(a, "\"%s\" is no boolean", value);
        if (o == OPT(RootDirectory) && !path_is_fine(value))
                return arena_printf(a, "\"%s\" is not an absolute, normalised path", value);
        return o == OPT(User) || o == OPT(Group) || o == OPT(DynamicUser) || o == OPT(RootDirectory) ||
                               o == OPT(SystemCallErrorNumber)
                       ? NULL
                       : fill_words_problem(a, o, value);
}

/* Whether the value is a list of words. */
static bool is_words(const Option *o) {
        return o->kind != OPTION_ORDER && o->kind != OPTION_UMASK && o->kind != OPTION_MODE &&
               o->kind != OPTION_LIMIT && o != OPT(DeviceAllow) && o != OPT(User) && o != OPT(Group);
}

const char *value_problem(Arena *a, const Option *o, const char *value) {
        Strv words = {};
        unsigned mode;
        Limit limit;

        if (has_control_character(value))
                return "control character in it";
        if (is_words(o) && words_split(a, value, o->flags & OPTION_BINDS ? WORD_RETAIN_ESCAPE : 0, &words) < 0)
                return "quotes or backslashes do not match";
        if (o->flags & (OPTION_PATHS | OPTION_BINDS))
                return paths_problem(a, o, value);
        switch (o->kind) {
        case OPTION_ORDER:
                return order_find(o, value, (unsigned) -1)
                               ? NULL
                               : arena_printf(a, "\"%s\" is no value of this option", value);
        case OPTION_UMASK:
        case OPTION_MODE:
                return mode_parse(value, &mode) < 0 ? arena_printf(a, "\"%s\" is no octal mode", value) : NULL;
        case OPTION_FLAGS:
                return words_problem(a, o, value);
        case OPTION_CAPABILITIES:
        case OPTION_FAMILIES:
        case OPTION_NAMESPACES:
                return names_problem(a, o, value);
        case OPTION_UNION:
                return union_problem(a, o, value);
        case OPTION_SYSCALLS:
                return syscalls_problem(a, value);
        case OPTION_RESTRICT:
        case OPTION_EXCEPTION:
                return list_problem(a, o, value);
        case OPTION_LIMIT:
                if (!*value && !startswith(o->name, "Limit"))
                        return NULL; /* a reset */
                return limit_parse(o->name, value, &limit) < 0
                               ? arena_printf(a, "\"%s\" is no limit", value)
                               : NULL;
        case OPTION_FILL:
                return fill_problem(a, o, value);
        case OPTION_REMOVE:
                return NULL;
        }
        return NULL;
}

bool option_needs_all_lines(const Option *o) {
        switch (o->kind) {
        case OPTION_CAPABILITIES:
        case OPTION_FAMILIES:
        case OPTION_NAMESPACES:
        case OPTION_UNION:
        case OPTION_SYSCALLS:
        case OPTION_EXCEPTION:
                return true;
        default:
                return false;
        }
}

bool option_has_elements(const Option *o) {
        return option_needs_all_lines(o) || o->kind == OPTION_RESTRICT;
}
