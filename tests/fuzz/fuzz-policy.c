/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Fuzzes the reader of policies, and the way from there to a drop-in. An input is the text of a policy;
 * what follows a line "---- unit" is the fragment of a service, what follows "---- dropin" one of its drop-ins.
 */
#include "fuzz.h"

#include <fcntl.h>
#include <sys/stat.h>

#include "emit/machine.h"
#include "emit/render.h"
#include "emit/units.h"
#include "option/problem.h"
#include "option/value.h"
#include "policy/profile.h"
#include "unit/conf.h"

#define POLICY "/etc/hardening.d/60-fuzz.conf"
#define FRAGMENT "usr/lib/systemd/system/x.service"
#define DROPIN "usr/lib/systemd/system/x.service.d/10-vendor.conf"
#define SIZE_MAX_INPUT (64 * 1024)

static const struct {
        const char *path, *text;
} files[] = {
        { "etc/hardening.d/profiles/base.conf", "[Service]\nNoNewPrivileges=yes\nProtectSystem=full\n" },
        { "etc/hardening.d/profiles/more.conf", "[Profile]\nProfile=base\n[Service]\nSystemCallFilter=@system-service\n" },
        { "etc/hardening.d/profiles/loop.conf", "[Profile]\nProfile=loop\n[Service]\nPrivateTmp=yes\n" },
        { "etc/hostname", "fuzz\n" },
        { "usr/libexec/hardening-generator/mirror", "" },
        { "usr/lib/systemd/system/x.socket", "[Socket]\nListenStream=1\n" },
        { "srv/tree/etc/hosts", "" },
        { "usr/lib/systemd/system/bare.service", "[Service]\nExecStart=/usr/bin/bare\n" },
        { "usr/lib/systemd/system/t@.service", "[Service]\nExecStart=/usr/bin/t\nUser=t\nNoNewPrivileges=yes\n" },
        { "usr/lib/systemd/system/t@i.service.d/20-i.conf", "[Service]\nSystemCallFilter=~@mount\n" },
        { FRAGMENT, "" },
        { DROPIN, "" },
};

static char root_path[256];
static int root_fd = -1;

static void write_file(const char *path, const void *text, size_t size) {
        _cleanup_close_ int fd = openat(root_fd, path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);

        require(fd >= 0 && write(fd, text, size) == (ssize_t) size);
}

static void make_parents(const char *path) {
        char dir[256];

        for (const char *slash = strchr(path, '/'); slash; slash = strchr(slash + 1, '/')) {
                snprintf(dir, sizeof(dir), "%.*s", (int) (slash - path), path);
                require(mkdirat(root_fd, dir, 0755) >= 0 || errno == EEXIST);
        }
}

static void remove_root(void) {
        char command[sizeof(root_path) + 16];

        snprintf(command, sizeof(command), "rm -rf '%s'", root_path);
        (void) !system(command);
}

static void make_root(void) {
        const char *directory = getenv("TMPDIR");

        umask(022);
        snprintf(root_path, sizeof(root_path), "%s/fuzz-policy-XXXXXX", directory ? directory : "/tmp");
        require(mkdtemp(root_path));
        atexit(remove_root);
        require(chmod(root_path, 0755) >= 0);
        root_fd = open(root_path, O_PATH | O_DIRECTORY | O_CLOEXEC);
        require(root_fd >= 0);
        for (size_t i = 0; i < ELEMENTSOF(files); i++) {
                make_parents(files[i].path);
                write_file(files[i].path, files[i].text, strlen(files[i].text));
        }
}

/* Some lines repeat words of the unit, and those need not make sense. */
static bool unit_is_legible(Arena *a, const Unit *u, const Option *o) {
        for (const UnitLine *l = unit_option(u, o); l; l = l->next)
                if (value_problem(a, o, l->value))
                        return false;
        return true;
}

