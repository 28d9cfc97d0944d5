/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "policy/switch.h"

#include <stdlib.h>

#include "unit/word.h"

/* systemd 247 sets no variable by which to know the initrd. */
static bool is_initrd(const Root *root) {
        const char *env = getenv("SYSTEMD_IN_INITRD");
        struct stat st;

        if (env)
                return boolean_parse(env) > 0;
        return root_lstat(root, "/etc/initrd-release", &st) >= 0;
}

static bool boots_for_repair(const Target *t) {
        static const char *const words[] = { "rescue", "emergency", "single", "s", "S", "1", "-b" };
        const char *unit = target_command_line(t, "systemd.unit");

        for (size_t i = 0; i < ELEMENTSOF(words); i++)
                if (strv_contains(&t->command_line, words[i]))
                        return true;
        return unit && (startswith(unit, "rescue.") || startswith(unit, "emergency."));
}

const char *machine_switched_off(const Target *t) {
        const char *mode = target_command_line(t, "hardening.mode"), *scope = getenv("SYSTEMD_SCOPE");

        if (is_initrd(t->root))
                return "this is an initrd";
        if (scope && streq(scope, "user"))
                return "this is a user's manager";
        if (boots_for_repair(t))
                return "the machine was booted for repair";
        if (mode && streq(mode, "off"))
                return "hardening.mode=off on the kernel's command line";
        if (mode && streq(mode, "plan"))
                return "hardening.mode=plan on the kernel's command line";
        return NULL;
}
