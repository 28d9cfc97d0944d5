/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Runs a fuzz target on all files of a directory, without libFuzzer: seeds and past crashes as a test. */
#include "fuzz.h"

#include <dirent.h>
#include <limits.h>
#include <sys/stat.h>

#define SEED_MAX (4 * 1024 * 1024)

static int replay(const char *path) {
        static uint8_t data[SEED_MAX];
        FILE *f = fopen(path, "re");
        uint8_t *exact; /* of the exact size, so that the sanitizer sees what is read behind it */
        size_t n;

        if (!f)
                return -errno;
        n = fread(data, 1, sizeof(data), f);
        fclose(f);
        exact = malloc(n ? n : 1);
        if (!exact)
                return -ENOMEM;
        memcpy(exact, data, n);
        fprintf(stderr, "%s\n", path);
        LLVMFuzzerTestOneInput(exact, n);
        free(exact);
        return 0;
}

int main(int argc, char **argv) {
        unsigned count = 0;
        struct dirent *de;
        DIR *d;

        if (argc != 2 || !(d = opendir(argv[1]))) {
                fprintf(stderr, "usage: %s DIRECTORY-OF-SEEDS\n", argv[0]);
                return 2;
        }
        while ((de = readdir(d))) {
                char path[PATH_MAX];

                if (de->d_name[0] == '.')
                        continue;
                snprintf(path, sizeof(path), "%s/%s", argv[1], de->d_name);
                if (replay(path) < 0) {
                        fprintf(stderr, "%s cannot be read\n", path);
                        return 1;
                }
                count++;
        }
        closedir(d);
        fprintf(stderr, "%u seeds\n", count);
        return count > 0 ? 0 : 1;
}
