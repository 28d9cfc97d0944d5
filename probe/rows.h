/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * The probes: what a sandbox is to stop, tried. Included by the probe for the functions, and by hardenctl for the
 * options.
 *
 * PROBE(name, option, value, function): tried where the option has this value or a tighter one.
 * NAMED(name, option, word, function, number): tried where the option forbids this word.
 * CALL(call, function): tried where SystemCallFilter= forbids this system call.
 */

PROBE(gain_privileges, NoNewPrivileges, "yes", gain_privileges)
PROBE(set_uid_bit, RestrictSUIDSGID, "yes", set_uid_bit)
PROBE(write_usr, ProtectSystem, "yes", write_usr)
PROBE(write_etc, ProtectSystem, "full", write_etc)
PROBE(write_root, ProtectSystem, "strict", write_root)
PROBE(write_home, ProtectHome, "read-only", write_home)
PROBE(read_home, ProtectHome, "tmpfs", read_home)
PROBE(foreign_tmp, PrivateTmp, "yes", foreign_tmp)
PROBE(raw_device, PrivateDevices, "yes", raw_device)
PROBE(make_device, PrivateDevices, "yes", make_device)
PROBE(set_clock, ProtectClock, "yes", set_clock)
PROBE(write_tunable, ProtectKernelTunables, "yes", write_tunable)
PROBE(load_module, ProtectKernelModules, "yes", load_module)
PROBE(kernel_log, ProtectKernelLogs, "yes", kernel_log)
PROBE(make_cgroup, ProtectControlGroups, "yes", make_cgroup)
PROBE(personality, LockPersonality, "yes", set_personality)
PROBE(map_write_execute, MemoryDenyWriteExecute, "yes", map_write_execute)
PROBE(make_executable, MemoryDenyWriteExecute, "yes", make_executable)
PROBE(realtime, RestrictRealtime, "yes", realtime)
PROBE(read_processes, ProtectProc, "noaccess", read_processes)
PROBE(see_processes, ProtectProc, "invisible", see_processes)
PROBE(kernel_files, ProcSubset, "pid", kernel_files)
PROBE(set_hostname, ProtectHostname, "yes", set_hostname)

NAMED(unshare_user, RestrictNamespaces, "user", unshare_one, CLONE_NEWUSER)
NAMED(unshare_mnt, RestrictNamespaces, "mnt", unshare_one, CLONE_NEWNS)
NAMED(unshare_net, RestrictNamespaces, "net", unshare_one, CLONE_NEWNET)
NAMED(unshare_pid, RestrictNamespaces, "pid", unshare_one, CLONE_NEWPID)
NAMED(unshare_ipc, RestrictNamespaces, "ipc", unshare_one, CLONE_NEWIPC)
NAMED(unshare_uts, RestrictNamespaces, "uts", unshare_one, CLONE_NEWUTS)
NAMED(unshare_cgroup, RestrictNamespaces, "cgroup", unshare_one, CLONE_NEWCGROUP)

NAMED(socket_unix, RestrictAddressFamilies, "AF_UNIX", open_socket, AF_UNIX)
NAMED(socket_inet, RestrictAddressFamilies, "AF_INET", open_socket, AF_INET)
NAMED(socket_inet6, RestrictAddressFamilies, "AF_INET6", open_socket, AF_INET6)
NAMED(socket_netlink, RestrictAddressFamilies, "AF_NETLINK", open_socket, AF_NETLINK)
NAMED(socket_packet, RestrictAddressFamilies, "AF_PACKET", open_socket, AF_PACKET)
NAMED(socket_vsock, RestrictAddressFamilies, "AF_VSOCK", open_socket, AF_VSOCK)
NAMED(socket_alg, RestrictAddressFamilies, "AF_ALG", open_socket, AF_ALG)
NAMED(socket_bluetooth, RestrictAddressFamilies, "AF_BLUETOOTH", open_socket, AF_BLUETOOTH)
NAMED(socket_can, RestrictAddressFamilies, "AF_CAN", open_socket, AF_CAN)
NAMED(socket_xdp, RestrictAddressFamilies, "AF_XDP", open_socket, AF_XDP)

/* one or more of each group, but for those that no program can do without, or not this one: @default, @process, @signal,
 * @basic-io, @file-system, @ipc; the arguments make no sense, so that nothing comes of it */
CALL(clock_settime, set_clock)          /* @clock */
CALL(adjtimex, call_adjtimex)
CALL(finit_module, load_module)         /* @module */
CALL(delete_module, call_delete_module)
CALL(mount, call_mount)                 /* @mount */
CALL(umount2, call_umount2)
CALL(chroot, call_chroot)               /* @privileged */
CALL(acct, call_acct)
CALL(bpf, call_bpf)
CALL(iopl, call_iopl)                   /* @raw-io */
CALL(reboot, call_reboot)               /* @reboot */
CALL(swapoff, call_swapoff)             /* @swap */
CALL(ptrace, call_ptrace)               /* @debug */
CALL(perf_event_open, call_perf_event_open)
CALL(modify_ldt, call_modify_ldt)       /* @cpu-emulation */
CALL(ustat, call_ustat)                 /* @obsolete */
CALL(keyctl, call_keyctl)               /* @keyring */
CALL(pkey_free, call_pkey_free)         /* @pkey */
CALL(mlock, call_mlock)                 /* @memlock */
CALL(setpriority, call_setpriority)     /* @resources */
CALL(setresuid, call_setresuid)         /* @setuid */
CALL(fchown, call_fchown)               /* @chown */
CALL(seccomp, call_seccomp)             /* @sandbox */
CALL(timer_delete, call_timer_delete)   /* @timer */
CALL(io_setup, call_io_setup)           /* @aio */
CALL(syncfs, call_syncfs)               /* @sync */
CALL(epoll_ctl, call_epoll_ctl)         /* @io-event */
CALL(listen, call_listen)               /* @network-io */
