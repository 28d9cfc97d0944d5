# shellcheck shell=bash
# SPDX-License-Identifier: LGPL-2.1-or-later
# In a booted system: what `hardenctl status` writes to a terminal, and what can be seen there in the end.
set -euo pipefail
export LC_ALL=C.UTF-8

for n in 1 2 3; do
    printf '[Service]\nExecStart=/bin/sleep infinity\n' >"/etc/systemd/system/terminal-$n.service"
done
printf '[Match]\nUnit=terminal-*.service\n[Service]\nNoNewPrivileges=yes\n' >/etc/hardening.d/60-terminal.conf
systemctl daemon-reload

tmux -f /dev/null new-session -d -x 100 -y 24 'tmux wait-for begin; hardenctl --no-pager status; tmux wait-for -S seen; exec sleep infinity'
tmux pipe-pane 'cat >/run/written; tmux wait-for -S written'
tmux wait-for -S begin
tmux wait-for seen
screen=$(tmux capture-pane -p)
tmux pipe-pane
tmux wait-for written
cat /run/written
echo '-- screen --'
echo "$screen"
