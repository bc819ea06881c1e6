/* Very wide kernels: sliding cosine sums by blocks, within which the kernel is nearly a cubic.
 *
 * With Z[n] the sum of exp(i a j) x[n + j] over a window, a step of a whole block of B values is
 *
 *     Z[n+B] = exp(-i a B) (Z[n] + sum of exp(i a (r+1+t)) x[n+r+1+t]
 *                                - sum of exp(i a (t-r)) x[n-r+t], t < B).
 *
 * Where a B is small, exp(i a t) is a cubic in t: of the values that come and go only four moments
 * are needed, and what Z says of the results of a block is a cubic, too. What the window's jump
 * at its ends adds to each result is summed value by value; there the kernel is taken as a
 * straight line, or as flat. How large B may be is reckoned in wide.py. Nothing is done eight
 * sequences at once here: values that follow each other stand side by side.
 */
#include "plan.h"
#include "running.h"
#include "stream.h"

#define SOON 8192 /* bytes ahead that memory is asked for: the processor itself looks no further
                   * than to the end of a page */

typedef struct {
    vector low, high, odd;
} sight;

/* What lies behind the end of all values is asked for in vain; that is no harm. */
static inline void ask_for(const double *from)
{
    __builtin_prefetch((const void *)((uintptr_t)from + SOON));
}

static inline void look_at(vector v, sight *seen)
{
    seen->low = LESS(v, seen->low);
    seen->high = MORE(v, seen->high);
    seen->odd += v * 0.0;
}

/* `count` values from `start` on, and the last of them again to the end of the block. */
static inline const double *block_at(const plan *all, const line *from, int64_t start,
                                     int64_t count, double *buffer)
{
    const double *x = fetch(from, start, count, buffer);
    if (count == all->size)
        return x;
    if (x != buffer)
        memcpy(buffer, x, (size_t)count * sizeof *x);
    for (int64_t t = count; t < all->size; t++)
        buffer[t] = buffer[count - 1];
    return buffer;
}

/* The sums of each of `count` vectors; there is room for WIDTH more. */
static inline void across(const vector *parts, int count, double *totals)
{
    for (int first = 0; first < count; first += WIDTH) {
        const double *rows[WIDTH];
        vector turned[WIDTH], total = {0};
        for (int i = 0; i < WIDTH; i++)
            rows[i] = (const double *)(parts + (first + i < count ? first + i : first));
        turn(rows, turned);
        for (int i = 0; i < WIDTH; i++)
            total += turned[i];
        memcpy(totals + first, &total, sizeof total);
    }
}

/* One block on, by the moments of those that come and, unless null, of those that go. */
static inline void advance(const plan *all, sums_at *z, const double *come, const double *go)
{
    for (int k = 0; k < all->terms; k += WIDTH) {
        vector re = *(vector *)&z->re[k], im = *(vector *)&z->im[k];
        vector turn_re = *(const vector *)&all->turn.re[k];
        vector turn_im = *(const vector *)&all->turn.im[k];
        vector to_re = re * turn_re - im * turn_im, to_im = re * turn_im + im * turn_re;
        for (int p = 0; p < MOMENTS; p++) {
            to_re += *(const vector *)&all->come[p].re[k] * come[p];
            to_im += *(const vector *)&all->come[p].im[k] * come[p];
            if (go) {
                to_re += *(const vector *)&all->go[p].re[k] * go[p];
                to_im += *(const vector *)&all->go[p].im[k] * go[p];
            }
        }
        *(vector *)&z->re[k] = to_re;
        *(vector *)&z->im[k] = to_im;
    }
}

/* As many places on, without any values that would come or go. */
static void turn_by(const series *s, int64_t places, sums_at *z)
{
    for (int k = 0; k < s->terms; k++) {
        double angle = s->angle[k] * (double)places, c = cos(angle), d = sin(angle);
        double re = z->re[k] * c + z->im[k] * d, im = z->im[k] * c - z->re[k] * d;
        z->re[k] = re;
        z->im[k] = im;
    }
}

