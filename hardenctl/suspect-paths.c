/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What a file in an error says about the option that hides or closes it. */
#include "option/value.h"
#include "plan/paths.h"
#include "suspect.h"
#include "unit/word.h"

typedef enum Cover {
        COVER_SYSTEM,  /* what ProtectSystem= of this value closes */
        COVER_HOME,    /* users' files */
        COVER_LIST,    /* the paths of the option's own list */
        COVER_BIND,    /* the destinations of a list of binds */
        COVER_AREAS,   /* the paths of the row */
        COVER_ALL,     /* anything */
} Cover;

typedef struct PathRule {
        const Option *option;
        unsigned errors;
        Cover cover;
        Certainty certainty;  /* where the file is there outside of the service, or it is about writing */
        const char *because;
        const char *areas[6]; /* of COVER_AREAS */
} PathRule;

#define HIDDEN (ERROR_NO_FILE | ERROR_ACCESS)

/* Lists come first: what they name is more to the point than what an option closes as a whole. */
static const PathRule rules[] = {
        { OPT(ReadOnlyPaths), ERROR_READ_ONLY, COVER_LIST, CERTAIN, "it writes to %s, which is read-only", {} },
        { OPT(InaccessiblePaths), HIDDEN | ERROR_READ_ONLY, COVER_LIST, CERTAIN, "%s is hidden from it", {} },
        { OPT(TemporaryFileSystem), HIDDEN | ERROR_READ_ONLY, COVER_BIND, CERTAIN, "an empty file system hides %s",
          {} },
        { OPT(BindReadOnlyPaths), ERROR_READ_ONLY, COVER_BIND, CERTAIN, "it writes to %s, which is read-only", {} },
        { OPT(NoExecPaths), ERROR_ACCESS, COVER_LIST, CERTAIN, "%s may not be run", {} },
        { OPT(ProtectHome), HIDDEN | ERROR_READ_ONLY, COVER_HOME, CERTAIN, "%s is out of its reach", {} },
        { OPT(ProtectControlGroups), ERROR_READ_ONLY, COVER_AREAS, CERTAIN, "it writes to %s, which is read-only",
          { "/sys/fs/cgroup" } },
        { OPT(ProtectKernelTunables), ERROR_READ_ONLY | ERROR_ACCESS, COVER_AREAS, CERTAIN, "%s is closed to it",
          { "/proc", "/sys" } },
        { OPT(ProtectKernelModules), HIDDEN, COVER_AREAS, CERTAIN, "%s is hidden from it",
          { "/usr/lib/modules", "/lib/modules" } },
        { OPT(ProtectKernelLogs), HIDDEN | ERROR_PERMISSION, COVER_AREAS, CERTAIN, "%s is closed to it",
          { "/dev/kmsg", "/proc/kmsg" } },
        { OPT(ProtectSystem), ERROR_READ_ONLY, COVER_SYSTEM, CERTAIN, "it writes to %s, which is read-only", {} },
        { OPT(PrivateTmp), ERROR_NO_FILE, COVER_AREAS, CERTAIN, "it has a /tmp of its own, and %s is not in it",
          { "/tmp", "/var/tmp" } },
        { OPT(PrivateDevices), HIDDEN | ERROR_PERMISSION | ERROR_READ_ONLY, COVER_AREAS, CERTAIN,
          "%s is not among its devices", { "/dev" } },
        { OPT(DevicePolicy), ERROR_PERMISSION, COVER_AREAS, LIKELY, "%s is not among its devices", { "/dev" } },
        { OPT(ProcSubset), ERROR_NO_FILE, COVER_AREAS, CERTAIN, "%s is hidden from it", { "/proc" } },
        { OPT(ProtectProc), HIDDEN, COVER_AREAS, LIKELY, "%s is hidden from it", { "/proc" } },
        { OPT(RootDirectory), ERROR_NO_FILE, COVER_ALL, LIKELY, "%s is not in its root", {} },
};

static bool in_list(Case *k, const Option *o, const char *path) {
        const char *word;

        return plan_line_of_path(k, o, path, &word);
}

/* SOURCE:DESTINATION:OPTIONS, or PATH:OPTIONS. */
static bool in_binds(Case *k, const Option *o, const char *path, bool is_bind) {
        const Plan *plan = k->explanation->plan->plan;

        vec_foreach(l, &plan->lines) {
                const char *rest = l->value, *word;

                while (l->option == o && !l->reason && word_next(k->arena, &rest, 0, &word) > 0) {
                        const char *place = path_skip_prefix(word), *colon = strchr(place, ':');

                        if (is_bind && colon)
                                place = colon + 1;
                        place = arena_strndup(k->arena, place, strcspn(place, ":"));
                        if (*place == '/' && path_is_below(path, place))
                                return true;
                }
        }
        return false;
}

