/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/*
 * The sandbox of a service for another program: a transient unit with the [Service] lines of the service's own files,
 * but for those that are about the daemon's life, and for what would harm the service while it runs (semantics.md 9).
 */

#include "context.h"

/* Where the drop-ins of the copies are: systemd itself removes what is in there of a transient unit when that ends,
 * whatever has become of us. */
#define SANDBOX_UNITS "/run/systemd/transient"

typedef struct SandboxLine {
        const char *key, *value;
} SandboxLine;
typedef VEC(SandboxLine) SandboxLines;

typedef struct Sandbox {
        Context *context;
        const char *unit;
        const char *clone;      /* the name of the transient unit */
        SandboxLines lines;
        const char *prefix;     /* "+" or "!" of the service's own ExecStart= */
        pid_t pid;              /* of the service's main process; 0: it does not run */
        Strv differences;       /* from the service, in words */
        struct BusTransient *transient; /* after sandbox_start() */
} Sandbox;

/* What is run in it. */
typedef struct SandboxRun {
        const char *const *command; /* NULL at the end; the first one an absolute path */
        bool interactive;           /* a person types: a refused system call shall not kill the shell */
        bool tmux;                  /* a server that stays behind */
        bool alone;                 /* it needs no other file: it is linked statically */
        const char *tty;            /* of a terminal; NULL: @fds are standard input, output and error */
        int fds[3];
} SandboxRun;

/* Whether @verb can make sandboxes here. Returns EXIT_FINE, or EXIT_FAILED after a message. */
int sandbox_check(Context *c, const char *verb);

/* Reads the files of @unit (a canonical name). Returns EXIT_FINE, or EXIT_FAILED after a message. */
int sandbox_open(Context *c, const char *unit, Sandbox *ret);

/* The same user and groups without a sandbox. */
void sandbox_control(const Sandbox *s, Sandbox *ret);

/* Adds what @run needs, and tells it in the differences. */
void sandbox_fit(Sandbox *s, const SandboxRun *run);

/* Starts the transient unit and waits until the program is executed. Returns EXIT_FINE, or EXIT_FAILED after a
 * message. */
int sandbox_start(Sandbox *s, const SandboxRun *run);
/* Takes back what sandbox_start() has written; the unit itself ends with its program. */
void sandbox_done(Sandbox *s);

/* sandbox-lines.c: whether a line of [Service] goes into the copy. */
bool sandbox_keeps(const char *key);
/* @value with the specifiers of @unit's name expanded, which mean another one in the copy. */
const char *sandbox_expand(Arena *a, const char *unit, const char *key, const char *value);

/* sandbox-text.c */
void sandbox_add(Sandbox *s, const char *key, const char *value);
/* The last word on @key; NULL: none. */
const char *sandbox_last(const Sandbox *s, const char *key);
/* The values of @key since it was last reset. */
void sandbox_values(const Sandbox *s, const char *key, Strv *ret);
bool sandbox_says_yes(const Sandbox *s, const char *key);
const char *sandbox_text(Sandbox *s, const SandboxRun *run);
