/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "json.h"

#include <assert.h>
#include <stdio.h>

Json json_new(Arena *a, JsonMode mode) {
        return (Json) { .text.arena = a, .pretty = mode == JSON_PRETTY };
}

static void newline(Json *j) {
        if (!j->pretty)
                return;
        text_add(&j->text, "\n");
        for (size_t i = 0; i < j->depth; i++)
                text_add(&j->text, "  ");
}

/* Before each value or key: the comma behind the last one. */
static void separate(Json *j) {
        if (j->depth > 0 && !j->after_key) {
                if (!j->empty[j->depth - 1])
                        text_add(&j->text, ",");
                j->empty[j->depth - 1] = false;
                newline(j);
        }
        j->after_key = false;
}

void json_begin(Json *j, char bracket) {
        assert(j->depth < JSON_DEPTH_MAX);
        separate(j);
        text_addn(&j->text, &bracket, 1);
        j->open[j->depth] = bracket;
        j->empty[j->depth++] = true;
}

void json_end(Json *j) {
        bool empty;

        assert(j->depth > 0);
        empty = j->empty[--j->depth];
        if (!empty)
                newline(j);
        text_add(&j->text, j->open[j->depth] == '{' ? "}" : "]");
}

static void quote(Json *j, const char *s) {
        bool valid = utf8_is_valid(s);

        text_add(&j->text, "\"");
        for (; *s; s++) {
                unsigned char c = (unsigned char) *s;

                if (c == '"' || c == '\\')
                        text_addf(&j->text, "\\%c", c);
                else if (c < ' ' || c == 0x7f)
                        text_addf(&j->text, "\\u%04x", c);
                else if (c >= 0x80 && !valid)
                        text_add(&j->text, "\\ufffd");
                else
                        text_addn(&j->text, s, 1);
        }
        text_add(&j->text, "\"");
}

void json_key(Json *j, const char *key) {
        separate(j);
        quote(j, key);
        text_add(&j->text, j->pretty ? ": " : ":");
        j->after_key = true;
}

void json_string(Json *j, const char *s) {
        separate(j);
        if (s)
                quote(j, s);
        else
                text_add(&j->text, "null");
}

void json_strings(Json *j, const Strv *l) {
        json_begin(j, '[');
        vec_foreach(s, l)
                json_string(j, *s);
        json_end(j);
}

void json_integer(Json *j, long long n) {
        separate(j);
        text_addf(&j->text, "%lld", n);
}

/* Without printf's %f, which writes the comma of the locale. */
void json_decimal(Json *j, double d) {
        long long tenths = (long long) (d * 10 + (d < 0 ? -0.5 : 0.5)), size = tenths < 0 ? -tenths : tenths;

        separate(j);
        text_addf(&j->text, "%s%lld.%lld", tenths < 0 ? "-" : "", size / 10, size % 10);
}

void json_bool(Json *j, bool b) {
        separate(j);
        text_add(&j->text, b ? "true" : "false");
}

void json_print(const Json *j) {
        puts(text_get(&j->text));
}
