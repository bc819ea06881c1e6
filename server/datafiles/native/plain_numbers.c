/* Lines of plain numbers as columns of doubles, each the nearest to what is written.

   A number of up to 19 digits is rounded by the method of Eisel and Lemire (D. Lemire, “Number
   parsing at a gigabyte per second”, Software: Practice and Experience 51, 2021); before it, the
   exact short cut of Clinger (“How to read floating point numbers accurately”, 1990). Whatever
   neither decides is left to the caller, cell by cell. */

#include <stdint.h>
#include <string.h>

#if defined(_WIN32)
#define API __declspec(dllexport)
#else
#define API __attribute__((visibility("default")))
#endif

#if defined(__BYTE_ORDER__) && __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
#define BYTES_UPWARDS 1
#else
#define BYTES_UPWARDS 0
#endif

#define INLINE static inline __attribute__((always_inline))

enum { DIGITS = 19, LEAST = -342, MOST = 308, FAR = 100000 };

static const double TENS[] = {1e0,  1e1,  1e2,  1e3,  1e4,  1e5,  1e6,  1e7,
                              1e8,  1e9,  1e10, 1e11, 1e12, 1e13, 1e14, 1e15,
                              1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22};

typedef struct {
    const uint8_t *start, *end;
    uint8_t delimiter, decimal; /* delimiter 0: runs of blanks and tabs */
    const uint64_t *powers;     /* of five: high and low half, from 5^LEAST on */
} Text;

typedef struct {
    uint64_t digits;
    int32_t count; /* of digits, without leading zeros */
    int64_t exponent;
    int negative;
} Written;

typedef struct {
    int64_t *told, most; /* cells left to the caller */
    double gap;
    int gaps; /* whether an empty cell may be one */
} Odd;

/* The double nearest to digits * 10^q. 0 where that is not decided, or not a normal number. */
static int nearest(const uint64_t *powers, uint64_t digits, int64_t q, double *value)
{
    if (q < LEAST || q > MOST)
        return 0;
    int zeros = __builtin_clzll(digits);
    uint64_t w = digits << zeros;
    const uint64_t *power = powers + 2 * (q - LEAST);
    unsigned __int128 product = (unsigned __int128)w * power[0];
    uint64_t high = (uint64_t)(product >> 64), low = (uint64_t)product;
    if ((high & 0x1FF) == 0x1FF) {
        uint64_t more = (uint64_t)(((unsigned __int128)w * power[1]) >> 64);
        low += more;
        high += low < more;
        if (low == UINT64_MAX && (q < -27 || q > 55))
            return 0;
    }
    int upper = (int)(high >> 63), shift = upper + 64 - 52 - 3;
    uint64_t mantissa = high >> shift;
    int64_t exponent = ((217706 * q) >> 16) + 63 + upper - zeros + 1023;
    if (exponent <= 0)
        return 0;
    if (low <= 1 && q >= -4 && q <= 23 && (mantissa & 3) == 1 && mantissa << shift == high)
        mantissa &= ~(uint64_t)1; /* exactly between two: to the even one */
    mantissa = (mantissa + (mantissa & 1)) >> 1;
    if (mantissa >= (uint64_t)2 << 52) {
        mantissa = (uint64_t)1 << 52;
        exponent++;
    }
    if (exponent >= 0x7FF)
        return 0;
    uint64_t bits = (mantissa & ~((uint64_t)1 << 52)) | (uint64_t)exponent << 52;
    memcpy(value, &bits, sizeof *value);
    return 1;
}

INLINE int rounded(const uint64_t *powers, const Written *written, double *value)
{
    uint64_t digits = written->digits;
    int64_t q = written->exponent;
    if (written->count > DIGITS)
        return 0;
    if (digits == 0)
        *value = 0;
    else if (digits <= (uint64_t)1 << 53 && q >= -22 && q <= 22)
        *value = q < 0 ? (double)digits / TENS[-q] : (double)digits * TENS[q];
    else if (!nearest(powers, digits, q, value))
        return 0;
    if (written->negative)
        *value = -*value;
    return 1;
}

/* Whether eight bytes, the first the lowest, are digits; and the number that they make
   (Lemire's way of eight at once, from the article above). */
static int are_digits(uint64_t eight)
{
    return ((eight & 0xF0F0F0F0F0F0F0F0) |
            (((eight + 0x0606060606060606) & 0xF0F0F0F0F0F0F0F0) >> 4)) == 0x3333333333333333;
}

static uint32_t number_of(uint64_t eight)
{
    const uint64_t mask = 0x000000FF000000FF;
    eight -= 0x3030303030303030;
    eight = eight * 10 + (eight >> 8);
    return (uint32_t)(((eight & mask) * 0x000F424000000064 +
                       ((eight >> 16) & mask) * 0x0000271000000001) >> 32);
}

