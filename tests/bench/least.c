/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* least LIST NORMAL [EARLY LATE]: the least program that reads and writes the generator's bytes.
 *
 * It lists the directories of policies and units, opens and reads each policy, service and drop-in
 * into one buffer, and reads where each link leads; it looks at nothing that it reads. Then it
 * writes what LIST says ("DIRECTORY SIZE" a line): 45-hardening.conf in NORMAL/DIRECTORY. */

#include <dirent.h>
#include <err.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static char buffer[1 << 20];

static int has_suffix(const char *name, const char *suffix) {
        size_t n = strlen(name), m = strlen(suffix);

        return n > m && strcmp(name + n - m, suffix) == 0;
}

static void read_file(int dir, const char *name) {
        int fd = openat(dir, name, O_RDONLY | O_CLOEXEC);

        if (fd < 0)
                return;
        if (read(fd, buffer, sizeof(buffer)) < 0)
                err(1, "read %s", name);
        close(fd);
}

/* Reads what has the suffix; below a directory NAME.service.d that is *.conf. */
static void read_directory(int parent, const char *path, const char *suffix) {
        int fd = openat(parent, path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
        DIR *dir = fd < 0 ? NULL : fdopendir(fd);

        if (!dir)
                return;
        for (struct dirent *e; (e = readdir(dir)); )
                if (e->d_type == DT_DIR && has_suffix(e->d_name, ".service.d"))
                        read_directory(fd, e->d_name, ".conf");
                else if (!has_suffix(e->d_name, suffix))
                        continue;
                else if (e->d_type != DT_LNK)
                        read_file(fd, e->d_name);
                else if (readlinkat(fd, e->d_name, buffer, sizeof(buffer)) < 0)
                        err(1, "readlink %s", e->d_name);
        closedir(dir);
}

static void write_file(int normal, char *directory, size_t size) {
        int fd;

        if (mkdirat(normal, directory, 0755) < 0)
                err(1, "mkdir %s", directory);
        strcat(directory, "/45-hardening.conf");
        fd = openat(normal, directory, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0644);
        if (fd < 0 || write(fd, buffer, size) != (ssize_t) size)
                err(1, "write %s", directory);
        close(fd);
}

static void write_all(const char *list, int normal) {
        char directory[512];
        size_t size;
        FILE *file = fopen(list, "re");

        if (!file)
                err(1, "%s", list);
        while (fscanf(file, "%300s %zu", directory, &size) == 2)
                write_file(normal, directory, size);
        fclose(file);
}

int main(int argc, char *argv[]) {
        static const char *const policies[] = {
                "/etc/hardening.d", "/run/hardening.d", "/usr/local/lib/hardening.d",
                "/usr/lib/hardening.d", "/etc/hardening.d/profiles",
                "/usr/lib/hardening.d/profiles",
        }, *const units[] = {
                "/etc/systemd/system.control", "/run/systemd/system.control",
                "/run/systemd/transient", "/etc/systemd/system", "/run/systemd/system",
                "/run/systemd/system.attached", "/usr/local/lib/systemd/system",
                "/usr/lib/systemd/system",
        };
        int normal;

        if (argc < 3)
                errx(2, "usage: least LIST NORMAL [EARLY LATE]");
        normal = open(argv[2], O_RDONLY | O_DIRECTORY | O_CLOEXEC);
        if (normal < 0)
                err(1, "%s", argv[2]);

        for (size_t i = 0; i < sizeof(policies) / sizeof(*policies); i++)
                read_directory(AT_FDCWD, policies[i], ".conf");
        for (size_t i = 0; i < sizeof(units) / sizeof(*units); i++)
                read_directory(AT_FDCWD, units[i], ".service");
        write_all(argv[1], normal);
        return 0;
}
