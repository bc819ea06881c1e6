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
typedef double four __attribute__((vector_size(32)));
typedef double four_loose __attribute__((vector_size(32), aligned(8), may_alias));
typedef double lane_block[STEPS + 2][LANES] __attribute__((aligned(64)));

#if defined(__clang__) || __GNUC__ >= 12
#define SHUFFLE(a, b, i, j, k, l) __builtin_shufflevector(a, b, i, j, k, l)
#else
typedef int64_t four_indices __attribute__((vector_size(32)));
#define SHUFFLE(a, b, i, j, k, l) __builtin_shuffle(a, b, (four_indices){i, j, k, l})
#endif

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
    const double *sums; /* of the window at `start`, (re, im) a term; or null */
} stretch;

#define TRANSPOSE(r0, r1, r2, r3)                                          \
    do {                                                                   \
        four a_ = SHUFFLE(r0, r1, 0, 4, 2, 6), b_ = SHUFFLE(r0, r1, 1, 5, 3, 7); \
        four c_ = SHUFFLE(r2, r3, 0, 4, 2, 6), d_ = SHUFFLE(r2, r3, 1, 5, 3, 7); \
        r0 = SHUFFLE(a_, c_, 0, 1, 4, 5);                                  \
        r1 = SHUFFLE(b_, d_, 0, 1, 4, 5);                                  \
        r2 = SHUFFLE(a_, c_, 2, 3, 6, 7);                                  \
        r3 = SHUFFLE(b_, d_, 2, 3, 6, 7);                                  \
    } while (0)

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

/* count values from position start: where they lie, or copied to the buffer. */
static inline const double *fetch(const line *from, int64_t start, int64_t count, double *buffer)
{
    if (start >= 0 && start + count <= from->n) {
        if (from->kind == FLOAT64 && from->view == PLAIN)
            return (const double *)from->data + start;
        look(from, start, count, buffer);
        return buffer;
    }
    for (int64_t i = 0; i < count; i++)
        buffer[i] = value_at(from, start + i);
    return buffer;
}

/* Four rows of eight values each into columns, times factor, plus shift. */
static inline void to_lanes(const double *const rows[LANES], int64_t count, double factor,
                            double shift, double (*block)[LANES])
{
    int64_t t = 0;
    for (; t + 4 <= count; t += 4)
        for (int half = 0; half < LANES; half += 4) {
            four r0 = *(const four_loose *)(rows[half] + t) * factor + shift;
            four r1 = *(const four_loose *)(rows[half + 1] + t) * factor + shift;
            four r2 = *(const four_loose *)(rows[half + 2] + t) * factor + shift;
            four r3 = *(const four_loose *)(rows[half + 3] + t) * factor + shift;
            TRANSPOSE(r0, r1, r2, r3);
            *(four *)&block[t][half] = r0;
            *(four *)&block[t + 1][half] = r1;
            *(four *)&block[t + 2][half] = r2;
            *(four *)&block[t + 3][half] = r3;
        }
    for (; t < count; t++)
        for (int l = 0; l < LANES; l++)
            block[t][l] = rows[l][t] * factor + shift;
}

#endif
