/* A sum of cosines, and its recurrence: see sliding.c. */
#ifndef SUMS_H
#define SUMS_H

#include "lanes.h"

#define TOGETHER 4 /* terms that are summed side by side, so that none waits for the last sum */

typedef struct {
    int32_t terms;
    int32_t odd;    /* sines instead of cosines */
    int64_t radius;
    double offset;  /* taken off all values */
    double added;   /* to the results */
    const double *angle;  /* [terms], per sample */
    const double *height; /* [terms] */
    const double *cosine; /* [terms][STEPS + 1]: of the angle times 0, 1, ... STEPS */
    const double *sine;
} series;

typedef struct {
    double kappa[MAX_TERMS][LANES], alpha[MAX_TERMS][LANES], gamma[MAX_TERMS][LANES];
} __attribute__((aligned(64))) factors;

/* c and d of each term, x[n+r], and x[n-r-1], its sign changed for odd kernels. */
typedef struct {
    double c[MAX_TERMS][LANES], d[MAX_TERMS][LANES], ahead[LANES], behind[LANES];
} __attribute__((aligned(64))) state;

typedef struct {
    double re[MAX_TERMS][LANES], im[MAX_TERMS][LANES];
    double turn_re[MAX_TERMS], turn_im[MAX_TERMS]; /* of the block that was added last */
} __attribute__((aligned(64))) sums;

static inline void prepare(const series *s, factors *f)
{
    for (int k = 0; k < s->terms; k++) {
        double a = s->angle[k], half = sin(a / 2), r = (double)s->radius;
        double alpha = s->odd ? sin(a * r) : cos(a * r);
        double gamma = s->odd ? -2 * cos(a * (r + 0.5)) * half : 2 * sin(a * (r + 0.5)) * half;
        for (int l = 0; l < LANES; l++) {
            f->kappa[k][l] = -4 * half * half;
            f->alpha[k][l] = alpha * s->height[k];
            f->gamma[k][l] = gamma * s->height[k];
        }
    }
}

/* exp(i a place), from the one a block before; afresh every now and then, lest it drift. */
static inline void turned(const series *s, int k, int64_t block, int64_t place, sums *total,
                          double *re, double *im)
{
    if (block % 32 == 0) {
        *re = cos(s->angle[k] * (double)place);
        *im = sin(s->angle[k] * (double)place);
    } else {
        int last = k * (STEPS + 1) + STEPS;
        *re = total->turn_re[k] * s->cosine[last] - total->turn_im[k] * s->sine[last];
        *im = total->turn_re[k] * s->sine[last] + total->turn_im[k] * s->cosine[last];
    }
    total->turn_re[k] = *re;
    total->turn_im[k] = *im;
}

/* Adds the sum of exp(i a (place + t)) x[t] over t < count: the `block`th of several. */
static inline void add_block(const series *s, int64_t block, int64_t place, int64_t count,
                             double (*x)[LANES], sums *total)
{
    for (int first = 0; first < s->terms; first += TOGETHER) {
        int some = s->terms - first < TOGETHER ? s->terms - first : TOGETHER;
        const double *cosine[TOGETHER], *sine[TOGETHER];
        double turn_re[TOGETHER], turn_im[TOGETHER];
        for (int k = 0; k < TOGETHER; k++) { /* a term too many is summed for nothing */
            int term = first + (k < some ? k : 0);
            cosine[k] = s->cosine + term * (STEPS + 1);
            sine[k] = s->sine + term * (STEPS + 1);
            if (k < some)
                turned(s, term, block, place, total, &turn_re[k], &turn_im[k]);
        }
        for (int w = 0; w < LANES; w += WIDTH) {
            vector re[TOGETHER] = {0}, im[TOGETHER] = {0};
            for (int64_t t = 0; t < count; t++) {
                vector v = *(vector *)&x[t][w];
                for (int k = 0; k < TOGETHER; k++) {
                    re[k] += v * cosine[k][t];
                    im[k] += v * sine[k][t];
                }
            }
            for (int k = 0; k < some; k++) {
                *(vector *)&total->re[first + k][w] += re[k] * turn_re[k] - im[k] * turn_im[k];
                *(vector *)&total->im[first + k][w] += re[k] * turn_im[k] + im[k] * turn_re[k];
            }
        }
    }
}

