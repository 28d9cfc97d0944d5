/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What the options in force make of a path: systemd mounts the deepest rule last, of two for one path the stricter one
 * wins (src/core/namespace.c), and below what is hidden only a bind shows anything. */
#include "option/value.h"
#include "plan/paths.h"
#include "preflight-look.h"
#include "unit/word.h"

/* Of one path a later kind wins over those before it. */
typedef enum RuleKind {
        RULE_OPEN, RULE_READ_ONLY, RULE_EMPTY, RULE_INACCESSIBLE, RULE_BIND, RULE_EXEC, RULE_NO_EXEC,
} RuleKind;

typedef struct PathRule {
        const char *path;
        RuleKind kind;
        const Option *option;
} PathRule;

typedef VEC(PathRule) Rules;

typedef struct PathRules {
        Rules now, own;
} PathRules;

/* What a value of an ordered option closes. */
static const struct {
        const Option *option;
        unsigned bits; /* that the value has */
        bool exactly;
        RuleKind kind;
        const char *paths[16];
} orders[] = {
        { OPT(ProtectSystem), 1, false, RULE_READ_ONLY,
          { "/usr", "/boot", "/efi", "/bin", "/sbin", "/lib", "/lib64" } },
        { OPT(ProtectSystem), 2, false, RULE_READ_ONLY, { "/etc" } },
        { OPT(ProtectSystem), 4, false, RULE_READ_ONLY, { "/" } },
        { OPT(ProtectSystem), 4, false, RULE_OPEN, { "/proc", "/sys", "/dev", "/home", "/root", "/run/user" } },
        { OPT(ProtectHome), 1, true, RULE_READ_ONLY, { "/home", "/root", "/run/user" } },
        { OPT(ProtectHome), 3, true, RULE_EMPTY, { "/home", "/root", "/run/user" } },
        { OPT(ProtectHome), 7, true, RULE_INACCESSIBLE, { "/home", "/root", "/run/user" } },
        { OPT(PrivateTmp), 1, false, RULE_BIND, { "/tmp", "/var/tmp" } },
        { OPT(PrivateDevices), 1, false, RULE_BIND, { "/dev" } },
        { OPT(ProtectKernelTunables), 1, false, RULE_READ_ONLY,
          { "/sys", "/proc/acpi", "/proc/apm", "/proc/asound", "/proc/bus", "/proc/fs", "/proc/irq",
            "/proc/latency_stats", "/proc/mtrr", "/proc/scsi", "/proc/sys", "/proc/sysrq-trigger",
            "/proc/timer_stats" } },
        { OPT(ProtectKernelTunables), 1, false, RULE_INACCESSIBLE, { "/proc/kallsyms", "/proc/kcore" } },
        { OPT(ProtectKernelTunables), 1, false, RULE_OPEN, { "/sys/fs/cgroup", "/sys/fs/bpf" } },
        { OPT(ProtectKernelModules), 1, false, RULE_INACCESSIBLE, { "/usr/lib/modules" } },
        { OPT(ProtectKernelLogs), 1, false, RULE_INACCESSIBLE, { "/proc/kmsg", "/dev/kmsg" } },
        { OPT(ProtectControlGroups), 1, false, RULE_READ_ONLY, { "/sys/fs/cgroup" } },
};

static const struct {
        const Option *option;
        RuleKind kind;
        const char *below[2]; /* for names of directories that systemd makes */
} lists[] = {
        { OPT(ReadWritePaths), RULE_OPEN, {} },        { OPT(ReadOnlyPaths), RULE_READ_ONLY, {} },
        { OPT(InaccessiblePaths), RULE_INACCESSIBLE, {} }, { OPT(TemporaryFileSystem), RULE_EMPTY, {} },
        { OPT(ExecPaths), RULE_EXEC, {} },             { OPT(NoExecPaths), RULE_NO_EXEC, {} },
        { OPT(BindPaths), RULE_BIND, {} },             { OPT(BindReadOnlyPaths), RULE_BIND, {} },
        { OPT(BindReadOnlyPaths), RULE_READ_ONLY, {} },
        { OPT(RuntimeDirectory), RULE_OPEN, { "/run", "/run/private" } },
        { OPT(StateDirectory), RULE_OPEN, { "/var/lib", "/var/lib/private" } },
        { OPT(CacheDirectory), RULE_OPEN, { "/var/cache", "/var/cache/private" } },
        { OPT(LogsDirectory), RULE_OPEN, { "/var/log", "/var/log/private" } },
        { OPT(ConfigurationDirectory), RULE_OPEN, { "/etc", NULL } },
};

static const InForce *value_of(const Look *l, const Option *o, bool with_plan) {
        return with_plan ? &bar(l, o)->now : &bar(l, o)->own;
}

