/* Sums over windows longer than the stretches that start from them, from sums over blocks: see
 * sliding.c. */
#include "sums.h"

/* The extremes of what passes, and NaN where something is not finite. */
typedef struct {
    double low[LANES], high[LANES], odd[LANES];
} __attribute__((aligned(64))) sight;

/* Less `offset`, looked at as it was before. */
static void look_over(int64_t count, double offset, double (*x)[LANES], sight *seen)
{
    for (int w = 0; w < LANES; w += WIDTH) {
        vector low = *(vector *)&seen->low[w], high = *(vector *)&seen->high[w];
        vector odd = *(vector *)&seen->odd[w];
        for (int64_t t = 0; t < count; t++) {
            vector v = *(vector *)&x[t][w];
            low = LESS(v, low);
            high = MORE(v, high);
            odd += v * 0.0;
            *(vector *)&x[t][w] = v - offset;
        }
        *(vector *)&seen->low[w] = low;
        *(vector *)&seen->high[w] = high;
        *(vector *)&seen->odd[w] = odd;
    }
}

/* Adds sum of exp(i a (phase + j)) x[at + j] over j < count, for each lane its own `at`. */
static void add_sums(const series *s, const line *from[LANES], const int64_t at[LANES],
                     int64_t count, int64_t phase, sums *total, sight *seen)
{
    lane_block x;
    double buffer[LANES][STEPS];
    const double *rows[LANES];
    for (int64_t done = 0; done < count; done += STEPS) {
        int64_t now = count - done < STEPS ? count - done : STEPS;
        for (int l = 0; l < LANES; l++)
            rows[l] = fetch(from[l], at[l] + done, now, buffer[l]);
        to_lanes(rows, now, 1.0, 0.0, x);
        look_over(now, s->offset, x, seen);
        add_block(s, done / STEPS, phase + done, now, x, total);
    }
}

/* The sums of exp(i a j) x[at + j] over blocks of `length` values, from the block `first` on:
 * (re, im) for each term, blocks after one another. Of each block also its extremes, and 1 in odd
 * where something is not finite. */
EXPORT void NAMED(block_sums)(const series *s, const line *from, int64_t length, int64_t first,
                              int64_t count, double *out, double *lows, double *highs, double *odd)
{
    for (int64_t b = 0; b < count; b += LANES) {
        const line *lines[LANES];
        int64_t at[LANES];
        sums total;
        sight seen = {{0}, {0}, {0}};
        memset(&total, 0, sizeof total);
        for (int l = 0; l < LANES; l++) {
            seen.low[l] = INFINITY;
            seen.high[l] = -INFINITY;
            lines[l] = from;
            at[l] = (first + (b + l < count ? b + l : b)) * length;
        }
        add_sums(s, lines, at, length, 0, &total, &seen);
        for (int l = 0; l < LANES && b + l < count; l++) {
            lows[b + l] = seen.low[l];
            highs[b + l] = seen.high[l];
            odd[b + l] = seen.odd[l] != 0;
            for (int k = 0; k < s->terms; k++) {
                out[((b + l) * s->terms + k) * 2] = total.re[k][l];
                out[((b + l) * s->terms + k) * 2 + 1] = total.im[k][l];
            }
        }
    }
}

/* The sums over the window around the start of the block `first` + c, for each c < count, from
 * those of `reach` blocks on either side: blocks[0] is that of the block first - reach, and
 * turns[(b * terms + k) * 2] the (re, im) of exp(i a (b - reach) length). */
EXPORT void NAMED(window_sums)(const series *s, const line *from, int64_t length, int64_t reach,
                               int64_t first, int64_t count, const double *blocks, const double *turns,
                               double *out)
{
    int64_t rest = s->radius - reach * length;
    for (int64_t c = 0; c < count; c++) {
        const line *lines[LANES];
        int64_t left[LANES], right[LANES];
        sums total;
        sight unused = {{0}, {0}, {0}};
        memset(&total, 0, sizeof total);
        for (int l = 0; l < LANES; l++) {
            lines[l] = from;
            left[l] = (first + c) * length - s->radius;
            right[l] = (first + c + reach) * length;
        }
        add_sums(s, lines, left, rest, -s->radius, &total, &unused);
        add_sums(s, lines, right, rest + 1, reach * length, &total, &unused);
        for (int k = 0; k < s->terms; k++) {
            double re = total.re[k][0], im = total.im[k][0];
            for (int64_t b = 0; b < 2 * reach; b++) {
                const double *turn = turns + (b * s->terms + k) * 2;
                double br = blocks[((c + b) * s->terms + k) * 2];
                double bi = blocks[((c + b) * s->terms + k) * 2 + 1];
                re += br * turn[0] - bi * turn[1];
                im += br * turn[1] + bi * turn[0];
            }
            out[(c * s->terms + k) * 2] = re;
            out[(c * s->terms + k) * 2 + 1] = im;
        }
    }
}
