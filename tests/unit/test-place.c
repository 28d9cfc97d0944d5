/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Which files are policies, and which of them may be trusted (design.md section 2). */
#include "helper.h"

#include <errno.h>

#include "base/text.h"
#include "policy/place.h"
#include "policy/policy.h"

static const char *listed(const char *subdirectory) {
        Text t = { .arena = arena };
        PolicyFiles files = {};

        assert_int_equal(policy_files_list(root, arena, subdirectory, &files), 0);
        vec_foreach(f, &files)
                text_join(&t, " ", f->path);
        return text_get(&t);
}

static void test_list(void) {
        make_root(NULL);
        check_string("nothing there", listed(""), "");
        make_root(FILES({ "/usr/lib/hardening.d/20-b.conf", "x" }, { "/usr/lib/hardening.d/60-a.conf", "x" },
                        { "/usr/local/lib/hardening.d/60-a.conf", "x" }, { "/run/hardening.d/60-a.conf", "x" },
                        { "/run/hardening.d/70-c.conf", "x" }, { "/etc/hardening.d/60-a.conf", "x" },
                        { "/etc/hardening.d/.hidden.conf", "x" }, { "/etc/hardening.d/README", "x" },
                        { "/etc/hardening.d/x.conf~", "x" }, { "/etc/hardening.d/x.conf.dpkg-old", "x" },
                        { "/etc/hardening.d/profiles/p.conf", "x" }));
        check_string("by name, the first directory's", listed(""),
                     "/usr/lib/hardening.d/20-b.conf /etc/hardening.d/60-a.conf /run/hardening.d/70-c.conf");
        check_string("profiles", listed("/profiles"), "/etc/hardening.d/profiles/p.conf");
}

#define P "/etc/hardening.d/p.conf"

static int read_file(const char **ret) {
        size_t size = 0;
        char *s = NULL;
        int r = policy_file_read(root, arena, messages, P, &s, &size);

        *ret = s ? arena_strndup(arena, s, size) : NULL;
        return r;
}

static void test_read(void) {
        const struct {
                const char *what;
                const TestFile *files;
                int r;
                const char *text, *message;
        } rows[] = {
                { "file", FILES({ P, "text" }), 1, "text", NULL },
                { "empty: a mask", FILES({ P, "" }), 0, NULL, NULL },
                { "link to /dev/null", FILES({ P, "-> /dev/null" }), 0, NULL, NULL },
                { "relative link to /dev/null", FILES({ P, "-> ../../dev/null" }), 0, NULL, NULL },
                { "shipped policy", FILES({ P, "-> /usr/share/hardening/policies/20-x.conf" },
                                          { "/usr/share/hardening/policies/20-x.conf", "text" }), 1, "text", NULL },
                { "relative link", FILES({ P, "-> ../../usr/x" }, { "/usr/x", "text" }), 1, "text", NULL },
                { "chain", FILES({ P, "-> a" }, { "/etc/hardening.d/a", "-> /nix/store/b" }, { "/nix/store/b", "text" }),
                  1, "text", NULL },
                { "link to an empty file", FILES({ P, "-> /etc/x" }, { "/etc/x", "" }), 0, NULL, NULL },
                { "astray", FILES({ P, "-> /home/x" }, { "/home/x", "text" }), -EXDEV, NULL, "is a link to /home/x" },
                { "astray on the way", FILES({ P, "-> /opt/a" }, { "/opt/a", "-> /etc/b" }, { "/etc/b", "text" }),
                  -EXDEV, NULL, "is a link to /opt/a" },
                { "dangling", FILES({ P, "-> /usr/none" }), -ENOENT, NULL, "which does not exist" },
                { "loop", FILES({ P, "-> p.conf" }), -ELOOP, NULL, "loop" },
                { "directory", FILES({ P "/", NULL }), -EISDIR, NULL, "directory" },
                { "missing", FILES({ "/etc/hardening.d/", NULL }), -ENOENT, NULL, P ": cannot be read" },
        };

        for (size_t i = 0; i < ELEMENTSOF(rows); i++) {
                const char *text;

                make_root(rows[i].files);
                check_int(rows[i].what, read_file(&text), rows[i].r);
                check_string(rows[i].what, text, rows[i].text);
                check_message(rows[i].what, rows[i].message);
        }
}

static void test_fifo_and_size(void) {
        char *big = arena_alloc(arena, POLICY_FILE_MAX + 2);
        const char *text;

        make_root(FILES({ "/etc/hardening.d/", NULL }));
        assert_int_equal(mkfifo(outside(P), 0644), 0);
        check_int("FIFO", read_file(&text), -ENOTSUP);
        check_message("FIFO", "no regular file");
        memset(big, 'x', POLICY_FILE_MAX);
        make_root(FILES({ P, big }));
        check_int("1 MiB", read_file(&text), 1);
        check_message("1 MiB", NULL);
        big[POLICY_FILE_MAX] = 'x';
        make_root(FILES({ P, big }));
        check_int("over 1 MiB", read_file(&text), -EFBIG);
        check_message("over 1 MiB", "over 1 MiB, ignored");
}

static void test_permissions(void) {
        static const struct {
                const char *path;
                mode_t mode;
                const char *message;
        } rows[] = {
                { P, 0644, NULL },
                { P, 0600, NULL },
                { P, 0666, "can be written by everybody" },
                { P, 0664, "can be written by its group" },
                { "/etc/hardening.d", 0755, NULL },
                { "/etc/hardening.d", 01777, "its directory can be written by everybody" },
                { "/etc/hardening.d", 0775, "its directory can be written by its group" },
                { "/usr/share/p", 0777, "its directory can be written by everybody" },
                { "/usr/share/p/real", 0646, "can be written by everybody" },
                { "/usr/share", 0755, NULL },
        };

        for (size_t i = 0; i < ELEMENTSOF(rows); i++) {
                bool linked = startswith(rows[i].path, "/usr");
                const char *what = arena_printf(arena, "%s %04o", rows[i].path, rows[i].mode), *text;

                make_root(linked ? FILES({ P, "-> /usr/share/p/real" }, { "/usr/share/p/real", "text" })
                                 : FILES({ P, "text" }));
                assert_int_equal(chmod(outside(rows[i].path), rows[i].mode), 0);
                check_int(what, read_file(&text), rows[i].message ? -EPERM : 1);
                check_string("the text all the same", text, "text");
                check_message(what, rows[i].message);
        }
}

static void test_owner(void) {
        const char *text;

        make_root(FILES({ P, "text" }));
        assert_int_equal(chown(outside(P), 65534, 65534), 0);
        check_int("somebody else's", read_file(&text), -EPERM);
        check_message("somebody else's", "does not belong to root");
        assert_int_equal(chown(outside(P), 0, 65534), 0);
        assert_int_equal(chown(outside("/etc/hardening.d"), 65534, 0), 0);
        check_int("directory", read_file(&text), -EPERM);
        check_message("directory", "its directory does not belong to root");
        root->owner = 65534;
        check_int("the owner of the root", read_file(&text), 1);
        check_message("the owner of the root", NULL);
}

/* The builders' group may write there. */
static void test_store(void) {
        const char *text;

        make_root(FILES({ P, "-> /nix/store/x" }, { "/nix/store/x", "text" }));
        assert_int_equal(chmod(outside("/nix/store"), 01775), 0);
        check_int("store", read_file(&text), 1);
        check_message("store", NULL);
}

RUN_TESTS(TEST(test_list), TEST(test_read), TEST(test_fifo_and_size), TEST(test_permissions), TEST(test_store), TEST_BY_ROOT(test_owner))
