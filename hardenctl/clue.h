/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* What lines of a journal say about errors: which one, and which files they name. */

#include "failure.h"

/* Errors that an option of systemd can make. */
enum {
        ERROR_ACCESS = 1 << 0,    /* EACCES */
        ERROR_PERMISSION = 1 << 1,/* EPERM */
        ERROR_READ_ONLY = 1 << 2, /* EROFS */
        ERROR_NO_FILE = 1 << 3,   /* ENOENT, ENXIO, ENODEV */
        ERROR_FAMILY = 1 << 4,    /* EAFNOSUPPORT */
        ERROR_FILES = 1 << 5,     /* EMFILE */
        ERROR_TASKS = 1 << 6,     /* EAGAIN */
        ERROR_MEMORY = 1 << 7,    /* ENOMEM */
        ERROR_SIZE = 1 << 8,      /* EFBIG */
        ERROR_NETWORK = 1 << 9,   /* ENETUNREACH, EADDRNOTAVAIL, names that do not resolve */
        ERROR_INVALID = 1 << 10,  /* EINVAL */
        ERROR_SYSCALL = 1 << 11,  /* a child was killed by SIGSYS */
        ERROR_NONE = 1 << 12,     /* the line names no error */
        ERROR_ANY = (1 << 13) - 1,
};

typedef struct Clue {
        const char *text;
        unsigned error;   /* one of ERROR_* */
        const char *path; /* NULL: none in this line */
        bool manager;     /* systemd says it */
        bool exec;        /* it is about a program that could not be run, or its interpreter */
} Clue;
typedef VEC(Clue) Clues;

/* In the order of the journal; a line with several paths makes several. */
void clues_find(Context *c, const Failure *f, Clues *ret);

/* Whether one of the words, separated by "|", is in @text, whatever the case. */
bool text_has(const char *text, const char *words);