static void add(Look *l, Rules *ret, const char *path, RuleKind kind, const Option *o) {
        vec_push(l->arena, ret, (PathRule) { path, kind, o });
}

static void add_orders(Look *l, bool with_plan, Rules *ret) {
        for (size_t i = 0; i < ELEMENTSOF(orders); i++) {
                const char *value = value_of(l, orders[i].option, with_plan)->value;
                const OptionValue *v = value ? order_find(orders[i].option, value, (unsigned) -1) : NULL;

                if (!v || (orders[i].exactly ? v->bits != orders[i].bits : !(v->bits & orders[i].bits)))
                        continue;
                for (size_t k = 0; k < ELEMENTSOF(orders[i].paths) && orders[i].paths[k]; k++)
                        add(l, ret, orders[i].paths[k], orders[i].kind, orders[i].option);
        }
}

static void add_list(Look *l, size_t i, const char *value, Rules *ret) {
        bool binds = lists[i].option->flags & OPTION_BINDS;
        const char *word;

        while (word_next(l->arena, &value, binds ? WORD_RETAIN_ESCAPE : 0, &word) > 0) {
                Bind b;

                if (binds)
                        word = bind_parse(l->arena, word, &b) < 0 ? "" : b.destination;
                else
                        word = arena_strndup(l->arena, word, strcspn(word, ":"));
                word = unit_path(l->arena, l->unit, path_skip_prefix(word), NULL).path;
                for (size_t k = 0; k < 2 && lists[i].below[k]; k++)
                        add(l, ret, arena_printf(l->arena, "%s/%s", lists[i].below[k], word), lists[i].kind,
                            lists[i].option);
                if (!lists[i].below[0] && *word == '/')
                        add(l, ret, word, lists[i].kind, lists[i].option);
        }
}

static void make_rules(Look *l, bool with_plan, Rules *ret) {
        add_orders(l, with_plan, ret);
        for (size_t i = 0; i < ELEMENTSOF(lists); i++) {
                const char *value = value_of(l, lists[i].option, with_plan)->value;

                for (const char *line = value; line && *line; line += strcspn(line, "\n"), line += *line == '\n')
                        add_list(l, i, arena_strndup(l->arena, line, strcspn(line, "\n")), ret);
        }
}

static bool is_of(RuleKind kind, PathWish wish) {
        if (wish == WISH_EXECUTE)
                return kind == RULE_EXEC || kind == RULE_NO_EXEC;
        return kind == RULE_BIND || (kind < RULE_BIND && (wish == WISH_WRITE || kind >= RULE_EMPTY));
}

static bool closes(const PathRule *r) {
        return r->kind != RULE_OPEN && r->kind != RULE_BIND && r->kind != RULE_EXEC;
}

/* What decides about @path; NULL: no rule does. */
static const PathRule *decide(const Rules *rules, const char *path, PathWish wish) {
        const PathRule *best = NULL;

        vec_foreach(r, rules) {
                size_t mine, its;

                if (!is_of(r->kind, wish) || !path_is_below(path, r->path))
                        continue;
                if (r->kind == RULE_INACCESSIBLE)
                        return r;
                mine = strlen(r->path);
                its = best ? strlen(best->path) : 0;
                if (best && best->kind == RULE_EMPTY && r->kind != RULE_BIND && r->kind != RULE_EMPTY)
                        continue;
                if (!best || mine > its || (mine == its && r->kind > best->kind) ||
                    (r->kind == RULE_EMPTY && best->kind < RULE_EMPTY))
                        best = r;
        }
        return best && closes(best) ? best : NULL;
}

const Option *path_closed(Look *l, const char *path, PathWish wish, const char **ret_rule) {
        const PathRule *r;

        if (!l->paths) {
                l->paths = arena_new(l->arena, PathRules);
                make_rules(l, true, &l->paths->now);
                make_rules(l, false, &l->paths->own);
        }
        r = decide(&l->paths->now, path, wish);
        if (!r || decide(&l->paths->own, path, wish))
                return NULL;
        *ret_rule = r->path;
        return r->option;
}

bool path_is_read_only(const Runner *r, const char *path) {
        const Mount *m = process_mount_of(&r->process, path);

        return m && (mount_has(m->options, "ro") || mount_has(m->super, "ro"));
}

/* Which place of its file system lies at @path. */
static const char *place_of(const Look *l, const Mount *m, const char *path) {
        return arena_printf(l->arena, "%s%s", streq(m->root, "/") ? "" : m->root,
                            streq(m->point, "/") ? path : path + strlen(m->point));
}

bool path_is_shared(const Look *l, const Runner *r, const char *path) {
        const Mount *its = process_mount_of(&r->process, path), *ours = process_mount_of(&l->first->process, path);

        return its && ours && streq(its->device, ours->device) &&
               streq(place_of(l, its, path), place_of(l, ours, path));
}
