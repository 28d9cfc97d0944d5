/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Device nodes that are open. */
#include <stdio.h>
#include <sys/sysmacros.h>

#include "option/value.h"
#include "plan/paths.h"
#include "preflight-look.h"
#include "unit/word.h"

/* Those that PrivateDevices= and DevicePolicy=closed leave: src/core/namespace.c, src/core/bpf-devices.c. */
static bool is_pseudo_device(const struct stat *st) {
        unsigned major = major(st->st_rdev), minor = minor(st->st_rdev);

        if (!S_ISCHR(st->st_mode))
                return false;
        return (major == 1 && (minor == 3 || minor == 5 || minor == 7 || minor == 8 || minor == 9)) ||
               (major == 5 && (minor == 0 || minor == 2)) || (major >= 136 && major <= 143);
}

/* The name that /proc/devices gives to a number. */
static bool is_of_class(Look *l, const struct stat *st, const char *class) {
        bool block = startswith(class, "block-");
        const char *section, *line;
        char *text;

        if (!block && !startswith(class, "char-"))
                return false;
        if (block != S_ISBLK(st->st_mode) || process_file(l->arena, 1, "../devices", &text) < 0)
                return false;
        section = strstr(text, block ? "Block devices:" : "Character devices:");
        line = section ? strchr(section, '\n') : NULL;
        for (; line && line[1] && line[1] != '\n'; line = strchr(line + 1, '\n')) {
                char name[64];
                unsigned n;

                if (sscanf(line + 1, "%u %63s", &n, name) == 2 && n == major(st->st_rdev) &&
                    streq(name, strchr(class, '-') + 1))
                        return true;
        }
        return false;
}

static bool list_allows(Look *l, const char *lines, const OpenFile *f) {
        for (const char *line = lines; line && *line; line += strcspn(line, "\n"), line += *line == '\n') {
                const char *value = arena_strndup(l->arena, line, strcspn(line, "\n")), *word;
                struct stat st;

                if (word_next(l->arena, &value, 0, &word) <= 0)
                        continue;
                if (streq(word, f->path) || is_of_class(l, &f->st, word) || strpbrk(word, "*?") ||
                    (stat(word, &st) >= 0 && st.st_rdev == f->st.st_rdev &&
                     (st.st_mode & S_IFMT) == (f->st.st_mode & S_IFMT)))
                        return true;
        }
        return false;
}

/* By control group, with these values. */
static bool policy_allows(Look *l, bool with_plan, const OpenFile *f) {
        const Bar *policy = bar(l, OPT(DevicePolicy)), *list = bar(l, OPT(DeviceAllow));
        const char *value = with_plan ? policy->now.value : policy->own.value;
        const char *lines = with_plan ? list->now.value : list->own.value;

        if ((!value || streq(value, "auto")) && !lines)
                return true;
        return list_allows(l, lines, f) || ((!value || !streq(value, "strict")) && is_pseudo_device(&f->st));
}

static void look_at_devices(Look *l, const Runner *r) {
        vec_foreach(f, &r->files) {
                if (f->given || (!S_ISCHR(f->st.st_mode) && !S_ISBLK(f->st.st_mode)) || !path_is_below(f->path, "/dev"))
                        continue;
                if (bar_switches_on(l, OPT(PrivateDevices)) &&
                    (!is_pseudo_device(&f->st) || streq(f->path, "/dev/console")))
                        finding_add(l, r, OPT(PrivateDevices), NULL, NULL, "holds the device %s open", f->path);
                else if (policy_allows(l, false, f) && !policy_allows(l, true, f))
                        finding_add(l, r, OPT(DevicePolicy), NULL, arena_printf(l->arena, "DeviceAllow=%s", f->path),
                                    "holds the device %s open", f->path);
        }
}

const Check checks_of_devices[] = {
        { { OPT(PrivateDevices), OPT(DevicePolicy), NULL }, look_at_devices },
        {}
};
