/* Gaussian smoothing by sliding cosine sums: a cost per sample that does not depend on sigma.
 *
 * K. Sugimoto and S. Kamata, "Fast Gaussian filter with second-order shift property of DCT-5",
 * ICIP 2013; D. Elboher and M. Werman, "Efficient and accurate Gaussian image filtering using
 * running sums", 2012. The kernel is a sum of few cosines (sines for an odd derivative) between
 * -r and r. With C[n] the sum of cos(a j) x[n + j] over the window,
 *
 *     C[n+1] - 2 C[n] + C[n-1] = -4 sin^2(a/2) C[n] + cos(a r) u[n] - cos(a (r+1)) v[n],
 *     u[n] = x[n+r+1] + x[n-r-1],  v[n] = x[n+r] + x[n-r].
 *
 * Here the first differences D are carried along (C. Reinsch's form of the recurrence): the plain
 * second-order form loses 1/a digits, this one none. Each of the eight lanes is a stretch of its
 * own, started afresh, so that what comes out does not depend on what else is worked out.
 */
#include "sums.h"

/* Adds sum of exp(i a (phase + j)) x[at + j] over j < count, for each lane its own `at`. */
static void add_sums(const series *s, const line *from[LANES], const int64_t at[LANES],
                     int64_t count, int64_t phase, sums *total)
{
    lane_block x;
    double buffer[LANES][STEPS];
    const double *rows[LANES];
    for (int64_t done = 0; done < count; done += STEPS) {
        int64_t now = count - done < STEPS ? count - done : STEPS;
        for (int l = 0; l < LANES; l++)
            rows[l] = fetch(from[l], at[l] + done, now, buffer[l]);
        to_lanes(rows, now, 1.0, -s->offset, x);
        add_block(s, done / STEPS, phase + done, now, x, total);
    }
}

static void begin(const series *s, const stretch *jobs[LANES], state *st)
{
    sums total;
    const line *from[LANES];
    int64_t at[LANES];
    double left[LANES], right[LANES];
    int64_t r = s->radius;
    memset(&total, 0, sizeof total);
    for (int l = 0; l < LANES; l++) {
        from[l] = &jobs[l]->from;
        at[l] = jobs[l]->start - r;
    }
    if (jobs[0]->sums)
        for (int k = 0; k < s->terms; k++)
            for (int l = 0; l < LANES; l++) {
                total.re[k][l] = jobs[l]->sums[2 * k];
                total.im[k][l] = jobs[l]->sums[2 * k + 1];
            }
    else
        add_sums(s, from, at, 2 * r + 1, -r, &total);
    for (int l = 0; l < LANES; l++) {
        left[l] = value_at(from[l], at[l] - 1) - s->offset;
        right[l] = value_at(from[l], jobs[l]->start + r) - s->offset;
    }
    set_out(s, &total, left, right, st);
}

/* Where the results of the steps from `done` on go: to their place, or, where they are cut short or
 * of another kind, to `row` first. */
static inline double *place(const stretch *job, int64_t done, double *row)
{
    int whole = job->skip <= done && done + STEPS <= job->steps && job->out_kind == FLOAT64;
    return whole ? (double *)job->out + (done - job->skip) : row;
}

static void write_out(const stretch *job, int64_t done, const double *row)
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

static inline void from_lanes(double (*block)[LANES], double shift, double *const rows[LANES])
{
    for (int64_t t = 0; t < STEPS; t += 4)
        for (int half = 0; half < LANES; half += 4) {
            four r0 = *(four *)&block[t][half] + shift;
            four r1 = *(four *)&block[t + 1][half] + shift;
            four r2 = *(four *)&block[t + 2][half] + shift;
            four r3 = *(four *)&block[t + 3][half] + shift;
            TRANSPOSE(r0, r1, r2, r3);
            *(four_loose *)(rows[half] + t) = r0;
            *(four_loose *)(rows[half + 1] + t) = r1;
            *(four_loose *)(rows[half + 2] + t) = r2;
            *(four_loose *)(rows[half + 3] + t) = r3;
        }
}

/* Up to eight stretches at once. */
static void smooth_lanes(const series *s, const factors *f, const stretch *jobs[LANES], int lanes)
{
    state st;
    lane_block ahead, behind, result;
    double buffer[LANES][STEPS + 2];
    double rows[LANES][STEPS] __attribute__((aligned(64)));
    const double *ends[LANES];
    double *places[LANES];
    int64_t steps = 0, r = s->radius;
    for (int l = 0; l < LANES; l++)
        steps = jobs[l]->steps > steps ? jobs[l]->steps : steps;
    begin(s, jobs, &st);
    memset(result, 0, sizeof result);
    double sign = s->odd ? -1.0 : 1.0;
    for (int64_t done = 0; done < steps; done += STEPS) {
        int64_t now = steps - done < STEPS ? steps - done : STEPS;
        for (int l = 0; l < LANES; l++)
            ends[l] = fetch(&jobs[l]->from, jobs[l]->start + done + r, now + 1, buffer[l]);
        to_lanes(ends, now + 1, 1.0, -s->offset, ahead);
        for (int l = 0; l < LANES; l++)
            ends[l] = fetch(&jobs[l]->from, jobs[l]->start + done - r - 1, now + 1, buffer[l]);
        to_lanes(ends, now + 1, sign, -sign * s->offset, behind);
        walk_any(s->terms, now, f, &st, ahead + 1, behind, result);
        for (int l = 0; l < LANES; l++)
            places[l] = l < lanes ? place(jobs[l], done, rows[l]) : rows[l];
        from_lanes(result, s->added, places);
        for (int l = 0; l < lanes; l++)
            if (places[l] == rows[l])
                write_out(jobs[l], done, rows[l]);
    }
}

EXPORT void NAMED(sliding)(const series *s, const stretch *jobs, int64_t count)
{
    factors f;
    prepare(s, &f);
    for (int64_t first = 0; first < count; first += LANES) {
        const stretch *some[LANES];
        for (int l = 0; l < LANES; l++)
            some[l] = jobs + (first + l < count ? first + l : first);
        smooth_lanes(s, &f, some, count - first < LANES ? (int)(count - first) : LANES);
    }
}

/* The sums of exp(i a j) x[at + j] over blocks of `length` values, from the block `first` on:
 * (re, im) for each term, blocks after one another. */
EXPORT void NAMED(block_sums)(const series *s, const line *from, int64_t length, int64_t first,
                              int64_t count, double *out)
{
    for (int64_t b = 0; b < count; b += LANES) {
        const line *lines[LANES];
        int64_t at[LANES];
        sums total;
        memset(&total, 0, sizeof total);
        for (int l = 0; l < LANES; l++) {
            lines[l] = from;
            at[l] = (first + (b + l < count ? b + l : b)) * length;
        }
        add_sums(s, lines, at, length, 0, &total);
        for (int l = 0; l < LANES && b + l < count; l++)
            for (int k = 0; k < s->terms; k++) {
                out[((b + l) * s->terms + k) * 2] = total.re[k][l];
                out[((b + l) * s->terms + k) * 2 + 1] = total.im[k][l];
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
        memset(&total, 0, sizeof total);
        for (int l = 0; l < LANES; l++) {
            lines[l] = from;
            left[l] = (first + c) * length - s->radius;
            right[l] = (first + c + reach) * length;
        }
        add_sums(s, lines, left, rest, -s->radius, &total);
        add_sums(s, lines, right, rest + 1, reach * length, &total);
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