/* Takes `count` values from `start` on into the window, at whose end there is nothing yet that
 * would go. */
static void take_in(const plan *all, const line *from, int64_t start, int64_t count, sums_at *z,
                    sight *seen)
{
    double buffer[LARGEST] __attribute__((aligned(64))), come[MOMENTS + 8];
    int64_t rest = count % all->size; /* first, so that the last block ends with the last value */
    if (rest)
        turn_by(all->s, rest - all->size, z);
    for (int64_t done = rest ? rest - all->size : 0; done < count; done += all->size) {
        vector part[MOMENTS] = {{0}};
        const double *x;
        if (done < 0) {
            const double *some = fetch(from, start, rest, buffer);
            memmove(buffer + all->size - rest, some, (size_t)rest * sizeof *some);
            for (int64_t t = 0; t < all->size - rest; t++)
                buffer[t] = all->s->offset; /* counts as nothing */
            for (int64_t t = all->size - rest; t < all->size; t++)
                look_at((vector){0} + buffer[t], seen);
            x = buffer;
        } else
            x = fetch(from, start + done, all->size, buffer);
        for (int64_t t = 0; t < all->size; t += WIDTH) {
            vector v = *(const loose *)(x + t);
            ask_for(x + t);
            if (done >= 0)
                look_at(v, seen);
            v -= all->s->offset;
            for (int p = 0; p < MOMENTS; p++)
                part[p] += v * *(const vector *)&all->u[p][t];
        }
        across(part, MOMENTS, come);
        advance(all, z, come, NULL);
    }
}

/* The results of one block, and the sums at its end. */
static inline __attribute__((always_inline)) void
walk_block(const plan *all, const int flat, const double *ahead, const double *behind, sums_at *z,
           double *out, sight *seen)
{
    vector come[2 * MOMENTS] = {{0}}, *go = come + MOMENTS, jump = {0}, ramp = {0};
    double cubic[MOMENTS] = {all->s->added}, moments[2 * MOMENTS + 8];
    double sign = all->s->odd ? -1 : 1;
    for (int k = 0; k < all->terms; k++)
        for (int p = 0; p < MOMENTS; p++)
            cubic[p] += all->out_re[k][p] * z->re[k] + all->out_im[k][p] * z->im[k];
    for (int64_t t = 0; t < all->size; t += WIDTH) {
        vector one = *(const loose *)(ahead + t), other = *(const loose *)(behind + t);
        vector u = *(const vector *)&all->u[1][t], y = u * cubic[3] + cubic[2];
        ask_for(ahead + t);
        ask_for(behind + t);
        look_at(one, seen);
        one -= all->s->offset;
        other = (other - all->s->offset) * sign;
        vector change = one * all->alpha - other * all->beta;
        come[0] += one;
        go[0] += other;
        for (int p = 1; p < MOMENTS; p++) {
            come[p] += one * *(const vector *)&all->u[p][t];
            go[p] += other * *(const vector *)&all->u[p][t];
        }
        y = y * u + cubic[1];
        if (!flat) {
            vector both = (one + other) * all->slope;
            y += summed_before(both, &ramp);
            change -= u * both;
        }
        *(loose *)(out + t) = y * u + (cubic[0] + summed_before(change, &jump));
    }
    across(come, 2 * MOMENTS, moments);
    advance(all, z, moments, moments + MOMENTS);
}

static void look_from(sight *seen)
{
    *seen = (sight){(vector){0} + INFINITY, (vector){0} - INFINITY, {0}};
}

static void tell_sight(const sight *seen, double *low, double *high, double *odd)
{
    *low = INFINITY;
    *high = -INFINITY;
    *odd = 0;
    for (int l = 0; l < WIDTH; l++) {
        *low = seen->low[l] < *low ? seen->low[l] : *low;
        *high = seen->high[l] > *high ? seen->high[l] : *high;
        *odd = seen->odd[l] != 0 ? 1 : *odd;
    }
}

