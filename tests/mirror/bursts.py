# SPDX-License-Identifier: LGPL-2.1-or-later
"""However fast it changes, what is there in the end counts."""

import os
import random
import time

from subject import same

RANDOM = random.Random(int(os.environ.get("HG_SEED") or 1))


def one_of(s, files, n, i):
    """Change @i of a burst, of any kind; what the source holds then."""
    text = f"{n} {i}\n" * RANDOM.randint(1, 40)
    file = RANDOM.choice(files)
    kind = RANDOM.randrange(4)
    if kind == 0:
        s.replace(file, text)
    elif kind == 1:
        s.write(file, text)
    elif kind == 2:
        s.replace(s.source, text)
        return text
    s.link(s.source, file)
    with open(file) as f:
        return f.read()


def bursts(s):
    """20 bursts of 24 changes 5 ms apart end with the right content"""
    files = [s.of(f"f{i}") for i in range(3)]
    for file in files:
        s.write(file, file)
    s.link(s.source, files[0])
    s.start().expect(files[0])
    first = os.stat(s.target).st_ino
    for n in range(20):
        for i in range(24):
            text = one_of(s, files, n, i)
            time.sleep(0.005)
        s.expect(text, f"after burst {n} the content")
    same(os.stat(s.target).st_ino, first, "the inode")


def renames(s):
    """300 renames 0 to 30 ms apart end with the right content"""
    s.start()
    for n in range(10):
        for i in range(30):
            s.replace(s.source, f"{n} {i}\n")
            time.sleep(RANDOM.random() * 0.03)
        s.expect(f"{n} {i}\n", f"after {30 * (n + 1)} renames the content")


CHECKS = [bursts, renames]