static bool covers(Case *k, const PathRule *r, const Clue *clue) {
        const OptionValue *v = NULL;

        vec_foreach(l, &k->explanation->plan->plan->lines)
                if (l->option == r->option && !l->reason && r->option->kind == OPTION_ORDER)
                        v = order_find(r->option, l->value, VERSION_NEWEST);
        switch (r->cover) {
        case COVER_SYSTEM:
                return v && protect_system_covers(v->bits, clue->path);
        case COVER_HOME:
                return v && is_in_areas(clue->path, home_areas) && (clue->error == ERROR_READ_ONLY || (v->bits & 2));
        case COVER_LIST:
                return in_list(k, r->option, clue->path);
        case COVER_BIND:
                return in_binds(k, r->option, clue->path, r->option == OPT(BindReadOnlyPaths));
        case COVER_AREAS:
                return is_in_areas(clue->path, r->areas);
        case COVER_ALL:
                return true;
        }
        return false;
}

static bool is_there(Case *k, const char *path) {
        struct stat st;

        return root_lstat(&k->context->root, path, &st) >= 0;
}

/* @text with @path in the place of its %s. */
static const char *put_path(Arena *a, const char *text, const char *path) {
        const char *place = strstr(text, "%s");

        return arena_printf(a, "%.*s%s%s", (int) (place - text), text, path, place + strlen("%s"));
}

static Certainty certainty_of(Case *k, const PathRule *r, const Clue *clue) {
        if (clue->error == ERROR_NO_FILE && !is_there(k, clue->path))
                return POSSIBLE; /* it may be about to be made, or be missing for everybody */
        if ((clue->error & (ERROR_ACCESS | ERROR_PERMISSION)) && !clue->exec && r->certainty == CERTAIN)
                return LIKELY; /* its modes may be why, too */
        return r->certainty;
}

/* Root needs no permission where it has these. */
static void suspect_rights(Case *k, const Clue *clue) {
        static const char *const capabilities[] = { "CAP_DAC_OVERRIDE", "CAP_DAC_READ_SEARCH" };

        if (clue->error != ERROR_ACCESS || clue->exec)
                return;
        for (size_t i = 0; i < ELEMENTSOF(capabilities); i++) {
                const char *because = arena_printf(k->arena, "without %s root may not use %s by right of its being "
                                                             "root", capabilities[i], clue->path);

                if (plan_denies(k, OPT(CapabilityBoundingSet), capabilities[i]))
                        suspect_add(k, (Suspect) { .option = OPT(CapabilityBoundingSet), .element = capabilities[i],
                                                   .certainty = is_there(k, clue->path) ? LIKELY : POSSIBLE,
                                                   .because = because, .evidence = clue->text });
        }
        suspect_add(k, (Suspect) { .option = OPT(UMask), .certainty = POSSIBLE, .evidence = clue->text,
                                   .because = "what it makes is closed to others, its own processes of another user "
                                              "too" });
        suspect_add(k, (Suspect) { .option = OPT(PrivateUsers), .certainty = POSSIBLE, .evidence = clue->text,
                                   .because = "root's rights count for nothing in its user namespace" });
}

/* What systemd itself cannot mount: the option names just this path. */
static void suspect_mount(Case *k, const Clue *clue) {
        const Plan *plan = k->explanation->plan->plan;
        const char *because = arena_printf(k->arena, "systemd cannot mount %s", clue->path);

        vec_foreach(l, &plan->lines) {
                const char *rest = l->value, *word;

                if (l->reason || !(l->option->needs & NEEDS_MOUNT_NS) || l->option->kind == OPTION_ORDER)
                        continue;
                while (word_next(k->arena, &rest, 0, &word) > 0) {
                        const char *path = path_skip_prefix(word), *at = strstr(path, clue->path);
                        size_t n = strlen(clue->path);

                        if (!at || (at != path && at[-1] != ':') || !strchr(":/", at[n]))
                                continue;
                        suspect_add(k, (Suspect) { .option = l->option, .line = l, .path = clue->path,
                                                   .certainty = CERTAIN, .element = strchr(word, ':') ? NULL : path,
                                                   .because = because, .evidence = clue->text });
                }
        }
}

void suspects_by_path(Case *k, const Clue *clue) {
        if (!k->explanation->plan || !k->explanation->plan->plan)
                return;
        if (clue->manager && !clue->exec) {
                suspect_mount(k, clue);
                return;
        }
        for (size_t i = 0; i < ELEMENTSOF(rules); i++) {
                const PathRule *r = rules + i;
                const char *word = NULL;

                if (!(clue->error & r->errors) || !plan_has(k, r->option) || !covers(k, r, clue))
                        continue;
                suspect_add(k, (Suspect) {
                        .option = r->option, .path = clue->path, .writes = clue->error == ERROR_READ_ONLY,
                        .line = r->cover == COVER_LIST ? plan_line_of_path(k, r->option, clue->path, &word) : NULL,
                        .element = word, .certainty = certainty_of(k, r, clue), .evidence = clue->text,
                        .because = put_path(k->arena, r->because, clue->path) });
        }
        suspect_rights(k, clue);
}
