/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "services.h"

#include "say.h"

int services_each(Context *c, ServiceFunc func, void *userdata) {
        _cleanup_arena_ Arena scratch = {};
        Messages nobody = {};
        int r = context_load_units(c);

        if (r != EXIT_FINE)
                return r;
        vec_foreach(i, &c->units.services) {
                Matchable m;
                Unit u;

                arena_reset(&scratch);
                if (i->state == UNIT_ALIAS || i->state == UNIT_MASKED ||
                    unit_load(&c->units, &scratch, &nobody, i->name, &u) < 0 || u.masked)
                        continue;
                m = matchable_of(&scratch, &u);
                func(&m, userdata);
        }
        messages_done(&nobody);
        return EXIT_FINE;
}
