/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The lines of a copied sandbox, and the text of its drop-in. */
#include "base/text.h"
#include "sandbox.h"
#include "unit/word.h"

void sandbox_add(Sandbox *s, const char *key, const char *value) {
        vec_push(&s->context->arena, &s->lines, (SandboxLine) { key, value });
}

const char *sandbox_last(const Sandbox *s, const char *key) {
        const char *last = NULL;

        vec_foreach(l, &s->lines)
                if (streq(l->key, key))
                        last = *l->value ? l->value : NULL;
        return last;
}

void sandbox_values(const Sandbox *s, const char *key, Strv *ret) {
        *ret = (Strv) {};
        vec_foreach(l, &s->lines) {
                if (!streq(l->key, key))
                        continue;
                if (*l->value)
                        vec_push(&s->context->arena, ret, l->value);
                else
                        *ret = (Strv) {};
        }
}

bool sandbox_says_yes(const Sandbox *s, const char *key) {
        bool yes = false;

        vec_foreach(l, &s->lines)
                if (streq(l->key, key) && boolean_parse(l->value) >= 0)
                        yes = boolean_parse(l->value);
        return yes;
}

/* One word of a command as it stands behind ExecStart=: systemd shall see in it no specifier, and no variable (":"). */
static void add_word(Text *t, const char *word) {
        text_add(t, "\"");
        for (; *word; word++) {
                if (*word == '\n')
                        text_add(t, "\\n");
                else {
                        if (*word == '"' || *word == '\\')
                                text_add(t, "\\");
                        if (*word == '%')
                                text_add(t, "%");
                        text_addn(t, word, 1);
                }
        }
        text_add(t, "\"");
}

static void add_command(Sandbox *s, const SandboxRun *run, Text *t) {
        text_addf(t, "ExecStart=%s:", s->prefix);
        for (const char *const *word = run->command; *word; word++) {
                add_word(t, *word);
                text_add(t, " ");
        }
        text_add(t, "\n");
}

const char *sandbox_text(Sandbox *s, const SandboxRun *run) {
        Text t = { .arena = &s->context->arena };

        text_addf(&t, "[Unit]\nJoinsNamespaceOf=%s\n[Service]\n", s->unit);
        vec_foreach(l, &s->lines)
                text_addf(&t, "%s=%s\n", l->key, l->value);
        text_addf(&t, "Type=%s\nSendSIGHUP=yes\nTimeoutStopSec=5\n", run->tmux ? "forking" : "exec");
        if (run->tty)
                text_addf(&t, "StandardInput=tty-force\nStandardOutput=tty\nStandardError=tty\nTTYPath=%s\n", run->tty);
        add_command(s, run, &t);
        return text_get(&t);
}
