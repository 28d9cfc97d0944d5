# SPDX-License-Identifier: LGPL-2.1-or-later
# shellcheck shell=bash
# Booted without the file, which is then renamed into place, as DHCP clients do it.

prepare() { waiting_service; }

inside() { check_way renamed rename 1; }
