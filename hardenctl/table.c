/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "table.h"

#include <ctype.h>
#include <errno.h>
#include <libsmartcols/libsmartcols.h>
#include <stdio.h>

#include "json.h"
#include "pager.h"
#include "say.h"

Table table_new(Context *c, const Column *columns, size_t n) {
        return (Table) { .context = c, .columns = columns, .n_columns = n };
}

static void add(Table *t, Cell cell) {
        vec_push(&t->context->arena, &t->cells, cell);
}

void table_none(Table *t) {
        add(t, (Cell) { .kind = CELL_NONE });
}

void table_text(Table *t, const char *s) {
        add(t, (Cell) { .kind = s ? CELL_TEXT : CELL_NONE, .text = s });
}

void table_list(Table *t, const Strv *l) {
        add(t, (Cell) { .kind = CELL_LIST, .list = l });
}

void table_integer(Table *t, long long n) {
        add(t, (Cell) { .kind = CELL_INTEGER, .integer = n });
}

void table_decimal(Table *t, double d) {
        add(t, (Cell) { .kind = CELL_DECIMAL, .decimal = d });
}

void table_bool(Table *t, bool b) {
        add(t, (Cell) { .kind = CELL_BOOL, .boolean = b });
}

void table_colour(Table *t, Colour colour) {
        t->cells.v[t->cells.n - 1].colour = colour;
}

void table_legend(Table *t, const char *format, ...) {
        va_list args;

        va_start(args, format);
        t->legend = arena_vprintf(&t->context->arena, format, args);
        va_end(args);
}

/* The key of a column: its heading in lower case. */
static const char *key_of(Arena *a, const Column *column) {
        char *key = arena_strdup(a, column->key ?: column->name);

        for (char *p = key; *p; p++)
                *p = *p == ' ' ? '_' : (char) tolower((unsigned char) *p);
        return key;
}

static void print_json_cell(Json *j, const Cell *cell) {
        switch (cell->kind) {
        case CELL_NONE:
                json_string(j, NULL);
                break;
        case CELL_TEXT:
                json_string(j, cell->text);
                break;
        case CELL_LIST:
                json_strings(j, cell->list);
                break;
        case CELL_INTEGER:
                json_integer(j, cell->integer);
                break;
        case CELL_DECIMAL:
                json_decimal(j, cell->decimal);
                break;
        case CELL_BOOL:
                json_bool(j, cell->boolean);
                break;
        }
}

static void print_json(Table *t) {
        Arena *a = &t->context->arena;
        Json j = json_new(a, t->context->options->json);

        json_begin(&j, '[');
        for (size_t row = 0; row < t->cells.n; row += t->n_columns) {
                json_begin(&j, '{');
                for (size_t i = 0; i < t->n_columns; i++)
                        if (!(t->columns[i].flags & COLUMN_TEXT_ONLY)) {
                                json_key(&j, key_of(a, t->columns + i));
                                print_json_cell(&j, t->cells.v + row + i);
                        }
                json_end(&j);
        }
        json_end(&j);
        json_print(&j);
}

static const char *cell_text(Arena *a, const Cell *cell, bool narrow) {
        Text text = { .arena = a };
        Json number = json_new(a, JSON_SHORT);

        switch (cell->kind) {
        case CELL_NONE:
                return "-";
        case CELL_TEXT:
                return *cell->text ? make_printable(arena_strdup(a, cell->text)) : "-";
        case CELL_LIST:
                vec_foreach(s, cell->list)
                        text_join(&text, narrow ? "\n" : ", ", make_printable(arena_strdup(a, *s)));
                return *text_get(&text) ? text_get(&text) : "-";
        case CELL_BOOL:
                return cell->boolean ? "yes" : "no";
        case CELL_INTEGER:
        case CELL_DECIMAL:
                print_json_cell(&number, cell);
                return text_get(&number.text);
        }
        return "-";
}

static int add_columns(Table *t, struct libscols_table *table) {
        for (size_t i = 0; i < t->n_columns; i++) {
                const Column *column = t->columns + i;
                unsigned flags = column->flags;
                struct libscols_column *made;

                if (flags & COLUMN_JSON_ONLY)
                        continue;
                made = scols_table_new_column(table, column->name, 0,
                                              (flags & COLUMN_RIGHT ? SCOLS_FL_RIGHT : 0) |
                                              (flags & COLUMN_CUT ? SCOLS_FL_TRUNC : SCOLS_FL_WRAP));
                if (!made)
                        return -ENOMEM;
                if (!(flags & COLUMN_CUT)) { /* lists stand one below the other */
                        (void) scols_column_set_safechars(made, "\n");
                        (void) scols_column_set_wrapfunc(made, scols_wrapnl_chunksize, scols_wrapnl_nextchunk, NULL);
                }
        }
        return 0;
}

static int add_row(Table *t, struct libscols_table *table, const Cell *cells) {
        struct libscols_line *line = scols_table_new_line(table, NULL);

        for (size_t i = 0, k = 0; line && i < t->n_columns; i++) {
                if (t->columns[i].flags & COLUMN_JSON_ONLY)
                        continue;
                if (scols_line_set_data(line, k, cell_text(&t->context->arena, cells + i, terminal_width() > 0)) < 0)
                        return -ENOMEM;
                if (*colour_on(cells[i].colour))
                        (void) scols_cell_set_color(scols_line_get_cell(line, k), colour_on(cells[i].colour));
                k++;
        }
        return line ? 0 : -ENOMEM;
}

static int fill(Table *t, struct libscols_table *table) {
        size_t width = terminal_width();
        int r;

        (void) scols_table_enable_noheadings(table, t->context->options->no_legend);
        (void) scols_table_enable_colors(table, terminal_has_colours());
        (void) scols_table_set_termforce(table, width > 0 ? SCOLS_TERMFORCE_ALWAYS : SCOLS_TERMFORCE_NEVER);
        if (width > 0)
                (void) scols_table_set_termwidth(table, width);
        r = add_columns(t, table);
        for (size_t row = 0; r >= 0 && row < t->cells.n; row += t->n_columns)
                r = add_row(t, table, t->cells.v + row);
        return r;
}

static int print_text(Table *t) {
        struct libscols_table *table = scols_new_table();
        char *text = NULL;
        int r = -ENOMEM;

        if (table)
                r = fill(t, table);
        if (r >= 0)
                r = scols_print_table_to_string(table, &text);
        if (r >= 0 && t->cells.n > 0)
                puts(text);
        free(text);
        scols_unref_table(table);
        return r;
}

int table_print(Table *t, int status) {
        int r;

        if (t->context->options->json != JSON_OFF) {
                print_json(t);
                return status;
        }
        pager_open(t->context->options);
        r = print_text(t);
        if (r < 0)
                return say(EXIT_FAILED, "the table cannot be made: %s", strerror(-r));
        if (t->legend && !t->context->options->no_legend)
                printf("%s%s\n", t->cells.n > 0 ? "\n" : "", t->legend);
        return status;
}
