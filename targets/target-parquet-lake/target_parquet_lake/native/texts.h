/* Texts: UTF-8, with JSON's escapes. */

#ifndef TEXTS_H
#define TEXTS_H

#include "columns.h"
#include "numbers.h"

#if defined(__SSE2__)
#include <emmintrin.h>
#endif

/* The first byte that ends a plain stretch of text: a quote, a backslash, or a control
   character. `high` is told whether there is more than ASCII before it. */
static inline const char *plain(const char *p, const char *end, bool *high) {
#if defined(__SSE2__)
    const __m128i quote = _mm_set1_epi8('"'), escape = _mm_set1_epi8('\\');
    const __m128i last = _mm_set1_epi8(0x1f);
    while (end - p >= 16) {
        __m128i bytes = _mm_loadu_si128((const __m128i *)(const void *)p);
        __m128i stops = _mm_or_si128(_mm_cmpeq_epi8(bytes, quote), _mm_cmpeq_epi8(bytes, escape));
        stops = _mm_or_si128(stops, _mm_cmpeq_epi8(_mm_min_epu8(bytes, last), bytes));
        unsigned found = (unsigned)_mm_movemask_epi8(stops);
        unsigned beyond = (unsigned)_mm_movemask_epi8(bytes);
        if (found) {
            int at = __builtin_ctz(found);
            *high |= (beyond & ((1u << at) - 1)) != 0;
            return p + at;
        }
        *high |= beyond != 0;
        p += 16;
    }
#endif
    (void)end; /* the NUL behind the input is a control character */
    for (;; p++) {
        uint8_t byte = (uint8_t)*p;
        if (byte == '"' || byte == '\\' || byte < 0x20) return p;
        *high |= byte >= 0x80;
    }
}

/* Whether bytes are UTF-8 by RFC 3629: shortest forms, no surrogates, to U+10FFFF. */
static bool is_utf8(const char *text, int64_t size) {
    const uint8_t *p = (const uint8_t *)text, *end = p + size;
    while (p < end) {
        uint8_t lead = *p++;
        if (lead < 0x80) continue;
        int more = lead >= 0xf0 ? 3 : lead >= 0xe0 ? 2 : 1;
        if (lead < 0xc2 || lead > 0xf4 || end - p < more) return false;
        uint8_t low = lead == 0xe0 ? 0xa0 : lead == 0xf0 ? 0x90 : 0x80;
        uint8_t high = lead == 0xed ? 0x9f : lead == 0xf4 ? 0x8f : 0xbf;
        if (*p < low || *p > high) return false;
        for (p++; --more; p++)
            if (*p < 0x80 || *p > 0xbf) return false;
    }
    return true;
}

/* Four hexadecimal digits; -1 where they are none. */
static int32_t hexadecimal(const char *p) {
    int32_t number = 0;
    for (int i = 0; i < 4; i++) {
        char c = p[i], lower = (char)(c | 0x20);
        if (digit(c)) number = number * 16 + (c - '0');
        else if (lower >= 'a' && lower <= 'f') number = number * 16 + (lower - 'a' + 10);
        else return -1;
    }
    return number;
}

/* An escape behind its backslash; writes at most four bytes. U+0000 and surrogates that
   stand alone are left to the exact path. */
static const char *unescape(const char *p, char **out) {
    static const char from[] = "\"\\/bfnrt", to[] = "\"\\/\b\f\n\r\t";
    char *o = *out;
    if (*p != 'u') {
        const char *found = *p ? strchr(from, *p) : NULL;
        if (!found) return NULL;
        *o++ = to[found - from];
        *out = o;
        return p + 1;
    }
    int32_t point = hexadecimal(++p);
    if (point <= 0) return NULL;
    p += 4;
    if (point >= 0xd800 && point < 0xe000) {
        int32_t low = p[0] == '\\' && p[1] == 'u' ? hexadecimal(p + 2) : -1;
        if (point >= 0xdc00 || low < 0xdc00 || low >= 0xe000) return NULL;
        point = 0x10000 + ((point - 0xd800) << 10) + (low - 0xdc00);
        p += 6;
    }
    if (point < 0x80) {
        *o++ = (char)point;
    } else if (point < 0x800) {
        *o++ = (char)(0xc0 | point >> 6);
        *o++ = (char)(0x80 | (point & 0x3f));
    } else {
        if (point < 0x10000) {
            *o++ = (char)(0xe0 | point >> 12);
        } else {
            *o++ = (char)(0xf0 | point >> 18);
            *o++ = (char)(0x80 | (point >> 12 & 0x3f));
        }
        *o++ = (char)(0x80 | (point >> 6 & 0x3f));
        *o++ = (char)(0x80 | (point & 0x3f));
    }
    *out = o;
    return p;
}

/* A text behind its opening quote, added to a column's text. */
static const char *read_text(const char *p, const char *end, column *c) {
    for (;;) {
        bool high = false;
        const char *stop = plain(p, end, &high);
        int64_t size = stop - p;
        if (high && !is_utf8(p, size)) return NULL;
        char *out = text_room(c, size + 4);
        if (!out) return NULL;
        memcpy(out, p, (size_t)size);
        out += size;
        if (*stop == '"') {
            c->text_size = out - c->text;
            return stop + 1;
        }
        if (*stop != '\\' || !(p = unescape(stop + 1, &out))) return NULL;
        c->text_size = out - c->text;
    }
}

#endif
