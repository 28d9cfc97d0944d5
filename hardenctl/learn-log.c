/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What a service says about refusals, in the journal and in its files below /var/log. */
#include <ctype.h>
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>

#include "clue.h"
#include "journal.h"
#include "learn.h"

#define LINES_MAX 2000U
#define KIND_MAX 160U
#define FILES_MAX 500U
#define DEPTH 3U
#define NEW_MAX (256U * 1024U) /* bytes of a file that are read */

static void note_ends(Learn *l, const char *dir, unsigned depth) {
        DIR *d = opendir(dir);

        for (struct dirent *e; d && (e = readdir(d)) && l->logs.n < FILES_MAX;) {
                const char *path = arena_printf(l->arena, "%s/%s", dir, e->d_name);
                struct stat st;

                if (*e->d_name == '.' || streq(path, "/var/log/journal") || lstat(path, &st) < 0)
                        continue;
                if (S_ISDIR(st.st_mode) && depth > 0)
                        note_ends(l, path, depth - 1);
                else if (S_ISREG(st.st_mode) && !endswith(path, ".gz"))
                        vec_push(l->arena, &l->logs, (LogFile) { path, st.st_size });
        }
        if (d)
                closedir(d);
}

void learn_log_begin(Learn *l) {
        l->logs.n = 0;
        note_ends(l, "/var/log", DEPTH);
}

static bool says_refused(const char *line) {
        return text_has(line, "permission denied|read-only file system|not permitted|address family not supported|"
                              "sigsys|status=31/sys|eacces|eperm|erofs|eafnosupport");
}

/* Numbers, and what looks like one, differ from run to run. */
const char *learn_kind(Arena *a, const char *line) {
        Text t = { .arena = a };

        while (*line && t.n < KIND_MAX) {
                size_t n = strspn(line, "0123456789abcdef");
                bool word = n > 0 && !isalpha((unsigned char) line[n]);
                bool digits = n > 0 && isdigit((unsigned char) *line);

                if (digits || (word && n >= 6)) {
                        text_add(&t, "N");
                        line += digits && !word ? strspn(line, "0123456789") : n;
                        continue;
                }
                n = n > 0 ? n : 1;
                while (isalpha((unsigned char) line[n - 1]) && isalnum((unsigned char) line[n]))
                        n++;
                text_addn(&t, line, n);
                line += n;
        }
        return make_printable(arena_strdup(a, text_get(&t)));
}

static void take(Learn *l, const char *line, Strv *ret) {
        if (says_refused(line))
                strv_add(l->arena, ret, learn_kind(l->arena, line));
}

/* What was added to a file; one that is shorter than before is another one. */
static void read_file(Learn *l, const char *path, off_t from, Strv *ret) {
        FILE *f = fopen(path, "re");
        char *line = NULL;
        size_t size = 0, sum = 0;
        struct stat st;

        if (f && fstat(fileno(f), &st) >= 0 && st.st_size >= from)
                (void) fseeko(f, from, SEEK_SET);
        while (f && sum < NEW_MAX && getline(&line, &size, f) > 0) {
                sum += strlen(line);
                line[strcspn(line, "\n")] = '\0';
                take(l, line, ret);
        }
        free(line);
        if (f)
                fclose(f);
}

/* Where the file ended; 0: it was not there. */
static off_t end_of(const LogFiles *files, const char *path) {
        vec_foreach(f, files)
                if (streq(f->path, path))
                        return f->size;
        return 0;
}

void learn_complaints(Learn *l, uint64_t since, Strv *ret) {
        JournalLines lines;
        LogFiles before;

        journal_sync();
        if (journal_unit(l->arena, l->unit, false, since, LINES_MAX, &lines) >= 0)
                vec_foreach(line, &lines)
                        take(l, line->message, ret);
        before = l->logs;
        l->logs = (LogFiles) {};
        note_ends(l, "/var/log", DEPTH); /* there may be new ones */
        vec_foreach(f, &l->logs)
                read_file(l, f->path, end_of(&before, f->path), ret);
}
