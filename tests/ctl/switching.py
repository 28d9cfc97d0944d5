# SPDX-License-Identifier: LGPL-2.1-or-later
"""list, enable and disable."""

import os
import subprocess

from lab import SANITIZED, SHIPPED

WEB = {"/etc/hardening.d/30-web.conf": f"-> {SHIPPED}/30-web.conf"}


def expect(result, status, out=None, err=""):
    assert result.status == status, result
    assert out is None or result.out == out, result
    assert result.err == err or (err and err in result.err), result


def states(lab):
    return {row["name"]: row["state"] for row in lab.json("list")}


def list_as_text(lab):
    lab.run("enable", "web")
    expect(lab.run("list"), 0, """\
NAME   STATE    FITS                      DESCRIPTION
absent disabled -                         -
store  disabled store.service             Keys and values
web    enabled  web.service, web@.service The web server

3 policies listed, 1 enabled.
""")
    expect(lab.run("list", "--no-legend", "--installed"), 0, """\
store disabled store.service             Keys and values
web   enabled  web.service, web@.service The web server
""")


def list_in_a_narrow_place(lab):
    expect(lab.run("list", env={"COLUMNS": "43"}), 0, """\
NAME   STATE    FITS          DESCRIPTION
absent disabled -             -
store  disabled store.service Keys and valu
web    disabled web.service   The web serve
                web@.service  

3 policies listed, 0 enabled.
""")


def list_as_json(lab):
    rows = lab.json("list")
    assert rows[0] == {"name": "absent", "state": "disabled", "place": None, "path": f"{SHIPPED}/20-absent.conf",
                       "fits": [], "description": None}, rows
    assert rows[2]["fits"] == ["web.service", "web@.service"], rows
    pretty = lab.run("list", "--json=pretty")
    assert "\n    \"name\": \"absent\",\n" in pretty.out, pretty


def list_hostile_text(lab):
    lab.at(f"{SHIPPED}/40-bad.conf").write_bytes(b"[Match]\nUnit=x.service\n[Policy]\nDescription=a\x1b[31mb\"\\\t\xc2\x9bz\xc3\xa4\n")
    [row] = [row for row in lab.json("list") if row["name"] == "bad"]
    assert row["description"] == "a\x1b[31mb\"\\\t\x9bz\xe4", row
    out = lab.run("list").out
    assert "\x1b" not in out and "\x9b" not in out and "ä" in out, out


def list_states(lab):
    assert set(states(lab).values()) == {"disabled"}
    for path, target, state in (
            ("/usr/lib/hardening.d/30-web.conf", f"{SHIPPED}/30-web.conf", "enabled-vendor"),
            ("/run/hardening.d/30-web.conf", f"../..{SHIPPED}/30-web.conf", "enabled-runtime"),
            ("/etc/hardening.d/30-web.conf", f"{SHIPPED}/30-web.conf", "enabled"),
            ("/etc/hardening.d/30-web.conf", "/dev/null", "masked"),
            ("/etc/hardening.d/30-web.conf", f"{SHIPPED}/30-store.conf", "hidden")):
        lab.at(path).unlink(missing_ok=True)
        lab.link(path, target)
        assert states(lab)["web"] == state, (path, target, states(lab))
    assert f"hidden by {path}" in lab.run("list").out
    for text, state in (("", "masked"), ("[Match]\n", "hidden")):
        lab.at(path).unlink()
        lab.write(path, text)
        assert states(lab)["web"] == state, (text, states(lab))
    lab.at("/run/hardening.d/30-web.conf").unlink()
    lab.at("/usr/lib/hardening.d/30-web.conf").unlink()
    assert states(lab)["web"] == "edited", states(lab)


def list_nothing(lab):
    for path in lab.at(SHIPPED).iterdir():
        path.unlink()
    expect(lab.run("list"), 0, "0 policies listed, 0 enabled.\n")
    assert lab.json("list") == []
    lab.at(SHIPPED).rmdir()
    expect(lab.run("list"), 0, "0 policies listed, 0 enabled.\n")


