/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "unit/unit.h"

#include <errno.h>
#include <fcntl.h>

#include "unit/conf.h"
#include "unit/name.h"
#include "unit/search.h"

typedef struct FactKey {
        const char *section, *key;
        UnitFact fact;
} FactKey;

static const FactKey fact_keys[] = {
        { "Service", "Type", FACT_TYPE },
        { "Service", "ExecStart", FACT_EXEC_START },
        { "Service", "ExecStartPre", FACT_EXEC_OTHER },
        { "Service", "ExecStartPost", FACT_EXEC_OTHER },
        { "Service", "ExecCondition", FACT_EXEC_OTHER },
        { "Service", "ExecReload", FACT_EXEC_OTHER },
        { "Service", "ExecReloadPost", FACT_EXEC_OTHER },
        { "Service", "ExecStop", FACT_EXEC_OTHER },
        { "Service", "ExecStopPost", FACT_EXEC_OTHER },
        { "Service", "BusName", FACT_BUS_NAME },
        { "Service", "WorkingDirectory", FACT_WORKING_DIRECTORY },
        { "Service", "RootImage", FACT_ROOT_IMAGE },
        { "Service", "RootImageOptions", FACT_ROOT_IMAGE_OPTIONS },
        { "Unit", "Before", FACT_BEFORE },
        { "Service", "StandardInput", FACT_STANDARD_IO },
        { "Service", "StandardOutput", FACT_STANDARD_IO },
        { "Service", "StandardError", FACT_STANDARD_IO },
        { "Service", "EnvironmentFile", FACT_ENVIRONMENT_FILE },
        { "Service", "PIDFile", FACT_PID_FILE },
        { "Service", "Delegate", FACT_DELEGATE },
        { "Unit", "DefaultDependencies", FACT_DEFAULT_DEPENDENCIES },
        { "Service", "SELinuxContext", FACT_SELINUX_CONTEXT },
        { "Service", "AppArmorProfile", FACT_APPARMOR_PROFILE },
        { "Service", "CPUSchedulingPolicy", FACT_CPU_SCHEDULING_POLICY },
        { "Service", "Sockets", FACT_SOCKETS },
        { "Service", "MountFlags", FACT_MOUNT_FLAGS },
        { "Service", "MountImages", FACT_MOUNTS },
        { "Service", "ExtensionImages", FACT_MOUNTS },
        { "Service", "ExtensionDirectories", FACT_MOUNTS },
        { "Service", "LogNamespace", FACT_MOUNTS },
        { "Service", "WatchdogSec", FACT_WATCHDOG },
        { "Service", "FileDescriptorStoreMax", FACT_FD_STORE },
};

static size_t slots(void) {
        return option_count() + _FACT_MAX;
}

/* The slot of a key, or -1 if it is of no interest. */
static int slot_find(const char *section, const char *key) {
        if (streq(section, "Service")) {
                const Option *o = option_find(key);

                if (o)
                        return (int) option_index(o);
        }
        for (size_t i = 0; i < ELEMENTSOF(fact_keys); i++)
                if (fact_keys[i].key[0] == key[0] && streq(fact_keys[i].key, key) &&
                    streq(fact_keys[i].section, section))
                        return (int) (option_count() + fact_keys[i].fact);
        return -1;
}

static void add_line(Unit *u, Arena *a, int slot, const ConfLine *l, const UnitSource *source) {
        UnitLine *n = arena_new(a, UnitLine);

        *n = (UnitLine) { l->key, l->value, source, l->line, NULL };
        if (u->last[slot])
                u->last[slot]->next = n;
        else
                u->first[slot] = n;
        u->last[slot] = n;
}

static UnitSource *add_source(Unit *u, Arena *a, const char *path, bool admin) {
        UnitSource *s = arena_new(a, UnitSource);

        *s = (UnitSource) { .path = path, .admin = admin };
        vec_push(a, &u->sources, s);
        return s;
}

/* Reads one file of the unit. A file that is no regular one (a mask, mostly) or that is gone is empty. */
static int read_file(Unit *u, UnitIndex *x, Arena *a, Messages *m, UnitSource *source, size_t *ret_size) {
        ConfLines lines = {};
        unsigned line;
        char *data;
        size_t size = 0;
        int r;

        r = root_read(x->root, a, source->path, UNIT_FILE_MAX, &data, &size, NULL);
        if (ret_size)
                *ret_size = size;
        if (r == -ENOENT || r == -ENOTSUP)
                return 0;
        if (r < 0) {
                message_add(m, LOG_ERR, source->path, 0, "cannot be read (%s), %s left as it is",
                            strerror(-r), u->name);
                return r;
        }
        r = conf_parse(a, data, size, &lines, &line);
        if (r == -ENOBUFS) {
                message_add(m, LOG_ERR, source->path, line, "line over 1 MiB, %s left as it is", u->name);
                return r;
        }
        vec_foreach(l, &lines) {
                int slot = l->key ? slot_find(l->section, l->key) : -1;

                if (slot >= 0)
                        add_line(u, a, slot, l, source);
        }
        return 0;
}

