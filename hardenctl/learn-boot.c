/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "learn-boot.h"

#include <errno.h>
#include <stdlib.h>

#include "boot-copy.h"
#include "learn-show.h"
#include "policy/policy.h"
#include "program.h"
#include "say.h"
#include "shipped.h"
#include "unit/unit.h"

#define SECONDS 300U /* for a boot and all that is tried in it */
#define WORKS "it works"
#define UNITS "/etc/systemd/system"
#define OURS "hardenctl-boot"

/* What runs in the copy. A service may need its time until the probe passes. */
static const char script[] =
        "#!/bin/sh\n"
        "end() { echo \"$*\" >/" OURS ".result; exit 0; }\n"
        "result() { systemctl show --property=Result \"$unit\" | sed 's/.*=//'; }\n"
        "said() { journalctl --unit=\"$unit\" --lines=1 --output=cat --quiet 2>/dev/null; }\n"
        "try() { systemctl \"$1\" \"$unit\" >/dev/null 2>&1 || end \"its $1 fails ($(result)): $(said)\"; }\n"
        "probe() {\n"
        "    n=0\n"
        "    until sh /" OURS ".probe >/" OURS ".said 2>&1 </dev/null; do\n"
        "        n=$((n + 1))\n"
        "        [ $n -lt 100 ] || end \"the probe fails after its $1: $(tail -n 1 /" OURS ".said)\"\n"
        "        sleep 0.25\n"
        "    done\n"
        "}\n"
        "try start\n"
        "[ -z \"$policy\" ] || systemctl show --property=DropInPaths \"$unit\" | grep -q " DROPIN_NAME " ||\n"
        "    end 'no policy is in force there: is the generator installed?'\n"
        "probe start\n"
        "try restart\n"
        "probe restart\n"
        "if [ \"$(systemctl show --property=CanReload \"$unit\")\" = CanReload=yes ]; then\n"
        "    try reload\n"
        "    probe reload\n"
        "fi\n"
        "systemctl stop \"$unit\"\n"
        "case $(result) in success) end '" WORKS "' ;; *) end \"its stop ends with the result $(result)\" ;; esac\n";

static const char service[] =
        "[Unit]\nDescription=What hardenctl learn --boot tries\nAfter=multi-user.target\n"
        "SuccessAction=exit-force\nFailureAction=exit-force\n[Service]\nType=exec\n"
        "ExecStart=/bin/sh /" OURS ".sh\n";

static const char exemption[] = "[Match]\nUnit=" OURS ".service\n\n[Policy]\nMode=off\n";

static const char *root_of(Context *c) {
        char *path = realpath(c->options->root ?: "/", NULL);
        const char *root = arena_strdup(&c->arena, path ?: "/");

        free(path);
        return root;
}

static void add(Arena *a, BootCopy *b, const char *dir, const char *name, const char *text) {
        vec_push(a, &b->files, (CopyFile) { dir, name, text });
}

/* @text: NULL: without the policy. */
static int boot_with(Context *c, const char *unit, const char *probe, const char *file, const char *text,
                     const char **ret) {
        BootCopy b = { .root = root_of(c), .unit = OURS ".service", .result = "/" OURS ".result",
                       .seconds = SECONDS };
        Arena *a = &c->arena;

        add(a, &b, "/", OURS ".sh", arena_printf(a, "unit='%s' policy=%s\n%s", unit, text ? "yes" : "", script));
        add(a, &b, "/", OURS ".probe", arena_printf(a, "%s\n", probe));
        add(a, &b, UNITS, OURS ".service", service);
        add(a, &b, POLICY_DIRECTORY, "99-" OURS ".conf", exemption);
        if (text)
                add(a, &b, POLICY_DIRECTORY, file, text);
        return boot_copy(a, &b, ret);
}

static int cannot(const char *why) {
        return say(EXIT_FAILED, "no copy of the system can be booted here: %s", why);
}

int boot_check(Context *c) {
        BootCopy nothing = { .root = root_of(c) };
        const char *why;

        if (geteuid() != 0)
                return say(EXIT_FAILED, "only root can boot a copy of the system (run as root)");
        if (!program_find(c, "systemd-nspawn"))
                return cannot("systemd-nspawn is not installed (Debian: the package systemd-container)");
        return boot_copy(&c->arena, &nothing, &why) < 0 ? cannot(why) : EXIT_FINE;
}

int boot_prove(Context *c, const char *unit, const char *probe, const char *file, const char *text) {
        const char *with = "", *without = "";
        int r;

        show_step("a boot of a copy of the system");
        r = boot_with(c, unit, probe, file, text, &with);
        if (r == -EINTR)
                return say(EXIT_FAILED, "given up");
        if (r >= 0 && streq(with, WORKS))
                return EXIT_FINE;
        show_step("the same without the policy");
        if (boot_with(c, unit, probe, file, NULL, &without) < 0 || !streq(without, WORKS))
                return say(EXIT_FAILED, "nothing is proven on a booted copy of the system, where it does not work "
                                        "without the policy either: %s", *without ? without : with);
        return say(EXIT_FINDINGS, "on a booted copy of the system it works without the policy, and fails with it: %s",
                   with);
}

static int read_policy(Context *c, const char *path, const char **ret) {
        _cleanup_(root_close) Root host = { .fd = -1 };
        char *whole = realpath(path, NULL), *text;
        size_t size;
        int r = whole ? root_open(&host, "/") : -errno;

        if (r >= 0)
                r = root_read(&host, &c->arena, whole, POLICY_FILE_MAX, &text, &size, NULL);
        free(whole);
        *ret = r < 0 ? NULL : text;
        return r < 0 ? say(EXIT_FAILED, "%s cannot be read: %s", path, strerror(-r)) : EXIT_FINE;
}

int boot_verb(Context *c, const char *unit) {
        const char *name = base_name(c->options->policy), *text;
        int r = read_policy(c, c->options->policy, &text);

        if (r == EXIT_FINE && !endswith(name, ".conf"))
                r = say(EXIT_FAILED, "%s is no policy: its name does not end with .conf", name);
        if (r == EXIT_FINE)
                r = boot_check(c);
        if (r == EXIT_FINE)
                r = boot_prove(c, unit, c->options->probe, name, text);
        show_end();
        return r == EXIT_FINE ? say(EXIT_FINE, "%s: works with %s on a booted copy of the system", unit, name) : r;
}
