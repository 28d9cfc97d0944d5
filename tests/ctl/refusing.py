# SPDX-License-Identifier: LGPL-2.1-or-later
"""What makes no sense, what is not there, and readers that go away: for each verb."""

from lab import SHIPPED
from switching import expect

OF_UNITS = ("status", "explain", "diff", "exempt")
READING = (["status"], ["explain", "web"], ["explain", "web", "PrivateTmp"], ["diff"], ["verify"], ["list"], ["--help"], ["--version"])


def words(lab):
    """Words of the command line that mean nothing."""
    lab.run("enable", "web")
    for arguments, status, err in (
            (["sttaus"], 2, "unknown verb sttaus. Did you mean status?"), ([""], 2, "unknown verb"),
            (["a\x1b[31m\x9b"], 2, "unknown verb a?[31m"), (["\udcff"], 2, "unknown verb ?"), (["Status"], 2, "Did you mean status?"),
            (["x" * 5000], 2, "unknown verb x"),
            (["explain"], 2, "too few arguments"), (["explain", "web", "User", "Group"], 2, "too many arguments"),
            (["explain", "web", "PrivateTpm"], 3, "PrivateTpm is no option that hardens. Did you mean PrivateTmp?"),
            (["explain", "web", ""], 3, "is no option that hardens"), (["explain", "web", "a/\x1bb"], 3, "a/?b is no option"),
            (["explain", "web", "ExecStart"], 3, "ExecStart is no option that hardens"),
            (["verify", "/nowhere/x.conf"], 3, "/nowhere/x.conf"), (["verify", "a\x1bb"], 3, "a?b"), (["verify", ""], 3, "hardenctl: "),
            (["verify", "/"], 3, "hardenctl: "), (["enable", "a/b"], 3, "there is no policy a/b"),
            (["enable", "w\x1beb"], 3, "there is no policy w?eb. Did you mean web?"), (["disable", "wbe"], 3, "Did you mean web?")):
        expect(lab.run(*arguments), status, "", err)


def unit_names(lab):
    for verb in OF_UNITS:
        for unit, status, err in (
                ("a/b", 2, "\"a/b\" is no name of a unit"), ("/usr/lib/systemd/system/web.service", 2, "is no name of a unit"),
                ("a\x1bb", 2, "\"a?b\" is no name of a unit"), ("a\nb", 2, "\"a?b\" is no name"), ("\udcff", 2, "\"?\" is no name"),
                ("", 2, "\"\" is no name"), ("a b", 2, "is no name"), ("x" * 256, 2, "is no name"), ("web.socket", 2, "web.socket is no service"),
                ("..", 3, "there is no unit ...service"), ("gone", 3, "there is no unit gone.service\n"),
                ("wbe", 3, "there is no unit wbe.service. Did you mean web?"), ("gone@x", 3, "there is no unit gone@x.service")):
            expect(lab.run(verb, "--", unit), status, "", err)
    for verb in ("status", "diff"):
        expect(lab.run(verb, "web", "wbe"), 3, "", "Did you mean web?")
    assert lab.policies() == {}, lab.policies()


def named_without_file(lab):
    """A unit that another generator makes, or that is transient, is known here by its policy alone."""
    lab.write("/etc/hardening.d/60-ghost.conf", "[Match]\nUnit=ghost.service *spirit*.service\n[Service]\nNoNewPrivileges=yes\n")
    for arguments in (["status", "ghost"], ["explain", "ghost"], ["explain", "ghost", "PrivateTmp"], ["diff", "ghost"]):
        expect(lab.run(*arguments), 0)
    assert lab.json("status", "ghost")[0]["unit"] == "ghost.service"
    for verb in OF_UNITS:
        expect(lab.run(verb, "ghots"), 3, "", "there is no unit ghots.service")
        expect(lab.run(verb, "spirit"), 3, "", "there is no unit spirit.service")
    expect(lab.run("exempt", "ghost", "NoNewPrivileges"), 0)
    assert "Unit=ghost.service\n" in lab.policies()["/etc/hardening.d/90-exempt-ghost.service.conf"]


def fill(lab):
    """So much that it does not fit into a pipe."""
    names = [f"many-{n:04}" for n in range(1500)]
    for name in names:
        lab.write(f"/usr/lib/systemd/system/{name}.service", "[Service]\nExecStart=/bin/true\n")
    lab.write("/etc/hardening.d/60-many.conf", "[Match]\nUnit=many-*.service\n[Service]\nLockPersonality=yes\n")
    for name in names:
        lab.write(f"{SHIPPED}/50-{name}.conf", "[Match]\nUnit=x.service\n")


def readers_that_go_away(lab):
    """Be it before the first character, or amidst it: no message, and no other exit status."""
    fill(lab)
    for arguments in (*READING, ["status", "--json=pretty"], ["diff", "--json=short"], ["explain", "web", "--json=pretty"]):
        wanted = lab.run(*arguments)
        for reader in ("true", "head -c 1"):
            pipe = f'"$@" | {reader} >/dev/null; exit "${{PIPESTATUS[0]}}"'
            result = lab.run(*arguments, before=["bash", "-c", pipe, "-"])
            assert (result.status, result.err) == (wanted.status, wanted.err), (arguments, reader, str(result))


def full_disk(lab):
    lab.write("/etc/hardening.d/60-bad.conf", "[Match]\nUnit=web.service\n[Service]\nPrivateTmp=maybe\n")   # for verify
    for arguments in READING:
        with open("/dev/full", "w") as full:
            expect(lab.run(*arguments, stdout=full), 3, None, "hardenctl: output cannot be written: No space left on device\n")


CASES = [words, unit_names, named_without_file, readers_that_go_away, full_disk]
