/* Columns that grow row by row, in the buffers that Arrow describes:
   https://arrow.apache.org/docs/format/Columnar.html */

#ifndef COLUMNS_H
#define COLUMNS_H

#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

__extension__ typedef unsigned __int128 wide;

/* The same numbers stand in lines.py. */
enum kind { BOOL, INT, DOUBLE, TEXT, DATE, TIMESTAMP, DECIMAL, STRUCT, LIST, CONSTANT };

/* One column. Columns stand in one array, each before its members and `end` behind the
   last of them, so that the members of a column are the next one, that one's `end`, ... */
typedef struct column {
    int32_t kind;
    int32_t end;          /* index behind the last column within this one */
    const char *name;     /* as a member's name is written: "name":, with at least 16 bytes */
    int64_t name_size;
    const char *constant; /* what a constant is, as it is written: "value" */
    int64_t constant_size;
    int32_t precision;    /* a decimal's digits, and those of them behind its point */
    int32_t scale;
    /* What was read. */
    int64_t rows;
    int64_t nulls;
    uint8_t *valid;       /* a bit a row; none as long as no row is null */
    void *values;         /* a value a row; of lists, and texts, where each begins */
    char *text;
    int64_t text_size;
    int64_t naive;        /* times without a zone, taken as UTC */
    int64_t cut;          /* times finer than a microsecond */
    /* How it is read. */
    int64_t room;         /* rows there is room for */
    int64_t valid_room;
    int64_t text_room;
    int32_t first;        /* the member that came first last time, and */
    int32_t after;        /* the one that came behind this one; 0 for none */
} column;

static inline int64_t width(const column *c) {
    switch (c->kind) {
    case DECIMAL: return 16;
    case INT: case DOUBLE: case TIMESTAMP: return 8;
    case DATE: case TEXT: case LIST: return 4;
    default: return 0;
    }
}

static inline int64_t bytes_of(int64_t bits) { return (bits + 7) / 8; }

/* Make room for so many rows, and for the end of the last text or list. */
static bool reserve(column *c, int64_t rows) {
    if (c->kind == BOOL) {
        int64_t had = c->values ? bytes_of(c->room) : 0, size = bytes_of(rows);
        void *values = realloc(c->values, (size_t)size + 1);
        if (!values) return false;
        memset((uint8_t *)values + had, 0, (size_t)(size + 1 - had));
        c->values = values;
    } else if (width(c)) {
        bool first = !c->values;
        void *values = realloc(c->values, (size_t)(width(c) * (rows + 1)));
        if (!values) return false;
        c->values = values;
        if (first && (c->kind == TEXT || c->kind == LIST)) ((int32_t *)values)[0] = 0;
    }
    c->room = rows;
    return true;
}

static inline bool room(column *c) {
    return c->rows < c->room || reserve(c, c->room * 2 + 8);
}

/* Have a bit for so many rows; those that are new say that their row is valid. */
static bool reserve_valid(column *c, int64_t rows) {
    int64_t had = c->valid_room, size = bytes_of(rows);
    if (size <= had) return true;
    uint8_t *valid = realloc(c->valid, (size_t)size);
    if (!valid) return false;
    memset(valid + had, 0xff, (size_t)(size - had));
    c->valid = valid;
    c->valid_room = size;
    return true;
}

static bool mark_null(column *c) {
    if (!reserve_valid(c, c->room)) return false;
    c->valid[c->rows / 8] &= (uint8_t)~(1u << (c->rows % 8));
    c->nulls++;
    return true;
}

/* Add a null to a column, and to the members of an object; a constant is never null. */
static bool add_null(column *all, column *c) {
    if (c->kind == CONSTANT || !room(c) || !mark_null(c)) return false;
    int64_t row = c->rows++;
    switch (c->kind) {
    case TEXT: ((int32_t *)c->values)[row + 1] = (int32_t)c->text_size; break;
    case LIST: ((int32_t *)c->values)[row + 1] = (int32_t)c[1].rows; break;
    case STRUCT:
        for (column *m = c + 1; m < all + c->end; m = all + m->end)
            if (!add_null(all, m)) return false;
        break;
    default:
        if (width(c)) memset((char *)c->values + row * width(c), 0, (size_t)width(c));
    }
    return true;
}

/* Make room for more text; returns where it goes. */
static inline char *text_room(column *c, int64_t size) {
    if (c->text_size + size > c->text_room) {
        int64_t wanted = (c->text_size + size) * 2 + 64;
        char *text = realloc(c->text, (size_t)wanted);
        if (!text) return NULL;
        c->text = text;
        c->text_room = wanted;
    }
    return c->text + c->text_size;
}

#endif
