/* Eight sequences side by side: what vectors are made of, and how values get into them.
 *
 * The same source is compiled once for every level of the processor's vectors; WIDTH says how
 * many doubles one register holds. GCC and Clang turn the vector types into what there is.
 */
#ifndef LANES_H
#define LANES_H

#include <float.h>
#include <math.h>
#include <stdint.h>
#include <string.h>
#ifdef __SSE2__
#include <immintrin.h>
#endif

#define LANES 8   /* sequences at once */
#define STEPS 64  /* samples of each that are fetched at once: all buffers stay in the L1 cache */
#define MAX_TERMS 24

#ifndef LEVEL
#define LEVEL baseline
#endif
#define JOIN_(a, b) a##_##b
#define JOIN(a, b) JOIN_(a, b)
#define NAMED(name) JOIN(name, LEVEL)

#if defined(__AVX512F__)
#define WIDTH 8
#elif defined(__AVX__)
#define WIDTH 4
#else
#define WIDTH 2
#endif

#ifdef _WIN32
#define EXPORT __declspec(dllexport)
#else
#define EXPORT __attribute__((visibility("default")))
#endif

typedef double vector __attribute__((vector_size(8 * WIDTH)));
typedef double lane_block[STEPS][LANES] __attribute__((aligned(64)));

typedef double loose __attribute__((vector_size(8 * WIDTH), aligned(8), may_alias));
typedef int64_t mask __attribute__((vector_size(8 * WIDTH)));

enum mode { REFLECT, NEAREST, MIRROR, WRAP, CONSTANT };
enum kind { FLOAT64, FLOAT32 };
enum view { PLAIN, CLEANED, KNOWN };

/* A sequence of n values of some kind, what lies beyond its ends, and how it is looked at: as it
 * is; with the offset taken off, scaled, and zeros for what is not finite; or 1 where it is. */
typedef struct {
    const void *data;
    int64_t n;
    int32_t kind;
    int32_t mode;
    double beyond;
    int32_t view;
    int32_t unused;
    double offset;
    double scale;
} line;

/* A stretch to be filtered: `steps` results from position `start` on, of which the first `skip`
 * are not written. */
typedef struct {
    line from;
    int64_t start;
    int64_t steps;
    int64_t skip;
    void *out;
    int64_t out_kind;
    const void *sums; /* of the window at `start`, as plan.h has them; or null */
    /* Where only extremes are wanted: between which positions, from the first that is not skipped
     * on, and where those go. Else null. */
    const int64_t *edges;
    double *lows;
    double *highs;
    /* What was found: the extremes of all values from start - r - 1 to start + steps + r, whether
     * one of them is not finite, and how many results have little weight. */
    double low;
    double high;
    int64_t odd;
    int64_t thin;
} stretch;

