/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* A policy as its file says it (design.md section 3), profiles already put in front. */

#include "base/message.h"
#include "option/option.h"
#include "option/target.h"

#define POLICY_DIRECTORY "/etc/hardening.d"
#define POLICIES_MAX 4096
#define POLICY_FILE_MAX (1024U * 1024U)

/* The directories of policies, in the order of precedence; ends with NULL. */
extern const char *const policy_dirs[];

typedef struct PolicyLine {
        const Option *option;
        const char *value;
        const char *file;
        unsigned line;
} PolicyLine;
typedef VEC(PolicyLine) PolicyLines;

/* One word of Except=: an option or a glob, and for one element of a list its value. */
typedef struct PolicyExcept {
        const char *option;
        const char *value; /* NULL: the whole option */
        const char *file;
        unsigned line;
        bool by_mistake; /* no word of Except=, but a line of the option that cannot be read */
} PolicyExcept;
typedef VEC(PolicyExcept) PolicyExcepts;

/* One path of [Wait] PathExists=, an empty assignment, which forgets those before it. */
typedef struct PolicyPath {
        const char *path; /* NULL: forget */
        const char *file;
        unsigned line;
} PolicyPath;

typedef enum ChrootFiles { FILES_GRANULAR, FILES_ETC, FILES_NONE } ChrootFiles;
typedef enum ChrootOnChange { ON_CHANGE_UPDATE, ON_CHANGE_RESTART, ON_CHANGE_NONE } ChrootOnChange;

/* [Chroot]: a key that is not there leaves what earlier policies say. */
typedef struct PolicyChroot {
        unsigned line; /* of the section's header; 0: it is not there */
        bool has_files, has_on_change;
        ChrootFiles files;
        ChrootOnChange on_change;
        unsigned files_line, on_change_line;
} PolicyChroot;

typedef enum PolicyMode { MODE_ENFORCE, MODE_PLAN, MODE_OFF } PolicyMode;

typedef enum Tristate { UNSET = -1, NO, YES } Tristate;

typedef struct Policy {
        const char *file; /* path as seen in the root */
        const char *description;
        /* [Match]; the conditions on the machine are decided when the file is read */
        Strv unit, except_unit, exec, user, type;
        bool unit_has_globs; /* among the words of @unit */
        Tristate chrooted, networked;
        bool fits_machine;
        /* [Policy] */
        Strv profiles;
        PolicyMode mode;
        bool tighten_all;
        PolicyExcepts excepts;
        /* [Service], those of the profiles first */
        PolicyLines lines;
        PolicyChroot chroot;
        VEC(PolicyPath) paths; /* [Wait] */
} Policy;

/* A policy that had to be refused and would have exempted its units: they are left alone. */
typedef struct DamagedPolicy {
        const char *file;
        Strv unit;
} DamagedPolicy;

typedef struct PolicySet {
        VEC(Policy *) policies; /* in the order of their file names */
        VEC(DamagedPolicy) damaged;
} PolicySet;

/* Reads all active policies below the target's root. What is wrong is told to @m; the rest stands.
 * Returns 0, -E2BIG for more than POLICIES_MAX of them, or a negative errno. */
int policy_set_load(Arena *a, const Target *t, Messages *m, PolicySet *ret);

/* The profiles that were read for policies so far: policy/profile.h. */
typedef struct Profiles Profiles;

/* Reads the text of one policy. Returns 0, or -EINVAL if it must be refused; then @ret holds what could
 * be read. A missing profile or a bad line is told to @m and left out. */
int policy_parse(Arena *a, const Target *t, Messages *m, Profiles *profiles, const char *file, char *data, size_t size,
                 Policy *ret);

/* Whether what is legible of a refused policy exempts units. */
bool policy_exempts(const Policy *p);
