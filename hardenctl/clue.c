/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "clue.h"

#include <ctype.h>
#include <strings.h>

#include "base/text.h"
#include "option/value.h"

#define PATHS_MAX 4U         /* of one line that are looked at */
#define SCRIPT_LINE_MAX 255U /* of which execve(2) reads the interpreter */

static const struct {
        unsigned error;
        const char *words;
} error_words[] = {
        { ERROR_READ_ONLY, "read-only file system|erofs|errno 30" },
        { ERROR_FAMILY, "address family not supported|eafnosupport|errno 97|system error 97" },
        { ERROR_ACCESS, "permission denied|eacces|errno 13" },
        { ERROR_PERMISSION, "operation not permitted|eperm|errno 1]|privilege not needed|not owner" },
        { ERROR_SYSCALL, "bad system call|sigsys|signal 31" },
        { ERROR_FILES, "too many open files|emfile" },
        { ERROR_TASKS, "resource temporarily unavailable|eagain" },
        { ERROR_MEMORY, "cannot allocate memory|out of memory|enomem" },
        { ERROR_SIZE, "file too large|efbig" },
        { ERROR_NETWORK, "network is unreachable|enetunreach|cannot assign requested address|eaddrnotavail|"
                         "temporary failure in name resolution|eai_again" },
        { ERROR_NO_FILE, "no such file or directory|enoent|no such device" },
        { ERROR_INVALID, "invalid argument|einval" },
};

bool text_has(const char *text, const char *words) {
        while (*words) {
                size_t n = strcspn(words, "|");

                for (const char *t = text; *t; t++)
                        if (strncasecmp(t, words, n) == 0)
                                return true;
                words += n + (words[n] == '|');
        }
        return false;
}

static unsigned error_of(const char *text) {
        for (size_t i = 0; i < ELEMENTSOF(error_words); i++)
                if (text_has(text, error_words[i].words))
                        return error_words[i].error;
        return ERROR_NONE;
}

/* As systemd builds it in a place of its own, before it becomes the service's root. */
static const char *skip_build_root(const char *path) {
        static const char *const roots[] = { "/run/systemd/unit-root", "/run/systemd/mount-rootfs" };

        for (size_t i = 0; i < ELEMENTSOF(roots); i++) {
                const char *rest = startswith(path, roots[i]);

                if (rest && *rest == '/')
                        return rest;
        }
        return path;
}

/* The next absolute path in *@p, which then points behind it; NULL: none. */
static const char *next_path(Arena *a, const char **p) {
        const char *start = *p;

        while ((start = strchr(start, '/'))) {
                bool begins = start == *p || (!isalnum((unsigned char) start[-1]) && !strchr("/.-_~%", start[-1]));
                size_t n = strcspn(start, " \t\"'()<>[]{},;`|\n\xe2"); /* \xe2 begins typographic quotes */

                if (!begins || start[1] == '/' || n < 2) {
                        start++;
                        continue;
                }
                *p = start + n;
                while (n > 1 && strchr(":.!?", start[n - 1]))
                        n--;
                return skip_build_root(path_tidy(a, arena_strndup(a, start, n)));
        }
        return NULL;
}

/* "/srv/program.sh: 3: cannot create /srv/file": who says it, before what it is about. */
static const char *skip_speaker(Arena *a, const char *message) {
        const char *rest = message, *later;

        if (*message != '/' || !next_path(a, &rest) || rest[-1] != ':' || *rest != ' ')
                return message;
        later = rest;
        return next_path(a, &later) ? rest : message;
}

static void take_line(Arena *a, const JournalLine *l, Clues *ret) {
        Clue clue = { .text = l->message, .error = error_of(l->message), .manager = l->manager };
        const char *rest = skip_speaker(a, l->message), *path;
        size_t n = 0;

        while (clue.error != ERROR_NONE && n < PATHS_MAX && (path = next_path(a, &rest))) {
                clue.path = path;
                vec_push(a, ret, clue);
                n++;
        }
        if (n == 0)
                vec_push(a, ret, clue);
}

/* The program that the kernel runs for a script; NULL: it is none. */
static const char *interpreter_of(Context *c, const char *program) {
        char *text;
        size_t size, skip;

        if (root_read_virtual(&c->root, &c->arena, program, SCRIPT_LINE_MAX, &text, &size) < 0 ||
            !startswith(text, "#!"))
                return NULL;
        skip = 2 + strspn(text + 2, " \t");
        return arena_strndup(&c->arena, text + skip, strcspn(text + skip, " \t\n"));
}

void clues_find(Context *c, const Failure *f, Clues *ret) {
        *ret = (Clues) {};
        vec_foreach(l, &f->lines)
                take_line(&c->arena, l, ret);
        if (!f->program)
                return;
        vec_foreach(l, &f->lines)
                if (l->id && streq(l->id, MESSAGE_SPAWN_FAILED)) {
                        Clue clue = { l->message, error_of(l->message), f->program, true, true };

                        vec_push(&c->arena, ret, clue);
                        clue.path = interpreter_of(c, f->program);
                        if (clue.path)
                                vec_push(&c->arena, ret, clue);
                }
}
