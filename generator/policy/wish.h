/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/*
 * What all policies that match a unit ask of it, merged in the order of their names as systemd merges
 * drop-ins. Each line knows whether its policy names the unit: options that the unit leaves unset take
 * all lines, the others only those (design.md section 3).
 */

#include "policy/match.h"

typedef enum WishReach {
        REACH_PATTERN,     /* for options that the unit leaves unset */
        REACH_VENDOR,      /* also for what the vendor has set: the policy names the unit */
        REACH_ADMIN,       /* also for what the admin has set: and says Tighten=all */
} WishReach;

typedef struct WishLine {
        const char *value;
        const char *file;
        unsigned line;
        WishReach reach;
} WishLine;
typedef VEC(WishLine) WishLines;

/* What [Chroot] asks for: of each key the last word. */
typedef struct WishChroot {
        bool wanted;
        ChrootFiles files;
        ChrootOnChange on_change;
        WishReach reach; /* that of the most explicit policy */
        WishLine source; /* without a value: the Files= line, else that of OnChange=, else the header */
        bool by_files;
} WishChroot;

typedef struct Wish {
        WishLines *options; /* by the option's index */
        WishChroot chroot;
        WishLines paths;    /* [Wait] PathExists= */
        PolicyExcepts excepts;
        Strv policies; /* files of the policies that match and are enforced */
        bool empty;
} Wish;

/* @include_plan: also policies of Mode=plan, for hardenctl. */
void wish_make(Arena *a, const PolicySet *set, const Matchable *u, bool include_plan, Wish *ret);

/* The word of Except= that takes the whole option out; NULL: none does. */
const PolicyExcept *wish_excepted(const Wish *w, const Option *o);
/* The same for the words that stand for sections: Chroot and Wait. */
const PolicyExcept *wish_section_excepted(const Wish *w, const char *section);
/* The same for one element of the option. */
const PolicyExcept *wish_element_excepted(const Wish *w, const Option *o, const char *element);
