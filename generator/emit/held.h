/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/*
 * Units whose drop-ins depend on what other units want: whether /etc/resolv.conf has a mirror is one answer for
 * the machine. Their texts are kept, for both answers, until all units are planned.
 */

#include "emit/machine.h"

typedef enum HeldText {
        HELD_PLAIN,    /* /etc/resolv.conf has no mirror */
        HELD_MIRRORED, /* it has one */
        HELD_ALONE,    /* nothing of [Chroot] and [Wait] */
        _HELD_MAX,
} HeldText;

typedef struct HeldFile {
        const char *path, *text[_HELD_MAX]; /* NULL: there is no such file */
} HeldFile;

typedef struct HeldUnit {
        const char *name;
        VEC(HeldFile) files;
        Strv paths;         /* that it or its sockets wait for */
        bool has_sockets;
        bool mirror, restart;
} HeldUnit;
typedef VEC(HeldUnit) HeldUnits;

void held_add(Arena *a, Arena *scratch, HeldUnits *held, const UnitPlan *p);

/* Emits the files of the units, and the units that they wait for. */
void held_emit(Arena *a, const Target *t, Messages *m, const HeldUnits *held, FileFunc func, void *userdata);
