/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What the unit's own lines use stays usable (design.md section 5). */
#include "helper.h"

static void test_home(void) {
        CHECK_PLANS({ BY_NAME, "ExecStartPre=/home/x/run", "ProtectHome=yes", "!ProtectHome=yes: /home/x/run" },
                    { BY_NAME, "ExecStartPre=+/home/x/run", "ProtectHome=yes", "ProtectHome=yes" },
                    { BY_NAME, "ExecStop=/root/x", "ProtectHome=tmpfs", "!ProtectHome=tmpfs: /root/x" },
                    { BY_NAME, "ExecStartPre=/home/x/run", "ProtectHome=read-only", "ProtectHome=read-only" },
                    { BY_NAME, "WorkingDirectory=/home/x", "ProtectHome=yes", "!ProtectHome=yes: WorkingDirectory=" },
                    { BY_NAME, "WorkingDirectory=-~", "ProtectHome=yes", "ProtectHome=yes" },
                    { BY_NAME, "WorkingDirectory=/homes/x", "ProtectHome=yes", "ProtectHome=yes" },
                    { BY_NAME, "EnvironmentFile=-/root/env", "ProtectHome=yes", "!ProtectHome=yes: EnvironmentFile=" },
                    { BY_NAME, "StandardOutput=append:/home/log", "ProtectHome=read-only",
                      "!ProtectHome=read-only: StandardOutput=" },
                    { BY_NAME, "StandardInput=file:/home/in", "ProtectHome=read-only", "ProtectHome=read-only" },
                    { BY_NAME, "ReadWritePaths=/home/x", "ProtectHome=read-only", "ProtectHome=read-only" },
                    { BY_NAME, "ReadWritePaths=/home/x", "ProtectHome=yes", "!ProtectHome=yes: ReadWritePaths=" },
                    { BY_NAME, "BindPaths=/srv:/home/x", "ProtectHome=tmpfs", "ProtectHome=tmpfs" },
                    { BY_NAME, "RootDirectory=/home/root", "ProtectHome=yes", "!ProtectHome=yes: RootDirectory=" });
}

static void test_system(void) {
        CHECK_PLANS({ BY_NAME, "PIDFile=/run/x.pid", "ProtectSystem=strict", "!ProtectSystem=strict: PIDFile=" },
                    { BY_NAME, "PIDFile=x.pid", "ProtectSystem=strict", "!ProtectSystem=strict: /run/x.pid" },
                    { BY_NAME, "PIDFile=/run/x.pid", "ProtectSystem=full", "ProtectSystem=full" },
                    { BY_NAME, "PIDFile=/run/x/x.pid;RuntimeDirectory=x", "ProtectSystem=strict", "ProtectSystem=strict" },
                    { BY_NAME, "PIDFile=/run/x.pid", "ProtectSystem=strict;ReadWritePaths=/run",
                      "ProtectSystem=strict;ReadWritePaths=-/run" },
                    { BY_NAME, "StandardError=file:/var/log/x", "ProtectSystem=strict", "!ProtectSystem=strict: /var/log/x" },
                    { BY_NAME, "StandardError=file:/etc/x", "ProtectSystem=full", "!ProtectSystem=full: /etc/x" },
                    { BY_NAME, "StandardError=file:/etc/x", "ProtectSystem=yes", "ProtectSystem=yes" });
}

static void test_tmp_and_devices(void) {
        CHECK_PLANS({ BY_NAME, "WorkingDirectory=/tmp/x", "PrivateTmp=yes", "!PrivateTmp=yes: /tmp/x" },
                    { BY_NAME, "EnvironmentFile=/var/tmp/x", "PrivateTmp=yes", "!PrivateTmp=yes: /var/tmp/x" },
                    { BY_NAME, "WorkingDirectory=/tmp", "PrivateTmp=yes", "PrivateTmp=yes" },
                    { BY_NAME, "DeviceAllow=/dev/kvm rw", "PrivateDevices=yes", "!PrivateDevices=yes: /dev/kvm" },
                    { BY_NAME, "DeviceAllow=/dev/null rw", "PrivateDevices=yes", "PrivateDevices=yes" },
                    { BY_NAME, "DeviceAllow=/dev/kvm rw;DeviceAllow=", "PrivateDevices=yes", "PrivateDevices=yes" },
                    { BY_NAME, "StandardInput=file:/dev/ttyS0", "PrivateDevices=yes", "!PrivateDevices=yes: /dev/ttyS0" });
}

static void test_others(void) {
        CHECK_PLANS({ BY_NAME, "CPUSchedulingPolicy=rr", "RestrictRealtime=yes", "!RestrictRealtime=yes: CPUSchedulingPolicy=rr" },
                    { BY_NAME, "CPUSchedulingPolicy=batch", "RestrictRealtime=yes", "RestrictRealtime=yes" },
                    { BY_NAME, "", "PrivateNetwork=yes", "!PrivateNetwork=yes: x.socket",
                      .files = FILES({ UNITS "x.socket", "[Socket]\nListenStream=80\n" }) },
                    { BY_NAME, "", "PrivateNetwork=yes", "PrivateNetwork=yes" },
                    { BY_NAME, "Type=forking", "PrivatePIDs=yes", "!PrivatePIDs=yes: Type=forking" },
                    { BY_NAME, "Type=notify-reload", "RestrictAddressFamilies=AF_INET",
                      "!RestrictAddressFamilies=AF_INET: AF_UNIX" },
                    { BY_NAME, "BusName=a.b", "RestrictAddressFamilies=none", "!RestrictAddressFamilies=none: AF_UNIX" },
                    { BY_NAME, "Type=notify", "RestrictAddressFamilies=AF_UNIX", "RestrictAddressFamilies=AF_UNIX" },
                    { BY_NAME, "Type=notify", "RestrictAddressFamilies=~AF_PACKET", "RestrictAddressFamilies=~AF_PACKET" },
                    { BY_NAME, "AmbientCapabilities=CAP_KILL", "CapabilityBoundingSet=CAP_KILL", "CapabilityBoundingSet=CAP_KILL" },
                    { BY_NAME, "AmbientCapabilities=CAP_KILL", "PrivateUsers=yes", "!PrivateUsers=yes: AmbientCapabilities=" },
                    { BY_NAME, "AmbientCapabilities=CAP_SYSLOG", "ProtectKernelLogs=yes", "!ProtectKernelLogs=yes: CAP_SYSLOG" },
                    { BY_NAME, "WorkingDirectory=/tmp/x", "DynamicUser=yes", "!DynamicUser=yes: /tmp/x" });
}

