/* Reads the inputs of a file and looks at all that was made of them, so that a sanitizer
   sees whatever is read or written where nothing stands.

   A file is a count and so many columns, a count and so many inputs. A column is its kind,
   end, precision, scale and size of its name, its name and its constant; an input is the
   rows to make room for, a count and so many parts. Numbers have four bytes, those of this
   machine; a name, a constant and a part are their size and their bytes. What was found is
   printed: inputs read, inputs refused, rows, and parts whose lines are all alike. */

#include "lines.c"

#include <stdio.h>

/* How much stands behind a part: the NUL byte that ends it. */
#ifndef BEHIND
#define BEHIND 1
#endif

static const char HEAD[] = "{\"type\":\"RECORD\",\"stream\":\"s\"";

static FILE *file;
static int32_t input;
static volatile uint64_t sum;

static void fail(const char *what) {
    fprintf(stderr, "input %d: %s\n", input, what);
    exit(1);
}

static void *taken(void *memory) {
    if (!memory) fail("there is no memory");
    return memory;
}

static void take(void *bytes, int64_t size) {
    if (fread(bytes, 1, (size_t)size, file) != (size_t)size) fail("the file is cut");
}

static int32_t number(void) {
    int32_t found;
    take(&found, 4);
    return found;
}

/* Bytes in memory of their own, which ends where they and so many zeros end. */
static char *bytes_and(int64_t behind, int64_t *size) {
    *size = number();
    char *bytes = taken(malloc((size_t)(*size + behind)));
    take(bytes, *size);
    memset(bytes + *size, 0, (size_t)behind);
    return bytes;
}

static column *described(int32_t count) {
    column *columns = taken(calloc((size_t)count, sizeof(column)));
    for (column *c = columns; c < columns + count; c++) {
        int64_t padded;
        c->kind = number();
        c->end = number();
        c->precision = number();
        c->scale = number();
        c->name_size = number();
        c->name = bytes_and(0, &padded);
        c->constant = bytes_and(0, &c->constant_size);
    }
    return columns;
}

static void look(const void *bytes, int64_t size) {
    for (int64_t i = 0; i < size; i++) sum += ((const uint8_t *)bytes)[i];
}

static void look_at_places(const column *c, int64_t end) {
    const int32_t *places = c->values;
    if (places[0] != 0) fail("the first value does not begin at 0");
    for (int64_t i = 0; i < c->rows; i++)
        if (places[i] > places[i + 1]) fail("a value ends before it begins");
    if (places[c->rows] != end) fail("the last value does not end where all do");
}

/* Whether bytes are characters other than U+0000; not by the code that is tested. */
static bool are_characters(const char *text, int64_t size) {
    static const int32_t least[4] = {1, 0x80, 0x800, 0x10000};
    for (const char *end = text + size; text < end;) {
        int32_t lead = (uint8_t)*text++, more = (lead >= 0xc0) + (lead >= 0xe0) + (lead >= 0xf0);
        int32_t point = more ? lead & (0x3f >> more) : lead;
        if ((lead & 0xc0) == 0x80 || lead > 0xf7 || end - text < more) return false;
        for (int32_t i = 0; i < more; i++, text++) {
            if ((*text & 0xc0) != 0x80) return false;
            point = point << 6 | (*text & 0x3f);
        }
        if (point < least[more] || point >> 11 == 0x1b || point > 0x10ffff) return false;
    }
    return true;
}

static void look_at_text(const column *c) {
    const int32_t *places = c->values;
    look_at_places(c, c->text_size);
    for (int64_t i = 0; i < c->rows; i++)
        if (!are_characters(c->text + places[i], places[i + 1] - places[i]))
            fail("a text is no UTF-8");
}

static void look_at(column *columns, column *c) {
    int64_t nulls = 0;
    for (int64_t i = 0; c->nulls && i < c->rows; i++) nulls += !(c->valid[i / 8] >> i % 8 & 1);
    if (nulls != c->nulls) fail("nulls are not those that were counted");
    if (c->nulls) look(c->valid, bytes_of(c->rows));
    switch (c->kind) {
    case TEXT: if (c->text_size) look_at_text(c); else look_at_places(c, 0); break;
    case LIST: look_at_places(c, c[1].rows); break;
    case BOOL: look(c->values, bytes_of(c->rows)); break;
    case STRUCT:
        for (column *m = c + 1; m < columns + c->end; m = columns + m->end)
            if (m->rows != c->rows) fail("an object and a member have not the same rows");
        break;
    default: look(c->values, c->rows * width(c));
    }
}

/* Whether the lines of a part are all alike; their head has nothing behind it. */
static bool all_alike(const char *data, int64_t size) {
    int64_t head_size = (int64_t)sizeof HEAD - 1, breaks = 0;
    char *head = taken(malloc((size_t)head_size));
    memcpy(head, HEAD, (size_t)head_size);
    for (int64_t i = 0; i < size; i++) breaks += data[i] == '\n';
    for (int64_t part = 1; part <= head_size; part += head_size - 1) {
        int64_t rows = lines_alike(data, size, head, part);
        if (rows != -1 && rows != breaks) fail("lines are not counted by their breaks");
        if (part == head_size) breaks = rows;
    }
    free(head);
    return breaks > 0;
}

/* Read one input; a part is gone before the next one comes. Returns its rows, or -1. */
static int64_t read_input(column *columns, int32_t count, int64_t *alike) {
    bool known = lines_begin(columns, number());
    for (int32_t parts = number(); parts--;) {
        int64_t size;
        char *data = bytes_and(BEHIND, &size);
        *alike += all_alike(data, size);
        known = known && lines_read(columns, data, size);
        free(data);
    }
    int64_t rows = known ? lines_end(columns) : -1;
    for (int32_t i = 0; rows >= 0 && i < count; i++) look_at(columns, columns + i);
    return rows;
}

int main(int argc, char **argv) {
    int64_t read = 0, refused = 0, rows = 0, alike = 0;
    if (argc != 2 || !(file = fopen(argv[1], "rb"))) fail("there is no file");
    int32_t count = number();
    column *made = described(count), *columns = taken(malloc((size_t)count * sizeof(column)));
    for (int32_t inputs = number(); input < inputs; input++) {
        memcpy(columns, made, (size_t)count * sizeof(column));
        int64_t found = read_input(columns, count, &alike);
        if (found < 0) refused++;
        else read++, rows += found;
        lines_free(columns, count);
    }
    for (column *c = made; c < made + count; c++) {
        free((void *)(uintptr_t)c->name);
        free((void *)(uintptr_t)c->constant);
    }
    free(columns);
    free(made);
    fclose(file);
    printf("%lld %lld %lld %lld\n", (long long)read, (long long)refused, (long long)rows,
           (long long)alike);
    return 0;
}
