/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "policy/waitpath.h"

#include <limits.h>

#include "base/text.h"
#include "option/value.h"

/* "%%" to "%"; NULL if there is another specifier. */
static const char *percent_parse(Arena *a, const char *s) {
        Text t = { .arena = a };

        for (; *s; s++) {
                if (*s == '%' && s[1] != '%')
                        return NULL;
                s += *s == '%';
                text_addn(&t, s, 1);
        }
        return text_get(&t);
}

static bool has_long_name(const char *s) {
        while (*s) {
                size_t n = strcspn(s, "/");

                if (n > NAME_MAX)
                        return true;
                s += n + (s[n] == '/');
        }
        return false;
}

const char *wait_path_parse(Arena *a, const char *value, const char **ret) {
        const char *path, *problem = NULL;

        path = percent_parse(a, value);
        if (has_control_character(value) || !utf8_is_valid(value))
                problem = "has a control character in it";
        else if (!path)
                problem = "has a specifier in it (%% stands for a percent sign)";
        else if (*path != '/')
                problem = "is no absolute path";
        else if (!path_is_normalised(path))
                problem = "is not normalised";
        else if (strpbrk(path, "\"'")) /* no spelling that all versions of systemd take: wait.md */
                problem = "has a quote in it";
        else if (has_long_name(path) || strlen(path) >= PATH_MAX)
                problem = "has a name of over 255 bytes in it";
        else {
                path = path_tidy(a, path);
                if (path_is_below(path, "/proc") || path_is_below(path, "/sys"))
                        problem = "lies below /proc or /sys, where nothing can be waited for";
                else if (streq(path, "/"))
                        problem = "is always there";
        }
        *ret = path;
        return problem ? arena_printf(a, "\"%.300s\" %s", value, problem) : NULL;
}
