#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Writes docs/services.md, from the headers of the policies and what was seen of the services, which is kept in `seen`.

Without arguments; `./dev services` first runs the services and records what it sees of them.
"""

import re
import statistics
import sys
import textwrap
from pathlib import Path

HERE = Path(__file__).resolve().parent
SOURCE = HERE.parents[1]
POLICIES = SOURCE / "conf.d" / "policies"
PAGE = SOURCE / "docs" / "services.md"
SEEN = HERE / "seen"
SUITES = {"trixie": "Debian 13", "bookworm": "Debian 12"}
RUN_ANYTHING = ("ssh", "cron")      # what is started through them shall miss nothing
NEAR = 0.15                         # exposures differ by 0.1 where systemd rounds otherwise

FIELDS = "Supported", "Not supported", "Why no more"
OPTION = r"(?!Except=)[A-Z][a-z]*[A-Z]\w*(?:=[@\w]+)?"
ADVICE = re.compile(rf"Except=(?:\*|{OPTION}(?: {OPTION})*)|ReadWritePaths=[\w/-]*")

INTRODUCTION = """\
# The services that have a policy

Each of them was booted with its policy and without, set up for what its users do, started, reloaded, its logs rotated,
killed, restarted and stopped; after each step all that its probe in `tests/services/probes` tries had to work as it does
without the policy. Exposure is what `systemd-analyze security` says before and after, one figure for each unit. What is
not supported is followed by the line that allows it to a service (by `hardenctl exempt`, or in a policy of your own).

This page is made by `./dev services` from the headers of [conf.d/policies](../conf.d/policies/) and from
[what was seen](../tests/services/seen); do not edit it."""

REMARKS = """\
–: this Debian has no package of it, or what it needs is in no registry that CI reaches. Debian 12's exim4, monit and slapd
are scripts of SysV, whose units cannot be read when policies are applied: they get what loosens no unit at all."""


def names():
    """The services of the table, in its order."""
    return [l.split("|")[0] for l in (HERE / "table").read_text().splitlines() if l and l[0] != "#"]


def header(policy):
    """What the comment at the head of a policy says, and what it calls itself."""
    text, fields, field = policy.read_text(), {}, None
    for line in text.partition("[Match]")[0].splitlines():
        line = line.lstrip("# ")
        begins = re.match(rf"({'|'.join(FIELDS)})(?:,.*)?: ?(.*)", line)
        field, line = begins.groups() if begins else (field, line)
        fields[field] = f"{fields[field]} {line}" if field in fields else line
    fields["Description"] = re.search(r"^Description=(.*)", text, re.MULTILINE)[1]
    return fields


# --- what was seen

def seen():
    """(suite, name) -> version, [(exposure before, after) of each unit]"""
    rows = [l.split("|") for l in SEEN.read_text().splitlines() if l and l[0] != "#"]
    return {(suite, name): (version, [tuple(map(float, pair.split(">"))) for pair in pairs.split()])
            for suite, name, version, pairs in rows}


def record(results):
    """What was seen (suite, name, version, pairs) takes the place of what is kept of these services."""
    known = seen()
    known.update({(suite, name): (version, pairs) for suite, name, version, pairs in results})
    comment = [l for l in SEEN.read_text().splitlines() if l.startswith("#")]
    lines = ["|".join([suite, name, version, " ".join(f"{b}>{a}" for b, a in pairs)]) for suite in SUITES
             for name in names() if (suite, name) in known for version, pairs in [known[suite, name]]]
    SEEN.write_text("\n".join(comment + lines) + "\n")
    PAGE.write_text(page())


def stale(suite, name, pairs):
    """What is wrong with what is kept, if these are the exposures."""
    kept = seen().get((suite, name), ("", []))[1]
    near = len(kept) == len(pairs) and all(abs(old - new) < NEAR for one, other in zip(kept, pairs)
                                           for old, new in zip(one, other))
    return [] if near else [f"the exposures {pairs} are not those of tests/services/seen, {kept}: ./dev services"]


# --- the page

def cells(row):
    """Version and exposure."""
    if not row:
        return ["–", ""]
    version, pairs = row
    return [version, ", ".join(dict.fromkeys(f"{b} → {a}" for b, a in pairs))]


def median(rows, suite, which):
    """Of each service's worst unit."""
    return statistics.median(max(pair[which] for pair in pairs) for (where, name), (_, pairs) in rows.items()
                             if where == suite and name not in RUN_ANYTHING)


def table(rows):
    yield f"| service | {' | '.join(f'{title} | exposure' for title in SUITES.values())} |"
    yield "| --- " * (1 + 2 * len(SUITES)) + "|"
    for name in names():
        figures = [cell for suite in SUITES for cell in cells(rows.get((suite, name)))]
        yield " | ".join([f"| [{name}](#{name})", *figures]) + " |"
    medians = [cell for suite in SUITES
               for cell in ("", f"{median(rows, suite, 0):.1f} → {median(rows, suite, 1):.1f}")]
    yield " | ".join([f"| median without {' and '.join(RUN_ANYTHING)}", *medians]) + " |"


def paragraph(text):
    text = ADVICE.sub(lambda found: f"`{found[0]}`", text)
    return textwrap.fill(text, 120, break_long_words=False, break_on_hyphens=False)


def section(name):
    policy = POLICIES / f"30-{name}.conf"
    fields = header(policy)
    yield f"## {name}"
    yield f"{fields['Description']} ([policy](../{policy.relative_to(SOURCE)}))"
    for field in FIELDS:
        if field in fields:
            yield paragraph(f"**{field}:** {fields[field]}")


def page():
    rows = seen()
    parts = [INTRODUCTION, "\n".join(table(rows)), REMARKS]
    for name in names():
        parts += section(name)
    return "\n\n".join(parts) + "\n"


if __name__ == "__main__":
    sys.exit(PAGE.write_text(page()) == 0)
