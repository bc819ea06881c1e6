/* Extremes of long stretches from extremes of blocks that were kept, and from the values at both
 * ragged ends. */
#include "lanes.h"

#define SIDE 8

/* `best` are SIDE values side by side: which of them is the extreme is asked once, at the end. */
#define SCAN(name, type, sign)                                                   \
    static inline void name(const type *x, int64_t count, type best[SIDE])       \
    {                                                                            \
        int64_t i = 0;                                                           \
        for (; i + SIDE <= count; i += SIDE)                                     \
            for (int k = 0; k < SIDE; k++)                                       \
                best[k] = x[i + k] sign best[k] ? x[i + k] : best[k];            \
        for (int k = 0; k < count - i; k++)                                      \
            best[k] = x[i + k] sign best[k] ? x[i + k] : best[k];                \
    }                                                                            \
    static inline double name##_of_all(const type best[SIDE])                    \
    {                                                                            \
        type found = best[0];                                                    \
        for (int k = 1; k < SIDE; k++)                                           \
            found = best[k] sign found ? best[k] : found;                        \
        return (double)found;                                                    \
    }

SCAN(least_double, double, <)
SCAN(most_double, double, >)
SCAN(least_float, float, <)
SCAN(most_float, float, >)

/* values[start .. stop): its ends by themselves, what lies between by whole blocks above it. */
#define STRETCH(type, pick, worst, level, start, stop, found)                           \
    do {                                                                                \
        int64_t from_ = (start), to_ = (stop);                                          \
        int at_ = 0;                                                                    \
        type best_[SIDE];                                                               \
        for (int k_ = 0; k_ < SIDE; k_++)                                               \
            best_[k_] = (type)(worst);                                                  \
        for (; at_ < LEVELS - 1; at_++) {                                               \
            int64_t block_ = blocks[at_];                                               \
            int64_t first_ = (from_ + block_ - 1) / block_, last_ = to_ / block_;       \
            const type *x_ = (const type *)level[at_];                                  \
            if (first_ >= last_)                                                        \
                break;                                                                  \
            pick(x_ + from_, first_ * block_ - from_, best_);                           \
            pick(x_ + last_ * block_, to_ - last_ * block_, best_);                     \
            from_ = first_;                                                             \
            to_ = last_;                                                                \
        }                                                                               \
        pick((const type *)level[at_] + from_, to_ - from_, best_);                     \
        found = pick##_of_all(best_);                                                   \
    } while (0)

#define LEVELS 3

#define SOON 3 /* edges from the one at hand: what lies around that is on its way meanwhile */

/* Asks for the entries of each level that the ragged ends at an edge need. */
static inline void ask_around(const void *const *lows, const void *const *highs,
                              const int64_t *blocks, int64_t size, int64_t edge)
{
    for (int level = 0; level < LEVELS - 1; level++) {
        int64_t first = edge / blocks[level] * blocks[level];
        for (int64_t at = first * size; at < (first + blocks[level]) * size; at += 64) {
            __builtin_prefetch((const char *)lows[level] + at);
            if (level)
                __builtin_prefetch((const char *)highs[level] + at);
        }
        edge /= blocks[level];
    }
}

/* The smallest and largest of values[edges[i] .. edges[i+1]); NaN where there is none. NaNs are
 * passed over. lows[0] and highs[0] are the values; lows[k] are the least of blocks[k-1]
 * successive ones of lows[k-1], highs[k] likewise, NaN for a block without a value. All are of one
 * kind; only whole blocks are used. */
EXPORT void NAMED(stretches)(const void *const *lows, const void *const *highs,
                             const int64_t *blocks, int64_t kind, const int64_t *edges,
                             int64_t bins, double *minima, double *maxima)
{
    int64_t size = kind == FLOAT64 ? sizeof(double) : sizeof(float);
    for (int64_t i = 0; i < bins; i++) {
        double low, high;
        if (i + SOON <= bins)
            ask_around(lows, highs, blocks, size, edges[i + SOON]);
        if (kind == FLOAT64) {
            STRETCH(double, least_double, INFINITY, lows, edges[i], edges[i + 1], low);
            STRETCH(double, most_double, -INFINITY, highs, edges[i], edges[i + 1], high);
        } else {
            STRETCH(float, least_float, INFINITY, lows, edges[i], edges[i + 1], low);
            STRETCH(float, most_float, -INFINITY, highs, edges[i], edges[i + 1], high);
        }
        minima[i] = low > high ? NAN : low;
        maxima[i] = low > high ? NAN : high;
    }
}