/* The state at a position, from the sums over its window, the values just left of the window and
 * those at its right end. */
static inline void set_out(const series *s, const sums *total, const double left[LANES],
                    const double right[LANES], state *st)
{
    double r = (double)s->radius;
    for (int k = 0; k < s->terms; k++) {
        double a = s->angle[k], h = s->height[k], half = sin(a / 2), sa = sin(a);
        double alpha = s->odd ? sin(a * r) : cos(a * r);
        double beta = s->odd ? sin(a * (r + 1)) : cos(a * (r + 1));
        double vers = 2 * half * half;
        for (int l = 0; l < LANES; l++) {
            double re = total->re[k][l], im = total->im[k][l];
            st->c[k][l] = h * (s->odd ? im : re);
            st->d[k][l] =
                s->odd ? h * (vers * im - sa * re + alpha * left[l] + beta * right[l])
                       : h * (vers * re + sa * im - alpha * left[l] + beta * right[l]);
        }
    }
    for (int l = 0; l < LANES; l++) {
        st->ahead[l] = right[l];
        st->behind[l] = s->odd ? -left[l] : left[l];
    }
}

/* Where values lie that will be wanted soon: one line of the cache a step is asked for, so that
 * memory is never waited for. */
typedef struct {
    uintptr_t at[LANES];
    int64_t apart;
} soon;

/* `count` steps of all lanes. ahead[t] is x[n+r+1]; behind[t] is x[n-r], its sign changed for odd
 * kernels. */
static inline __attribute__((always_inline)) void
walk(const int terms, int64_t count, const factors *f, state *st, double (*ahead)[LANES],
     double (*behind)[LANES], double (*result)[LANES], const soon *next)
{
    for (int w = 0; w < LANES; w += WIDTH) {
        vector c[MAX_TERMS], d[MAX_TERMS];
        vector last_ahead = *(vector *)&st->ahead[w], last_behind = *(vector *)&st->behind[w];
        for (int k = 0; k < terms; k++) {
            c[k] = *(vector *)&st->c[k][w];
            d[k] = *(vector *)&st->d[k][w];
        }
        for (int64_t t = 0; t < count; t++) {
            vector one = *(vector *)&ahead[t][w], other = *(vector *)&behind[t][w];
            vector v = last_ahead + other, change = (one + last_behind) - v, y = {0};
            last_ahead = one;
            last_behind = other;
            if (w == 0)
                __builtin_prefetch(
                    (const void *)(next->at[t % LANES] + (uintptr_t)(t / LANES * next->apart)));
#pragma GCC unroll 24
            for (int k = 0; k < terms; k++) {
                y += c[k];
                d[k] += *(const vector *)&f->alpha[k][w] * change;
                d[k] += *(const vector *)&f->gamma[k][w] * v;
                d[k] += *(const vector *)&f->kappa[k][w] * c[k]; /* last: it is waited for */
                c[k] += d[k];
            }
            *(vector *)&result[t][w] = y;
        }
        for (int k = 0; k < terms; k++) {
            *(vector *)&st->c[k][w] = c[k];
            *(vector *)&st->d[k][w] = d[k];
        }
        *(vector *)&st->ahead[w] = last_ahead;
        *(vector *)&st->behind[w] = last_behind;
    }
}

static __attribute__((noinline, unused)) void
walk_any(int terms, int64_t count, const factors *f, state *st,
                     double (*ahead)[LANES], double (*behind)[LANES], double (*result)[LANES], const soon *next)
{
    switch (terms) {
#define CASE(k)                                                   \
    case k:                                                       \
        walk(k, count, f, st, ahead, behind, result, next);       \
        return;
        CASE(4) CASE(5) CASE(6) CASE(7) CASE(8) CASE(9) CASE(10) CASE(11) CASE(12)
    default:
        walk(terms, count, f, st, ahead, behind, result, next);
    }
}

#endif
