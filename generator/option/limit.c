/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "option/limit.h"

#include <ctype.h>
#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>

/* A number with a suffix of base 1024, or "infinity". */
static int parse_size(const char *s, size_t n, bool suffix, uint64_t *ret) {
        static const char suffixes[] = "BKMGTPE";
        char text[64], *end;
        uint64_t v;

        if (n == 0 || n >= sizeof(text))
                return -EINVAL;
        memcpy(text, s, n);
        text[n] = 0;
        if (streq(text, "infinity")) {
                *ret = LIMIT_INFINITY;
                return 0;
        }
        if (!isdigit((unsigned char) text[0]))
                return -EINVAL;
        errno = 0;
        v = strtoull(text, &end, 10);
        if (errno != 0)
                return -EINVAL;
        if (*end) {
                const char *unit = strchr(suffixes, *end);
                unsigned shift = unit ? 10U * (unsigned) (unit - suffixes) : 0;

                if (!suffix || !unit || end[1] || v > (LIMIT_INFINITY >> shift))
                        return -EINVAL;
                v <<= shift;
        }
        *ret = v;
        return 0;
}

/* "N%" with at most two decimals, in ten thousandths. */
static int parse_percent(const char *s, size_t n, uint64_t *ret) {
        uint64_t v = 0;
        int decimals = -1;

        for (size_t i = 0; i + 1 < n; i++) {
                if (s[i] == '.' && decimals < 0 && i > 0)
                        decimals = 0;
                else if (isdigit((unsigned char) s[i]) && decimals < 2 && v < 10000) {
                        v = v * 10 + (uint64_t) (s[i] - '0');
                        decimals += decimals >= 0;
                } else
                        return -EINVAL;
        }
        if (n < 2 || decimals == 0)
                return -EINVAL;
        for (int i = decimals < 0 ? 0 : decimals; i < 2; i++)
                v *= 10;
        *ret = v;
        return v <= 10000 ? 0 : -EINVAL;
}

/* Limits that count things take no suffix of a size. */
static bool counts(const char *option) {
        static const char *const names[] = { "LimitNOFILE", "LimitNPROC", "LimitSIGPENDING", "LimitRTPRIO",
                                             "TasksMax" };

        for (size_t i = 0; i < ELEMENTSOF(names); i++)
                if (streq(option, names[i]))
                        return true;
        return false;
}

int limit_parse(const char *option, const char *s, Limit *ret) {
        const char *colon = startswith(option, "Limit") ? strchr(s, ':') : NULL;
        size_t n = strlen(s);
        Limit l = {};
        int r;

        if (n > 0 && s[n - 1] == '%' && !startswith(option, "Limit")) {
                l.percent = true;
                r = parse_percent(s, n, &l.soft);
        } else
                r = parse_size(s, colon ? (size_t) (colon - s) : n, !counts(option), &l.soft);
        if (r < 0)
                return r;
        l.hard = l.soft;
        if (colon)
                r = parse_size(colon + 1, strlen(colon + 1), !counts(option), &l.hard);
        if (r < 0 || l.soft > l.hard)
                return -EINVAL;
        *ret = l;
        return 0;
}

static const char *number_text(Arena *a, uint64_t v) {
        return v == LIMIT_INFINITY ? "infinity" : arena_printf(a, "%" PRIu64, v);
}

const char *limit_text(Arena *a, const Limit *l) {
        if (l->percent && l->soft % 100 == 0)
                return arena_printf(a, "%" PRIu64 "%%", l->soft / 100);
        if (l->percent)
                return arena_printf(a, "%" PRIu64 ".%02" PRIu64 "%%", l->soft / 100, l->soft % 100);
        if (l->soft == l->hard)
                return number_text(a, l->soft);
        return arena_printf(a, "%s:%s", number_text(a, l->soft), number_text(a, l->hard));
}
