/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Memory that is writable and executable, or was so. */
#include "preflight-look.h"

/* What the kernel maps itself, and the stack, which is executable by the word of the program's file. */
static bool is_the_kernels(const char *path) {
        return *path == '[' && !streq(path, "[heap]") && !startswith(path, "[anon");
}

static const char *what_lies_there(const Mapping *m) {
        return *m->path == '/' ? m->path : "no file";
}

/* Code in memory without a file was written there, and made executable then. A file in memory alone (memfd) can be
 * mapped twice, once for each, which is allowed. */
static void look_at_code(Look *l, const Runner *r) {
        const Option *o = OPT(MemoryDenyWriteExecute);

        if (!bar_switches_on(l, o))
                return;
        vec_foreach(m, &r->mappings) {
                if (is_the_kernels(m->path))
                        continue;
                if (m->write)
                        finding_add(l, r, o, NULL, NULL, "has memory that is both writable and executable (of %s)",
                                    what_lies_there(m));
                else if (*m->path != '/')
                        finding_add(l, r, o, NULL, NULL,
                                    "has memory of no file that is executable, so it makes code at run time");
        }
}

const Check checks_of_memory[] = {
        { { OPT(MemoryDenyWriteExecute), NULL }, look_at_code },
        {}
};
