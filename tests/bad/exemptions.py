# SPDX-License-Identifier: LGPL-2.1-or-later
"""A damaged exemption leaves its units unhardened (design.md 10.6): the mistake goes towards a running service."""

import os
import re

from case import Case, policy

EXEMPT = "/etc/hardening.d/80-exempt.conf"
OFF = "[Match]\nUnit=x.service\n[Policy]\nMode=off\n"
EXCEPT = "[Match]\nUnit=x.service\n[Policy]\nExcept=*\n"


def write(root, text, mode=0o644, name=EXEMPT[1:]):
    root.bad(policy("x.service", "UMask=0077"))
    return root.file(name, text, mode)


def damaged(name, text, message, **more):
    return Case(f"damaged exemption, {name}", lambda root: write(root, text), message, **more)


def loose(name, text, mode, message):
    return Case(f"damaged exemption, {name}", lambda root: write(root, text, mode), f"{EXEMPT}: {message}, ignored")


def of_another_owner(root):
    os.chown(write(root, OFF), 1234, 1234)


def in_a_loose_directory(root):
    os.chmod(os.path.dirname(write(root, EXCEPT, name="usr/lib/hardening.d/80-exempt.conf")), 0o777)


def linked_from_a_loose_directory(root):
    os.chmod(os.path.dirname(write(root, OFF, name="usr/share/loose/80.conf")), 0o777)
    root.link(EXEMPT[1:], "/usr/share/loose/80.conf")


CASES = [
    Case("whole exemption", lambda root: write(root, OFF), [], 0),
    loose("everybody may write it", OFF, 0o666, "can be written by everybody"),
    loose("its group may write it", EXCEPT, 0o664, "can be written by its group"),
    Case("damaged exemption, of another owner", of_another_owner, f"{EXEMPT}: does not belong to root, ignored"),
    Case("damaged exemption, in a directory that everybody may write", in_a_loose_directory,
         "/usr/lib/hardening.d/80-exempt.conf: its directory can be written by everybody, ignored"),
    Case("damaged exemption, linked from a directory that everybody may write", linked_from_a_loose_directory,
         f"{EXEMPT}: its directory can be written by everybody, ignored"),
    damaged("unknown key in [Match]", OFF.replace("[Policy]", "Units=y\n[Policy]"),
            f"{EXEMPT}:3: unknown key Units= in [Match], policy ignored"),
    damaged("bad boolean", EXCEPT.replace("[Policy]", "Chrooted=maybe\n[Policy]"),
            f'{EXEMPT}:3: Chrooted=: "maybe" is no boolean, policy ignored'),
    damaged("broken section header behind it", OFF + "[Service\n",
            f"{EXEMPT}:5: broken section header, policy ignored"),
    damaged("open quote behind a whole word", OFF.replace("x.service", 'x.service "y'),
            f"{EXEMPT}:2: Unit=: quotes do not match, policy ignored"),
    damaged("pattern", EXCEPT.replace("x.service", "x*\nBogus=1"),
            f"{EXEMPT}:3: unknown key Bogus= in [Match], policy ignored"),
    damaged("line that is not UTF-8", OFF.replace("[Policy]", "User=\udcff\n[Policy]").encode(errors="surrogateescape"),
            f"{EXEMPT}:3: not valid UTF-8, policy ignored"),
    damaged("unknown key in [Policy]", OFF + "Modus=1\n",
            f"{EXEMPT}:5: unknown key Modus= in [Policy], line ignored"),
    damaged("section before it twice", OFF + OFF.replace("off", "of"),
            f'{EXEMPT}:8: Mode=: "of" is none of enforce, plan, off, policy ignored'),
    damaged("open quote in Except", EXCEPT.replace("*", '"UMask'), re.compile(rf"{EXEMPT}:4: Except=.*quotes.*")),
    damaged("misspelt option in Except", EXCEPT.replace("*", "Umask"), re.compile(rf'{EXEMPT}:4: Except=.*"Umask".*')),
]
