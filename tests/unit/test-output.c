/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Writing drop-ins: whole or not at all, and only below the directory. */
#include "helper.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/mount.h>

#include "emit/output.h"

#define PATH "x.service.d/45-hardening.conf"
#define DROPIN "/out/" PATH

static int dir = -1;

static void make_output(const TestFile *files) {
        closep(&dir);
        make_root(FILES({ "/out/", NULL }));
        add_files(files);
        dir = open(outside("/out"), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
        assert_true(dir >= 0);
}

static const char *content(const char *path) {
        size_t size;
        char *s;

        return root_read(root, arena, path, 1024 * 1024, &s, &size, NULL) < 0 ? NULL : s;
}

static mode_t mode(const char *path) {
        struct stat st;

        return root_lstat(root, path, &st) < 0 ? 0 : st.st_mode & 07777;
}

static void test_write(void) {
        mode_t masks[] = { 0022, 0077, 0777, 0 };

        for (size_t i = 0; i < ELEMENTSOF(masks); i++) {
                mode_t before;
                int r;

                make_output(NULL);
                before = umask(masks[i]);
                r = output_file(arena, dir, PATH, "text\n");
                umask(before);
                check_int("written", r, 0);
                check_string("text", content(DROPIN), "text\n");
                check_int("mode", mode(DROPIN), 0644);
                check_int("mode of the directory", mode("/out/x.service.d"), 0755);
        }
}

static void test_directory_is_there(void) {
        make_output(FILES({ "/out/x.service.d/50-other.conf", "other" }));
        assert_int_equal(chmod(outside("/out/x.service.d"), 0700), 0);
        check_int("written", output_file(arena, dir, PATH, "text"), 0);
        check_string("text", content(DROPIN), "text");
        check_int("another's directory keeps its mode", mode("/out/x.service.d"), 0700);
        check_string("other", content("/out/x.service.d/50-other.conf"), "other");
}

static void test_unit(void) {
        make_output(NULL);
        check_int("written", output_file(arena, dir, "a\\x2db.path", "text"), 0);
        check_string("text", content("/out/a\\x2db.path"), "text");
        check_int("mode", mode("/out/a\\x2db.path"), 0644);
        check_int("is there", output_file(arena, dir, "a\\x2db.path", "new"), -EEXIST);
}

static void test_in_the_way(void) {
        const struct {
                const char *what;
                const TestFile *files;
                int r;
        } rows[] = {
                { "file", FILES({ DROPIN, "old" }), -EEXIST },
                { "link", FILES({ DROPIN, "-> /victim" }), -EEXIST },
                { "dangling link", FILES({ DROPIN, "-> none" }), -EEXIST },
                { "link for the directory", FILES({ "/out/x.service.d", "-> ../elsewhere" }), -ENOTDIR },
                { "file for the directory", FILES({ "/out/x.service.d", "old" }), -ENOTDIR },
        };

        for (size_t i = 0; i < ELEMENTSOF(rows); i++) {
                make_output(FILES({ "/victim", "old" }, { "/elsewhere/", NULL }));
                add_files(rows[i].files);
                check_int(rows[i].what, output_file(arena, dir, PATH, "new"), rows[i].r);
                check_string(rows[i].what, content("/victim"), "old");
                check_true(rows[i].what, !content("/elsewhere/45-hardening.conf") && !content("/out/none"));
        }
        make_output(FILES({ DROPIN, "old" }));
        check_int("file", output_file(arena, dir, PATH, "new"), -EEXIST);
        check_string("is kept", content(DROPIN), "old");
}

static void test_full(void) {
        char *text = arena_alloc(arena, 65536);
        struct stat st;

        make_output(FILES({ "/full/", NULL }));
        if (mount("tmpfs", outside("/full"), "tmpfs", 0, "size=4k,mode=755") < 0)
                skip();
        closep(&dir);
        dir = open(outside("/full"), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
        memset(text, 'x', 65535);
        check_int("no space", output_file(arena, dir, PATH, text), -ENOSPC);
        check_int("nothing is left", root_lstat(root, "/full/x.service.d", &st), -ENOENT);
        check_int("there is room for less", output_file(arena, dir, PATH, "text"), 0);
        closep(&dir);
        dir = -1;
        assert_int_equal(umount2(outside("/full"), MNT_DETACH), 0);
}

RUN_TESTS(TEST(test_write), TEST(test_unit), TEST(test_directory_is_there), TEST(test_in_the_way), TEST_BY_ROOT(test_full))
