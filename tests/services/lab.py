# SPDX-License-Identifier: LGPL-2.1-or-later
"""The services of the table, and boots of them with their policies and without."""

import hashlib
import json
import os
import shutil
import stat
import subprocess
import tempfile
import threading
from pathlib import Path

from judge import judge_reference

HERE = Path(__file__).resolve().parent
SOURCE = HERE.parents[1]
LAB = HERE.parent / "lab"
CACHE = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "hardening-generator" / "services"
BOOT_SECONDS, SERVICE_SECONDS = 60, 600
# beyond nspawn's own, for what services of a real machine may do
RIGHTS = ["--capability=CAP_BPF,CAP_PERFMON,CAP_IPC_LOCK,CAP_SYS_RESOURCE",
          "--system-call-filter=bpf adjtimex clock_adjtime"]


# boots at a time; most of their time is waiting
slots = threading.Semaphore(4 * (os.cpu_count() or 1))


class Skip(Exception):
    pass


class Service:
    """A row of the table, on one Debian."""

    def __init__(self, suite, name, units, root):
        self.suite, self.name, self.root = suite, name, root
        self.units = for_suite(suite, units)
        self.policy = SOURCE / "conf.d" / "policies" / f"30-{name}.conf"
        self.probe = HERE / "probes" / name

    def prepared(self):
        """The layer that prepare/NAME makes on this machine, once, if there is one."""
        script = HERE / "prepare" / self.name
        if not script.exists():
            return []
        done = CACHE / f"prepared-{self.name}-{digest([script.read_bytes()])}"
        part = done.with_suffix(".part")
        if not done.exists():
            shutil.rmtree(part, ignore_errors=True)
            part.mkdir(parents=True)
            made = subprocess.run(["bash", "-eu", script, part], stdin=subprocess.DEVNULL, text=True,
                                  stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
            if made.returncode:
                why = (made.stdout.strip().splitlines() or ["failed"])[-1]
                raise (Skip if made.returncode == 77 else RuntimeError)(why)
            part.rename(done)
        return [str(done)]

    def files(self):
        """What stands below /opt/services while it runs: its name there -> the file."""
        files = (HERE / "inside.py", *HERE.glob("setup/*"), *HERE.glob("probes/*"))
        return {str(f.relative_to(HERE)): f for f in files}

    def sources(self):
        """Those of them on which depends what is seen."""
        return [HERE / "inside.py", HERE / "setup" / "common", HERE / "probes" / "lib",
                *sorted(HERE.glob(f"setup/{self.name}*")), self.probe, HERE / "prepare" / self.name]

    def reference(self, root):
        """Where what was seen without the policy is kept."""
        sources = (f.read_bytes() for f in self.sources() if f.exists())
        key = digest([root.encode(), " ".join(self.units).encode(), *sources])
        return CACHE / f"{self.suite}-{self.name}-{key}.json"


def digest(texts):
    return hashlib.sha256(b"\0".join(texts)).hexdigest()[:16]


def rows(name):
    for line in (HERE / name).read_text().splitlines():
        if line and not line.startswith("#"):
            yield line.split("|")


def for_suite(suite, words):
    """The words for all; those of `SUITE:` take the place of the others, or add to packages."""
    words = [w.rpartition(":") for w in words.split()]
    own = [w for s, _, w in words if s == suite]
    return own or [w for s, _, w in words if not s]


def packages(suite, root):
    found = []
    for name, words in rows("roots"):
        if name in ("*", root):
            found += [w.split(":")[-1] for w in words.split() if w.split(":")[0] in (suite, w)]
    return found


def make_root(suite, root, more=()):
    with slots:
        made = subprocess.run([LAB / "root", suite, *packages(suite, root), *more], text=True, stdout=subprocess.PIPE,
                              stderr=subprocess.PIPE)
    if made.returncode:
        raise RuntimeError(f"no root {root}: {made.stderr.strip().splitlines()[-1]}")
    return made.stdout.strip()


def install(source, target):
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(source, target)
    target.chmod(0o755 if os.access(source, os.X_OK) else 0o644)


def install_ours(layer, generator, enabled):
    """The generator and all that is shipped with it, with the policies of these names enabled."""
    install(generator, layer / "usr/lib/systemd/system-generators/hardening-generator")
    for file in (SOURCE / "conf.d").glob("profiles/*.conf"):
        install(file, layer / "usr/lib/hardening.d/profiles" / file.name)
    for file in (SOURCE / "conf.d").glob("policies/*.conf"):
        install(file, layer / "usr/share/hardening/policies" / file.name)
    active = layer / "etc/hardening.d"
    active.mkdir(parents=True)
    for name in enabled:
        (active / name).symlink_to(f"/usr/share/hardening/policies/{name}")
    # the script looks on, and is no service of the machine
    switched_off = layer / "etc/systemd/system/boot-script.service.d/45-hardening.conf"
    switched_off.parent.mkdir(parents=True)
    switched_off.symlink_to("/dev/null")


def make_layer(layer, services, generator, more, policies=()):
    """What is laid over the root; `more` are the lines and exemptions to try, None: without the policies.
    `policies`: the names of those that are enabled in the place of the services' own."""
    enabled = [] if more is None else policies or [s.policy.name for s in services]
    install_ours(layer, generator, enabled)
    for name, file in {k: v for s in services for k, v in s.files().items()}.items():
        install(file, layer / "opt/services" / name)
    # nothing of the packages starts by itself: the services of a root take turns
    wants = layer / "etc/systemd/system"
    for target in ("multi-user", "graphical", "timers"):
        os.mknod(wants / f"{target}.target.wants", stat.S_IFCHR, os.makedev(0, 0))
    for service in services if enabled else ():
        for number, text in enumerate(more):
            file = layer / "etc/hardening.d" / f"90-{number}-{service.name}.conf"
            file.write_text(text.replace("UNITS", named(service.units)))


def named(units):
    return " ".join(units + [u.split("@")[0] + "@.service" for u in units if "@" in u])


def boot(root, services, generator, more, policies=()):
    """Name -> what inside.py saw, for all that it came to; and the console if it did not come to the end."""
    with tempfile.TemporaryDirectory(prefix="hg-services.") as work:
        layer, script = Path(work, "layer"), Path(work, "script")
        layer.mkdir(mode=0o755)
        make_layer(layer, services, generator, more, policies)
        words = [f"{s.name}={','.join(s.units)}" for s in services]
        script.write_text(f"export PROBE_DEAD={'yes' if more is None else 'no'}\n"
                          f"exec python3 /opt/services/inside.py {' '.join(words)}\n")
        layers = [str(layer)] + [p for s in services for p in s.prepared()]
        env = {**os.environ, "BOOT_LAYER": ":".join(layers),
               "BOOT_TIMEOUT": str(BOOT_SECONDS + SERVICE_SECONDS * len(services))}
        with slots:
            done = subprocess.run([LAB / "boot", root, script, *RIGHTS], env=env, stdin=subprocess.DEVNULL, text=True,
                                  errors="replace", stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    seen, rest = {}, []
    for line in done.stdout.splitlines():
        if line.startswith('{"name"'):
            one = json.loads(line)
            seen[one["name"]] = one
        else:
            rest.append(line)
    return seen, rest


def references(root, services, generator):
    """What is seen of these services without the policies, out of the cache or in a boot now."""
    known = {s.name: json.loads(s.reference(root).read_text()) for s in services if s.reference(root).exists()}
    new = [s for s in services if s.name not in known]
    if not new:
        return known, []
    seen, rest = boot(root, new, generator, None)
    CACHE.mkdir(parents=True, exist_ok=True)
    for service in new:
        if service.name in seen and not judge_reference(seen[service.name]):
            for old in CACHE.glob(f"{service.suite}-{service.name}-????????????????.json"):
                old.unlink(missing_ok=True)
            part = service.reference(root).with_suffix(f".{os.getpid()}")
            part.write_text(json.dumps(seen[service.name]))
            part.rename(service.reference(root))
    return {**known, **seen}, rest