/* Every line of a drop-in is one that systemd reads as we mean it. */
static void check_dropin(Arena *a, const UnitPlan *p, bool mirrored) {
        const char *text = render_dropin(a, p, mirrored);
        ConfLines lines = {};
        Strv waits = {};
        size_t i;

        service_waits(a, p->chroot, mirrored, &waits);
        require(conf_parse(a, arena_strdup(a, text), strlen(text), &lines, NULL) == 0);
        require(lines.n >= p->plan->emitted + p->chroot->lines.n + waits.n);
        vec_foreach(l, &lines)
                require(l->key);
        i = lines.n - p->plan->emitted; /* those of [Chroot] and [Wait] come first */
        vec_foreach(l, &p->plan->lines) {
                if (l->reason)
                        continue;
                require(i < lines.n && lines.v[i].key);
                require(streq(lines.v[i].section, "Service"));
                require(streq(lines.v[i].key, l->option->name) && streq(lines.v[i].value, l->value));
                require(!value_problem(a, l->option, l->value) || !unit_is_legible(a, p->unit, l->option));
                require(l->sources.n > 0);
                i++;
        }
        require(i == lines.n);
}

/* Units and drop-ins alike. */
static void check_file(Arena *a, const char *path, const char *text, void *userdata) {
        ConfLines lines = {};

        (void) userdata;
        require(*path != '/' && !strstr(path, "../") && strlen(base_name(path)) <= 255);
        require(conf_parse(a, arena_strdup(a, text), strlen(text), &lines, NULL) == 0);
        vec_foreach(l, &lines)
                require(l->key && *l->section);
}

static void check_plan(Arena *a, const UnitPlan *p, void *userdata) {
        const PolicySet *set = userdata;
        size_t emitted = 0;

        if (!p->plan)
                return;
        vec_foreach(l, &p->plan->lines)
                emitted += !l->reason;
        require(emitted == p->plan->emitted);
        require(set->policies.n > 0);
        for (int mirrored = 0; mirrored < 2; mirrored++)
                if (emitted > 0 || !chroot_plan_is_empty(p->chroot))
                        check_dropin(a, p, mirrored);
}

static void plan(Arena *a, const Target *t, Messages *m, PolicySet *set) {
        UnitIndex index;

        require(index_load(t->root, a, &index) >= 0);
        emit_machine(&index, t, set, PLAN_EXPLAIN, m, check_file, check_plan, set);
}

/* Cuts what follows the line @mark off @text, and makes it the file @path; @otherwise if it is not there. */
static size_t split(const char *text, size_t size, const char *mark, const char *path, const char *otherwise) {
        const char *p = memmem(text, size, mark, strlen(mark));
        size_t n = p ? (size_t) (p - text) : size;

        if (p)
                write_file(path, p + strlen(mark), size - n - strlen(mark));
        else
                write_file(path, otherwise, strlen(otherwise));
        return n;
}

int LLVMFuzzerTestOneInput(const uint8_t *input, size_t size) {
        _cleanup_arena_ Arena a = {};
        const char *text = (const char *) input;
        Messages m = {};
        PolicySet set = {};
        Target target;
        Policy p;
        Root root;

        if (root_fd < 0)
                make_root();
        if (size > SIZE_MAX_INPUT)
                return 0;
        size = split(text, size, "\n---- dropin\n", DROPIN, "");
        size = split(text, size, "\n---- unit\n", FRAGMENT, "[Service]\nExecStart=/usr/bin/x\n");
        require(root_open(&root, root_path) >= 0);
        target_read(&root, &a, 257, &target);
        if (policy_parse(&a, &target, &m, &(Profiles) {}, POLICY, arena_strndup(&a, text, size), size, &p) >= 0) {
                require(p.unit.n || p.exec.n || p.user.n || p.type.n || p.chrooted != UNSET || p.networked != UNSET);
                vec_push(&a, &set.policies, &p);
                plan(&a, &target, &m, &set);
        } else
                require(m.errors > 0);
        messages_done(&m);
        root_close(&root);
        return 0;
}
