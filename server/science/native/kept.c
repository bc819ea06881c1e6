/* Extremes of long stretches from extremes of blocks that were kept, and from the values at both
 * ragged ends. */
#include "lanes.h"

#define LEVELS 3

typedef float loose_floats __attribute__((vector_size(4 * WIDTH), aligned(4), may_alias));

typedef struct {
    vector low, high;
} extent;

static inline vector vector_at(const void *values, int64_t kind, int64_t i)
{
    if (kind == FLOAT64)
        return *(const loose *)((const double *)values + i);
    return __builtin_convertvector(*(const loose_floats *)((const float *)values + i), vector);
}

static inline double number_at(const void *values, int64_t kind, int64_t i)
{
    return kind == FLOAT64 ? ((const double *)values)[i] : (double)((const float *)values)[i];
}

/* Takes the entries from `start` to before `stop` of one level into the extremes. */
static inline void scan(const void *lows, const void *highs, int64_t kind, int64_t start,
                        int64_t stop, extent *found)
{
    vector low = found->low, high = found->high;
    int64_t last = stop - WIDTH;
    if (start > last)
        for (; start < stop; start++) {
            low = LESS((vector){0} + number_at(lows, kind, start), low);
            high = MORE((vector){0} + number_at(highs, kind, start), high);
        }
    else
        for (int64_t i = start;; i += WIDTH) {
            i = i < last ? i : last; /* some of the last once more: that is no harm */
            low = LESS(vector_at(lows, kind, i), low);
            high = MORE(vector_at(highs, kind, i), high);
            if (i == last)
                break;
        }
    *found = (extent){low, high};
}

/* The extremes of values[start .. stop): its ends by themselves, what lies between by whole blocks
 * above it. */
static inline extent scan_levels(const void *const *lows, const void *const *highs,
                                 const int64_t *blocks, int64_t kind, int64_t start, int64_t stop)
{
    extent found = {(vector){0} + INFINITY, (vector){0} - INFINITY};
    int level = 0;
    for (; level < LEVELS - 1; level++) {
        int64_t block = blocks[level], first = (start + block - 1) / block, last = stop / block;
        if (first >= last)
            break;
        scan(lows[level], highs[level], kind, start, first * block, &found);
        scan(lows[level], highs[level], kind, last * block, stop, &found);
        start = first;
        stop = last;
    }
    scan(lows[level], highs[level], kind, start, stop, &found);
    return found;
}

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
        if (i + SOON <= bins)
            ask_around(lows, highs, blocks, size, edges[i + SOON]);
        extent found = kind == FLOAT64
                           ? scan_levels(lows, highs, blocks, FLOAT64, edges[i], edges[i + 1])
                           : scan_levels(lows, highs, blocks, FLOAT32, edges[i], edges[i + 1]);
        double low = INFINITY, high = -INFINITY;
        for (int l = 0; l < WIDTH; l++) {
            low = found.low[l] < low ? found.low[l] : low;
            high = found.high[l] > high ? found.high[l] : high;
        }
        minima[i] = low > high ? NAN : low;
        maxima[i] = low > high ? NAN : high;
    }
}
