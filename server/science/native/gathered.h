/* The extremes of results between many positions, as they come: nothing else is kept of them. */
#ifndef GATHERED_H
#define GATHERED_H

#include "lanes.h"

typedef struct {
    double low[LANES] __attribute__((aligned(64)));
    double high[LANES] __attribute__((aligned(64)));
    const int64_t *next[LANES]; /* the edge where what is gathered now ends */
} gathered;

static void gather_afresh(gathered *all, int l)
{
    all->low[l] = INFINITY;
    all->high[l] = -INFINITY;
}

static void gather_from(gathered *all, stretch *const jobs[LANES])
{
    for (int l = 0; l < LANES; l++) {
        gather_afresh(all, l);
        all->next[l] = jobs[l]->edges + 1;
    }
}

static void close_bin(gathered *all, int l, const stretch *job, double factor, double shift)
{
    int64_t bin = all->next[l] - job->edges - 1;
    int nothing = all->low[l] > all->high[l];
    job->lows[bin] = nothing ? NAN : all->low[l] * factor + shift;
    job->highs[bin] = nothing ? NAN : all->high[l] * factor + shift;
    gather_afresh(all, l);
    all->next[l]++;
}

/* Lanes whose edges lie within the block, or that begin or end there: step by step. */
static void gather_some(gathered *all, int l, const stretch *job, int64_t done, int64_t count,
                        double factor, double shift, double (*block)[LANES])
{
    int64_t end = job->steps - done < count ? job->steps - done : count;
    for (int64_t t = job->skip > done ? job->skip - done : 0; t < end; t++) {
        while (job->start + done + t >= *all->next[l])
            close_bin(all, l, job, factor, shift);
        double value = block[t][l];
        all->low[l] = value < all->low[l] ? value : all->low[l];
        all->high[l] = value > all->high[l] ? value : all->high[l];
    }
    if (end > 0 && done + end == job->steps)
        close_bin(all, l, job, factor, shift);
}

static void gather(gathered *all, stretch *const jobs[LANES], int lanes, int64_t done,
                   int64_t count, double factor, double shift, double (*block)[LANES])
{
    int inside = 1;
    for (int l = 0; l < lanes; l++)
        inside &= jobs[l]->skip <= done && done + count < jobs[l]->steps &&
                  jobs[l]->start + done + count <= *all->next[l];
    if (!inside) {
        for (int l = 0; l < lanes; l++)
            gather_some(all, l, jobs[l], done, count, factor, shift, block);
        return;
    }
    for (int w = 0; w < LANES; w += WIDTH) {
        vector low = *(vector *)&all->low[w], high = *(vector *)&all->high[w];
        for (int64_t t = 0; t < count; t++) {
            vector v = *(vector *)&block[t][w];
            low = LESS(v, low);
            high = MORE(v, high);
        }
        *(vector *)&all->low[w] = low;
        *(vector *)&all->high[w] = high;
    }
}

#endif
