/* What the blocks of a very wide kernel need, reckoned once for all of them: see wide.c. */
#ifndef PLAN_H
#define PLAN_H

#include "sums.h"

#define MOMENTS 4
#define LARGEST 512 /* values of a block: a multiple of 8 */

typedef struct {
    double re[MAX_TERMS], im[MAX_TERMS];
} __attribute__((aligned(64))) sums_at;

typedef sums_at loose_sums __attribute__((aligned(8))); /* from outside: at any place */

typedef struct {
    const series *s;
    int64_t size;
    int terms;             /* a multiple of WIDTH; those too many are of height 0 */
    double alpha, beta;    /* the kernel half a place before its end and half a place behind */
    double slope;          /* how fast it falls there, times half a block; 0: not minded */
    sums_at turn;          /* exp(-i a B) */
    sums_at come[MOMENTS]; /* what a moment of those that come, or go, adds */
    sums_at go[MOMENTS];
    double out_re[MAX_TERMS][MOMENTS], out_im[MAX_TERMS][MOMENTS]; /* to the cubic */
    double u[MOMENTS][LARGEST]; /* powers of the place in the block, from -1 to 1 */
} __attribute__((aligned(64))) plan;

/* (re, im) of h exp(i phase) q, or of its conjugate: q is the factor of u^p in the cubic that is
 * nearest to exp(i theta u). */
static void cubic(double theta, int p, double h, double phase, int conjugate, double *re,
                  double *im)
{
    double square = theta * theta, fourth = square * square;
    const double q[MOMENTS] = {1 - fourth / 192, theta * (1 - fourth / 384),
                               -square / 2 + fourth / 24, theta * square * (square / 96 - 1.0 / 6)};
    double c = cos(phase) * h * q[p], s = sin(phase) * h * q[p];
    *re = p % 2 ? (conjugate ? s : -s) : c;
    *im = p % 2 ? (conjugate ? -c : c) : s;
}

static void plan_for(const series *s, int64_t size, int64_t flat, plan *all)
{
    double half = (double)size / 2, middle = (double)(size - 1) / 2, r = (double)s->radius;
    double height = 0, fall = 0;
    memset(all, 0, sizeof *all);
    all->s = s;
    all->size = size;
    all->terms = (s->terms + WIDTH - 1) / WIDTH * WIDTH;
    for (int k = 0; k < s->terms; k++) {
        double a = s->angle[k], h = s->height[k], re, im, end = a * (r + 0.5);
        height += h * (s->odd ? sin(end) : cos(end));
        fall += h * a * (s->odd ? -cos(end) : sin(end));
        all->turn.re[k] = cos(a * (double)size);
        all->turn.im[k] = -sin(a * (double)size);
        for (int p = 0; p < MOMENTS; p++) {
            cubic(a * half, p, h, a * (r + 1 + middle - (double)size), 0, &all->come[p].re[k],
                  &all->come[p].im[k]);
            cubic(a * half, p, s->odd ? h : -h, a * (middle - r - (double)size), 0,
                  &all->go[p].re[k], &all->go[p].im[k]);
            cubic(a * half, p, 1, -a * middle, 1, &re, &im);
            all->out_re[k][p] = s->odd ? im : re;
            all->out_im[k][p] = s->odd ? re : -im;
        }
    }
    if (flat)
        fall = 0;
    all->alpha = height - fall / 2;
    all->beta = height + fall / 2;
    all->slope = fall * half;
    for (int64_t t = 0; t < size; t++) {
        double u = ((double)t - middle) / half;
        for (int p = 0; p < MOMENTS; p++)
            all->u[p][t] = p == 0 ? 1 : all->u[p - 1][t] * u;
    }
}

#endif
