/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "snapshot.h"

#include <stdlib.h>

#include "emit/machine.h"
#include "say.h"
#include "unit/name.h"
#include "unit/unit.h"

typedef struct Taking {
        Arena *arena;
        Snapshot *snapshot;
} Taking;

static void take_file(Arena *scratch, const char *path, const char *text, void *userdata) {
        Taking *t = userdata;
        SnapshotFile f = { .path = arena_strdup(t->arena, path) };
        const char *suffix = endswith(path, ".d/" DROPIN_NAME);

        (void) scratch;
        if (suffix)
                f.unit = arena_strndup(t->arena, path, (size_t) (suffix - path));
        while (*text) {
                size_t n = strcspn(text, "\n");

                if (n > 0 && *text != '#')
                        vec_push(t->arena, &f.lines, arena_strndup(t->arena, text, n));
                text += n + (text[n] == '\n');
        }
        vec_push(t->arena, &t->snapshot->files, f);
}

static int compare(const void *a, const void *b) {
        return strcmp(((const SnapshotFile *) a)->path, ((const SnapshotFile *) b)->path);
}

int snapshot_take(Context *c, Messages *m, Snapshot *ret) {
        Taking t = { .arena = &c->arena, .snapshot = ret };
        PolicySet set;
        int r;

        *ret = (Snapshot) {};
        r = context_load_units(c);
        if (r != EXIT_FINE)
                return r;
        r = policy_set_load(&c->arena, &c->target, m, &set);
        if (r < 0)
                return say(EXIT_FAILED, "policies cannot be listed: %s", strerror(-r));
        emit_machine(&c->units, &c->target, &set, 0, m, take_file, NULL, &t);
        if (ret->files.n > 0)
                qsort(ret->files.v, ret->files.n, sizeof(*ret->files.v), compare);
        return EXIT_FINE;
}

static const SnapshotFile *find(Context *c, const Snapshot *s, const char *unit) {
        const SnapshotFile key = { .path = arena_printf(&c->arena, "%s.d/" DROPIN_NAME, unit) };

        return s->files.n > 0 ? bsearch(&key, s->files.v, s->files.n, sizeof(key), compare) : NULL;
}

const SnapshotFile *snapshot_dropin(Context *c, const Snapshot *s, const char *unit) {
        return find(c, s, unit) ?: unit_name_is_instance(unit) ? find(c, s, unit_name_template(&c->arena, unit)) : NULL;
}
