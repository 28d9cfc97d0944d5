/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* Lines of a plan that may be why a service failed, and how sure that is. */

#include "clue.h"
#include "explanation.h"

typedef enum Certainty { CERTAIN, LIKELY, POSSIBLE } Certainty;

typedef struct Suspect {
        const Option *option;
        const PlanLine *line;
        const char *element;  /* of the list, that the service needs; NULL: the whole option */
        const char *path;     /* the file that it needs, NULL: none */
        bool writes;          /* it wants to write there */
        Certainty certainty;
        const char *because;  /* what the option does about it */
        const char *evidence; /* the line that says so; NULL: none */
} Suspect;
typedef VEC(Suspect) Suspects;

typedef struct Case {
        Context *context;
        Arena *arena;
        const Explanation *explanation;
        const Failure *failure;
        Clues clues;
        Suspects suspects; /* the most likely one first, once suspects_find() is done */
} Case;

/* Holds what is known of the failure against the rules. */
void suspects_find(Case *k);

/* Adds a suspect if the plan has the option; of one that is there already the better reason stays. @s.line may be
 * missing, then it is looked for. */
void suspect_add(Case *k, Suspect s);

/* The line of the plan that names the element, else the last one of @o; NULL: the plan has none. */
const PlanLine *suspect_line(Case *k, const Option *o, const char *element);

/* Whether the plan emits a line of @o that does something. */
bool plan_has(const Case *k, const Option *o);
/* Whether the plan's lines alone take @element out of the option's list. */
bool plan_denies(Case *k, const Option *o, const char *element);
/* The line of the plan that names @path, or what is above it, in a list of paths; NULL: none. */
const PlanLine *plan_line_of_path(Case *k, const Option *o, const char *path, const char **ret_word);

/* suspect-words.c: what the words of the journal say; suspect-paths.c: what the files in it say; suspect-end.c: what
 * the way it ended says. */
void suspects_by_words(Case *k, const Clue *clue);
void suspects_by_path(Case *k, const Clue *clue);
void suspects_by_end(Case *k);


/* The command that takes the suspect's line out, and the line of a policy that makes an exception, NULL if there is
 * none. */
const char *suspect_command(Case *k, const Suspect *s);
const char *suspect_exception(Case *k, const Suspect *s);
extern const char *const certainty_names[];
