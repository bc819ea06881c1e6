/* Eight stretches on their way, and what becomes of values that are not finite.
 *
 * Normalised convolution (H. Knutsson and C.-F. Westin, CVPR 1993): what is there is smoothed, and
 * divided by the weight of where it is there. That is one less the weight of where nothing is,
 * which is summed only while a window holds such places: without any it is one exactly.
 */
#ifndef MISSING_H
#define MISSING_H

#include "sums.h"

/* What is asked for besides the series. */
typedef struct {
    int64_t divided;  /* values that are not finite are left out; else what sees them is NaN */
    int64_t fill;     /* left out: whether places without a value get one */
    double least;     /* weight below which there is no result */
    double thin;      /* weight below which results are counted */
    int64_t streamed; /* whether results pass by the caches */
} rules;

typedef struct {
    const series *s;
    const factors *f;
    const rules *how;
    stretch *jobs[LANES];
    double scale;
    state total, missing;
    double gaps[LANES] __attribute__((aligned(64))); /* in the window */
    double low[LANES] __attribute__((aligned(64)));
    double high[LANES] __attribute__((aligned(64)));
    double odd[LANES] __attribute__((aligned(64)));
    double thin[LANES] __attribute__((aligned(64)));
} walker;

static void start_looking(walker *all)
{
    const line *from = &all->jobs[0]->from;
    all->scale = from->view == PLAIN ? from->scale : 1;
    for (int l = 0; l < LANES; l++) {
        all->low[l] = INFINITY;
        all->high[l] = -INFINITY;
        all->odd[l] = 0;
        all->thin[l] = 0;
    }
}

static void tell(const walker *all, int lanes)
{
    for (int l = 0; l < lanes; l++) {
        all->jobs[l]->low = all->low[l];
        all->jobs[l]->high = all->high[l];
        all->jobs[l]->odd = all->odd[l] != 0;
        all->jobs[l]->thin = (int64_t)all->thin[l];
    }
}

/* Nothing is read beyond what the last step needs, whatever other lanes do: what is found must not
 * depend on them. */
static inline const double *row_of(const stretch *job, int64_t at, int64_t count, int64_t radius,
                                   double *buffer)
{
    int64_t last = job->steps + radius;
    if (at + count - 1 <= last)
        return fetch(&job->from, job->start + at, count, buffer);
    for (int64_t i = 0; i < count; i++)
        buffer[i] = value_at(&job->from, job->start + (at + i < last ? at + i : last));
    return buffer;
}

typedef struct {
    double buffer[LANES][STEPS];
    const double *at[LANES];
} rows;

/* `count` values of each lane from the place `at` on, counted from where it starts. */
static inline void find_rows(const walker *all, int64_t at, int64_t count, rows *found)
{
    for (int l = 0; l < LANES; l++)
        found->at[l] = row_of(all->jobs[l], at, count, all->s->radius, found->buffer[l]);
}

static inline void load_as(const walker *all, int64_t at, int64_t count, double scale,
                           double shift, double (*block)[LANES])
{
    rows from;
    find_rows(all, at, count, &from);
    to_lanes(from.at, count, scale, shift, block);
}

/* Those behind: scaled, levelled, and of the other sign for odd kernels. */
static inline void load_plain(const walker *all, int64_t at, int64_t count, double (*block)[LANES])
{
    double scale = all->s->odd ? -all->scale : all->scale;
    load_as(all, at, count, scale, -all->s->offset * scale, block);
}

/* Those ahead, looked at as they pass. Whether one of them, or of a few more, is not finite. */
static inline int load(walker *all, int64_t at, int64_t count, double (*block)[LANES])
{
    rows from;
    double scale = all->scale, shift = -all->s->offset * scale, found = 0;
    find_rows(all, at, (count + WIDTH - 1) / WIDTH * WIDTH, &from);
    for (int w = 0; w < LANES; w += WIDTH) {
        vector low = *(vector *)&all->low[w], high = *(vector *)&all->high[w], odd = {0};
        for (int64_t t = 0; t < count; t += WIDTH) {
            const double *rows[WIDTH];
            vector v[WIDTH];
            for (int i = 0; i < WIDTH; i++)
                rows[i] = from.at[w + i] + t;
            turn(rows, v);
            for (int i = 0; i < WIDTH; i++) {
                low = LESS(v[i], low);
                high = MORE(v[i], high);
                v[i] = v[i] * scale + shift;
                odd += v[i] * 0.0;
                *(vector *)&block[t + i][w] = v[i];
            }
        }
        *(vector *)&all->low[w] = low;
        *(vector *)&all->high[w] = high;
        *(vector *)&all->odd[w] += odd;
        for (int l = 0; l < WIDTH; l++)
            found += odd[l];
    }
    return found != 0;
}