static void test_paths(void) {
        CHECK_PLANS({ BY_NAME, "", "InaccessiblePaths=/usr/bin", "!InaccessiblePaths=-/usr/bin: ExecStart=" },
                    { BY_NAME, "", "InaccessiblePaths=/usr/bin /srv", "!InaccessiblePaths=-/usr/bin: /usr/bin/x;InaccessiblePaths=-/srv" },
                    { BY_NAME, "ReadWritePaths=/srv/x", "InaccessiblePaths=/srv", "!InaccessiblePaths=-/srv: ReadWritePaths=" },
                    { BY_NAME, "BindPaths=/a:/srv/x", "InaccessiblePaths=/srv", "!InaccessiblePaths=-/srv: BindPaths=" },
                    { BY_NAME, "WorkingDirectory=/srv2", "InaccessiblePaths=/srv", "InaccessiblePaths=-/srv" },
                    { BY_NAME, "WorkingDirectory=%S/x", "InaccessiblePaths=/var/lib", "!InaccessiblePaths=-/var/lib: WorkingDirectory=" },
                    { BY_NAME, "PIDFile=/srv/x.pid", "ReadOnlyPaths=/srv", "!ReadOnlyPaths=-/srv: PIDFile=" },
                    { BY_NAME, "ReadWritePaths=/srv/x", "ReadOnlyPaths=/srv", "ReadOnlyPaths=-/srv" },
                    { BY_NAME, "ReadWritePaths=/srv", "ReadOnlyPaths=/srv", "!ReadOnlyPaths=-/srv: ReadWritePaths=" },
                    { BY_NAME, "", "NoExecPaths=/usr", "!NoExecPaths=-/usr: /usr/bin/x" },
                    { BY_NAME, "ExecPaths=/usr/bin", "NoExecPaths=/usr", "NoExecPaths=-/usr" },
                    { BY_NAME, "", "NoExecPaths=/;ExecPaths=/usr", "NoExecPaths=-/;ExecPaths=-/usr" });
}

/* A list of executable paths makes its own writable again, whatever closes them (semantics of all versions). */
static void test_exec_lists_stay_closed(void) {
        CHECK_PLANS({ BY_NAME, "", "ProtectSystem=strict;NoExecPaths=/var/x", "ProtectSystem=strict;!NoExecPaths=-/var/x: writable" },
                    { BY_NAME, "ProtectSystem=strict", "NoExecPaths=/var/x", "!NoExecPaths=-/var/x: writable" },
                    { BY_NAME, "ReadOnlyPaths=/var", "NoExecPaths=/var/x", "!NoExecPaths=-/var/x: writable" },
                    { BY_NAME, "ProtectSystem=full", "NoExecPaths=/var/x", "NoExecPaths=-/var/x" },
                    { BY_NAME, "ProtectSystem=strict", "NoExecPaths=/;ExecPaths=/usr",
                      "!NoExecPaths=-/: writable;!ExecPaths=-/usr: writable" },
                    { BY_NAME, "ProtectSystem=strict;ReadWritePaths=/var/x", "NoExecPaths=/var/x", "NoExecPaths=-/var/x" },
                    { BY_NAME, "ProtectSystem=strict", "NoExecPaths=/home", "NoExecPaths=-/home" });
}

/* So does a new /proc or /sys with /run. */
static void test_run_stays_closed(void) {
        CHECK_PLANS({ BY_NAME, "ProtectSystem=strict", "ProtectProc=invisible", "ReadOnlyPaths=-/run;ProtectProc=invisible" },
                    { BY_NAME, "", "ProtectSystem=strict;ProtectKernelTunables=yes",
                      "ProtectSystem=strict;ReadOnlyPaths=-/run;ProtectKernelTunables=yes" },
                    { BY_NAME, "ProtectSystem=full", "ProtectProc=invisible", "ProtectProc=invisible" },
                    { BY_NAME, "ProtectSystem=strict;ProcSubset=pid", "ProtectProc=invisible", "ProtectProc=invisible" },
                    { BY_NAME, "ProtectSystem=strict;ReadWritePaths=/run", "ProtectProc=invisible", "ProtectProc=invisible" },
                    { BY_NAME, "ProtectSystem=strict", "ProtectProc=invisible", "!ProtectProc=invisible: /run writable",
                      .admin = "ReadOnlyPaths=/opt" },
                    { BY_NAME, "TemporaryFileSystem=/srv", "ReadOnlyPaths=/srv", "!ReadOnlyPaths=-/srv: TemporaryFileSystem=" });
}

RUN_TESTS(TEST(test_home), TEST(test_system), TEST(test_tmp_and_devices), TEST(test_others), TEST(test_paths), 
          TEST(test_exec_lists_stay_closed), TEST(test_run_stays_closed))
