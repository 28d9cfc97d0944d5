# SPDX-License-Identifier: LGPL-2.1-or-later
"""Policies and profiles that say what cannot be."""

import random
import re

from case import GOOD, Case, policy

BAD = "/etc/hardening.d/60-bad.conf"
PROFILES = "etc/hardening.d/profiles"
BOTH = GOOD | {"x.service": ["UMask=0077"]}
NOTHING_MATCHED = ("[Match] selects no units (Unit=, Exec=, User=, Type=, Chrooted= or Networked= is needed), "
                   "policy ignored")
LINE, OPTION = "line ignored", "option left out for the units of this policy"

# option, bad value, what is said, what is done; at least one of each kind of option.h
BAD_VALUES = [
    ("NoNewPrivileges", "maybe", '"maybe" is no value of this option', LINE),                  # ORDER
    ("NoNewPrivileges", "", '"" is no value of this option', LINE),
    ("ProtectSystem", "srtict", '"srtict" is no value of this option', LINE),
    ("StateDirectoryMode", "0999", '"0999" is no octal mode', LINE),                           # MODE
    ("StateDirectoryMode", "17777", '"17777" is no octal mode', LINE),
    ("SecureBits", "noroot nonsense", 'unknown word "nonsense"', LINE),                        # FLAGS
    ("CapabilityBoundingSet", "CAP_CHOWN CAP_NONE", 'unknown name "CAP_NONE"', OPTION),        # CAPABILITIES
    ("RestrictAddressFamilies", "AF_INET AF_NONE", 'unknown name "AF_NONE"', OPTION),          # FAMILIES
    ("RestrictNamespaces", "user nonsense", 'unknown name "nonsense"', OPTION),                # NAMESPACES
    ("SystemCallArchitectures", "native z80", 'unknown name "z80"', OPTION),                   # UNION
    ("RestrictFileSystems", "ext4 /", 'unknown name "/"', OPTION),
    ("SystemCallFilter", "@system-servcie", 'unknown name "@system-servcie"', OPTION),         # SYSCALLS
    ("SystemCallFilter", "~@mount:", 'bad error in "@mount:"', OPTION),
    ("ReadOnlyPaths", "/a/../b", '"/a/../b" is not an absolute, normalised path', LINE),       # RESTRICT
    ("InaccessiblePaths", "home", '"home" is not an absolute, normalised path', LINE),
    ("IPAddressDeny", "10.0.0.0/33", '"10.0.0.0/33" is not understood', LINE),
    ("SocketBindDeny", "tcp/80", '"tcp/80" is not understood', LINE),
    ("ReadWritePaths", "./x", '"./x" is not an absolute, normalised path', OPTION),            # EXCEPTION
    ("BindPaths", "/a:/b:ro", '"/a:/b:ro" is not an absolute, normalised path', OPTION),
    ("DeviceAllow", "null rw", "no device node and no char-… or block-… group", OPTION),
    ("DynamicUser", "perhaps", '"perhaps" is no boolean', LINE),                               # FILL
    ("RootDirectory", "srv", '"srv" is not an absolute, normalised path', LINE),
    ("TasksMax", "101%", '"101%" is no limit', LINE),                                          # LIMIT
    ("LimitNOFILE", "4096:1024", '"4096:1024" is no limit', LINE),
    ("MemoryMax", "99999999999999999999", '"99999999999999999999" is no limit', LINE),
    ("ReadOnlyPaths", "/a\x0bb", "control character in it", LINE),
    ("StateDirectory", "a\x1b[31m", "control character in it", LINE),
    ("ReadOnlyPaths", '"/a', "quotes or backslashes do not match", LINE),
]
# These take words, and a quote that does not end hides some of them: the list could be anything.
QUOTED = ["CapabilityBoundingSet=CAP_CHOWN \"CAP_KILL", "RestrictAddressFamilies=\"AF_INET",
          "RestrictNamespaces='user", "SystemCallFilter=\"@mount", "SystemCallArchitectures='native",
          "IPAddressDeny=\"any", "SocketBindDeny='any", "SecureBits=\"noroot", "RestrictFileSystems='ext4"]


