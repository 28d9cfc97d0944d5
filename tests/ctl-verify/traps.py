# SPDX-License-Identifier: LGPL-2.1-or-later
"""What each check of verify shows, and what it must not speak of. Each trap: what is added to the small root of
ctl/lab.py to show it, the lines that verify prints then, and what is added to be silent. A value "-> X" is a link."""

from collections import namedtuple

Trap = namedtuple("Trap", "name shown lines silent arguments", defaults=((),))

P = "/etc/hardening.d/60-a.conf"
Q = "/etc/hardening.d/70-b.conf"
WEB = "[Match]\nUnit=web.service\n"
SERVICE = WEB + "[Service]\n"
UNIT = "/usr/lib/systemd/system/%s.service"
SHIPPED = "/usr/share/hardening/policies"
OK = SERVICE + "PrivateTmp=yes\n"
ROOT = {UNIT % "jail": "[Service]\nExecStart=/bin/jail\nRootDirectory=/srv/jail\n", "/srv/jail/bin/jail": "x"}
CHROOT = "[Match]\nUnit=jail*\n[Chroot]\nFiles=granular\n[Wait]\nPathExists=/etc/resolv.conf\n"


def service(name, exec_start, more=""):
    return {UNIT % name: f"[Service]\nExecStart={exec_start}\n{more}"}


def each(*names):
    return {f"/etc/hardening.d/{name}": OK for name in names}


FILES = [
    Trap("suffix", {"/etc/hardening.d/60-web": OK, "/etc/hardening.d/60-web.conf.bak": OK, "/usr/lib/hardening.d/profiles/mine": ""},
         ["/etc/hardening.d/60-web: warning: its name does not end in .conf, so it is not read",
          "/etc/hardening.d/60-web.conf.bak: warning: its name does not end in .conf, so it is not read",
          "/usr/lib/hardening.d/profiles/mine: warning: its name does not end in .conf, so it is not read"],
         each("60-web.conf", "60-web.conf~", ".60-web.swp", "60-web.conf.dpkg-old", "60-web.conf.ucf-dist", "60-web.conf.rpmnew",
              "60-web.conf.rpmsave")),
    Trap("hidden", {P: OK, "/usr/lib/hardening.d/60-a.conf": SERVICE + "ProtectHome=yes\n"},
         [f"/usr/lib/hardening.d/60-a.conf: warning: is hidden by {P} and has no effect"],
         {P: "-> /dev/null", "/usr/lib/hardening.d/60-a.conf": OK, Q: OK, "/run/hardening.d/70-b.conf": OK,
          "/etc/hardening.d/80-c.conf": "", "/run/hardening.d/80-c.conf": OK}),
    Trap("hidden-profile", {"/etc/hardening.d/profiles/p.conf": "[Profile]\n[Service]\nPrivateTmp=yes\n",
                            "/usr/lib/hardening.d/profiles/p.conf": "[Profile]\n[Service]\nProtectHome=yes\n"},
         ["/usr/lib/hardening.d/profiles/p.conf: warning: is hidden by /etc/hardening.d/profiles/p.conf and has no effect"],
         {"/etc/hardening.d/profiles/p.conf": "[Profile]\n[Service]\nPrivateTmp=yes\n"}),
    Trap("edited", {"/etc/hardening.d/30-web.conf": OK, "/usr/lib/hardening.d/30-web.conf": f"-> {SHIPPED}/30-web.conf"},
         [f"/etc/hardening.d/30-web.conf: warning: differs from {SHIPPED}/30-web.conf, whose name it has: updates of that one do not "
          "reach it. What differs belongs into a policy of its own, beside a link to that one"],
         {"/etc/hardening.d/30-web.conf": f"-> {SHIPPED}/30-web.conf", "/etc/hardening.d/30-store.conf": "-> /dev/null",
          "/usr/lib/hardening.d/30-store.conf": f"-> {SHIPPED}/30-store.conf",
          "/etc/hardening.d/20-absent.conf": "[Match]\nExec=/usr/sbin/absent\n[Service]\nProtectHome=yes\n",
          "/etc/hardening.d/profiles/30-web.conf": "[Profile]\n[Service]\nPrivateTmp=yes\n"}),
    Trap("dangling", {"/etc/hardening.d/30-web.conf": f"-> {SHIPPED}/30-wbe.conf"},
         [f"/etc/hardening.d/30-web.conf: error: is a link to {SHIPPED}/30-wbe.conf, which does not exist, ignored. "
          f"Did you mean {SHIPPED}/30-web.conf?"],
         {"/etc/hardening.d/30-web.conf": f"-> {SHIPPED}/30-web.conf"}),
    Trap("dangling-renumbered", {"/etc/hardening.d/30-web.conf": f"-> {SHIPPED}/35-web.conf"},
         [f"/etc/hardening.d/30-web.conf: error: is a link to {SHIPPED}/35-web.conf, which does not exist, ignored. "
          f"Did you mean {SHIPPED}/30-web.conf?"],
         {"/etc/hardening.d/30-web.conf": f"-> {SHIPPED}/30-web.conf"}),
    Trap("dangling-renamed", {"/etc/hardening.d/30-redis.conf": f"-> {SHIPPED}/30-redis.conf"},
         [f"/etc/hardening.d/30-redis.conf: error: is a link to {SHIPPED}/30-redis.conf, which does not exist, ignored"],
         {"/etc/hardening.d/30-redis.conf": "-> /dev/null"}),
    Trap("dangling-hidden", {P: OK, "/usr/lib/hardening.d/60-a.conf": "-> /usr/share/gone"},
         ["/usr/lib/hardening.d/60-a.conf: warning: is a link to /usr/share/gone, which does not exist"],
         {P: OK, "/usr/lib/hardening.d/60-a.conf": "-> /usr/share/same", "/usr/share/same": OK}),
]

