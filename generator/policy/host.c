/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "policy/host.h"

#include <fnmatch.h>

#include "unit/word.h"


typedef enum Answer { UNKNOWN = -1, DIFFERS, FITS } Answer;

static Answer is_host(const Target *t, const char *s) {
        if (!t->hostname && !t->machine_id)
                return UNKNOWN;
        return (t->hostname && fnmatch(s, t->hostname, 0) == 0) || (t->machine_id && streq(s, t->machine_id));
}

static Answer is_architecture(const Target *t, const char *s) {
        if (!t->architecture)
                return UNKNOWN;
        return streq(t->architecture, streq(s, "native") ? t->native : s);
}

static Answer is_virtualization(const Target *t, const char *s) {
        int b = boolean_parse(s);

        if (!t->virtualization)
                return UNKNOWN;
        if (b >= 0)
                return b != streq(t->virtualization, "none");
        if (streq(s, "container"))
                return t->container;
        if (streq(s, "vm"))
                return !t->container && !streq(t->virtualization, "none");
        return streq(s, t->virtualization);
}

static Answer is_on_command_line(const Target *t, const char *s) {
        if (t->command_line.n == 0)
                return UNKNOWN;
        if (strchr(s, '='))
                return strv_contains(&t->command_line, s);
        return target_command_line(t, s) != NULL;
}

static const struct {
        const char *name;
        Answer (*ask)(const Target *t, const char *s);
} keys[] = {
        { "Host", is_host },
        { "Architecture", is_architecture },
        { "Virtualization", is_virtualization },
        { "KernelCommandLine", is_on_command_line },
};

bool host_key(const char *key) {
        for (size_t i = 0; i < ELEMENTSOF(keys); i++)
                if (streq(keys[i].name, key))
                        return true;
        return false;
}

bool host_matches(const Target *t, const char *key, const char *word) {
        bool negated = *word == '!';

        for (size_t i = 0; i < ELEMENTSOF(keys); i++)
                if (streq(keys[i].name, key)) {
                        Answer answer = keys[i].ask(t, word + negated);

                        return answer != UNKNOWN && (answer == FITS) != negated;
                }
        return false;
}