/* WIDTH values from each of WIDTH rows on, turned: what stood below each other is side by side. */
#if WIDTH == 8
static inline void turn(const double *const rows[WIDTH], vector turned[WIDTH])
{
    const __m512i low = _mm512_setr_epi64(0, 1, 8, 9, 4, 5, 12, 13);
    const __m512i high = _mm512_setr_epi64(2, 3, 10, 11, 6, 7, 14, 15);
    for (int half = 0; half < 8; half += 4) {
        __m512d r[4];
        for (int i = 0; i < 4; i++)
            r[i] = _mm512_insertf64x4(_mm512_castpd256_pd512(_mm256_loadu_pd(rows[i] + half)),
                                      _mm256_loadu_pd(rows[i + 4] + half), 1);
        __m512d a = _mm512_unpacklo_pd(r[0], r[1]), b = _mm512_unpackhi_pd(r[0], r[1]);
        __m512d c = _mm512_unpacklo_pd(r[2], r[3]), d = _mm512_unpackhi_pd(r[2], r[3]);
        turned[half] = (vector)_mm512_permutex2var_pd(a, low, c);
        turned[half + 1] = (vector)_mm512_permutex2var_pd(b, low, d);
        turned[half + 2] = (vector)_mm512_permutex2var_pd(a, high, c);
        turned[half + 3] = (vector)_mm512_permutex2var_pd(b, high, d);
    }
}
#elif WIDTH == 4
static inline void turn(const double *const rows[WIDTH], vector turned[WIDTH])
{
    vector r0 = *(const loose *)rows[0], r1 = *(const loose *)rows[1];
    vector r2 = *(const loose *)rows[2], r3 = *(const loose *)rows[3];
    vector a = (vector)_mm256_unpacklo_pd((__m256d)r0, (__m256d)r1);
    vector b = (vector)_mm256_unpackhi_pd((__m256d)r0, (__m256d)r1);
    vector c = (vector)_mm256_unpacklo_pd((__m256d)r2, (__m256d)r3);
    vector d = (vector)_mm256_unpackhi_pd((__m256d)r2, (__m256d)r3);
    turned[0] = (vector)_mm256_permute2f128_pd((__m256d)a, (__m256d)c, 0x20);
    turned[1] = (vector)_mm256_permute2f128_pd((__m256d)b, (__m256d)d, 0x20);
    turned[2] = (vector)_mm256_permute2f128_pd((__m256d)a, (__m256d)c, 0x31);
    turned[3] = (vector)_mm256_permute2f128_pd((__m256d)b, (__m256d)d, 0x31);
}
#else
static inline void turn(const double *const rows[WIDTH], vector turned[WIDTH])
{
    vector r0 = *(const loose *)rows[0], r1 = *(const loose *)rows[1];
    turned[0] = (vector){r0[0], r1[0]};
    turned[1] = (vector){r0[1], r1[1]};
}
#endif

/* The index of the value that stands for the one at i beyond the ends; -1 for a constant. */
static inline int64_t folded(int64_t i, int64_t n, int32_t mode)
{
    int64_t period, rest;
    switch (mode) {
    case NEAREST:
        return i < 0 ? 0 : n - 1;
    case WRAP:
        rest = i % n;
        return rest < 0 ? rest + n : rest;
    case REFLECT:
        period = 2 * n;
        rest = i % period;
        rest = rest < 0 ? rest + period : rest;
        return rest < n ? rest : period - 1 - rest;
    case MIRROR:
        if (n == 1)
            return 0;
        period = 2 * n - 2;
        rest = i % period;
        rest = rest < 0 ? rest + period : rest;
        return rest < n ? rest : period - rest;
    default:
        return -1;
    }
}

static inline double seen(const line *from, double value)
{
    if (from->view == PLAIN)
        return value;
    if (!isfinite(value))
        return 0;
    return from->view == KNOWN ? 1 : value * from->scale - from->offset * from->scale;
}

static inline double value_at(const line *from, int64_t i)
{
    if (i < 0 || i >= from->n) {
        i = folded(i, from->n, from->mode);
        if (i < 0)
            return seen(from, from->beyond);
    }
    return seen(from, from->kind == FLOAT64 ? ((const double *)from->data)[i]
                                            : (double)((const float *)from->data)[i]);
}

#define LOOK(type)                                                                   \
    do {                                                                             \
        const type *x_ = (const type *)from->data + start;                           \
        if (from->view == CLEANED)                                                   \
            for (int64_t i = 0; i < count; i++) {                                    \
                double value = (double)x_[i] * from->scale - shift;                  \
                buffer[i] = fabs((double)x_[i]) <= DBL_MAX ? value : 0.0;            \
            }                                                                        \
        else if (from->view == KNOWN)                                                \
            for (int64_t i = 0; i < count; i++)                                      \
                buffer[i] = fabs((double)x_[i]) <= DBL_MAX ? 1.0 : 0.0;              \
        else                                                                         \
            for (int64_t i = 0; i < count; i++)                                      \
                buffer[i] = (double)x_[i];                                           \
    } while (0)