TEXT = [
    Trap("nix", {P: SERVICE + "PrivateTmp=true;\nReadOnlyPaths=[ \"/a\" ]\nserviceConfig = {\n};\n"},
         [f"{P}:4: error: PrivateTmp=: \"true;\" is no value of this option, line ignored",
          f"{P}:4: error: PrivateTmp=: the semicolon belongs to the value here (it is Nix that ends lines so)",
          f"{P}:5: error: ReadOnlyPaths=: \"[\" is not an absolute, normalised path, line ignored",
          f"{P}:5: error: ReadOnlyPaths=: braces and brackets are Nix: several words stand behind each other here",
          f"{P}:6: error: serviceConfig= is no option that hardens, line ignored",
          f"{P}:6: error: serviceConfig=: braces and brackets are Nix: several words stand behind each other here",
          f"{P}:7: error: no '=' in it, line ignored"],
         {P: WEB + "[Policy]\nDescription=It is so;\n;PrivateTmp=true;\n[Service]\nPrivateTmp=true\n"}),
    Trap("nix-unit", {P: "[Match]\nUnit=web.service web2.service;\n[Service]\nPrivateTmp=yes\n"},
         [f"{P}:2: error: Unit=: the semicolon belongs to the value here (it is Nix that ends lines so)",
          f"{P}:2: warning: Unit=web2.service; is no name of a service"],
         {P: OK}),
    Trap("quotes", {P: SERVICE + "ProtectSystem=\"strict\"\n"},
         [f"{P}:4: error: ProtectSystem=: \"\"strict\"\" is no value of this option, line ignored. Did you mean strict?",
          f"{P}:4: error: ProtectSystem=: the quotes belong to the value here"],
         {P: SERVICE + "ReadOnlyPaths=\"/a b\"\n"}),
    Trap("comment", {P: "[Match]\nUnit=web.service # the web\n[Service]\nPrivateTmp=yes\n"},
         [f"{P}:2: error: Unit=: a comment behind a value belongs to it; it needs a line of its own"],
         {P: "# a\n[Match]\nUnit=web.service\n[Policy]\nDescription=Our # 1\n[Service]\n  ; b\nReadOnlyPaths=/a#b\n"}),
    Trap("empty-wait", {P: OK + "\n[Chroot]\n# nothing\n[Wait]\n"},
         [f"{P}:8: warning: [Wait] without a key does nothing: a line such as PathExists= is needed"],
         {P: OK + "[Chroot]\n[Wait]\nPathExists=/data\n"}),
]

