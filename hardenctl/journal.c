/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "journal.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <systemd/sd-journal.h>

#include "base/text.h"

#define FIELD_MAX 4096U /* of a line nobody reads more */

void journal_sync(void) {
        pid_t pid = fork();

        if (pid == 0) {
                int nothing = open("/dev/null", O_RDWR | O_CLOEXEC);

                (void) dup2(nothing, STDOUT_FILENO);
                (void) dup2(nothing, STDERR_FILENO);
                execlp("journalctl", "journalctl", "--sync", NULL);
                _exit(127);
        }
        if (pid > 0)
                (void) waitpid(pid, NULL, 0);
}

static void journal_closep(sd_journal **j) {
        if (*j)
                sd_journal_close(*j);
}

static const char *field(Arena *a, sd_journal *j, const char *name) {
        const void *data;
        size_t size, skip = strlen(name) + 1;

        if (sd_journal_get_data(j, name, &data, &size) < 0 || size < skip)
                return NULL;
        return arena_strndup(a, (const char *) data + skip, size - skip < FIELD_MAX ? size - skip : FIELD_MAX);
}

static bool read_line(Arena *a, sd_journal *j, JournalLine *ret) {
        const char *pid = field(a, j, "_PID");
        uint64_t time;

        *ret = (JournalLine) { .message = field(a, j, "MESSAGE") };
        if (!ret->message || sd_journal_get_realtime_usec(j, &time) < 0)
                return false;
        ret->time = time;
        ret->pid = pid ? (pid_t) atoi(pid) : 0;
        ret->manager = field(a, j, "UNIT");
        ret->invocation = ret->manager ? field(a, j, "INVOCATION_ID") : field(a, j, "_SYSTEMD_INVOCATION_ID");
        ret->id = field(a, j, "MESSAGE_ID");
        ret->result = field(a, j, "UNIT_RESULT");
        ret->exit_code = field(a, j, "EXIT_CODE");
        ret->exit_status = field(a, j, "EXIT_STATUS");
        ret->command = field(a, j, "COMMAND");
        ret->executable = field(a, j, "EXECUTABLE");
        return true;
}

/* Newest first in the journal, oldest first in @ret. */
static void read_back(Arena *a, sd_journal *j, uint64_t since, size_t most, JournalLines *ret) {
        JournalLine line;

        (void) sd_journal_seek_tail(j);
        while (ret->n < most && sd_journal_previous(j) > 0) {
                if (!read_line(a, j, &line))
                        continue;
                if (line.time < since)
                        break;
                vec_push(a, ret, line);
        }
        for (size_t i = 0; i < ret->n / 2; i++) {
                line = ret->v[i];
                ret->v[i] = ret->v[ret->n - 1 - i];
                ret->v[ret->n - 1 - i] = line;
        }
}

static int match(sd_journal *j, Arena *a, const char *name, const char *value) {
        return sd_journal_add_match(j, arena_printf(a, "%s=%s", name, value), 0);
}

static int match_boot(sd_journal *j, Arena *a, sd_id128_t boot) {
        char id[SD_ID128_STRING_MAX];

        return match(j, a, "_BOOT_ID", sd_id128_to_string(boot, id));
}

/* The boot of the last line before this one's first. */
static int boot_before_this(sd_journal *j, Arena *a, sd_id128_t this, sd_id128_t *ret) {
        int r;

        sd_journal_flush_matches(j);
        r = match_boot(j, a, this);
        if (r >= 0)
                r = sd_journal_seek_head(j);
        if (r >= 0)
                r = sd_journal_next(j);
        if (r <= 0)
                return r < 0 ? r : -ENOENT;
        sd_journal_flush_matches(j);
        while ((r = sd_journal_previous(j)) > 0) {
                uint64_t time;

                r = sd_journal_get_monotonic_usec(j, &time, ret);
                if (r >= 0 && !sd_id128_equal(*ret, this))
                        return 0;
        }
        return r < 0 ? r : -ENOENT;
}

static int open_boot(Arena *a, bool before, sd_journal **ret_journal, sd_id128_t *ret_boot) {
        int r;

        /* with the files of users, too: there lies what a service says that runs as one of them */
        r = sd_journal_open(ret_journal, SD_JOURNAL_LOCAL_ONLY);
        if (r >= 0)
                r = sd_id128_get_boot(ret_boot);
        if (r >= 0 && before)
                r = boot_before_this(*ret_journal, a, *ret_boot, ret_boot);
        sd_journal_flush_matches(*ret_journal);
        return r;
}

int journal_unit(Arena *a, const char *unit, bool boot_before, uint64_t since, size_t most, JournalLines *ret) {
        _cleanup_(journal_closep) sd_journal *j = NULL;
        sd_id128_t boot;
        int r;

        *ret = (JournalLines) {};
        r = open_boot(a, boot_before, &j, &boot);
        /* What the unit's processes say, or (_PID 1, or root's before it becomes the service's) is said about it. */
        if (r >= 0)
                r = match(j, a, "_SYSTEMD_UNIT", unit);
        if (r >= 0)
                r = match_boot(j, a, boot);
        if (r >= 0)
                r = sd_journal_add_disjunction(j);
        if (r >= 0)
                r = match(j, a, "UNIT", unit);
        if (r >= 0)
                r = match(j, a, "_UID", "0");
        if (r >= 0)
                r = match_boot(j, a, boot);
        if (r < 0)
                return r;
        read_back(a, j, since, most, ret);
        return 0;
}

int journal_seccomp(Arena *a, uint64_t since, JournalLines *ret) {
        _cleanup_(journal_closep) sd_journal *j = NULL;
        JournalLines all = {};
        sd_id128_t boot;
        int r;

        *ret = (JournalLines) {};
        r = open_boot(a, false, &j, &boot);
        if (r >= 0)
                r = match(j, a, "_TRANSPORT", "kernel");
        if (r >= 0)
                r = match(j, a, "_TRANSPORT", "audit");
        if (r >= 0)
                r = match_boot(j, a, boot);
        if (r < 0)
                return r;
        read_back(a, j, since, SIZE_MAX, &all);
        vec_foreach(l, &all)
                if (strstr(l->message, "sig=31") && strstr(l->message, " syscall="))
                        vec_push(a, ret, *l);
        return 0;
}
