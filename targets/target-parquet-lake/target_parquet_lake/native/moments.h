/* Dates and times. */

#ifndef MOMENTS_H
#define MOMENTS_H

#include "columns.h"
#include "numbers.h"

/* Two digits at a place, or a number beyond all of them. */
static inline int two(const char *p) {
    return digit(p[0]) && digit(p[1]) ? (p[0] - '0') * 10 + (p[1] - '0') : 100;
}

/* A date, YYYY-MM-DD, as days since 1970-01-01: the year is taken to begin with March,
   so that the day that is there now and then comes last.
   https://en.wikipedia.org/wiki/Julian_day#Converting_Gregorian_calendar_date_to_Julian_Day_Number */
static const char *read_date(const char *p, int32_t *days) {
    static const int lengths[13] = {0, 31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    int century = two(p);
    if (century > 99) return NULL;
    int rest = two(p + 2);
    if (rest > 99 || p[4] != '-') return NULL;
    int year = century * 100 + rest, month = two(p + 5);
    if (month < 1 || month > 12 || p[7] != '-' || !year) return NULL;
    int day = two(p + 8);
    bool leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    if (day < 1 || day > lengths[month] || (month == 2 && day == 29 && !leap)) return NULL;
    int y = year + 4800 - (month < 3), m = month < 3 ? month + 9 : month - 3;
    *days = day + (153 * m + 2) / 5 + 365 * y + y / 4 - y / 100 + y / 400 - 2472633;
    return p + 10;
}

/* A time, YYYY-MM-DD, T or a space, hh:mm:ss, at most nine digits, and Z, an offset or
   nothing, as microseconds since 1970-01-01 UTC; only such as every zone has, by the
   bounds of bulk_settle.py. */
static const char *read_time(const char *p, int64_t *moment, column *c) {
    static const int scale[10] = {1000000000, 100000000, 10000000, 1000000, 100000,
                                  10000,      1000,      100,      10,      1};
    int32_t days;
    if (!(p = read_date(p, &days)) || (*p != 'T' && *p != ' ')) return NULL;
    int hour = two(p + 1);
    if (hour > 23 || p[3] != ':') return NULL;
    int minute = two(p + 4);
    if (minute > 59 || p[6] != ':') return NULL;
    int second = two(p + 7);
    if (second > 59) return NULL;
    p += 9;
    int64_t nanoseconds = 0, offset = 0;
    if (*p == '.') {
        const char *first = ++p;
        while (digit(*p) && p - first < 9) nanoseconds = nanoseconds * 10 + (*p++ - '0');
        if (p == first) return NULL;
        nanoseconds *= scale[p - first];
    }
    if (*p == 'Z') {
        p++;
    } else if (*p == '+' || *p == '-') {
        int sign = *p == '-' ? -1 : 1, hours = two(p + 1);
        if (hours > 23) return NULL;
        p += 3;
        p += *p == ':';
        int minutes = two(p);
        if (minutes > 59) return NULL;
        p += 2;
        offset = sign * (hours * 60 + minutes);
    } else {
        c->naive++;
    }
    int64_t seconds = days * 86400ll + hour * 3600 + (minute - offset) * 60 + second;
    *moment = seconds * 1000000 + nanoseconds / 1000;
    c->cut += nanoseconds % 1000 != 0;
    bool known = *moment >= -62135510400000000ll && *moment <= 253402214400000000ll;
    return known ? p : NULL;
}

#endif