NAMES = [
    Trap("option", {P: SERVICE + "PrivateTpm=yes\nNoNewPriviliges=yes\nExecStart=/x\nMode=off\n"},
         [f"{P}:4: error: PrivateTpm= is no option that hardens, line ignored. Did you mean PrivateTmp?",
          f"{P}:5: error: NoNewPriviliges= is no option that hardens, line ignored. Did you mean NoNewPrivileges?",
          f"{P}:6: error: ExecStart= is no option that hardens, line ignored",
          f"{P}:7: error: Mode= is no option that hardens, line ignored. It belongs into [Policy]"],
         {P: SERVICE + "X-Mine=1\nReadWriteDirectories=/a\nProtectSystem=full\n"}),
    Trap("key", {P: WEB + "[Policy]\nDescripton=x\nPrivateTmp=yes\n[Wait]\nPathExist=/a\n[Chroot]\nFile=etc\n"},
         [f"{P}:4: error: unknown key Descripton= in [Policy], line ignored. Did you mean Description?",
          f"{P}:5: error: unknown key PrivateTmp= in [Policy], line ignored. It belongs into [Service]",
          f"{P}:7: error: unknown key PathExist= in [Wait], line ignored. Did you mean PathExists?",
          f"{P}:9: error: unknown key File= in [Chroot], line ignored. Did you mean Files?",
          ],
         {P: WEB + "[Policy]\nExcept=PrivateTmp\n"}),
    Trap("match-key", {P: "[Match]\nUnit=web.service\nExexc=/x\n[Service]\nPrivateTmp=yes\n"},
         [f"{P}:3: error: unknown key Exexc= in [Match], policy ignored. Did you mean Exec?"],
         {P: "[Match]\nExec=/usr/sbin/webd\n[Service]\nPrivateTmp=yes\n"}),
    Trap("section", {P: OK + "[Chrot]\nFiles=etc\n[Elsewhere]\nA=b\n"},
         [f"{P}:6: error: unknown section [Chrot], line ignored. Did you mean Chroot?",
          f"{P}:8: error: unknown section [Elsewhere], line ignored"],
         {P: OK + "[X-Elsewhere]\nA=b\n"}),
    Trap("profile", {P: WEB + "[Policy]\nProfile=netwrk\n", "/usr/lib/hardening.d/profiles/network.conf": "[Profile]\n[Service]\nPrivateTmp=yes\n"},
         [f"{P}:4: error: there is no profile netwrk, left out. Did you mean network?"],
         {P: WEB + "[Policy]\nProfile=network\n", "/usr/lib/hardening.d/profiles/network.conf": "[Profile]\n[Service]\nPrivateTmp=yes\n"}),
    Trap("profile-file", {"/usr/lib/hardening.d/profiles/n.conf": "[Profile]\nDescriptoin=x\n[Policy]\nMode=off\n[Service]\nPrivateTmpp=1\n"},
         ["/usr/lib/hardening.d/profiles/n.conf:2: error: unknown key Descriptoin= in [Profile], line ignored. Did you mean Description?",
          "/usr/lib/hardening.d/profiles/n.conf:4: error: section [Policy] does not belong into a profile, line ignored",
          "/usr/lib/hardening.d/profiles/n.conf:6: error: PrivateTmpp= is no option that hardens, line ignored. Did you mean PrivateTmp?"],
         {"/usr/lib/hardening.d/profiles/n.conf": "[Profile]\nDescription=x\n[Service]\nPrivateTmp=1\n"}),
    Trap("words", {P: SERVICE + "CapabilityBoundingSet=CAP_SYS_ADMN\nSystemCallFilter=~@modul\nRestrictAddressFamilies=AF_INET5\n"
                                "RestrictNamespaces=usr\nProtectSystem=stirct\nSystemCallArchitectures=nativ\nSecureBits=norot\n"},
         [f"{P}:4: error: CapabilityBoundingSet=: unknown name \"CAP_SYS_ADMN\", option left out for the units of this policy. "
          "Did you mean CAP_SYS_ADMIN?",
          f"{P}:5: error: SystemCallFilter=: unknown name \"@modul\", option left out for the units of this policy. Did you mean @module?",
          f"{P}:6: error: RestrictAddressFamilies=: unknown name \"AF_INET5\", option left out for the units of this policy. "
          "Did you mean AF_INET?",
          f"{P}:7: error: RestrictNamespaces=: unknown name \"usr\", option left out for the units of this policy. Did you mean user?",
          f"{P}:8: error: ProtectSystem=: \"stirct\" is no value of this option, line ignored. Did you mean strict?",
          f"{P}:9: error: SystemCallArchitectures=: unknown name \"nativ\", option left out for the units of this policy. "
          "Did you mean native?",
          f"{P}:10: error: SecureBits=: unknown word \"norot\", line ignored. Did you mean noroot?"],
         {P: SERVICE + "CapabilityBoundingSet=CAP_SYS_ADMIN\nSystemCallFilter=~@module\nRestrictAddressFamilies=AF_INET\n"
                       "RestrictNamespaces=user\nSecureBits=noroot\n"}),
    Trap("except", {P: WEB + "[Policy]\nExcept=PrivateTmpp\n"},
         [f"{P}:4: error: Except=: unknown option \"PrivateTmpp\", units of this policy left as they are. Did you mean PrivateTmp?"],
         {P: WEB + "[Policy]\nExcept=PrivateTmp Private* Chroot\n"}),
]

