/* Numbers: integers, doubles and decimals.

   Each function of this file, of texts.h and of moments.h takes the place where a value
   begins and returns the place behind it, or NULL where the value is none that is certain
   to be read alike by the exact path. Behind the input stands a NUL byte, which is part of
   no value: it stops every loop. */

#ifndef NUMBERS_H
#define NUMBERS_H

#include "columns.h"

static inline bool digit(char c) { return (uint8_t)(c - '0') < 10; }

static const char *read_int(const char *p, int64_t *value) {
    bool negative = *p == '-';
    const char *first = p += negative;
    uint64_t number = 0;
    while (digit(*p) && p - first < 19) number = number * 10 + (uint64_t)(*p++ - '0');
    if (p == first || p - first > 18 || *p == '.' || *p == 'e' || *p == 'E') return NULL;
    if (*first == '0' && (negative || p - first > 1)) return NULL;
    *value = negative ? -(int64_t)number : (int64_t)number;
    return p;
}

/* 5^0 to 5^27: the powers that 64 bits hold. */
static const uint64_t FIVES[28] = {
    1u, 5u, 25u, 125u, 625u, 3125u, 15625u, 78125u, 390625u, 1953125u, 9765625u, 48828125u,
    244140625u, 1220703125u, 6103515625u, 30517578125u, 152587890625u, 762939453125u,
    3814697265625u, 19073486328125u, 95367431640625u, 476837158203125u, 2384185791015625u,
    11920928955078125u, 59604644775390625u, 298023223876953125u, 1490116119384765625u,
    7450580596923828125u};

/* 10^0 to 10^22: the powers that are doubles. */
static const double TENS[23] = {1e0,  1e1,  1e2,  1e3,  1e4,  1e5,  1e6,  1e7,
                                1e8,  1e9,  1e10, 1e11, 1e12, 1e13, 1e14, 1e15,
                                1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22};

/* 2^exponent, for exponents of normal doubles. */
static inline double two_to(int exponent) {
    uint64_t bits = (uint64_t)(exponent + 1023) << 52;
    double value;
    memcpy(&value, &bits, 8);
    return value;
}

/* The double that is nearest to digits / 10^places, for 0 < digits and places <= 27.

   Digits / 5^places is divided to at least 62 bits, with the remainder in the last one;
   what is then rounded, once, to the 53 bits of a double is rounded as the quotient. */
static inline double divided(uint64_t digits, int places) {
    if (digits < (1ull << 53) && places <= 22) return (double)digits / TENS[places];
    int up = __builtin_clzll(digits), over = __builtin_clzll(FIVES[places]);
    uint64_t divisor = FIVES[places] << over;
    wide whole = (wide)(digits << up) << 63;
    uint64_t quotient = (uint64_t)(whole / divisor);
    if ((wide)quotient * divisor != whole) quotient |= 1;
    return (double)quotient * two_to(over - up - 63 - places);
}

/* A number below 2^53 of at most 19 digits: from there on, not every integer is a double.
   A number so small that its double is 0 is none here. */
static const char *read_double(const char *p, double *value) {
    bool negative = *p == '-', integral = true;
    const char *first = p += negative;
    uint64_t digits = 0;
    while (digit(*p)) digits = digits * 10 + (uint64_t)(*p++ - '0');
    int64_t count = p - first, places = 0;
    if (!count || (*first == '0' && count > 1)) return NULL;
    if (*p == '.') {
        const char *point = ++p;
        integral = false;
        while (digit(*p)) digits = digits * 10 + (uint64_t)(*p++ - '0');
        places = p - point;
        if (!places) return NULL;
        count += places;
    }
    for (const char *q = first; count > 19 && (*q == '0' || *q == '.'); q++) count -= *q == '0';
    if (count > 19) return NULL;
    if (*p == 'e' || *p == 'E') {
        bool down = *++p == '-';
        integral = false;
        p += down || *p == '+';
        if (!digit(*p)) return NULL;
        int64_t exponent = 0;
        while (digit(*p) && exponent < 1000) exponent = exponent * 10 + (*p++ - '0');
        places += down ? exponent : -exponent;
    }
    if (places > 27 || places < -15) return NULL;
    double number = 0;
    if (digits && places >= 0) number = divided(digits, (int)places);
    if (digits && places < 0) number = digits < (1ull << 53) ? (double)digits * TENS[-places] : 1e16;
    if (number >= 9007199254740992.0) return NULL;
    /* -0 is the integer 0, -0.0 is not. */
    *value = negative && (digits || !integral) ? -number : number;
    return p;
}

/* Add a digit to a number, of which it counts those behind its leading zeros. */
static inline void add_digit(wide *number, int64_t *count, char c) {
    *number = *number * 10u + (unsigned)(c - '0');
    *count += *count || *number; /* the 39th may make it overflow, to 0 even */
}

/* A decimal, written in digits: exact in its column's type, or none here. */
static const char *read_decimal(const char *p, void *value, const column *c) {
    bool negative = *p == '-';
    int64_t count = 0, places = 0;
    wide number = 0;
    p += negative;
    if (!digit(*p)) return NULL;
    while (digit(*p) && count < 39) add_digit(&number, &count, *p++);
    if (*p == '.') {
        if (!digit(*++p)) return NULL;
        for (; digit(*p) && count < 39 && places < c->scale; places++)
            add_digit(&number, &count, *p++);
    }
    for (; places < c->scale && count < 39; places++) add_digit(&number, &count, '0');
    if (count > c->precision) return NULL;
    if (negative) number = -number;
    memcpy(value, &number, 16);
    return p;
}

#endif
