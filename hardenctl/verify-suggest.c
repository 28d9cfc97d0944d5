/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What may have been meant, for the messages of the library about names that it does not know. */
#include "option/nameset.h"
#include "policy/place.h"
#include "shipped.h"
#include "suggest.h"
#include "verify.h"

typedef struct Key {
        const char *section, *name;
} Key;

static const Key keys[] = {
        { "Match", "Unit" }, { "Match", "ExceptUnit" }, { "Match", "Exec" }, { "Match", "User" }, { "Match", "Type" },
        { "Match", "Chrooted" }, { "Match", "Networked" }, { "Match", "Host" }, { "Match", "Architecture" },
        { "Match", "Virtualization" }, { "Match", "KernelCommandLine" },
        { "Policy", "Description" }, { "Policy", "Documentation" }, { "Policy", "Profile" }, { "Policy", "Mode" },
        { "Policy", "Tighten" }, { "Policy", "Except" },
        { "Chroot", "Files" }, { "Chroot", "OnChange" },
        { "Wait", "PathExists" },
        { "Profile", "Description" }, { "Profile", "Documentation" }, { "Profile", "Profile" },
};

/* @message up to @end, or what stands between @start and @end in it; NULL: it has them not. */
static const char *between(Verify *v, const char *message, const char *start, const char *end) {
        const char *from = strstr(message, start), *to;

        if (!from)
                return NULL;
        from += strlen(start);
        to = strstr(from, end);
        return to ? arena_strndup(v->arena, from, (size_t) (to - from)) : NULL;
}

static void try_names(Suggestion *s, const Name *names) {
        for (; names->name; names++)
                suggestion_try(s, names->name);
}

/* Each offers what may stand in the place of the word. */
static void try_options(Verify *v, const char *message, Suggestion *s) {
        (void) v, (void) message;
        for (const Option *o = option_table; o->name; o++)
                suggestion_try(s, o->name);
}

static void try_sections(Verify *v, const char *message, Suggestion *s) {
        (void) v, (void) message;
        for (size_t i = 0; i < ELEMENTSOF(keys); i++)
                suggestion_try(s, keys[i].section);
        suggestion_try(s, "Service");
}

static void try_profile_sections(Verify *v, const char *message, Suggestion *s) {
        (void) v, (void) message;
        suggestion_try(s, "Profile");
        suggestion_try(s, "Service");
}

static void try_keys(Verify *v, const char *message, Suggestion *s) {
        const char *section = between(v, message, "= in [", "]") ?: "";

        for (size_t i = 0; i < ELEMENTSOF(keys); i++)
                if (streq(keys[i].section, section))
                        suggestion_try(s, keys[i].name);
}

static void try_profiles(Verify *v, const char *message, Suggestion *s) {
        PolicyFiles files = {};

        (void) message;
        (void) policy_files_list(&v->context->root, v->arena, "/profiles", &files);
        vec_foreach(f, &files)
                suggestion_try(s, arena_strndup(v->arena, f->name, strlen(f->name) - strlen(".conf")));
}

/* The names, or the values, of the option with which the message begins. */
static void try_words(Verify *v, const char *message, Suggestion *s) {
        const Option *o = option_find(between(v, message, "", "=") ?: "");

        if (!o)
                return;
        if (option_names(o))
                try_names(s, option_names(o));
        else if (o->kind == OPTION_SYSCALLS || o == OPT(SystemCallLog))
                try_names(s, syscall_groups);
        else if (o == OPT(SystemCallArchitectures))
                try_names(s, architecture_names);
        for (const OptionValue *i = o->values; i && i->name; i++)
                suggestion_try(s, i->name);
}

/* What a policy's file is named for, without directory, number and suffix. */
static const char *stem(Arena *a, const char *path) {
        const char *name = strrchr(path, '/');

        name = name ? name + 1 : path;
        name += strspn(name, "0123456789-");
        return arena_strndup(a, name, strlen(name) - (endswith(name, ".conf") ? strlen(".conf") : 0));
}

static void try_shipped(Verify *v, const char *message, Suggestion *s) {
        Suggestion named = suggestion_for(stem(v->arena, s->word));
        DirEntries entries = {};

        (void) message;
        (void) root_list(&v->context->root, v->arena, SHIPPED_DIRECTORY, &entries);
        vec_foreach(e, &entries) {
                const char *before = named.best;

                suggestion_try(&named, stem(v->arena, e->name));
                if (named.best != before)
                        s->best = arena_printf(v->arena, SHIPPED_DIRECTORY "/%s", e->name);
        }
}

static const struct {
        const char *before, *after;
        void (*offer)(Verify *v, const char *message, Suggestion *s);
} mistakes[] = {
        { "unknown key ", "= in [", try_keys },
        { "", "= is no option that hardens", try_options },
        { "Except=: unknown option \"", "\"", try_options },
        { "unknown section [", "]", try_sections },
        { "section [", "] does not belong into a profile", try_profile_sections },
        { "there is no profile ", ", left out", try_profiles },
        { "=: unknown name \"", "\"", try_words },
        { "=: unknown word \"", "\"", try_words },
        { "=: \"", "\" is no value of this option", try_words },
        { "is a link to ", ", which does not exist", try_shipped },
};

/* The section in which a key would have been right; NULL: none. */
static const char *section_of(const char *key) {
        if (option_find(key))
                return "Service";
        for (size_t i = 0; i < ELEMENTSOF(keys); i++)
                if (streq(keys[i].name, key))
                        return keys[i].section;
        return NULL;
}

static const char *suggest(Verify *v, const char *message, size_t i, const char *word) {
        bool is_key = mistakes[i].offer == try_keys || (mistakes[i].offer == try_options && !*mistakes[i].before);
        const char *section = is_key ? section_of(word) : NULL;
        Suggestion s = suggestion_for(word);

        if (section)
                return arena_printf(v->arena, ". It belongs into [%s]", section);
        mistakes[i].offer(v, message, &s);
        return suggestion_text(v->arena, &s, "");
}

const char *verify_suggestion(Verify *v, const char *message) {
        for (size_t i = 0; i < ELEMENTSOF(mistakes); i++) {
                const char *word = between(v, message, mistakes[i].before, mistakes[i].after);

                if (word)
                        return suggest(v, message, i, word);
        }
        return "";
}