/* Links into the store of Nix are the vendor's word, wherever they stand. */
static bool is_store_link(UnitIndex *x, Arena *a, const char *path) {
        _cleanup_close_ int fd = root_openat(x->root, path, O_PATH);
        const char *real;

        return fd >= 0 && root_real_path(x->root, a, fd, &real) >= 0 && startswith(real, "/nix/store/");
}

/* The entry that holds the fragment: the unit's own, or its template's. */
static const IndexUnit *find_fragment(UnitIndex *x, Arena *a, const char *name) {
        const IndexUnit *i = index_find_service(x, name);

        if (unit_name_is_instance(name) && (!i || i->state == UNIT_INSTANCE))
                i = index_resolve(x, unit_name_template(a, name));
        return i;
}

/* Also where nothing is mounted yet. */
static bool leads_elsewhere(UnitIndex *x, Arena *a, const char *path, const char *target) {
        _cleanup_close_ int fd = root_openat(x->root, path, O_PATH);
        const char *real;

        if (fd == -ENOENT)
                return *target == '/' && !path_is_readable_place(target);
        return fd >= 0 && root_real_path(x->root, a, fd, &real) >= 0 && !path_is_readable_place(real);
}

static int load_fragment(Unit *u, UnitIndex *x, Arena *a, Messages *m) {
        const IndexUnit *i = find_fragment(x, a, u->name);
        const UnitDir *dir;
        const char *path;
        size_t size;
        bool admin;
        int r;

        if (!i || i->state == UNIT_INSTANCE)
                return 0;
        if (i->state == UNIT_MASKED) {
                u->masked = true;
                return 0;
        }
        dir = x->dirs.v + i->dir;
        path = arena_printf(a, "%s/%s", dir->path, i->name);
        if (i->state == UNIT_LINKED && leads_elsewhere(x, a, path, i->target))
                return 0;
        admin = dir->admin && !(i->state == UNIT_LINKED && is_store_link(x, a, path));
        r = read_file(u, x, a, m, add_source(u, a, path, admin), &size);
        if (r < 0)
                return r;
        u->fragment = path;
        u->transient = dir->transient;
        u->masked = size == 0;
        return 0;
}

static int load_dropins(Unit *u, UnitIndex *x, Arena *a, Messages *m) {
        DropinFiles files = {};
        int r;

        r = index_dropins(x, a, u->name, &u->aliases, &files);
        if (r < 0) {
                message_add(m, LOG_ERR, u->name, 0, "its drop-ins cannot be listed (%s), left as it is",
                            strerror(-r));
                return r;
        }
        vec_foreach(f, &files) {
                const UnitDir *dir = x->dirs.v + f->dir->dir;
                const char *path = arena_printf(a, "%s/%s.d/%s", dir->path, f->dir->name, f->name);
                UnitSource *s;

                if (streq(f->name, DROPIN_NAME))
                        u->occupied = path;
                s = add_source(u, a, path, dir->admin && !is_store_link(x, a, path));
                s->after = strcmp(f->name, DROPIN_NAME) > 0;
                r = read_file(u, x, a, m, s, NULL);
                if (r < 0)
                        return r;
        }
        return 0;
}

int unit_load(UnitIndex *x, Arena *a, Messages *m, const char *name, Unit *ret) {
        int r;

        *ret = (Unit) { .name = name };
        ret->first = arena_alloc(a, slots() * sizeof(UnitLine *));
        ret->last = arena_alloc(a, slots() * sizeof(UnitLine *));
        index_aliases(x, a, name, &ret->aliases);
        r = load_fragment(ret, x, a, m);
        if (r < 0 || ret->masked)
                return r;
        return load_dropins(ret, x, a, m);
}

const UnitLine *unit_option(const Unit *u, const Option *o) {
        return u->first[option_index(o)];
}

const UnitLine *unit_fact(const Unit *u, UnitFact fact) {
        return u->first[option_count() + fact];
}

const char *unit_last(const Unit *u, UnitFact fact) {
        const UnitLine *l = u->last[option_count() + fact];

        return l && *l->value ? l->value : NULL;
}

const char *unit_last_option(const Unit *u, const Option *o) {
        const UnitLine *l = u->last[option_index(o)];

        return l && *l->value ? l->value : NULL;
}
