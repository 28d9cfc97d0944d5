# SPDX-License-Identifier: LGPL-2.1-or-later
# shellcheck shell=bash
# Booted without the file, which is then written as an editor without care does it.

prepare() { waiting_service; }

inside() { check_way written write 1; }