def broken_pipe(lab):
    for arguments in (["list"], ["list", "--json=pretty"], ["--help"], ["enable", "web"]):
        read, write = os.pipe()
        os.close(read)
        result = lab.run(*arguments, stdout=write)
        os.close(write)
        assert (result.status, result.err) == (0, ""), (arguments, str(result))
    assert lab.policies() == WEB, lab.policies()


def full_output(lab):
    with open("/dev/full", "w") as full:
        expect(lab.run("list", stdout=full), 3, err="hardenctl: output cannot be written: No space left on device\n")


def usage(lab):
    for arguments, err in (
            (["lits"], "unknown verb lits. Did you mean list?"), (["list", "--instaled"], "Did you mean --installed?"),
            (["list", "--undo"], "list does not take --undo"), (["list", "x"], "too many arguments"),
            (["disable"], "too few arguments"), (["enable"], "enable needs either"),
            (["enable", "web", "--installed"], "enable needs either"), (["-x"], "unknown option -x"),
            (["list", "--json=xml"], "--json=xml is none of"), (["list", "--systemd-version=new"], "no version of systemd"),
            (["enable", "web", "--reload"], "--reload is for the running system"),
            (["enable", "web", "--restart"], "--restart is for the running system"),
            (["list", "--root"], "--root= needs a value"), (["list", "--no-pager=1"], "--no-pager takes no value")):
        expect(lab.run(*arguments), 2, "", err)
    assert lab.policies() == {}, lab.policies()
    expect(lab.run("list", "--root=/nowhere"), 3, "", "/nowhere cannot be opened")


def options_before_and_behind(lab):
    for arguments in (["--no-legend", "list", "--installed"], ["--installed", "list", "--no-legend"],
                      ["list", "--inst", "--no-l"]):
        assert lab.run(*arguments).out.startswith("store disabled"), arguments


def enable_and_disable(lab):
    expect(lab.run("enable", "web"), 0, """\
Enabled web: /etc/hardening.d/30-web.conf
Takes effect at the next restart of: web.service, web@.service
Takes effect at daemon-reload already: web.service (PrivateDevices)
Takes effect at daemon-reload already: web@.service (PrivateDevices)
""")
    assert lab.policies() == WEB, lab.policies()
    before = lab.at("/etc/hardening.d/30-web.conf").lstat().st_ino
    expect(lab.run("enable", "web"), 0, "")
    assert lab.at("/etc/hardening.d/30-web.conf").lstat().st_ino == before
    expect(lab.run("disable", "web"), 0, None)
    assert lab.policies() == {}, lab.policies()
    expect(lab.run("disable", "web"), 0, "")


def names_in_all_forms(lab):
    for name in ("web", "30-web", "30-web.conf"):
        expect(lab.run("enable", name), 0)
        assert lab.policies() == WEB, name
        expect(lab.run("disable", name), 0)
        assert lab.policies() == {}, name
    expect(lab.run("enable", "web", "30-web"), 0)
    for name in ("wbe", "web.conf", "30-wbe", "../web", ""):
        expect(lab.run("enable", "store", name), 3, "", "there is no policy")
    assert lab.policies() == WEB, lab.policies()
    expect(lab.run("enable", "stroe"), 3, "", "Did you mean store?")


def change_as_json(lab):
    first, second = lab.json("enable", "web"), lab.json("enable", "web")
    assert first == {
        "changed": True, "units": ["web.service", "web@.service"], "reloaded": False, "restarted": [],
        "policies": [{"name": "web", "changed": True, "state": "enabled", "place": "/etc/hardening.d/30-web.conf"}],
        "at_reload": [{"unit": "web.service", "options": ["PrivateDevices"]},
                      {"unit": "web@.service", "options": ["PrivateDevices"]}],
        "waits": [], "waits_no_more": [], "other_units": {"added": [], "changed": [], "removed": []}}, first
    assert second["changed"] is False and second["policies"][0]["changed"] is False and second["units"] == [], second
    assert lab.json("disable", "web", "store")["changed"] is True
    assert lab.json("disable", "web", "store")["changed"] is False


