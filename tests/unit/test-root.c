/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Files below a root: nothing leads out of it, nothing is waited for. */
#include "helper.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <sys/socket.h>
#include <sys/un.h>

static int read_text(const char *path, size_t limit, const char **ret) {
        size_t size = 0;
        char *s = NULL;
        int r = root_read(root, arena, path, limit, &s, &size, NULL);

        *ret = r < 0 ? NULL : arena_strndup(arena, s, size);
        return r;
}

static void test_read(void) {
        static const struct {
                const char *path;
                int r;
                const char *text;
        } rows[] = {
                { "/etc/a", 0, "inside\n" },
                { "etc//a", 0, "inside\n" },
                { "/etc/empty", 0, "" },
                { "/etc/absolute", 0, "inside\n" },     /* from the root, not from the machine's */
                { "/etc/up", 0, "inside\n" },           /* ".." stops at the root */
                { "/etc/through/a", 0, "inside\n" },
                { "/etc/passwd", -ENOENT, NULL },       /* it is there outside */
                { "/etc/dangling", -ENOENT, NULL },
                { "/etc/loop", -ELOOP, NULL },
                { "/etc/magic/etc/passwd", -ELOOP, NULL },
                { "/etc", -ENOTSUP, NULL },
                { "/etc/fifo", -ENOTSUP, NULL },
                { "/etc/socket", -ENOTSUP, NULL },
                { "/etc/a/b", -ENOTDIR, NULL },
                { "/etc/seven", 0, "1234567" },
                { "/etc/eight", -EFBIG, NULL },
        };
        struct sockaddr_un address = { .sun_family = AF_UNIX };
        _cleanup_close_ int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);

        make_root(FILES({ "/etc/a", "inside\n" }, { "/etc/empty", "" }, { "/etc/absolute", "-> /etc/a" },
                        { "/etc/up", "-> ../../../../etc/a" }, { "/etc/through", "-> /etc" },
                        { "/etc/dangling", "-> /nowhere" }, { "/etc/loop", "-> loop" },
                        { "/etc/magic", "-> /proc/self/root" }, { "/etc/seven", "1234567" },
                        { "/etc/eight", "12345678" }));
        assert_int_equal(mkfifo(outside("/etc/fifo"), 0644), 0);
        strncpy(address.sun_path, outside("/etc/socket"), sizeof(address.sun_path) - 1);
        assert_int_equal(bind(fd, (struct sockaddr *) &address, sizeof(address)), 0);

        for (size_t i = 0; i < ELEMENTSOF(rows); i++) {
                const char *text;
                int r = read_text(rows[i].path, 7, &text);

                /* Where /proc is not below the root the magic link is just missing. */
                if (strstr(rows[i].path, "magic"))
                        check_true(rows[i].path, r == -ELOOP || r == -ENOENT);
                else
                        check_int(rows[i].path, r, rows[i].r);
                check_string(rows[i].path, text, rows[i].text);
        }
}

static void test_read_keeps_nul(void) {
        _cleanup_close_ int fd = -1;
        size_t size;
        char *s;

        make_root(FILES({ "/a/", NULL }));
        fd = open(outside("/a/b"), O_WRONLY | O_CREAT | O_CLOEXEC, 0644);
        assert_int_equal(write(fd, "x\0y", 3), 3);
        assert_int_equal(root_read(root, arena, "/a/b", 10, &s, &size, NULL), 0);
        check_int("size", (long long) size, 3);
        assert_memory_equal(s, "x\0y", 4);
}

static void test_read_virtual(void) {
        size_t size;
        char *s;

        make_root(FILES({ "/a", "0123456789" }));
        assert_int_equal(root_read_virtual(root, arena, "/a", 4, &s, &size), 0);
        check_string("cut off", s, "0123");
        check_int("missing", root_read_virtual(root, arena, "/b", 4, &s, &size), -ENOENT);
}

static void test_host(void) {
        _cleanup_(root_close) Root host = { .fd = -1 };
        const char *real;
        size_t size;
        char *s;

        assert_int_equal(root_open(&host, "/"), 0);
        check_true("is host", host.is_host);
        assert_int_equal(root_read_virtual(&host, arena, "/proc/self/comm", 64, &s, &size), 0);
        check_part("comm", s, "test-root");
        assert_int_equal(root_real_path(&host, arena, host.fd, &real), 0);
        check_string("real path", real, "/");
        make_root(NULL);
        check_true("is not host", !root->is_host);
        check_int("owner", root->owner, getuid());
        check_int("no such root", root_open(&host, outside("/none")), -ENOENT);
}

static void test_real_path(void) {
        _cleanup_close_ int fd = -1;
        const char *real;

        make_root(FILES({ "/nix/store/abc/x.service", "" }, { UNITS "x.service", "-> /nix/store/abc/x.service" }));
        fd = root_openat(root, UNITS "x.service", O_PATH);
        assert_true(fd >= 0);
        assert_int_equal(root_real_path(root, arena, fd, &real), 0);
        check_string("link", real, "/nix/store/abc/x.service");
        assert_int_equal(root_real_path(root, arena, root->fd, &real), 0);
        check_string("root", real, "/");
}

static void test_links(void) {
        struct stat st;
        char *target;

        make_root(FILES({ "/a", "-> /b" }, { "/b", "text" }, { "/d/e", "-> x" }));
        assert_int_equal(root_lstat(root, "/a", &st), 0);
        check_true("lstat does not follow", S_ISLNK(st.st_mode));
        assert_int_equal(root_readlink(root, arena, "/a", &target), 0);
        check_string("readlink", target, "/b");
        assert_int_equal(root_readlink(root, arena, "/d/e", &target), 0);
        check_string("readlink below", target, "x");
        check_int("no link", root_readlink(root, arena, "/b", &target), -EINVAL);
        check_int("missing", root_lstat(root, "/c", &st), -ENOENT);
}

static void test_long_link(void) {
        char name[1025] = {};
        char *target;

        memset(name, 'x', 1024);
        make_root(NULL);
        assert_int_equal(symlink(name, outside("/l")), 0);
        assert_int_equal(root_readlink(root, arena, "/l", &target), 0);
        check_string("whole", target, name);
}

static void test_list(void) {
        DirEntries entries = {};
        unsigned found = 0;

        make_root(FILES({ "/d/file", "" }, { "/d/link", "-> file" }, { "/d/dir/", NULL }, { "/plain", "" }));
        assert_int_equal(root_list(root, arena, "/d", &entries), 0);
        vec_foreach(e, &entries)
                found |= streq(e->name, "file") && e->type == DT_REG  ? 1U
                         : streq(e->name, "link") && e->type == DT_LNK ? 2U
                         : streq(e->name, "dir") && e->type == DT_DIR  ? 4U
                                                                       : 8U;
        check_int("entries", found, 7);
        check_int("missing", root_list(root, arena, "/none", &entries), 0);
        check_int("no directory", root_list(root, arena, "/plain", &entries), 0);
        check_int("nothing added", (long long) entries.n, 3);
}

RUN_TESTS(TEST(test_read), TEST(test_read_keeps_nul), TEST(test_read_virtual), TEST(test_host), TEST(test_real_path),
          TEST(test_links), TEST(test_long_link), TEST(test_list))
