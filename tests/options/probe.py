# SPDX-License-Identifier: LGPL-2.1-or-later
"""The table as ./dump.c prints it, the files that a booted system is given, and what it answers."""

import collections

NAMESPACES = {"mnt", "user", "net", "ipc", "pid", "uts", "cgroup"}

# A line that has an effect, for those options whose values the table does not list
SAMPLES = {
    "User": "daemon", "Group": "daemon", "DynamicUser": "yes", "SupplementaryGroups": "adm",
    "UMask": "0077", "CapabilityBoundingSet": "CAP_CHOWN", "AmbientCapabilities": "~CAP_CHOWN",
    "RootDirectory": "/other-root", "TemporaryFileSystem": "/srv", "MountAPIVFS": "yes",
    "BindLogSockets": "yes", "BindPaths": "/srv:/other-place", "BindReadOnlyPaths": "/srv:/other-place",
    "ReadOnlyPaths": "/srv", "ReadWritePaths": "/srv", "InaccessiblePaths": "/srv",
    "NoExecPaths": "/srv", "ExecPaths": "/srv", "RestrictFileSystems": "~tracefs",
    "RuntimeDirectory": "sample-run", "StateDirectory": "sample-state", "CacheDirectory": "sample-cache",
    "LogsDirectory": "sample-logs", "ConfigurationDirectory": "sample-etc", "DeviceAllow": "/dev/null r",
    "RestrictNamespaces": "yes", "RestrictAddressFamilies": "AF_UNIX", "IPAddressDeny": "any",
    "IPAddressAllow": "localhost", "SocketBindDeny": "tcp:1", "SocketBindAllow": "tcp:2",
    "RestrictNetworkInterfaces": "lo", "SystemCallArchitectures": "native",
    "SystemCallFilter": "@system-service", "SystemCallErrorNumber": "EPERM", "SystemCallLog": "@clock",
    "TasksMax": "100", "LimitNPROC": "1000", "LimitNOFILE": "1024", "LimitMSGQUEUE": "1000",
    "LimitSIGPENDING": "100", "LimitRTPRIO": "0",
}
SAMPLES_OF_KIND = {"mode": "0700", "limit": "1G"}

# Lines that no systemd takes: without a warning for each, no silence means anything
WRONG = ["HardeningNonsense=yes", "ProtectSystem=superstrict", "RestrictAddressFamilies=AF_NONSENSE",
         "SystemCallFilter=@nonsense", "SystemCallArchitectures=nonsense"]

Option = collections.namedtuple("Option", "name since kind needs flags initial man")
Value = collections.namedtuple("Value", "option name since bits")
Name = collections.namedtuple("Name", "option name since")


def read_table(dump):
    options, values, names = {}, [], []
    for line in dump.splitlines():
        kind, *f = line.split("\t")
        if kind == "option":
            options[f[0]] = Option(f[0], int(f[1]), f[2], set(f[3].split()), set(f[4].split()), f[5], f[6])
        elif kind == "value":
            values.append(Value(f[0], f[1], int(f[2]), int(f[3])))
        else:
            names.append(Name(f[0], f[1], int(f[2])))
    return options, values, names


def sample(option, values):
    """A value as tight as any that all versions with the option know."""
    if option.name in SAMPLES:
        return SAMPLES[option.name]
    if option.kind in SAMPLES_OF_KIND:
        return SAMPLES_OF_KIND[option.kind]
    known = [v for v in values if v.option == option.name and v.since <= option.since]
    return max(known, key=lambda v: v.bits).name


class Probe:
    """The files that the booted system is given, and what they are about."""

    def __init__(self, directory, options, values, names):
        self.directory = directory
        self.options, self.values, self.names = options, values, names
        for sub in ("units", "starts", "reload"):
            (directory / sub).mkdir(parents=True)
        self.write_lines()
        self.write_units()
        self.write_starts()
        for option in self.options.values():
            line = f"{option.name}={sample(option, self.values)}"
            (directory / "reload" / option.name).write_text(f"[Service]\n{line}\n")

    def write_lines(self):
        """All lines in one unit; a warning names the line by its number."""
        lines = [f"{o.name}={sample(o, self.values)}" for o in self.options.values()]
        lines += [f"{x.option}={x.name}" for x in self.values + self.names] + WRONG
        self.lines = ["", "[Service]", "ExecStart=/bin/true"] + lines
        (self.directory / "lines.service").write_text("\n".join(self.lines[1:]) + "\n")

    def write_units(self):
        """A unit without any line, and one for each value and name: what systemd made of it."""
        self.unit("units", "bare", [])
        for n, x in enumerate(self.values + self.names):
            self.unit("units", f"x{n}", [f"{x.option}={x.name}"])
        properties = set(self.options) | {f"{o}Ex" for o in self.options} | {f"{o}Soft" for o in self.options}
        (self.directory / "properties").write_text(",".join(sorted(properties)))

    def write_starts(self):
        """Services of a user that print their namespaces and NoNewPrivs."""
        (self.directory / "namespaces").write_text(
            f"for n in {' '.join(sorted(NAMESPACES))}; do readlink /proc/self/ns/$n; done\n"
            "grep NoNewPrivs: /proc/self/status\n")
        for option in self.options.values():
            line = f"{option.name}={sample(option, self.values)}"
            self.start(option.name, line)
        self.start("strict-cgroup", "ProtectControlGroups=strict")

    def start(self, name, line):
        script = (self.directory / "namespaces").read_text().strip().replace("\n", "; ").replace("$", "$$")
        self.unit("starts", name, [f"ExecStart=/bin/bash -c '{script}'", "Type=oneshot",
                                   "User=daemon",
                                   f"StandardOutput=file:/run/starts/{name}", line])

    def unit(self, sub, name, lines):
        if not any(line.startswith("ExecStart=") for line in lines):
            lines = ["ExecStart=/bin/true"] + lines
        (self.directory / sub / f"{name}.service").write_text("\n".join(["[Service]"] + lines) + "\n")


class Answer:
    """What one booted systemd said."""

    def __init__(self, probe, output):
        self.version, self.warned, self.shown, self.started = 0, collections.defaultdict(list), {}, {}
        self.keys, self.groups = set(), set()
        block = {}
        for line in output.splitlines():
            kind, _, rest = line.partition("\t")
            if kind == "version":
                self.version = int(rest)
            elif kind == "key":
                self.keys.add(rest)
            elif kind == "group":
                self.groups.add(rest)
            elif kind == "warning":
                number, message = rest.split("\t", 1)
                self.warned[probe.lines[int(number)]].append(message)
            elif kind == "show":
                key, _, value = rest.partition("=")
                if not key:
                    block = {}
                else:
                    block[key] = value
                    if key == "Id":
                        self.shown[value.removesuffix(".service")] = block
            elif kind == "start":
                unit, _, words = rest.partition("\t")
                self.started[unit] = words.split()

    def unprintable(self, unit, option):
        """systemctl has only a boolean to show for it."""
        return self.shown[unit].get(f"{option}Ex") == "[unprintable]"

    def property(self, unit, option):
        shown = self.shown.get(unit, {})
        extended = shown.get(f"{option}Ex", "[unprintable]")
        return shown.get(option) if extended == "[unprintable]" else extended
