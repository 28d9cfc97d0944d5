# SPDX-License-Identifier: LGPL-2.1-or-later
"""What is wrong with a service under its policy, by what inside.py saw with it and without."""

import statistics

from document import RUN_ANYTHING

# these may be as they are without the policy
COMPARED = ("stop", "nothing left")


def failures(seen):
    return {s["step"]: s["why"] for s in seen["steps"] if s["why"]}


def judge_reference(plain):
    """Why a run without the policy shows nothing."""
    wrong = [f"without the policy: {step}: {why}" for step, why in failures(plain).items() if step not in COMPARED]
    wrong += ["without a policy there is a drop-in of ours"] if any(plain.get("drop_ins", {}).values()) else []
    alive = plain["checks"].get("dead", {}).get("passed", [])
    return wrong + ([f"passes also without the service: check {' '.join(alive)}"] if alive else [])


def judge(plain, hard, all_emitted=True):
    before, after = failures(plain), failures(hard)
    wrong = [f"{step}: {why}" for step, why in after.items() if step not in COMPARED or step not in before]
    missing = [s["step"] for s in plain["steps"] if s["step"] not in [h["step"] for h in hard["steps"]]]
    if missing and not wrong:
        wrong.append(f"not done: {', '.join(missing)}")
    wrong += [f"nothing was emitted for {u}" for u, text in hard.get("drop_ins", {}).items()
              if not text and all_emitted]
    wrong += [f"new in the log: {l}" for l in hard.get("denied", []) if l not in plain["denied"]]
    wrong += [f"exposure {b} became {a}" for b, a in exposures(plain, hard) if a > b]
    for step, checks in hard["checks"].items():
        had = plain["checks"].get(step, {}).get("passed", [])
        wrong += [f"check {c} is missing after {step}" for c in had if c not in checks["passed"] + checks["failed"]
                  and f"probe after {step}" not in after]
    return wrong


def exposures(plain, hard):
    both = zip(plain.get("exposure", []), hard.get("exposure", []))
    return [(b, a) for b, a in both if b is not None and a is not None]


def details(plain, hard):
    probes = [c for name, c in hard["checks"].items()]
    yield (f"{hard.get('version')}; exposure "
           + ", ".join(f"{b} -> {a}" for b, a in exposures(plain, hard))
           + f"; {len(probes[0]['passed']) if probes else 0} checks")
    yield ", ".join(f"{s['step']} {s['seconds']}" for s in hard["steps"] if not s["step"].startswith("probe"))
    for step in COMPARED:
        if step in failures(plain):
            yield f"without the policy too: {step}: {failures(plain)[step].splitlines()[0]}"


def whole(seen):
    """What issue 7 asks of all together, on trixie."""
    here = [s["with"] for s in seen if s["suite"] == "trixie" and s["with"]]
    if not here:
        return      # which has failed already
    many = sum(len(s["checks"].get("start", {}).get("passed", [])) >= 6 for s in here)
    yield "ok trixie-checks" if many >= 30 else f"not ok trixie-checks: only {many} services have six or more"
    levels = {s["name"]: max(s["exposure"]) for s in here if s["name"] not in RUN_ANYTHING}
    median, worst = statistics.median(levels.values()), max(levels, key=levels.get)
    yield "ok trixie-exposure" if median <= 2.6 and levels[worst] <= 4.0 else "not ok trixie-exposure: not low enough"
    yield f"  {len(levels)} services: median {median}, {worst} has {levels[worst]}"
