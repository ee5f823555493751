/* RECORD lines of one stream to columns.

   Reads lines whose shape is known, and nothing else: each line is one object, each
   member is declared, there once, and of its column's type. Wherever that is not so, or
   a value might be read otherwise by the exact path, the lines are not read at all. */

#include "columns.h"
#include "moments.h"
#include "numbers.h"
#include "texts.h"

typedef struct {
    const char *end;
    column *columns;
} reader;

static const char *read_value(reader *r, const char *p, column *c);

static inline const char *space(const char *p) {
    while (*p == ' ' || *p == '\t' || *p == '\r') p++;
    return p;
}

/* Whether bytes stand at a place; what is sought holds no NUL. */
static inline bool stands(reader *r, const char *p, const char *sought, int64_t size) {
    return r->end - p >= size && memcmp(p, sought, (size_t)size) == 0;
}

/* Whether a member's name stands at a place, with its colon. */
static inline bool named(reader *r, const char *p, const column *m) {
#if defined(__SSE2__)
    if (m->name_size <= 16 && r->end - p >= 16) {
        __m128i here = _mm_loadu_si128((const __m128i *)(const void *)p);
        __m128i name = _mm_loadu_si128((const __m128i *)(const void *)m->name);
        unsigned alike = (unsigned)_mm_movemask_epi8(_mm_cmpeq_epi8(here, name));
        unsigned all = (1u << m->name_size) - 1;
        return (alike & all) == all;
    }
#endif
    return stands(r, p, m->name, m->name_size);
}

/* The member of an object whose name, with its quotes, stands at a place. */
static column *member(reader *r, const char *p, column *c) {
    column *last = r->columns + c->end;
    for (column *m = c + 1; m < last; m = r->columns + m->end)
        if (stands(r, p, m->name, m->name_size - 1)) return m;
    return NULL;
}

/* An object behind its opening brace. Members come mostly as they came last time. */
static const char *read_object(reader *r, const char *p, column *c) {
    int64_t row = c->rows;
    int32_t *next = &c->first;
    p = space(p);
    while (*p != '}') {
        column *m = r->columns + *next;
        if (*next && named(r, p, m)) {
            p += m->name_size;
        } else {
            if (!(m = member(r, p, c))) return NULL;
            *next = (int32_t)(m - r->columns);
            p = space(p + m->name_size - 1);
            if (*p++ != ':') return NULL;
        }
        if (m->rows != row) return NULL; /* there twice */
        if (!(p = read_value(r, space(p), m))) return NULL;
        next = &m->after;
        p = space(p);
        if (*p == '}') break;
        if (*p != ',') return NULL;
        p = space(p + 1);
        if (*p == '}') return NULL;
    }
    column *last = r->columns + c->end;
    for (column *m = c + 1; m < last; m = r->columns + m->end)
        if (m->rows == row && !add_null(r->columns, m)) return NULL;
    c->rows++;
    return p + 1;
}

static const char *read_list(reader *r, const char *p, column *c) {
    column *item = c + 1;
    p = space(p);
    while (*p != ']') {
        if (!(p = read_value(r, p, item))) return NULL;
        p = space(p);
        if (*p == ']') break;
        if (*p != ',') return NULL;
        p = space(p + 1);
        if (*p == ']') return NULL;
    }
    ((int32_t *)c->values)[++c->rows] = (int32_t)item->rows;
    return p + 1;
}

static const char *read_bool(reader *r, const char *p, column *c) {
    if (stands(r, p, "true", 4)) {
        ((uint8_t *)c->values)[c->rows / 8] |= (uint8_t)(1u << (c->rows % 8));
        p += 4;
    } else if (stands(r, p, "false", 5)) {
        p += 5;
    } else {
        return NULL;
    }
    c->rows++;
    return p;
}

/* A value of another kind that is written as a text. */
static const char *read_written(const char *p, column *c) {
    if (*p++ != '"') return NULL;
    switch (c->kind) {
    case DATE: p = read_date(p, (int32_t *)c->values + c->rows); break;
    case TIMESTAMP: p = read_time(p, (int64_t *)c->values + c->rows, c); break;
    default: p = read_decimal(p, (char *)c->values + c->rows * width(c), c); break;
    }
    return p && *p == '"' ? p + 1 : NULL;
}

static const char *read_value(reader *r, const char *p, column *c) {
    if (c->kind == CONSTANT) {
        if (!stands(r, p, c->constant, c->constant_size)) return NULL;
        c->rows++;
        return p + c->constant_size;
    }
    if (*p == 'n') {
        if (!stands(r, p, "null", 4) || !add_null(r->columns, c)) return NULL;
        return p + 4;
    }
    if (!room(c)) return NULL;
    switch (c->kind) {
    case BOOL: return read_bool(r, p, c);
    case STRUCT: return *p == '{' ? read_object(r, p + 1, c) : NULL;
    case LIST: return *p == '[' ? read_list(r, p + 1, c) : NULL;
    case TEXT:
        if (*p != '"' || !(p = read_text(p + 1, r->end, c))) return NULL;
        ((int32_t *)c->values)[++c->rows] = (int32_t)c->text_size;
        return p;
    case INT: p = read_int(p, (int64_t *)c->values + c->rows); break;
    case DOUBLE: p = read_double(p, (double *)c->values + c->rows); break;
    default: p = read_written(p, c); break;
    }
    c->rows++;
    return p;
}

/* Make room for so many rows. The first column is the object that each line is. */
bool lines_begin(column *columns, int64_t rows) {
    for (column *m = columns; m < columns + columns->end; m++)
        if (!reserve(m, rows)) return false;
    return true;
}

/* Add lines: `size` bytes with a NUL behind them, each line with its line break. False
   where they are not read; what columns hold then is good for `lines_free` alone. */
bool lines_read(column *columns, const char *data, int64_t size) {
    reader r = {data + size, columns};
    const char *p = data;
    while (p < r.end) {
        if (*p++ != '{' || !(p = read_object(&r, p, columns))) return false;
        p = space(p);
        if (*p++ != '\n') return false;
    }
    return true;
}

/* Make the columns whole; returns how many rows they have, or -1. */
int64_t lines_end(column *columns) {
    for (column *m = columns; m < columns + columns->end; m++)
        if (m->nulls && !reserve_valid(m, m->rows)) return -1;
    return columns->rows;
}

void lines_free(column *columns, int64_t count) {
    for (int64_t i = 0; i < count; i++) {
        free(columns[i].valid);
        free(columns[i].values);
        free(columns[i].text);
        columns[i].valid = columns[i].values = NULL;
        columns[i].text = NULL;
    }
}

/* How many lines there are that all begin alike and end with a brace; -1 where not all of
   them do, or the last one has no line break. */
int64_t lines_alike(const char *data, int64_t size, const char *head, int64_t head_size) {
    const char *end = data + size;
    int64_t rows = 0;
    while (data < end) {
        if (end - data < head_size || memcmp(data, head, (size_t)head_size) != 0) return -1;
        const char *line_break = memchr(data, '\n', (size_t)(end - data));
        if (!line_break || line_break[-1] != '}') return -1;
        data = line_break + 1;
        rows++;
    }
    return rows;
}

/* What the sources were known by when they were compiled. */
const char *lines_sources(void) { return SOURCES; }