static void smooth_stretch(const plan *all, int64_t streamed, stretch *job)
{
    double ahead[LARGEST] __attribute__((aligned(64))), behind[LARGEST] __attribute__((aligned(64)));
    int64_t r = all->s->radius;
    double odd;
    sums_at z;
    sight seen;
    written out;
    look_from(&seen);
    write_from(&out, job, streamed != 0);
    memset(&z, 0, sizeof z);
    if (job->sums)
        memcpy(&z, job->sums, sizeof z);
    else
        take_in(all, &job->from, job->start - r, 2 * r + 1, &z, &seen);
    for (int64_t done = 0; done < job->steps; done += all->size) {
        int64_t now = job->steps - done < all->size ? job->steps - done : all->size;
        const double *one = block_at(all, &job->from, job->start + done + r + 1, now, ahead);
        if (isfinite(z.re[0])) {
            const double *other = block_at(all, &job->from, job->start + done - r, now, behind);
            if (all->slope == 0)
                walk_block(all, 1, one, other, &z, room_in(&out), &seen);
            else
                walk_block(all, 0, one, other, &z, room_in(&out), &seen);
            write_block(&out, done, now);
        } else /* all is lost; what there is has to be seen nevertheless */
            for (int64_t t = 0; t < all->size; t += WIDTH)
                look_at(*(const loose *)(one + t), &seen);
    }
    write_last(&out);
    tell_sight(&seen, &job->low, &job->high, &odd);
    job->odd = odd != 0;
    job->thin = 0;
}

/* As sliding, by blocks of `size` values; `flat` where the kernel's slope at its ends is so small
 * that it need not be minded. Where something is not finite the results are worth
 * nothing. */
EXPORT void NAMED(wide)(const series *s, int64_t size, int64_t flat, int64_t streamed,
                        stretch *jobs, int64_t count)
{
    plan all;
    plan_for(s, size, flat, &all);
    for (stretch *job = jobs; job < jobs + count; job++)
        smooth_stretch(&all, streamed, job);
}

/* What stretches of `length` values, from the `first` on, add to a window whose last values they
 * are. Of each also its extremes, and 1 in odds where something is not finite. */
EXPORT void NAMED(wide_parts)(const series *s, int64_t size, const line *from, int64_t length,
                              int64_t first, int64_t count, loose_sums *parts, double *lows,
                              double *highs, double *odds)
{
    plan all;
    plan_for(s, size, 0, &all);
    for (int64_t i = 0; i < count; i++) {
        sums_at z;
        sight seen;
        look_from(&seen);
        memset(&z, 0, sizeof z);
        take_in(&all, from, (first + i) * length, length, &z, &seen);
        memcpy(parts + i, &z, sizeof z);
        tell_sight(&seen, lows + i, highs + i, odds + i);
    }
}

/* The sums over the windows around the starts of the stretches `first` ..., each from `reach`
 * stretches on either side and the few values beyond: parts[0] is that of first - reach. */
EXPORT void NAMED(wide_windows)(const series *s, int64_t size, const line *from, int64_t length,
                                int64_t reach, int64_t first, int64_t count, const loose_sums *parts,
                                loose_sums *windows)
{
    plan all;
    plan_for(s, size, 0, &all);
    int64_t rest = s->radius - reach * length;
    for (int64_t i = 0; i < count; i++) {
        sums_at z;
        sight unused;
        look_from(&unused);
        memset(&z, 0, sizeof z);
        take_in(&all, from, (first + i) * length - s->radius, rest, &z, &unused);
        for (int64_t b = i; b < i + 2 * reach; b++) {
            turn_by(s, length, &z);
            for (int k = 0; k < s->terms; k++) {
                z.re[k] += parts[b].re[k];
                z.im[k] += parts[b].im[k];
            }
        }
        take_in(&all, from, (first + i + reach) * length, rest + 1, &z, &unused);
        memcpy(windows + i, &z, sizeof z);
    }
}