def bad_value(option, value, what, done):
    name = f"bad value of {option} {value!r}".replace(":", "")
    return Case(name, policy=policy("x.service", f"{option}={value}", "UMask=0077"),
                messages=f"{BAD}:4: {option}=: {what}, {done}", emitted=BOTH)


def open_quote(line):
    option = line.split("=")[0]
    done = OPTION if option not in ("IPAddressDeny", "SocketBindDeny", "SecureBits") else LINE
    return Case(f"open quote in {option}", policy=policy("x.service", line, "UMask=0077"),
                messages=f"{BAD}:4: {option}=: quotes or backslashes do not match, {done}", emitted=BOTH)


def in_service(name, line, message, **more):
    return Case(name, policy=policy("x.service", line, "UMask=0077"), messages=f"{BAD}:4: {message}",
                emitted=BOTH, **more)


def in_match(name, line, message):
    return Case(name, policy=policy("x.service", "UMask=0077", match=[line]),
                messages=f"{BAD}:3: {message}, policy ignored")


def in_policy(name, line, message, emitted=BOTH):
    return Case(name, policy=policy("x.service", "UMask=0077", settings=[line]),
                messages=f"{BAD}:4: {message}", emitted=emitted)


def with_profiles(name, word, messages, emitted=BOTH, **profiles):
    def setup(root):
        for profile, text in profiles.items():
            root.file(f"{PROFILES}/{profile}.conf", text)
    return Case(name, setup, messages, policy=policy("x.service", "UMask=0077", settings=[f"Profile={word}"]),
                emitted=emitted)


def with_lines(*lines):
    return GOOD | {"x.service": list(lines)}


def fan_out(root):
    """Fifteen levels of profiles that each name the next one four times."""
    for i in range(15):
        root.file(f"{PROFILES}/f{i}.conf", f"[Profile]\nProfile={f'f{i + 1} ' * 4}\n[Service]\n")
    root.file(f"{PROFILES}/f15.conf", "[Service]\nUMask=0077\n")


# However long it is: the one thing to know of such a file is that it is no policy.
NO_POLICY = re.compile(rf"{BAD}(:\d+)?: .*policy ignored")
JUNK = random.Random(4).randbytes(64 << 10)