POLICIES = [
    Trap("nothing", {P: WEB}, [f"{P}: warning: asks for nothing: it has neither options nor a profile, Except=, [Chroot] or [Wait]"],
         {P: WEB + "[Policy]\nMode=off\n"}),
    Trap("unit-name", {P: "[Match]\nUnit=web store.service\nExceptUnit=web.socket\n[Service]\nPrivateTmp=yes\n"},
         [f"{P}:2: warning: Unit=web is no name of a service. Did you mean web.service?",
          f"{P}:3: warning: ExceptUnit=web.socket is no name of a service. Did you mean web.socket.service?"],
         {P: "[Match]\nUnit=web* web.service\nExceptUnit=*.socket\n[Service]\nPrivateTmp=yes\n"}),
    Trap("ptrace", {P: SERVICE + "ProtectProc=invisible\nCapabilityBoundingSet=CAP_CHOWN CAP_SYS_PTRACE\n"},
         [f"{P}:5: warning: with CAP_SYS_PTRACE, ProtectProc=invisible ({P}:4) hides nothing"],
         {P: SERVICE + "ProtectProc=invisible\nCapabilityBoundingSet=CAP_SYS_PTRACE\nCapabilityBoundingSet=~CAP_SYS_PTRACE\n",
          Q: "[Match]\nUnit=store.service\n[Service]\nProtectProc=default\nCapabilityBoundingSet=CAP_SYS_PTRACE\n"}),
    Trap("ptrace-unit", {P: SERVICE + "ProtectProc=noaccess\n"},
         [f"{P}:4: warning: ProtectProc=noaccess hides nothing from web.service, which is root and keeps CAP_SYS_PTRACE"],
         {P: "[Match]\nUnit=user.service capable.service\n[Service]\nProtectProc=noaccess\n",
          **service("user", "/bin/user", "User=nobody\n"), **service("capable", "/x", "CapabilityBoundingSet=CAP_CHOWN\n")}),
    Trap("too-new", {P: SERVICE + "SystemCallFilter=~@mount @sandbox:EPERM\n"},
         [f"{P}:4: warning: SystemCallFilter=: systemd 252 does not know @sandbox, so it is not denied"],
         {P: SERVICE + "SystemCallFilter=~@mount @swap\n"}, ("--systemd-version=252",)),
    Trap("too-new-known", {P: SERVICE + "SystemCallFilter=~@mount @sandboxx\n"},
         [f"{P}:4: error: SystemCallFilter=: unknown name \"@sandboxx\", option left out for the units of this policy. "
          "Did you mean @sandbox?"],
         {P: SERVICE + "SystemCallFilter=~@mount @sandbox\n", Q: "[Match]\nUnit=store.service\n[Service]\nSystemCallFilter=@sandbox\n"}),
    Trap("exec-paths", {P: SERVICE + "ProtectSystem=strict\nNoExecPaths=/var\n"},
         [f"{P}:5: warning: NoExecPaths=/var would make that writable again, which ProtectSystem=strict ({P}:4) closes, so ExecPaths= "
          "and NoExecPaths= are left out"],
         {P: SERVICE + "ProtectSystem=strict\nNoExecPaths=/var\nReadWritePaths=/var\n",
          Q: "[Match]\nUnit=store.service\n[Service]\nProtectSystem=full\nNoExecPaths=/var /\n"}),
    Trap("exception", {P: SERVICE + "ReadWritePaths=/var/lib/web\nIPAddressAllow=localhost\n"},
         [f"{P}:4: warning: ReadWritePaths=/var/lib/web has no effect: there is no restriction such as ProtectSystem= to make an "
          "exception from",
          f"{P}:5: warning: IPAddressAllow=localhost has no effect: there is no restriction such as IPAddressDeny= to make an exception "
          "from"],
         {P: SERVICE + "ReadWritePaths=/var/lib/web\n", Q: SERVICE + "ProtectSystem=strict\n",
          "/etc/hardening.d/80-c.conf": "[Match]\nUnit=own.service\n[Service]\nReadWritePaths=/var/lib/own\n",
          **service("own", "/bin/own", "ProtectSystem=strict\n")}),
]

