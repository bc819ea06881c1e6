/* Extremes of stretches, and what has to be known of values before they are smoothed. */
#include "lanes.h"

#define AT_ONCE 16

#define EXTREMES(type, data, count, low, high, odd)                       \
    do {                                                                  \
        const type *x_ = (const type *)(data);                            \
        type lows_[AT_ONCE], highs_[AT_ONCE], odd_[AT_ONCE];              \
        int64_t i_ = 0;                                                   \
        for (int l_ = 0; l_ < AT_ONCE; l_++) {                            \
            lows_[l_] = (type)INFINITY;                                   \
            highs_[l_] = -(type)INFINITY;                                 \
            odd_[l_] = 0;                                                 \
        }                                                                 \
        for (; i_ + AT_ONCE <= (count); i_ += AT_ONCE)                    \
            for (int l_ = 0; l_ < AT_ONCE; l_++) {                        \
                type v_ = x_[i_ + l_];                                    \
                lows_[l_] = v_ < lows_[l_] ? v_ : lows_[l_];              \
                highs_[l_] = v_ > highs_[l_] ? v_ : highs_[l_];           \
                odd_[l_] += v_ - v_;                                      \
            }                                                             \
        for (; i_ < (count); i_++) {                                      \
            type v_ = x_[i_];                                             \
            lows_[0] = v_ < lows_[0] ? v_ : lows_[0];                     \
            highs_[0] = v_ > highs_[0] ? v_ : highs_[0];                  \
            odd_[0] += v_ - v_;                                           \
        }                                                                 \
        for (int l_ = 0; l_ < AT_ONCE; l_++) {                            \
            low = lows_[l_] < low ? lows_[l_] : low;                      \
            high = highs_[l_] > high ? highs_[l_] : high;                 \
            odd += odd_[l_];                                              \
        }                                                                 \
    } while (0)

/* The smallest and largest of values[edges[i] .. edges[i+1]); NaN where there is none. NaNs are
 * passed over. unusual[i], where asked for, tells of NaNs and infinities. */
EXPORT void NAMED(extremes)(const void *values, int64_t kind, const int64_t *edges, int64_t bins,
                            double *minima, double *maxima, uint8_t *unusual)
{
    for (int64_t i = 0; i < bins; i++) {
        int64_t count = edges[i + 1] - edges[i];
        double low = INFINITY, high = -INFINITY, odd = 0;
        if (kind == FLOAT64)
            EXTREMES(double, (const double *)values + edges[i], count, low, high, odd);
        else
            EXTREMES(float, (const float *)values + edges[i], count, low, high, odd);
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