/* The digits from *at on; how many there are, of which leading zeros do not count as such. */
INLINE int64_t digits_at(const uint8_t **at, const uint8_t *end, Written *written)
{
    const uint8_t *start = *at, *p = start;
    uint64_t digits = written->digits;
    int32_t count = written->count;
    for (; p < end && (uint8_t)(*p - '0') < 10; p++) {
        uint64_t eight;
        if (count > 0 && BYTES_UPWARDS && end - p >= 8) {
            memcpy(&eight, p, sizeof eight);
            if (are_digits(eight)) {
                digits = 100000000 * digits + number_of(eight);
                count += 8;
                p += 7;
                continue;
            }
        }
        digits = 10 * digits + (uint8_t)(*p - '0'); /* of no use beyond DIGITS */
        count += count > 0 || *p != '0';
    }
    written->digits = digits;
    written->count = count;
    *at = p;
    return p - start;
}

/* A number from *at on: sign, digits, decimal mark, exponent. 0 where there is none. */
INLINE int number_at(const Text *text, const uint8_t **at, Written *written)
{
    const uint8_t *p = *at, *end = text->end;
    *written = (Written){0, 0, 0, 0};
    if (p < end && (*p == '-' || *p == '+'))
        written->negative = *p++ == '-';
    int64_t whole = digits_at(&p, end, written), fraction = 0;
    if (p < end && *p == text->decimal) {
        p++;
        fraction = digits_at(&p, end, written);
    }
    if (whole + fraction == 0)
        return 0;
    int64_t exponent = 0;
    if (p < end && (*p | 32) == 'e') {
        p++;
        int negative = 0;
        if (p < end && (*p == '-' || *p == '+'))
            negative = *p++ == '-';
        const uint8_t *first = p;
        for (; p < end && (uint8_t)(*p - '0') < 10; p++)
            if (exponent < FAR)
                exponent = 10 * exponent + (*p - '0');
        if (p == first)
            return 0;
        if (negative)
            exponent = -exponent;
    }
    written->exponent = exponent - fraction;
    *at = p;
    return 1;
}

static int is_blank(const Text *text, uint8_t byte)
{
    return byte == ' ' || (byte == '\t' && text->delimiter != '\t');
}

INLINE const uint8_t *past_blanks(const Text *text, const uint8_t *p)
{
    while (p < text->end && is_blank(text, *p))
        p++;
    return p;
}

/* The cell from *at on, whatever is in it, and where it ends. 0 where it begins with a blank. */
INLINE int any_cell(const Text *text, const uint8_t **at, int64_t *span)
{
    const uint8_t *p = *at;
    if (text->delimiter && p < text->end && is_blank(text, *p))
        return 0;
    span[0] = p - text->start;
    while (p < text->end && *p != '\n' &&
           (text->delimiter ? *p != text->delimiter : !is_blank(text, *p)))
        p++;
    span[1] = p - text->start;
    *at = p;
    return text->delimiter || span[1] > span[0];
}

/* A number, or nothing, from *at on. 0 where that is not plain, or no more odd ones find room. */
INLINE int number_cell(const Text *text, const uint8_t **at, double *out, int64_t place,
                       const Odd *odd)
{
    const uint8_t *start = *at;
    Written written;
    if (!number_at(text, at, &written)) {
        out[place] = odd->gap;
        return text->delimiter && odd->gaps;
    }
    if (rounded(text->powers, &written, out + place))
        return 1;
    if (odd->told[0] == odd->most)
        return 0;
    int64_t *told = odd->told + 1 + 3 * odd->told[0]++;
    told[0] = place;
    told[1] = start - text->start;
    told[2] = *at - text->start;
    return 1;
}

/* Whole lines of `width` cells each into `out`, where column i begins at out[i * room].

   Cells of a column that is `passed` over are not read: where each begins and ends in the text is
   told in `spans`, two places for each line, one such column after the other. An empty cell is
   `gap`. odd[0] counts the cells that the caller has to round: from odd[1] on three of each, its
   place in `out`, and where it begins and ends; up to `most`.
   Returns the number of lines; -1 where anything is not plain, or there are too many. */
API int64_t plain_numbers(const uint8_t *data, int64_t size, uint8_t delimiter, uint8_t decimal,
                          int64_t width, const uint8_t *passed, double *out, int64_t *spans,
                          int64_t room, double gap, const uint64_t *powers, int64_t *told,
                          int64_t most)
{
    Text text = {data, data + size, delimiter, decimal, powers};
    Odd odd = {told, most, gap, width > 1};
    const uint8_t *p = data;
    int64_t line = 0;
    for (told[0] = 0; p < text.end; line++) {
        if (line == room)
            return -1;
        int64_t *span = spans + 2 * line;
        for (int64_t column = 0; column < width; column++) {
            if (passed[column]) {
                if (!delimiter)
                    p = past_blanks(&text, p);
                if (!any_cell(&text, &p, span))
                    return -1;
                span += 2 * room;
            } else {
                p = past_blanks(&text, p);
                if (!number_cell(&text, &p, out, column * room + line, &odd))
                    return -1;
            }
            const uint8_t *behind = past_blanks(&text, p);
            if (behind == text.end)
                return -1;
            if (column == width - 1) {
                if (*behind != '\n')
                    return -1;
                p = behind + 1;
            } else {
                if (delimiter ? *behind != delimiter : behind == p || *behind == '\n')
                    return -1;
                p = delimiter ? behind + 1 : behind;
            }
        }
    }
    return line;
}
