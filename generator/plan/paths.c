/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "plan/paths.h"

#include "base/text.h"
#include "option/value.h"
#include "unit/name.h"
#include "unit/service.h"
#include "unit/word.h"

const char *const home_areas[] = { "/home", "/root", "/run/user", NULL };

static const char *specifier(Arena *a, const Unit *u, char c) {
        const char *at = strchr(u->name, '@'), *dot = strrchr(u->name, '.');

        switch (c) {
        case '%':
                return "%";
        case 't':
                return "/run";
        case 'S':
                return "/var/lib";
        case 'C':
                return "/var/cache";
        case 'L':
                return "/var/log";
        case 'E':
                return "/etc";
        case 'T':
                return "/tmp";
        case 'V':
                return "/var/tmp";
        case 'h':
                return "/root";
        case 'n':
                return unit_name_is_template(u->name) ? NULL : u->name;
        case 'N':
                return unit_name_is_template(u->name) ? NULL : arena_strndup(a, u->name, (size_t) (dot - u->name));
        case 'p':
                return arena_strndup(a, u->name, (size_t) ((at ?: dot) - u->name));
        case 'i':
                return at && dot > at + 1 ? arena_strndup(a, at + 1, (size_t) (dot - at - 1)) : NULL;
        default:
                return NULL;
        }
}

UnitPath unit_path(Arena *a, const Unit *u, const char *s, const UnitLine *line) {
        UnitPath p = { .line = line };
        Text t = { .arena = a };

        for (; *s && !p.partial; s++) {
                const char *value = *s == '%' && s[1] ? specifier(a, u, s[1]) : NULL;

                if (*s != '%')
                        text_addn(&t, s, 1);
                else if (value) {
                        text_add(&t, value);
                        s++;
                } else
                        p.partial = true;
        }
        p.path = path_tidy(a, text_get(&t));
        return p;
}

void unit_path_words(Arena *a, const Unit *u, const char *value, UnitPaths *ret) {
        const char *w;

        while (word_next(a, &value, 0, &w) > 0)
                vec_push(a, ret, unit_path(a, u, path_skip_prefix(w), NULL));
}

void unit_path_list(Arena *a, const Unit *u, const Option *o, UnitPaths *ret) {
        for (const UnitLine *l = lines_after_reset(unit_option(u, o)); l; l = l->next) {
                const char *value = l->value, *w;

                while (word_next(a, &value, o->flags & OPTION_BINDS ? WORD_RETAIN_ESCAPE : 0, &w) > 0) {
                        Bind b;

                        if (o->flags & OPTION_BINDS)
                                w = bind_parse(a, w, &b) < 0 ? "" : b.destination;
                        else
                                w = arena_strndup(a, w, strcspn(w, ":"));
                        if (*path_skip_prefix(w))
                                vec_push(a, ret, unit_path(a, u, path_skip_prefix(w), l));
                }
        }
}

bool paths_cover(const UnitPaths *paths, const char *path) {
        vec_foreach(p, paths)
                if (!p->partial && path_is_below(path, p->path))
                        return true;
        return false;
}

bool is_in_areas(const char *path, const char *const *areas) {
        for (; *areas; areas++)
                if (path_is_below(path, *areas))
                        return true;
        return false;
}

bool protect_system_covers(unsigned bits, const char *path) {
        static const char *const yes[] = { "/usr", "/boot", "/efi", "/bin", "/sbin", "/lib", "/lib64", NULL };
        static const char *const full[] = { "/etc", NULL };
        static const char *const strict_not[] = { "/dev", "/proc", "/sys", "/home", "/root", "/run/user", NULL };

        if ((bits & 7) == 7 && !is_in_areas(path, strict_not))
                return true;
        return ((bits & 1) && is_in_areas(path, yes)) || ((bits & 2) && is_in_areas(path, full));
}
