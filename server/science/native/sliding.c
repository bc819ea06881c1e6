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
 *
 * Values that are not finite count as zeros, and what weight they would have had is summed by a
 * second series, only where there are any: see missing.h.
 */
#include "gathered.h"
#include "missing.h"
#include "results.h"

static void begin(walker *all)
{
    sums total, missing;
    lane_block x, absent;
    int64_t r = all->s->radius;
    double left[LANES], right[LANES], nothing[2][LANES];
    memset(&total, 0, sizeof total);
    memset(&missing, 0, sizeof missing);
    for (int l = 0; l < LANES; l++)
        all->gaps[l] = 0;
    for (int64_t done = 0; done < 2 * r + 1; done += STEPS) {
        int64_t now = 2 * r + 1 - done < STEPS ? 2 * r + 1 - done : STEPS;
        if (load(all, done - r, now, x)) {
            clean(now, x, absent);
            count_gaps(now, absent, all->gaps);
            add_block(all->s, 0, done - r, now, absent, &missing);
        }
        add_block(all->s, done / STEPS, done - r, now, x, &total);
    }
    load(all, -r - 1, 1, x);
    clean(1, x, absent);
    memcpy(left, x, sizeof left);
    memcpy(nothing[0], absent, sizeof left);
    load(all, r, 1, x);
    clean(1, x, absent);
    memcpy(right, x, sizeof right);
    memcpy(nothing[1], absent, sizeof right);
    set_out(all->s, &total, left, right, &all->total);
    set_out(all->s, &missing, nothing[0], nothing[1], &all->missing);
    forget(all);
}

/* Up to eight stretches at once. */
static void smooth_lanes(walker *all, int lanes)
{
    lane_block ahead, behind, result;
    results out = {.streamed = all->how->streamed != 0};
    int64_t steps = 0, r = all->s->radius;
    for (int l = 0; l < LANES; l++)
        steps = all->jobs[l]->steps > steps ? all->jobs[l]->steps : steps;
    gathered extremes;
    int gathering = all->jobs[0]->edges != NULL;
    if (gathering)
        gather_from(&extremes, all->jobs);
    begin(all);
    memset(result, 0, sizeof result);
    for (int64_t done = 0; done < steps; done += STEPS) {
        int64_t now = steps - done < STEPS ? steps - done : STEPS;
        soon next = soon_wanted(all, done + r + 1 + STEPS);
        int odd = load(all, done + r + 1, now, ahead);
        load_plain(all, done - r, now, behind);
        if (odd || any_gaps(all))
            walk_gaps(all, done, now, ahead, behind, result, &next);
        else
            walk_any(all->s->terms, now, all->f, &all->total, ahead, behind, result, &next);
        if (gathering)
            gather(&extremes, all->jobs, lanes, done, now, 1 / all->scale, all->s->added, result);
        else
            put(&out, all->jobs, lanes, done, 1 / all->scale, all->s->added, result);
    }
    put_last(&out, lanes);
}

EXPORT void NAMED(sliding)(const series *s, const rules *how, stretch *jobs, int64_t count)
{
    factors f;
    walker all = {.s = s, .f = &f, .how = how};
    prepare(s, &f);
    for (int64_t first = 0; first < count; first += LANES) {
        int lanes = count - first < LANES ? (int)(count - first) : LANES;
        for (int l = 0; l < LANES; l++)
            all.jobs[l] = jobs + (l < lanes ? first + l : first);
        start_looking(&all);
        smooth_lanes(&all, lanes);
        tell(&all, lanes);
    }
}
