# SPDX-License-Identifier: LGPL-2.1-or-later
"""What golden texts do not show: that the parts agree with each other and with the generator."""
import json
import re

import lab
from golden_texts import UNITS, changed


def options():
    rows = (lab.SOURCE / "generator/option/rows.h").read_text()
    return re.findall(r"^ROW\((\w+),", rows, re.M)


def every_option(place):
    """Each has its sentence and its page."""
    root, names = place.root(), options()
    lab.expect(len(names) > 80, "the table of options was not found")
    for name in names:
        answer = json.loads(lab.hardenctl(root, "explain", "web", name, "--json=short"))
        lab.expect(answer["option"] == name and len(answer["meaning"] or "") > 30 and answer["meaning"].endswith("."),
                   f"{name}: {answer['meaning']}")
        lab.expect(re.fullmatch(r"systemd\.[a-z-]+\(5\), .+", answer["manual"]), f"{name}: {answer['manual']}")
    return f"{len(names)} options"


def json_is_json(place):
    root = place.root()
    for words in [("explain", u) for u in UNITS] + [("diff",), ("explain", "web", "--upstream")]:
        short, pretty = (json.loads(lab.hardenctl(root, *words, f"--json={mode}")) for mode in ("short", "pretty"))
        lab.expect(short == pretty, f"{words}: short and pretty differ")


def parse_hunks(text, before):
    """Applies the hunks of one file to its lines."""
    result, at = [], 0
    for head, body in re.findall(r"^(@@ .*? @@)\n((?:[ +-].*\n)*)", text, re.M):
        old, n, new, m = (int(x) if x else 1 for x in re.fullmatch(r"@@ -(\d+)(?:,(\d+))? \+(\d+)(?:,(\d+))? @@", head).groups())
        start = old - 1 if n else old
        result += before[at:start]
        at = start
        lab.expect(len(result) == (new - 1 if m else new), f"{head} begins elsewhere")
        for line in body.splitlines():
            if line[0] in " -":
                lab.expect(before[at] == line[1:], f"{head}: {line!r} is not what stands there")
                at += 1
            if line[0] in " +":
                result.append(line[1:])
        lab.expect(body.count("\n") == sum(1 for x in body.splitlines() if x), head)
        counts = [sum(x[0] in signs for x in body.splitlines()) for signs in (" -", " +")]
        lab.expect(counts == [n, m], f"{head}: has {counts}")
    return result + before[at:]


def diff_is_a_diff(place):
    """What the hunks make of the files that are there is what the generator writes next."""
    root = place.root()
    changed(root)
    before = {str(f.relative_to(root / lab.GENERATED)): f.read_text() for f in (root / lab.GENERATED).rglob("*") if f.is_file()}
    found = json.loads(lab.hardenctl(root, "diff", "--json=short"))
    plain = lab.hardenctl(root, "diff")
    lab.generate(root)
    after = {str(f.relative_to(root / lab.GENERATED)): f.read_text() for f in (root / lab.GENERATED).rglob("*") if f.is_file()}
    differing = sorted(p for p in before.keys() | after.keys() if before.get(p) != after.get(p))
    lab.expect([f"/{lab.GENERATED}/{p}" for p in differing] == [f["path"] for f in found] and differing, f"{differing}, not {found}")
    for path, change in zip(differing, found):
        made = parse_hunks(change["diff"], before.get(path, "").splitlines())
        lab.expect(made == after.get(path, "").splitlines(), f"{path}: the hunks make something else")
        lab.expect(change["diff"] in plain, f"{path}: the text has other hunks")
        lab.expect(change["change"] == ("new" if path not in before else "gone" if path not in after else "changed"), path)
    web = next(c for c in found if c["unit"] == "web.service")
    lab.expect(web["at_reload"] == ["IPAddressAllow"] and web["at_start"] == ["MemoryDenyWriteExecute"], f"{web}")
    lab.expect(lab.hardenctl(root, "diff") == "The next daemon-reload changes nothing.\n", "something is left")


def exit_codes(place):
    root = place.root()
    lab.hardenctl(root, "diff", "--exit-code", status=1)
    lab.hardenctl(root, "diff", status=0)
    lab.hardenctl(root, "diff", "copied", "--exit-code", status=0)
    lab.generate(root)
    lab.hardenctl(root, "diff", "--exit-code", status=0)
    lab.hardenctl(root, "explain", status=2)
    lab.hardenctl(root, "explain", "web", "User", "Group", status=2)
    for words, hint in ((("explain", "wbe"), "Did you mean"), (("explain", "web", "ProtectSytem"), "Did you mean ProtectSystem"),
                        (("diff", "wbe"), "Did you mean")):
        lab.hardenctl(root, *words, status=3)
        lab.expect(hint in lab.hardenctl.said, f"{words}: {lab.hardenctl.said}")


def switched_off(place):
    """Where the generator is masked, a reload takes everything away, and explain says so."""
    root = place.root()
    lab.generate(root)
    directory = root / "etc/systemd/system-generators"
    directory.mkdir(parents=True)
    (directory / "hardening-generator").symlink_to("/dev/null")
    found = json.loads(lab.hardenctl(root, "diff", "--json=short"))
    lab.expect(found and all(c["change"] == "gone" for c in found), f"{found}")
    answer = json.loads(lab.hardenctl(root, "explain", "web", "--json=short"))
    lab.expect("masked by /etc/systemd/system-generators" in answer["not_hardened"], answer["not_hardened"])
    lab.expect(not any(s["by"] == "policy" for o in answer["options"] for s in o["set_by"]), "a policy sets something")


def no_escape(place):
    """What a file says does not speak to the terminal."""
    root = place.root()
    lab.edit(root, "etc/hardening.d/60-web.conf", "The web server of this site", "web \x1b[31m \x9b31m server")
    (root / "usr/lib/systemd/system/web.service.d").mkdir()
    (root / "usr/lib/systemd/system/web.service.d/30-x.conf").write_text("[Service]\nTemporaryFileSystem=/x\x1b[2J\n")
    text = lab.hardenctl(root, "explain", "web") + lab.hardenctl(root, "explain", "web", "TemporaryFileSystem")
    lab.expect("\x1b" not in text and "\x9b" not in text and "/x?[2J" in text, repr(text))


CASES = [("every option has its sentence", every_option), ("JSON", json_is_json), ("hunks", diff_is_a_diff),
         ("exit codes", exit_codes), ("generator masked", switched_off), ("control characters", no_escape)]
