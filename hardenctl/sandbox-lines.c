/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Which lines of a service go into a copy of its sandbox, and what its specifiers mean there. */
#include <fnmatch.h>
#include <stdlib.h>

#include "base/text.h"
#include "sandbox.h"
#include "unit/name.h"

bool sandbox_keeps(const char *key) {
        static const char *const others[] = {
                /* the life of the daemon */
                "Type", "ExitType", "Exec[CRS]*", "Restart*", "RemainAfterExit", "GuessMainPID", "PIDFile", "BusName",
                "BusPolicy", "Sockets", "NotifyAccess", "Watchdog*", "Timeout*", "RuntimeMaxSec",
                "RuntimeRandomizedExtraSec", "FileDescriptorStore*", "OOMPolicy", "Kill*", "FinalKillSignal",
                "SendSIG*", "ReloadSignal", "SuccessExitStatus",
                "StartLimit*", "FailureAction", "SuccessAction", "RebootArgument", "NonBlocking", "RefreshOnReload",
                "PermissionsStartOnly", "RootDirectoryStartOnly", "USBFunction*",
                /* its standard streams */
                "Standard*", "TTY*", "OpenFile", "Utmp*",
                /* the end of the copy would remove it below the service */
                "RuntimeDirectory*",
        };

        if (streq(key, "ExecSearchPath"))
                return true;
        for (size_t i = 0; i < ELEMENTSOF(others); i++)
                if (fnmatch(others[i], key, 0) == 0)
                        return false;
        return true;
}

/* Values that are taken as they stand; in others a backslash would be taken for an escape. */
static bool is_raw(const char *key) {
        static const char *const keys[] = { "User", "Group", "WorkingDirectory", "RootDirectory", "RootImage", "Slice",
                                            "PAMName", "NetworkNamespacePath", "IPCNamespacePath", "SyslogIdentifier" };

        for (size_t i = 0; i < ELEMENTSOF(keys); i++)
                if (streq(keys[i], key))
                        return true;
        return false;
}

/* unit_name_unescape() of systemd. */
static const char *unescape(Arena *a, const char *s) {
        Text t = { .arena = a };

        for (; *s; s++) {
                if (s[0] == '\\' && s[1] == 'x' && s[2] && s[3]) {
                        text_addn(&t, (const char[]) { (char) strtoul((const char[]) { s[2], s[3], 0 }, NULL, 16) }, 1);
                        s += 3;
                } else
                        text_addn(&t, *s == '-' ? "/" : s, 1);
        }
        return text_get(&t);
}

static const char *last_component(const char *prefix) {
        const char *dash = strrchr(prefix, '-');

        return dash ? dash + 1 : prefix;
}

/* What %@letter says of @unit; NULL: it is not about the name. */
static const char *specifier(Arena *a, const char *unit, char letter) {
        const char *name = arena_strndup(a, unit, strlen(unit) - strlen(".service"));
        const char *at = strchr(name, '@'), *instance = at ? at + 1 : "";
        const char *prefix = at ? arena_strndup(a, name, (size_t) (at - name)) : name;

        switch (letter) {
        case 'n':
                return unit;
        case 'N':
                return name;
        case 'p':
                return prefix;
        case 'P':
                return unescape(a, prefix);
        case 'i':
                return instance;
        case 'I':
                return unescape(a, instance);
        case 'j':
                return last_component(prefix);
        case 'J':
                return unescape(a, last_component(prefix));
        case 'f':
                return arena_printf(a, "/%s", unescape(a, at ? instance : prefix));
        default:
                return NULL;
        }
}

const char *sandbox_expand(Arena *a, const char *unit, const char *key, const char *value) {
        Text t = { .arena = a };

        for (const char *v = value; *v; v++) {
                const char *s = *v == '%' && v[1] ? specifier(a, unit, v[1]) : NULL;

                if (!s) {
                        text_addn(&t, v, *v == '%' && v[1] ? 2 : 1);
                        v += *v == '%' && v[1];
                        continue;
                }
                for (; *s; s++) {
                        if (*s == '%' || (*s == '\\' && !is_raw(key)))
                                text_addn(&t, s, 1);
                        text_addn(&t, s, 1);
                }
                v++;
        }
        return text_get(&t);
}