/* As `seen`, of many values that lie within the ends. */
static inline void look(const line *from, int64_t start, int64_t count, double *restrict buffer)
{
    double shift = from->offset * from->scale;
    if (from->kind == FLOAT64)
        LOOK(double);
    else
        LOOK(float);
}

static inline vector picked(mask some, vector a, vector b)
{
    return (vector)(((mask)a & some) | ((mask)b & ~some));
}

/* Of two doubles each: the one that is less, and the one that is more; b where a is NaN. */
#if defined(__AVX512F__)
#define LESS(a, b) ((vector)_mm512_min_pd((__m512d)(a), (__m512d)(b)))
#define MORE(a, b) ((vector)_mm512_max_pd((__m512d)(a), (__m512d)(b)))
#elif defined(__AVX__)
#define LESS(a, b) ((vector)_mm256_min_pd((__m256d)(a), (__m256d)(b)))
#define MORE(a, b) ((vector)_mm256_max_pd((__m256d)(a), (__m256d)(b)))
#elif defined(__SSE2__)
#define LESS(a, b) ((vector)_mm_min_pd((__m128d)(a), (__m128d)(b)))
#define MORE(a, b) ((vector)_mm_max_pd((__m128d)(a), (__m128d)(b)))
#else
#define LESS(a, b) picked((a) < (b), a, b)
#define MORE(a, b) picked((a) > (b), a, b)
#endif

/* How many values from position i on lie one after the other, forwards (step 1), backwards (-1) or
 * are the same (0); the first of them has the index `at`, or -1 for the constant. */
static inline int64_t run_from(const line *from, int64_t i, int64_t *at, int64_t *step)
{
    int64_t n = from->n, before, period = from->mode == MIRROR ? 2 * n - 2 : 2 * n;
    *step = 1;
    *at = i;
    if (i >= 0 && i < n)
        return n - i;
    *at = folded(i, n, from->mode);
    if (from->mode == WRAP)
        return n - *at;
    if ((from->mode == REFLECT || from->mode == MIRROR) && n > 1) {
        before = i % period < 0 ? i % period + period : i % period;
        *step = before < n ? 1 : -1;
        return before < n ? n - before : period - before;
    }
    *step = 0;
    return i < 0 ? -i : INT64_MAX;
}

/* count values from position start: where they lie, or copied to the buffer. */
static inline const double *fetch(const line *from, int64_t start, int64_t count, double *buffer)
{
    if (start >= 0 && start + count <= from->n) {
        if (from->kind == FLOAT64 && from->view == PLAIN)
            return (const double *)from->data + start;
        look(from, start, count, buffer);
        return buffer;
    }
    for (int64_t done = 0; done < count;) {
        int64_t at, step, length = run_from(from, start + done, &at, &step);
        length = length < count - done ? length : count - done;
        if (at < 0)
            for (int64_t i = 0; i < length; i++)
                buffer[done + i] = seen(from, from->beyond);
        else
            for (int64_t i = 0; i < length; i++)
                buffer[done + i] = value_at(from, at + step * i);
        done += length;
    }
    return buffer;
}

/* Eight rows of `count` values into columns, times factor, plus shift. */
static inline void to_lanes(const double *const rows[LANES], int64_t count, double factor,
                            double shift, double (*block)[LANES])
{
    for (int w = 0; w < LANES; w += WIDTH) {
        int64_t t = 0;
        for (; t + WIDTH <= count; t += WIDTH) {
            const double *at[WIDTH];
            vector turned[WIDTH];
            for (int i = 0; i < WIDTH; i++)
                at[i] = rows[w + i] + t;
            turn(at, turned);
            for (int i = 0; i < WIDTH; i++)
                *(vector *)&block[t + i][w] = turned[i] * factor + shift;
        }
        for (; t < count; t++)
            for (int l = w; l < w + WIDTH; l++)
                block[t][l] = rows[l][t] * factor + shift;
    }
}

#endif
