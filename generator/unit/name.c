/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "unit/name.h"

#define UNIT_NAME_MAX 255

bool unit_name_is_valid(const char *s, const char *type) {
        const char *e = endswith(s, type);
        static const char valid[] =
                "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ:-_.\\@";

        if (!e || e == s || *s == '@' || strlen(s) > UNIT_NAME_MAX)
                return false;
        return strspn(s, valid) == strlen(s);
}

bool unit_name_is_template(const char *s) {
        const char *at = strchr(s, '@'), *dot = strrchr(s, '.');

        return at && dot == at + 1;
}

bool unit_name_is_instance(const char *s) {
        const char *at = strchr(s, '@'), *dot = strrchr(s, '.');

        return at && dot > at + 1;
}

const char *unit_name_template(Arena *a, const char *s) {
        const char *at = strchr(s, '@'), *dot = strrchr(s, '.');

        return arena_printf(a, "%.*s%s", (int) (at + 1 - s), s, dot);
}

const char *unit_name_chop(Arena *a, const char *s) {
        const char *end = strchr(s, '@') ?: strrchr(s, '.'); /* of the prefix */
        const char *dash = NULL;

        for (const char *p = s; p < end; p++)
                if (*p == '-')
                        dash = p;
        /* A dash at the end was left by the last chop: look for the one before it. */
        if (dash && dash + 1 == end) {
                const char *before = NULL;

                for (const char *p = s; p < dash; p++)
                        if (*p == '-')
                                before = p;
                dash = before;
        }
        if (!dash || dash == s)
                return NULL;
        return arena_printf(a, "%.*s%s", (int) (dash + 1 - s), s, unit_name_is_template(s) ? strrchr(s, '.') : end);
}

bool is_glob(const char *s) {
        return strpbrk(s, "*?[");
}
