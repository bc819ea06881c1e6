/* Extremes of stretches, and what has to be known of values before they are smoothed. */
#include "lanes.h"

#define AT_ONCE 4 /* vectors */

/* Defines a function that narrows low and high to the extremes of count values, and adds to odd
 * what is not zero as soon as one of them is not finite. NaN is neither less nor more. */
#define DEFINE_SCAN(name, type, whole)                                                       \
    typedef type name##_vector __attribute__((vector_size(8 * WIDTH)));                      \
    typedef type name##_loose                                                                \
        __attribute__((vector_size(8 * WIDTH), aligned(sizeof(type)), may_alias));           \
    typedef whole name##_mask __attribute__((vector_size(8 * WIDTH)));                       \
    static inline name##_vector name##_pick(name##_mask mask, name##_vector a,               \
                                            name##_vector b)                                 \
    {                                                                                        \
        return (name##_vector)(((name##_mask)a & mask) | ((name##_mask)b & ~mask));          \
    }                                                                                        \
    static void name(const type *x, int64_t count, double *low, double *high, double *odd)   \
    {                                                                                        \
        enum { SIDE = 8 * WIDTH / sizeof(type) };                                            \
        name##_vector lows[AT_ONCE], highs[AT_ONCE], odds[AT_ONCE];                          \
        int64_t i = 0;                                                                       \
        for (int k = 0; k < AT_ONCE; k++) {                                                  \
            lows[k] = (name##_vector){0} + (type)INFINITY;                                   \
            highs[k] = (name##_vector){0} - (type)INFINITY;                                  \
            odds[k] = (name##_vector){0};                                                    \
        }                                                                                    \
        for (; i + AT_ONCE * SIDE <= count; i += AT_ONCE * SIDE)                             \
            for (int k = 0; k < AT_ONCE; k++) {                                              \
                name##_vector v = *(const name##_loose *)(x + i + k * SIDE);                 \
                lows[k] = name##_pick(v < lows[k], v, lows[k]);                              \
                highs[k] = name##_pick(v > highs[k], v, highs[k]);                           \
                odds[k] += v - v;                                                            \
            }                                                                                \
        for (; i < count; i++) {                                                             \
            *low = (double)x[i] < *low ? (double)x[i] : *low;                                \
            *high = (double)x[i] > *high ? (double)x[i] : *high;                             \
            *odd += (double)(x[i] - x[i]);                                                   \
        }                                                                                    \
        for (int k = 0; k < AT_ONCE; k++)                                                    \
            for (int side = 0; side < (int)SIDE; side++) {                                   \
                *low = (double)lows[k][side] < *low ? (double)lows[k][side] : *low;          \
                *high = (double)highs[k][side] > *high ? (double)highs[k][side] : *high;     \
                *odd += (double)odds[k][side];                                               \
            }                                                                                \
    }

DEFINE_SCAN(scan_double, double, int64_t)
DEFINE_SCAN(scan_float, float, int32_t)

/* The smallest and largest of values[edges[i] .. edges[i+1]); NaN where there is none. NaNs are
 * passed over. unusual[i], where asked for, tells of NaNs and infinities. */
EXPORT void NAMED(extremes)(const void *values, int64_t kind, const int64_t *edges, int64_t bins,
                            double *minima, double *maxima, uint8_t *unusual)
{
    for (int64_t i = 0; i < bins; i++) {
        int64_t count = edges[i + 1] - edges[i];
        double low = INFINITY, high = -INFINITY, odd = 0;
        if (kind == FLOAT64)
            scan_double((const double *)values + edges[i], count, &low, &high, &odd);
        else
            scan_float((const float *)values + edges[i], count, &low, &high, &odd);
        minima[i] = low > high ? NAN : low;
        maxima[i] = low > high ? NAN : high;
        if (unusual)
            unusual[i] = odd != 0;
    }
}

/* total / weight, unscaled, plus offset: where the weight is enough and, but for `fill`, where the
 * value itself is known; NaN elsewhere. The result takes the place of the total. Returns at how
 * many of the places that are wanted the weight is below `thin`. */
EXPORT int64_t NAMED(quotient)(double *total, const double *weight, const line *from,
                               int64_t start, int64_t count, double least, double thin,
                               int64_t fill)
{
    double unscale = 1 / from->scale, offset = from->offset;
    const double *x = (const double *)from->data + start;
    const float *small = (const float *)from->data + start;
    int64_t found = 0;
    for (int64_t i = 0; i < count; i++) {
        double value = from->kind == FLOAT64 ? x[i] : (double)small[i];
        int wanted = fill | (fabs(value) <= DBL_MAX);
        double quotient = total[i] / weight[i] * unscale + offset;
        total[i] = (wanted & (weight[i] >= least)) ? quotient : NAN;
        found += wanted & (weight[i] < thin);
    }
    return found;
}
