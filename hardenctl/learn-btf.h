/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* Where the running kernel keeps things, out of its own description (BTF). */

/* The offset of @member in @structure, in bytes; negative errno: the kernel does not tell. */
int btf_offset(const char *structure, const char *member);
