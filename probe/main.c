/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * probe NAME...: tries what a sandbox is to stop and prints what came of each, "NAME absent|through|stopped|killed
 * NUMBER". Nothing is changed by it. It ends when its standard input does, so that it can be looked at meanwhile. See
 * hardenctl(1), audit.
 */
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "probes.h"

int main(int argc, char **argv) {
        char c;

        for (int i = 1; i < argc; i++)
                for (const Probe *p = probes; p->name; p++)
                        if (strcmp(argv[i], p->name) == 0)
                                outcome_print(p->name, outcome_run(p->function, p->number));
        puts("end");
        fflush(stdout);
        while (read(STDIN_FILENO, &c, 1) > 0)
                ;
        return 0;
}