/* Where the values from the place `at` on lie. Beyond the ends nothing does; that is no harm. */
static inline soon soon_wanted(const walker *all, int64_t at)
{
    int64_t size = all->jobs[0]->from.kind == FLOAT64 ? sizeof(double) : sizeof(float);
    soon next = {.apart = LANES * size};
    for (int l = 0; l < LANES; l++)
        next.at[l] = (uintptr_t)all->jobs[l]->from.data +
                     (uintptr_t)((all->jobs[l]->start + at) * size);
    return next;
}

/* Zeros for what is not finite, and in `absent` ones for it. */
static void clean(int64_t count, double (*x)[LANES], double (*absent)[LANES])
{
    const vector none = {0};
    for (int64_t t = 0; t < count; t++)
        for (int w = 0; w < LANES; w += WIDTH) {
            vector v = *(vector *)&x[t][w];
            mask there = v * 0.0 == none;
            *(vector *)&absent[t][w] = picked(there, none, none + 1);
            *(vector *)&x[t][w] = picked(there, v, none);
        }
}

static void count_gaps(int64_t count, double (*absent)[LANES], double gaps[LANES])
{
    for (int64_t t = 0; t < count; t++)
        for (int l = 0; l < LANES; l++)
            gaps[l] += absent[t][l];
}

static inline int any_gaps(const walker *all)
{
    double found = 0;
    for (int l = 0; l < LANES; l++)
        found += all->gaps[l];
    return found != 0;
}

/* Lanes without gaps in the window: nothing is missing, to the last digit. */
static void forget(walker *all)
{
    state *st = &all->missing;
    for (int l = 0; l < LANES; l++)
        if (all->gaps[l] == 0) {
            for (int k = 0; k < all->s->terms; k++)
                st->c[k][l] = st->d[k][l] = 0;
            st->ahead[l] = st->behind[l] = 0;
        }
}

/* What is left of the results over gaps; `weight` is that of what is missing, `here` are the
 * values at the places themselves. */
static void divide(walker *all, int w, int64_t count, double (*here)[LANES],
                   double (*weight)[LANES], double (*goes)[LANES], double (*comes)[LANES],
                   double (*result)[LANES])
{
    const rules *how = all->how;
    const vector none = {0}, one = none + 1, nan = none + NAN;
    const vector width = none + (2 * (double)all->s->radius + 1);
    const mask fill = how->fill ? none == none : none != none;
    vector gaps = *(vector *)&all->gaps[w], thin = none;
    for (int64_t t = 0; t < count; t++) {
        vector left = one - *(vector *)&weight[t][w];
        left = picked(gaps == none, one, picked(gaps >= width, none, left));
        mask wanted = fill | (*(vector *)&here[t][w] * 0.0 == none);
        thin += picked(wanted & (left < how->thin), one, none);
        *(vector *)&result[t][w] =
            picked(wanted & (left >= how->least), *(vector *)&result[t][w] / left, nan);
        gaps += *(vector *)&comes[t][w] - *(vector *)&goes[t][w];
    }
    *(vector *)&all->gaps[w] = gaps;
    *(vector *)&all->thin[w] += thin;
}

/* Nothing is left of results that have a gap in their window. */
static void spread(walker *all, int64_t count, double (*goes)[LANES], double (*comes)[LANES],
                   double (*result)[LANES])
{
    for (int64_t t = 0; t < count; t++)
        for (int l = 0; l < LANES; l++) {
            result[t][l] = all->gaps[l] > 0 ? NAN : result[t][l];
            all->gaps[l] += comes[t][l] - goes[t][l];
        }
}

/* As walk, where there are gaps or may be. */
static void walk_gaps(walker *all, int64_t done, int64_t count, double (*ahead)[LANES],
                      double (*behind)[LANES], double (*result)[LANES], const soon *next)
{
    lane_block comes, goes, weight, here;
    clean(count, ahead, comes);
    clean(count, behind, goes);
    walk_any(all->s->terms, count, all->f, &all->total, ahead, behind, result, next);
    if (all->how->divided) {
        walk_any(all->s->terms, count, all->f, &all->missing, comes, goes, weight, next);
        load_as(all, done, count, 1, 0, here);
        for (int w = 0; w < LANES; w += WIDTH)
            divide(all, w, count, here, weight, goes, comes, result);
    } else
        spread(all, count, goes, comes, result);
    forget(all);
}

#endif