CASES = [
    *[bad_value(*row) for row in BAD_VALUES],
    *[open_quote(line) for line in QUOTED],
    Case("bad value of UMask", policy=policy("x.service", "UMask=rwx", "LimitCORE=0"),
         messages=f'{BAD}:4: UMask=: "rwx" is no octal mode, line ignored', emitted=with_lines("LimitCORE=0")),
    in_service("unknown option", "NoNewPriviliges=yes", "NoNewPriviliges= is no option that hardens, line ignored"),
    in_service("ExecStart", "ExecStart=/bin/sh", "ExecStart= is no option that hardens, line ignored"),
    in_service("line without equals sign", "NoNewPrivileges", "no '=' in it, line ignored"),
    in_service("line without a key", "=yes", "nothing before the '=', line ignored"),
    Case("line that is not UTF-8", messages=f"{BAD}:4: not valid UTF-8, line ignored", emitted=BOTH,
         setup=lambda root: root.bad(policy("x.service", "User=\udcff", "UMask=0077").encode(errors="surrogateescape"))),
    in_match("unknown key in [Match]", "Units=y.service", "unknown key Units= in [Match]"),
    in_match("bad boolean in [Match]", "Networked=maybe", 'Networked=: "maybe" is no boolean'),
    in_match("open quote in [Match]", 'ExceptUnit="y.service', "ExceptUnit=: quotes do not match"),
    in_match("empty Host", "Host=", "Host=: nothing legible in it"),
    in_match("line without equals sign in [Match]", "y.service", "no '=' in it"),
    in_policy("unknown key in [Policy]", "Modus=off", "unknown key Modus= in [Policy], line ignored"),
    in_policy("unknown Mode", "Mode=strict", 'Mode=: "strict" is none of enforce, plan, off, policy ignored', GOOD),
    in_policy("unknown Tighten", "Tighten=much", 'Tighten=: "much" is none of vendor, all, line ignored'),
    in_policy("missing profile", "Profile=nowhere", "there is no profile nowhere, left out"),
    in_policy("profile with a path for a name", "Profile=../../x", '"../../x" is no name of a profile, left out'),
    in_policy("open quote in Profile", 'Profile="a', "Profile=: quotes or backslashes do not match, line ignored"),
    Case("unknown section", policy=policy("x.service", "UMask=0077") + "[Servcie]\nUMask=0\n",
         messages=f"{BAD}:6: unknown section [Servcie], line ignored", emitted=BOTH),
    Case("line before the first section", policy="UMask=0\n" + policy("x.service", "UMask=0077"),
         messages=f"{BAD}:1: UMask= stands before any section, line ignored", emitted=BOTH),
    Case("broken section header", policy=policy("x.service", "UMask=0077") + "[Policy\nMode=plan\n",
         messages=f"{BAD}:5: broken section header, policy ignored"),
    Case("X- keys and sections", policy="[X-Site]\na=b\n[Match]\nX-A=1\n[Policy]\nX-B=1\n"
         + policy("x.service", "UMask=0077"), status=0, emitted=BOTH),
    Case("empty [Match]", policy="[Match]\n[Service]\nUMask=0077\n", messages=f"{BAD}: {NOTHING_MATCHED}"),
    Case("no [Match]", policy="[Service]\nUMask=0077\n", messages=f"{BAD}: {NOTHING_MATCHED}"),
    Case("[Match] that resets its Unit", policy="[Match]\nUnit=x.service\nUnit=\n[Service]\nUMask=0077\n",
         messages=f"{BAD}: {NOTHING_MATCHED}"),
    Case("[Match] of the machine alone", policy="[Match]\nHost=*\n[Service]\nUMask=0077\n",
         messages=f"{BAD}: {NOTHING_MATCHED}"),
    Case("binary junk", lambda root: root.bad(JUNK), NO_POLICY),
    Case("a program as a policy", lambda root: root.bad(open("/bin/true", "rb").read()), NO_POLICY),
    with_profiles("profile that builds on itself", "a", "/etc/hardening.d/profiles/a.conf:2: profile a builds on "
                  "itself, left out here", a="[Profile]\nProfile=a\n[Service]\nLimitCORE=0\n",
                  emitted=with_lines("UMask=0077", "LimitCORE=0")),
    with_profiles("profiles that build on each other", "a", "/etc/hardening.d/profiles/b.conf:2: profile a builds on "
                  "itself, left out here", a="[Profile]\nProfile=b\n[Service]\nLimitCORE=0\n",
                  b="[Profile]\nProfile=a\n[Service]\nLimitFSIZE=1M\n",
                  emitted=with_lines("UMask=0077", "LimitCORE=0", "LimitFSIZE=1048576")),
    with_profiles("unknown key in [Profile]", "a", "/etc/hardening.d/profiles/a.conf:2: unknown key Mode= in "
                  "[Profile], line ignored", a="[Profile]\nMode=off\n"),
    with_profiles("[Match] in a profile", "a", "/etc/hardening.d/profiles/a.conf:2: section [Match] does not belong "
                  "into a profile, line ignored", a="[Match]\nUnit=y.service\n"),
    with_profiles("ExecStart in a profile", "a", "/etc/hardening.d/profiles/a.conf:2: ExecStart= is no option that "
                  "hardens, line ignored", a="[Service]\nExecStart=/bin/sh\nLimitCORE=0\n",
                  emitted=with_lines("UMask=0077", "LimitCORE=0")),
    with_profiles("masked profile", "a", f"{BAD}:4: profile /etc/hardening.d/profiles/a.conf is masked, left out", a=""),
    Case("profiles that fan out", fan_out, re.compile(r".*: profile f\d+ makes more than 8192 lines, left out here"), emitted=BOTH, slow=True, plain=True,
         policy=policy("x.service", settings=["Profile=f0"])),
]
