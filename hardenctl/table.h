/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/*
 * Tables, as text or as JSON. Cells are added from left to right; the first cell behind the last column begins
 * the next row. The JSON is a list of objects, null where there is no value. Nothing else knows libsmartcols.
 *
 *     static const Column columns[] = { { .name = "UNIT" }, { "EXPOSURE", .flags = COLUMN_RIGHT } };
 *     Table t = table_new(c, columns, ELEMENTSOF(columns));
 *     table_text(&t, name); table_decimal(&t, exposure); table_colour(&t, COLOUR_RED);
 *     return table_print(&t, EXIT_FINE);
 */

#include "context.h"
#include "terminal.h"

enum {
        COLUMN_RIGHT = 1 << 0,
        COLUMN_CUT = 1 << 1,       /* is cut off where the terminal is too narrow */
        COLUMN_JSON_ONLY = 1 << 2,
        COLUMN_TEXT_ONLY = 1 << 3,
};

typedef struct Column {
        const char *name; /* the heading; in lower case, "_" for blanks, the key in JSON */
        const char *key;  /* another key */
        unsigned flags;
} Column;

typedef enum CellKind { CELL_NONE, CELL_TEXT, CELL_LIST, CELL_INTEGER, CELL_DECIMAL, CELL_BOOL } CellKind;

typedef struct Cell {
        CellKind kind;
        Colour colour;
        union {
                const char *text;
                const Strv *list;
                long long integer;
                double decimal;
                bool boolean;
        };
} Cell;

typedef struct Table {
        Context *context;
        const Column *columns;
        size_t n_columns;
        VEC(Cell) cells;
        const char *legend; /* the line below the table */
} Table;

Table table_new(Context *c, const Column *columns, size_t n);
/* What is added must live until the table is printed. */
void table_none(Table *t);
void table_text(Table *t, const char *s); /* NULL: none */
void table_list(Table *t, const Strv *l); /* one a line where lines are short, else joined by ", " */
void table_integer(Table *t, long long n);
void table_decimal(Table *t, double d);   /* as json_decimal() */
void table_bool(Table *t, bool b);
/* The colour of the last cell. */
void table_colour(Table *t, Colour colour);
/* The line below the table, such as "3 policies listed."; not with --no-legend. */
void table_legend(Table *t, const char *format, ...) _printf_(2, 3);
/* Prints it, through the pager on a terminal. Returns @status, or EXIT_FAILED after a message. */
int table_print(Table *t, int status);
