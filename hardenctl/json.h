/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/*
 * A writer of JSON. Commas, indentation and escapes are its own business:
 *
 *     json_begin(&j, '{'); json_key(&j, "changed"); json_bool(&j, true); json_end(&j); json_print(&j);
 */

#include "base/text.h"
#include "options.h"

#define JSON_DEPTH_MAX 32

typedef struct Json {
        Text text;
        bool pretty;
        size_t depth;
        char open[JSON_DEPTH_MAX]; /* '{' or '[' */
        bool empty[JSON_DEPTH_MAX], after_key;
} Json;

/* @mode is not JSON_OFF. */
Json json_new(Arena *a, JsonMode mode);
void json_begin(Json *j, char bracket);
void json_end(Json *j);
void json_key(Json *j, const char *key);
void json_string(Json *j, const char *s); /* NULL: null. Bytes that are no UTF-8 become U+FFFD. */
void json_strings(Json *j, const Strv *l);
void json_integer(Json *j, long long n);
void json_decimal(Json *j, double d); /* one digit behind the point, as systemd-analyze prints exposures */
void json_bool(Json *j, bool b);
/* The text, and a newline, to stdout. */
void json_print(const Json *j);