def edited_copy(lab):
    copy = {"/etc/hardening.d/30-web.conf": "[Match]\nUnit=web.service\n"}
    lab.write("/etc/hardening.d/30-web.conf", "[Match]\nUnit=web.service\n")
    for verb in ("enable", "disable"):
        expect(lab.run(verb, "store", "web"), 3, "", "web has an edited copy, /etc/hardening.d/30-web.conf")
        assert lab.policies() == copy, (verb, lab.policies())
    expect(lab.run("enable", "web", "--runtime"), 3, "", "has an edited copy")
    expect(lab.run("enable", "--installed"), 0)
    assert lab.policies() == {**copy, "/etc/hardening.d/30-store.conf": f"-> {SHIPPED}/30-store.conf"}, lab.policies()


def masked(lab):
    lab.link("/etc/hardening.d/30-web.conf", "/dev/null")
    expect(lab.run("enable", "web"), 3, "", "web is masked by /etc/hardening.d/30-web.conf")
    expect(lab.run("disable", "web"), 0, "")
    assert lab.policies() == {"/etc/hardening.d/30-web.conf": "-> /dev/null"}, lab.policies()


def foreign_link(lab):
    lab.link("/etc/hardening.d/30-web.conf", "/usr/share/elsewhere.conf")
    for verb in ("enable", "disable"):
        expect(lab.run(verb, "web"), 3, "", "hardenctl: web is hidden by /etc/hardening.d/30-web.conf, a link to "
               "/usr/share/elsewhere.conf, where nothing is; it stays as it is\n")
    assert lab.policies() == {"/etc/hardening.d/30-web.conf": "-> /usr/share/elsewhere.conf"}, lab.policies()
    lab.write("/usr/share/elsewhere.conf", "")
    expect(lab.run("enable", "web"), 3, "", "a link to /usr/share/elsewhere.conf; it stays")


def no_longer_shipped(lab):
    lab.run("enable", "web")
    lab.at(f"{SHIPPED}/30-web.conf").unlink()
    for name in ("web", "30-web.conf"):
        expect(lab.run("disable", name), 3, "", f"hardenctl: {name} is no longer shipped, and /etc/hardening.d/30-web.conf leads "
               "nowhere: rm /etc/hardening.d/30-web.conf\n")


def shipped_for_nothing(lab):
    """What is shipped is a link that leads nowhere, is empty, or is a directory."""
    web = lab.at(f"{SHIPPED}/30-web.conf")
    web.unlink()
    web.symlink_to("/usr/share/elsewhere.conf")
    expect(lab.run("enable", "web"), 3, "", f"{SHIPPED}/30-web.conf: is a link to /usr/share/elsewhere.conf, which does not exist")
    web.unlink()
    web.write_text("")
    expect(lab.run("enable", "web"), 3, "", f"hardenctl: {SHIPPED}/30-web.conf is empty, or a link to /dev/null\n")
    web.unlink()
    web.mkdir()
    expect(lab.run("enable", "web"), 3, "", f"{SHIPPED}/30-web.conf")
    assert lab.policies() == {}, lab.policies()
    lab.link("/etc/hardening.d", "/nowhere")
    expect(lab.run("enable", "store"), 3, "", "hardenctl: /etc/hardening.d/30-store.conf cannot be written: No such file or directory\n")


def runtime(lab):
    run = {"/run/hardening.d/30-web.conf": f"-> {SHIPPED}/30-web.conf"}
    expect(lab.run("enable", "web", "--runtime"), 0)
    expect(lab.run("enable", "web", "--runtime"), 0, "")
    assert lab.policies() == run, lab.policies()
    expect(lab.run("enable", "web"), 0, "Enabled web: /etc/hardening.d/30-web.conf\nNo unit of this machine changes.\n")
    assert lab.policies() == {**WEB, **run}, lab.policies()
    expect(lab.run("disable", "web", "--runtime"), 3, None, "web is still enabled by /etc/hardening.d/30-web.conf")
    assert lab.policies() == WEB, lab.policies()
    lab.run("enable", "web", "--runtime")
    lab.link("/run/hardening.d/30-web.conf", f"{SHIPPED}/30-web.conf")
    expect(lab.run("disable", "web"), 0)
    assert lab.policies() == {}, lab.policies()


def vendors_link(lab):
    lab.link("/usr/lib/hardening.d/30-web.conf", f"{SHIPPED}/30-web.conf")
    expect(lab.run("enable", "web"), 0, "")
    expect(lab.run("disable", "web"), 3, "", "ln -s /dev/null /etc/hardening.d/30-web.conf")
    assert lab.policies() == {}, lab.policies()