UNITS = [
    Trap("match", {P: "[Match]\nUnit=nothing*\n[Service]\nPrivateTmp=yes\n", Q: "[Match]\nUnit=wbe.service\n[Service]\nPrivateTmp=yes\n",
                   "/etc/hardening.d/80-c.conf": "[Match]\nExec=/usr/bin/webb\nUser=root\n[Service]\nPrivateTmp=yes\n"},
         [f"{P}:2: warning: matches no unit of this machine",
          f"{Q}:2: warning: there is no wbe.service on this machine. Did you mean web.service?",
          "/etc/hardening.d/80-c.conf:2: warning: matches no unit of this machine"],
         {P: "[Match]\nUnit=nothing* web.service\n[Service]\nPrivateTmp=yes\n",
          "/etc/hardening.d/20-absent.conf": f"-> {SHIPPED}/20-absent.conf",
          Q: "[Match]\nUnit=gone.service\nHost=elsewhere\n[Service]\nPrivateTmp=yes\n"}),
    Trap("protected", {P: "[Match]\nUnit=dbus*\n[Service]\nPrivateTmp=yes\n", **service("dbus-broker", "/x")},
         [f"{P}:2: warning: matches only protected units, such as dbus-broker.service (*): they must be named literally in Unit="],
         {P: "[Match]\nUnit=dbus* web*\n[Service]\nPrivateTmp=yes\n", Q: "[Match]\nUnit=dbus-broker.service\n[Service]\nPrivateTmp=yes\n",
          **service("dbus-broker", "/x")}),
    Trap("no-new-privileges", {P: "[Match]\nUnit=m*.service smart.service\n[Service]\nNoNewPrivileges=yes\n",
                               **service("m1", "/bin/m1", "ExecStartPost=/bin/sh -c 'echo | /usr/sbin/sendmail root'\n"),
                               **service("m2", "/usr/bin/sudo -u x /bin/m2"), **service("m3", "/bin/m3 --check=/bin/ping"),
                               **service("smart", "/usr/sbin/smartd -n")},
         [f"{P}:4: warning: NoNewPrivileges=yes takes the privileges from sendmail, which m1.service calls (/usr/lib/systemd/system/m1."
          "service:3) (and 3 more units)"],
         {P: "[Match]\nUnit=m*.service\n[Service]\nNoNewPrivileges=yes\n[Policy]\nExcept=PrivateTmp\n",
          **service("m1", "/bin/sudoku /etc/sendmail.conf ping-pong"),
          Q: "[Match]\nUnit=smart.service\n[Service]\nPrivateTmp=yes\n", **service("smart", "/usr/sbin/smartd -n")}),
    Trap("by-profile", {P: "[Match]\nUnit=web.service store.service\n[Policy]\nProfile=p\n", "/usr/lib/hardening.d/profiles/p.conf":
                        "[Profile]\n[Service]\nNoNewPrivileges=yes\n", **service("web", "/usr/bin/sudo /x"), **service("store", "/usr/sbin/monit")},
         [f"{P}:4: warning: NoNewPrivileges=yes takes the privileges from sendmail, which store.service calls (/usr/lib/systemd/system/"
          "store.service:2) (set by /usr/lib/hardening.d/profiles/p.conf:3) (and 1 more unit)"],
         {P: "[Match]\nUnit=web.service\n[Policy]\nProfile=p\n[Service]\nNoNewPrivileges=no\n", **service("web", "/usr/bin/sudo /x"),
          "/usr/lib/hardening.d/profiles/p.conf": "[Profile]\n[Service]\nNoNewPrivileges=yes\nProtectHome=yes\n"}),
    Trap("clock", {P: "[Match]\nUnit=ntp*.service\n[Service]\nProtectClock=yes\n",
                   Q: "[Match]\nUnit=ptp.service\n[Service]\nCapabilityBoundingSet=CAP_CHOWN\n",
                   **service("ntp", "!/usr/sbin/ntpd -g"), **service("ptp", "/usr/sbin/ptp4l")},
         [f"{P}:4: warning: ProtectClock=yes keeps ntp.service from setting the clock, which is what it is for",
          f"{Q}:4: warning: without CAP_SYS_TIME ptp.service cannot set the clock, which is what it is for"],
         {P: "[Match]\nUnit=ntp*.service web.service\n[Service]\nProtectClock=yes\n[Policy]\nExcept=LockPersonality\n",
          **service("ntp", "/usr/sbin/chronyd -x"), Q: "[Match]\nUnit=ptp.service\n[Service]\nCapabilityBoundingSet=CAP_SYS_TIME\n",
          **service("ptp", "/usr/sbin/ptp4l")}),
    Trap("plus", {P: "[Match]\nUnit=jail.service\n[Service]\nProtectSystem=strict\nReadWritePaths=/var/lib/jail\n", **ROOT},
         [f"{P}:5: warning: ReadWritePaths=/var/lib/jail has no effect on jail.service, whose root is /srv/jail: without \"+\" it is a path "
          "of the host. Did you mean +/var/lib/jail?"],
         {P: "[Match]\nUnit=jail.service\n[Service]\nProtectSystem=strict\nReadWritePaths=+/var/lib/jail /srv/jail/tmp\n", **ROOT,
          Q: SERVICE + "ProtectSystem=strict\nReadWritePaths=/var/lib/jail\n"}),
    Trap("overridden", {P: SERVICE + "ProtectHome=yes\nPrivateTmp=yes\n", Q: SERVICE + "[Policy]\nTighten=all\n[Service]\nUMask=0077\n",
                        "/usr/lib/systemd/system/web.service.d/50-v.conf": "[Service]\nProtectHome=no\n",
                        "/etc/systemd/system/web.service.d/override.conf": "[Service]\nPrivateTmp=no\nUMask=0022\n"},
         ["/usr/lib/systemd/system/web.service.d/50-v.conf:2: warning: ProtectHome= is set here, in a drop-in that sorts after "
          f"45-hardening.conf, so {P}:4 has no effect on web.service",
          "/etc/systemd/system/web.service.d/override.conf:3: warning: UMask= is set here, in a drop-in that sorts after "
          f"45-hardening.conf, so {Q}:7 has no effect on web.service"],
         {P: SERVICE + "ProtectHome=yes\nPrivateTmp=yes\n",
          "/usr/lib/systemd/system/web.service.d/40-v.conf": "[Service]\nProtectHome=no\n",
          "/etc/systemd/system/web.service.d/override.conf": "[Service]\nPrivateTmp=no\nUMask=0022\n"}),
    Trap("stale", {P: CHROOT, **ROOT, **service("jail", "/bin/jail", "RootDirectory=/srv/jail\nBindReadOnlyPaths=/etc/resolv.conf\n")},
         ["/usr/lib/systemd/system/jail.service:4: warning: jail.service binds /etc/resolv.conf itself: its content goes stale when the "
          "file is replaced. Take the line out, or let a policy name the unit (hardening-chroot(7))"],
         {P: CHROOT, **ROOT}),
    Trap("waits-for-itself", {P: WEB + "[Wait]\nPathExists=/run/web/sock /x\nPathExists=/var/lib/web/db\n".replace(" /x", ""),
                              **service("web", "/x", "RuntimeDirectory=a web\nStateDirectory=%N\n")},
         [f"{P}:4: warning: web.service waits for /run/web/sock, which lies below its own RuntimeDirectory=: it makes that itself, and "
          "will never start",
          f"{P}:5: warning: web.service waits for /var/lib/web/db, which lies below its own StateDirectory=: it makes that itself, and "
          "will never start"],
         {P: WEB + "[Wait]\nPathExists=/run/website\nPathExists=/run/other/web\n", **service("web", "/x", "RuntimeDirectory=web\n")}),
    Trap("left-behind", {**ROOT, "/srv/jail/etc/resolv.conf": "", "/srv/jail/etc/ssl/certs/": ""},
         ["/srv/jail/etc/resolv.conf: warning: is empty in the root of jail.service: perhaps a mount point that [Chroot] left behind",
          "/srv/jail/etc/ssl/certs: warning: is empty in the root of jail.service: perhaps a mount point that [Chroot] left behind"],
         {P: CHROOT, **ROOT, "/srv/jail/etc/resolv.conf": "", **service("own", "/x", "RootDirectory=/srv/own\nBindPaths=/etc/resolv.conf\n"),
          "/srv/own/etc/resolv.conf": "", **service("full", "/x", "RootDirectory=/srv/full\n"), "/srv/full/etc/resolv.conf": "x"}),
    Trap("missing-root", {P: CHROOT, **service("jail", "/x", "RootDirectory=/srv/nowhere\n")},
         ["/usr/lib/systemd/system/jail.service:3: error: RootDirectory=/srv/nowhere does not exist, jail.service gets nothing of [Chroot] "
          "and [Wait]"],
         {P: CHROOT, **ROOT}),
]

TRAPS = FILES + TEXT + NAMES + POLICIES + UNITS
