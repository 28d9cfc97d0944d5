# SPDX-License-Identifier: LGPL-2.1-or-later
"""What a service can do with a path, worked out of what `systemctl show` prints of its options.

Tried on systemd 252 to 262 (semantics.md 5): the deepest path that an option names decides; where
two options name the same path, the more restrictive one; InaccessiblePaths= takes all below it, and
an empty file system all but what is bound into it.
"""
ACCESS = ("ProtectSystem", "ProtectHome", "ReadWritePaths", "ReadOnlyPaths", "InaccessiblePaths",
          "TemporaryFileSystem", "BindPaths", "BindReadOnlyPaths")
# These give a service kernel file systems of its own. /run is then set up with them, and the read-only
# remount of / leaves it out (tried on 252, 257 and 262 with ProtectSystem=strict).
OPEN_RUN = {"ProtectProc": "default", "ProcSubset": "all", "MountAPIVFS": "no", "ProtectControlGroups": "no",
            "ProtectKernelTunables": "no", "PrivatePIDs": "no", "PrivateBPF": "no"}
EXEC = ("ExecPaths", "NoExecPaths")
NONE, HIDDEN, READ, WRITE = range(4)

SYSTEM = {"no": {}, "yes": dict.fromkeys(("/usr", "/boot", "/efi"), READ)}
SYSTEM["full"] = SYSTEM["yes"] | {"/etc": READ}
# strict leaves the homes to ProtectHome=, and what is the kernel's to other options.
SYSTEM["strict"] = {"/": READ} | dict.fromkeys(("/dev", "/proc", "/sys", "/home", "/root", "/run/user"), WRITE)
HOME = {"no": None, "read-only": READ, "tmpfs": HIDDEN, "yes": NONE}
EXEC_DIRECTORIES = {"StateDirectory": "/var/lib/", "CacheDirectory": "/var/cache/",
                    "LogsDirectory": "/var/log/", "RuntimeDirectory": "/run/"}
USUAL = """/ /etc /usr /usr/lib /boot /efi /home /home/hg /root /run/user/0 /run /var /var/lib /var/log
    /data /srv /opt /tmp /dev /proc /sys""".split()


def items(state, prop):
    return [w.lstrip("-+") for line in state.get(prop, []) for w in line.split()]


def parents(path):
    """@path and all above it, the deepest first."""
    yield path
    while path != "/":
        path = path.rpartition("/")[0] or "/"
        yield path


def bound(state):
    """(source, destination, level) of each bind."""
    for prop, level in ("BindPaths", WRITE), ("BindReadOnlyPaths", READ):
        for item in items(state, prop):
            source, _, rest = item.partition(":")
            yield source, rest.partition(":")[0] or source, level


def opens_run(state):
    return any(" ".join(state.get(p, [])) not in ("", off) for p, off in OPEN_RUN.items())


def named(state, directories=()):
    """The level that the options give each path that they name."""
    levels = {}

    def name(path, level):
        levels[path] = min(level, levels.get(path, WRITE))

    for path, level in SYSTEM[" ".join(state["ProtectSystem"])].items():
        name(path, level)
    if opens_run(state):
        name("/run", WRITE)
    home = HOME[" ".join(state["ProtectHome"])]
    if home is not None:
        for path in "/home", "/root", "/run/user":
            name(path, home)
    for prop, level in (("ReadWritePaths", WRITE), ("ReadOnlyPaths", READ), ("InaccessiblePaths", NONE),
                        ("ExecPaths", WRITE), ("NoExecPaths", WRITE)):
        for path in items(state, prop):
            if path != "/" or level != WRITE:   # ExecPaths=/usr lifts ProtectSystem=strict there
                name(path, level)
    binds = [(path, level) for _, path, level in bound(state)] + [(path, WRITE) for path in directories]
    for path, level in binds:
        name(path, level)
    for item in items(state, "TemporaryFileSystem"):
        path, _, options = item.partition(":")
        if path not in levels:
            levels[path] = HIDDEN
        elif "ro" in options:       # one path of both: what lies there is seen again, but only to be read
            name(path, READ)
    hidden = {p for p, level in levels.items() if level == HIDDEN}
    for path in levels.keys() - {path for path, _ in binds}:
        if hidden & set(parents(path)):
            name(path, HIDDEN)
    return levels


def level_of(levels, path):
    chain = [levels[p] for p in parents(path) if p in levels]
    return NONE if NONE in chain else (chain[0] if chain else WRITE)


def directories_of(*states):
    """The service's own directories are for it to write to, whoever asked for them."""
    return {root + name for state in states for prop, root in EXEC_DIRECTORIES.items()
            for name in items(state, prop)}


def samples(*levels):
    mentioned = set(USUAL).union(*levels)
    return mentioned | {p.rstrip("/") + "/below" for p in mentioned}


def wider_paths(before, after):
    """The paths to which @after gives more than @before, with both levels."""
    if before.get("RootDirectory") != after.get("RootDirectory"):
        return []       # another root: nothing of the old one is there
    own = directories_of(before, after)
    b, a = named(before, own), named(after, own)
    wrong = [(p, level_of(b, p), level_of(a, p)) for p in sorted(samples(b, a))
             if level_of(a, p) > level_of(b, p)]
    for source, path, level in set(bound(after)) - set(bound(before)):
        if min(level, level_of(a, path)) > min(level_of(b, source), level_of(b, path)):
            wrong.append((f"{source}:{path}", level_of(b, source), level))
    return wrong


def access_not_wider(before, after):
    return not wider_paths(before, after)


def executable(state, path):
    levels = {p: 1 for p in items(state, "ExecPaths")} | {p: 0 for p in items(state, "NoExecPaths")}
    return next((levels[p] for p in parents(path) if p in levels), 1)


def exec_not_wider(before, after):
    mentioned = samples(*({p: 0 for p in items(s, o)} for s in (before, after) for o in EXEC))
    return all(executable(after, p) <= executable(before, p) for p in mentioned)