def enable_installed(lab):
    expect(lab.run("enable", "--installed"), 0)
    assert sorted(lab.policies()) == ["/etc/hardening.d/30-store.conf", "/etc/hardening.d/30-web.conf"], lab.policies()
    expect(lab.run("enable", "--installed"), 0, "")


def refused_policy(lab):
    lab.write(f"{SHIPPED}/30-web.conf", "[Match]\nColour=green\n")
    expect(lab.run("enable", "web"), 3, "", f"{SHIPPED}/30-web.conf:2: unknown key Colour=")
    lab.at(f"{SHIPPED}/30-store.conf").chmod(0o666)
    expect(lab.run("enable", "store"), 3, "", "can be written by everybody")
    assert lab.policies() == {}, lab.policies()


def directory_mode(lab):
    expect(lab.run("enable", "web", before=["sh", "-c", "umask 077; exec \"$@\"", "-"]), 0)
    assert lab.at("/etc/hardening.d").stat().st_mode & 0o777 == 0o755


def read_only(lab):
    lab.at("/etc/hardening.d").mkdir()
    subprocess.run(["mount", "--bind", lab.at("/etc"), lab.at("/etc")], check=True)
    try:
        subprocess.run(["mount", "-o", "remount,bind,ro", lab.at("/etc")], check=True)
        expect(lab.run("enable", "web"), 3, "", "hardenctl: /etc/hardening.d/30-web.conf cannot be written: Read-only file "
               "system (--runtime writes below /run, until the next boot)\n")
        expect(lab.run("exempt", "web"), 3, "", "Read-only file system")
        expect(lab.run("enable", "web", "--runtime"), 0)
    finally:
        subprocess.run(["umount", lab.at("/etc")], check=True)
    assert list(lab.policies()) == ["/run/hardening.d/30-web.conf"], lab.policies()


def nobody(lab):
    before = ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"]
    expect(lab.run("list", before=before), 0)
    for verb, file in (("enable", "30-web.conf"), ("exempt", "90-exempt-web.service.conf")):
        expect(lab.run(verb, "web", before=before), 3, "", f"hardenctl: /etc/hardening.d/{file} cannot be written: Permission "
               "denied (run as root)\n")
    lab.run("enable", "web")
    expect(lab.run("enable", "web", before=before), 0, "")
    expect(lab.run("disable", "web", before=before), 3, "", "Permission denied (run as root)")
    assert lab.policies() == WEB, lab.policies()


def link_out_of_the_root(lab):
    """A directory of the root that leads elsewhere is found below the root, not on the machine that we run on."""
    (lab.root / "outside").mkdir()
    lab.at("/etc/hardening.d").symlink_to("/outside")
    expect(lab.run("enable", "web"), 0)
    assert os.readlink(lab.root / "outside/30-web.conf") == f"{SHIPPED}/30-web.conf"
    assert not os.path.exists("/outside")


def colours_and_pager(lab):
    """On a terminal, by script(1)."""
    lab.run("enable", "web")
    command = f"exec {SANITIZED} --root={lab.root} --systemd-version=257 list"
    for env, colours, paged in (({}, True, True), ({"NO_COLOR": "1"}, False, True), ({"PAGER": "cat"}, True, False)):
        out = subprocess.run(["script", "-qec", command, "/dev/null"], text=True, stdout=subprocess.PIPE, stdin=subprocess.DEVNULL,
                             env={"PATH": os.environ["PATH"], "PAGER": "sed s/^/paged:/", "TERM": "linux", **env}).stdout
        assert ("\x1b[32m" in out) == colours and ("paged:" in out) == paged, (env, out)
        assert "web" in out, out


CASES = [list_as_text, list_in_a_narrow_place, list_as_json, list_hostile_text, list_states, list_nothing, broken_pipe,
         full_output, usage, options_before_and_behind, enable_and_disable, names_in_all_forms, change_as_json, edited_copy,
         masked, foreign_link, no_longer_shipped, shipped_for_nothing, runtime, vendors_link, enable_installed, refused_policy, directory_mode, read_only, nobody,
         link_out_of_the_root, colours_and_pager]
