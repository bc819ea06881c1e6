/* How results get from the lanes to where they belong. */
#ifndef RESULTS_H
#define RESULTS_H

#include "lanes.h"

#define SIDE 8 /* doubles of a line of the cache */

/* The results of up to eight stretches on their way. Lines of the cache that are written whole can
 * go straight to memory, which else would be read first; `carried` are the values that wait, in
 * front of `rows`, for the rest of their line. */
typedef struct {
    int streamed;
    int64_t carried[LANES];
    double *next[LANES]; /* where the line of those that are carried goes on */
    double rows[LANES][SIDE + STEPS] __attribute__((aligned(64)));
} results;

static inline void from_lanes(double (*block)[LANES], double factor, double shift,
                              double *const rows[LANES])
{
    for (int w = 0; w < LANES; w += WIDTH)
        for (int64_t t = 0; t < STEPS; t += WIDTH) {
            const double *at[WIDTH];
            vector turned[WIDTH];
            for (int i = 0; i < WIDTH; i++)
                at[i] = &block[t + i][w];
            turn(at, turned);
            for (int i = 0; i < WIDTH; i++)
                *(loose *)(rows[w + i] + t) = turned[i] * factor + shift;
        }
}

/* Whether all results of the steps from `done` on are written, and as they are. */
static inline int whole(const stretch *job, int64_t done)
{
    return job->skip <= done && done + STEPS <= job->steps && job->out_kind == FLOAT64;
}

static inline void write_some(const stretch *job, int64_t done, const double *row)
{
    int64_t from = job->skip > done ? job->skip - done : 0;
    int64_t end = job->steps - done < STEPS ? job->steps - done : STEPS;
    int64_t at = done - job->skip;
    if (job->out_kind == FLOAT64)
        for (int64_t t = from; t < end; t++)
            ((double *)job->out)[at + t] = row[t];
    else
        for (int64_t t = from; t < end; t++)
            ((float *)job->out)[at + t] = (float)row[t];
}

static inline void stream_line(double *to, const double *from)
{
#if defined(__AVX512F__)
    _mm512_stream_pd(to, _mm512_loadu_pd(from));
#elif defined(__AVX__)
    for (int i = 0; i < SIDE; i += 4)
        _mm256_stream_pd(to + i, _mm256_loadu_pd(from + i));
#elif defined(__SSE2__)
    for (int i = 0; i < SIDE; i += 2)
        _mm_stream_pd(to + i, _mm_loadu_pd(from + i));
#else
    memcpy(to, from, SIDE * sizeof *to);
#endif
}

/* What was streamed is seen by all who see what is written later. */
static inline void put_in_order(void)
{
#ifdef __SSE2__
    _mm_sfence();
#endif
}

/* How far into its line of the cache an address lies, in doubles. */
static inline int64_t into_line(const double *to)
{
    return (int64_t)((uintptr_t)to / sizeof *to % SIDE);
}

/* The row of a lane, which begins as far into a line as the place it is meant for. */
static inline void stream_row(results *all, int l, double *to)
{
    int64_t before = into_line(to);
    double *row = all->rows[l], *line = to - before;
    if (before && all->carried[l] != before)
        memcpy(to, row + before, (size_t)(SIDE - before) * sizeof *to);
    else
        stream_line(line, row);
    for (int64_t i = SIDE; i < STEPS; i += SIDE)
        stream_line(line + i, row + i);
    memcpy(row, row + STEPS, (size_t)before * sizeof *row);
    all->carried[l] = before;
    all->next[l] = line + STEPS;
}

static inline void flush(results *all, int l)
{
    if (all->carried[l])
        memcpy(all->next[l], all->rows[l], (size_t)all->carried[l] * sizeof(double));
    all->carried[l] = 0;
}

/* The results of the steps from `done` on, times factor and plus shift, to their places. */
static inline void put(results *all, stretch *const jobs[LANES], int lanes, int64_t done,
                       double factor, double shift, double (*block)[LANES])
{
    double *places[LANES], spare[STEPS];
    for (int l = 0; l < LANES; l++) {
        double *to = l < lanes ? (double *)jobs[l]->out + (done - jobs[l]->skip) : spare;
        if (l < lanes && !whole(jobs[l], done)) {
            flush(all, l);
            to = all->rows[l];
        } else if (l < lanes && all->streamed)
            to = all->rows[l] + into_line(to);
        places[l] = to;
    }
    from_lanes(block, factor, shift, places);
    for (int l = 0; l < lanes; l++)
        if (!whole(jobs[l], done))
            write_some(jobs[l], done, all->rows[l]);
        else if (all->streamed)
            stream_row(all, l, (double *)jobs[l]->out + (done - jobs[l]->skip));
}

static inline void put_last(results *all, int lanes)
{
    for (int l = 0; l < lanes; l++)
        flush(all, l);
    put_in_order();
}

#endif
