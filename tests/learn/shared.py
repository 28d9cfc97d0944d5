# SPDX-License-Identifier: LGPL-2.1-or-later
"""Services with the probes and the set-ups of ../shared/services, with which the exposures of `floor` were measured."""

from pathlib import Path

import lab

HERE = Path(__file__).resolve().parent
PROBES = lab.SOURCE.parent / "shared/services/probes"
# what these probes use beyond tests/services/roots
PACKAGES = {"web": ["libfcgi-bin", "socat"], "mail": ["swaks", "libnet-ssleay-perl"], "exim": ["swaks"],
            "files": ["bind9-dnsutils"]}


class Shared(lab.Service):
    """These have to do with the first unit of a row alone."""

    def __init__(self, suite, name, units, root):
        super().__init__(suite, name, units, root)
        self.units = self.units[:1]
        if not self.own(self.name).exists():
            raise lab.Skip(f"there is no {self.own(self.name)}")

    @staticmethod
    def own(name):
        return PROBES / f"{name}.sh"

    def files(self):
        return {"inside.py": lab.HERE / "inside.py", f"probes/{self.name}": HERE / "shared-probe",
                **{f"setup/{f.stem}": f for f in [*PROBES.glob("setup/*.sh"), *HERE.glob("setup/*")]},
                **{f"shared/{f.name}": f for f in PROBES.glob("*.sh")}}

    def sources(self):
        return [lab.HERE / "inside.py", HERE / "shared-probe", self.own("setup/common"), self.own(f"setup/{self.name}"),
                HERE / "setup" / self.name, self.own("lib"), self.own(self.name), lab.HERE / "prepare" / self.name]
