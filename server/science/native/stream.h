/* Where the results of one stretch go, block by block: to their places, or to extremes. */
#ifndef STREAM_H
#define STREAM_H

#include "results.h"

#define BLOCK_ROOM 512

/* Results wait for the rest of their line of the cache, so that whole lines can go straight to
 * memory: `held` of them stand in front of those that come next. */
typedef struct {
    const stretch *job;
    int streamed;
    double *next;
    int64_t held;
    const int64_t *edge; /* where what is gathered now ends */
    double low, high;
    double room[SIDE + BLOCK_ROOM] __attribute__((aligned(64)));
} written;

static void write_from(written *all, const stretch *job, int streamed)
{
    all->job = job;
    all->streamed = streamed && job->out_kind == FLOAT64 && !job->edges;
    all->next = (double *)job->out;
    all->held = 0;
    all->edge = job->edges ? job->edges + 1 : NULL;
    all->low = INFINITY;
    all->high = -INFINITY;
}

/* Where the next block of results is to be put. */
static inline double *room_in(written *all)
{
    return all->room + all->held;
}

static void end_bin(written *all)
{
    int64_t bin = all->edge - all->job->edges - 1;
    int nothing = all->low > all->high;
    all->job->lows[bin] = nothing ? NAN : all->low;
    all->job->highs[bin] = nothing ? NAN : all->high;
    all->low = INFINITY;
    all->high = -INFINITY;
    all->edge++;
}

/* The extremes of the results from `from` to `end`, of those that begin at `place`. */
static void gather_block(written *all, int64_t place, int64_t from, int64_t end)
{
    while (from < end) {
        while (place + from >= *all->edge)
            end_bin(all);
        int64_t stop = *all->edge - place < end ? *all->edge - place : end;
        double low[SIDE], high[SIDE];
        for (int i = 0; i < SIDE; i++) {
            low[i] = all->low;
            high[i] = all->high;
        }
        for (; from + SIDE <= stop; from += SIDE)
            for (int i = 0; i < SIDE; i++) {
                double value = all->room[from + i];
                low[i] = value < low[i] ? value : low[i];
                high[i] = value > high[i] ? value : high[i];
            }
        for (int i = 0; from < stop; from++, i++) {
            double value = all->room[from];
            low[i] = value < low[i] ? value : low[i];
            high[i] = value > high[i] ? value : high[i];
        }
        for (int i = 0; i < SIDE; i++) {
            all->low = low[i] < all->low ? low[i] : all->low;
            all->high = high[i] > all->high ? high[i] : all->high;
        }
    }
}

/* Lines of the cache that are full go to memory, the others wait. */
static void stream_block(written *all, int64_t from, int64_t count)
{
    double *room = all->room;
    if (from) /* the first results of all: nothing is held */
        memmove(room, room + from, (size_t)count * sizeof *room);
    int64_t total = all->held + count, done = (SIDE - into_line(all->next)) % SIDE;
    if (done > total)
        done = total;
    memcpy(all->next, room, (size_t)done * sizeof *room);
    for (; done + SIDE <= total; done += SIDE)
        stream_line(all->next + done, room + done);
    all->next += done;
    all->held = total - done;
    memcpy(room, room + done, (size_t)all->held * sizeof *room);
}

/* The `count` results of the steps from `done` on, that were put where there was room. */
static void write_block(written *all, int64_t done, int64_t count)
{
    const stretch *job = all->job;
    int64_t from = job->skip > done ? job->skip - done : 0, at = done - job->skip;
    if (from >= count)
        return;
    if (job->edges)
        gather_block(all, job->start + done, from, count);
    else if (all->streamed)
        stream_block(all, from, count - from);
    else if (job->out_kind == FLOAT64)
        memcpy((double *)job->out + at + from, all->room + from,
               (size_t)(count - from) * sizeof(double));
    else
        for (int64_t t = from; t < count; t++)
            ((float *)job->out)[at + t] = (float)all->room[t];
}

static void write_last(written *all)
{
    if (all->job->edges)
        end_bin(all);
    memcpy(all->next, all->room, (size_t)all->held * sizeof(double));
    all->held = 0;
    put_in_order();
}

#endif
