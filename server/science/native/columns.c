/* Filtering along columns beside each other: their rows are the lanes, nothing is turned.
 *
 * They are taken into blocks of eight columns each, one row after the other and one block behind
 * the other, which the second cache holds; and from such blocks the results are put back.
 */
#include "results.h"
#include "sums.h"

#define FAR 32 /* rows that are asked for ahead */

typedef double (*block_rows)[LANES];

/* Eight columns, and what lies beyond their ends. */
typedef struct {
    block_rows rows;
    int64_t n;
    int32_t mode;
    double beyond;
} columns;

/* `count` columns, whose rows are `apart` values from each other, less `shift`. Returns the
 * largest of their sizes, NaN where one of them is not finite. */
EXPORT double NAMED(take_columns)(const void *data, int64_t kind, int64_t apart, int64_t n,
                                  int64_t count, double shift, double *blocks)
{
    vector size = {0}, odd = {0};
    double largest = 0;
    for (int64_t i = 0; i < n; i++)
        for (int64_t c = 0; c < count; c += LANES) {
            double *row = blocks + (c * n + i * LANES), some[LANES] = {0};
            const double *x = (const double *)data + i * apart + c;
            int64_t now = count - c < LANES ? count - c : LANES;
            __builtin_prefetch(x + FAR * apart);
            if (kind != FLOAT64)
                for (int64_t l = 0; l < now; l++)
                    some[l] = (double)((const float *)data)[i * apart + c + l];
            else if (now < LANES)
                memcpy(some, x, (size_t)now * sizeof *x);
            for (int w = 0; w < LANES; w += WIDTH) {
                vector v = *(const loose *)((kind != FLOAT64 || now < LANES ? some : x) + w);
                size = MORE(LESS(-v, v) * -1.0, size);
                odd += v * 0.0;
                *(loose *)(row + w) = v - shift;
            }
        }
    for (int l = 0; l < WIDTH; l++) {
        largest = size[l] > largest ? size[l] : largest;
        odd[0] += odd[l];
    }
    return odd[0] != 0 ? NAN : largest;
}

/* The other way round, plus `shift`. */
EXPORT void NAMED(put_columns)(const double *blocks, int64_t n, int64_t count, double shift,
                               int64_t streamed, void *out, int64_t kind, int64_t apart)
{
    for (int64_t i = 0; i < n; i++)
        for (int64_t c = 0; c < count; c += LANES) {
            const double *row = blocks + (c * n + i * LANES);
            double *to = (double *)out + i * apart + c, some[LANES];
            int64_t now = count - c < LANES ? count - c : LANES;
            for (int w = 0; w < LANES; w += WIDTH)
                *(loose *)(some + w) = *(const loose *)(row + w) + shift;
            if (kind != FLOAT64)
                for (int64_t l = 0; l < now; l++)
                    ((float *)out)[i * apart + c + l] = (float)some[l];
            else if (streamed && now == SIDE && into_line(to) == 0)
                stream_line(to, some);
            else
                memcpy(to, some, (size_t)now * sizeof *to);
        }
    put_in_order();
}

/* `count` rows from position start on: where they lie, or copied to `room`. */
static inline block_rows rows_at(const columns *from, int64_t start, int64_t count, double sign,
                                 block_rows room)
{
    if (sign > 0 && start >= 0 && start + count <= from->n)
        return from->rows + start;
    for (int64_t t = 0; t < count; t++) {
        int64_t i = start + t;
        if (i < 0 || i >= from->n)
            i = folded(i, from->n, from->mode);
        for (int l = 0; l < LANES; l++)
            room[t][l] = sign * (i >= 0 ? from->rows[i][l] : from->beyond);
    }
    return room;
}

static void begin(const series *s, const columns *from, state *st)
{
    sums total;
    lane_block room, left;
    int64_t r = s->radius;
    memset(&total, 0, sizeof total);
    for (int64_t done = 0; done < 2 * r + 1; done += STEPS) {
        int64_t now = 2 * r + 1 - done < STEPS ? 2 * r + 1 - done : STEPS;
        add_block(s, done / STEPS, done - r, now, rows_at(from, done - r, now, 1, room), &total);
    }
    set_out(s, &total, rows_at(from, -r - 1, 1, 1, left)[0], rows_at(from, r, 1, 1, room)[0], st);
}

/* `blocks` blocks of eight columns of n values, filtered along them, without what is added. */
EXPORT void NAMED(sliding_columns)(const series *s, double *data, int64_t n, int64_t blocks,
                                   int64_t mode, double beyond, double *out)
{
    factors f;
    state st;
    lane_block ahead, behind;
    prepare(s, &f);
    for (int64_t b = 0; b < blocks; b++) {
        columns from = {(block_rows)data + b * n, n, (int32_t)mode, beyond};
        block_rows to = (block_rows)out + b * n;
        begin(s, &from, &st);
        for (int64_t done = 0; done < n; done += STEPS) {
            int64_t now = n - done < STEPS ? n - done : STEPS;
            block_rows one = rows_at(&from, done + s->radius + 1, now, 1, ahead);
            block_rows other = rows_at(&from, done - s->radius, now, s->odd ? -1 : 1, behind);
            soon next = {.apart = LANES * sizeof *one};
            for (int l = 0; l < LANES; l++)
                next.at[l] = (uintptr_t)one + (uintptr_t)(STEPS + l) * sizeof *one;
            walk_any(s->terms, now, &f, &st, one, other, to + done, &next);
        }
    }
}

static inline const double *row_at(const columns *from, int64_t i, const double *beyond)
{
    if (i < 0 || i >= from->n)
        i = folded(i, from->n, from->mode);
    return i < 0 ? beyond : from->rows[i];
}

/* The same by the weighted sum as it is defined: see direct.c. */
EXPORT void NAMED(direct_columns)(const double *weights, int64_t radius, int64_t odd, double *data,
                                  int64_t n, int64_t blocks, int64_t mode, double beyond,
                                  double *out)
{
    double constant[LANES];
    for (int l = 0; l < LANES; l++)
        constant[l] = beyond;
    for (int64_t b = 0; b < blocks; b++) {
        columns from = {(block_rows)data + b * n, n, (int32_t)mode, beyond};
        for (int64_t i = 0; i < n; i++) {
            vector sum[LANES / WIDTH];
            for (int h = 0; h < LANES / WIDTH; h++)
                sum[h] = *(const loose *)(from.rows[i] + WIDTH * h) * weights[0];
            for (int64_t j = radius; j > 0; j--) {
                const double *before = row_at(&from, i - j, constant);
                const double *after = row_at(&from, i + j, constant);
                for (int h = 0; h < LANES / WIDTH; h++) {
                    vector one = *(const loose *)(before + WIDTH * h);
                    vector other = *(const loose *)(after + WIDTH * h);
                    sum[h] += (odd ? one - other : one + other) * weights[j];
                }
            }
            memcpy(out + (b * n + i) * LANES, sum, sizeof sum);
        }
    }
}
