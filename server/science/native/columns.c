/* Filtering along the columns of a block as they lie: its rows are the lanes, nothing is turned. */
#include "sums.h"

/* Eight columns of a block of doubles, from `data` on, whose rows are `width` apart. */
typedef struct {
    const double *data;
    int64_t n;
    int64_t width;
    int32_t mode;
    double beyond;
} columns;

static inline void rows_at(const columns *from, int64_t start, int64_t count, double factor,
                           double shift, double (*block)[LANES])
{
    for (int64_t t = 0; t < count; t++) {
        int64_t i = start + t;
        if (i < 0 || i >= from->n)
            i = folded(i, from->n, from->mode);
        for (int w = 0; w < LANES; w += WIDTH) {
            vector row = (vector){0} + from->beyond;
            if (i >= 0)
                row = *(const loose *)(from->data + i * from->width + w);
            *(loose *)&block[t][w] = row * factor + shift;
        }
    }
}

static void begin(const series *s, const columns *from, state *st)
{
    sums total;
    lane_block x;
    double left[LANES], right[LANES];
    int64_t r = s->radius;
    memset(&total, 0, sizeof total);
    for (int64_t done = 0; done < 2 * r + 1; done += STEPS) {
        int64_t now = 2 * r + 1 - done < STEPS ? 2 * r + 1 - done : STEPS;
        rows_at(from, done - r, now, 1.0, -s->offset, x);
        add_block(s, done / STEPS, done - r, now, x, &total);
    }
    rows_at(from, -r - 1, 1, 1.0, -s->offset, &left);
    rows_at(from, r, 1, 1.0, -s->offset, &right);
    set_out(s, &total, left, right, st);
}

/* The block of n rows and `width` columns, a multiple of eight, filtered along its columns. */
EXPORT void NAMED(sliding_columns)(const series *s, const double *data, int64_t n, int64_t width,
                                   int64_t mode, double beyond, double *out)
{
    factors f;
    state st;
    lane_block ahead, behind, result;
    soon next = {{0}, 0};
    double sign = s->odd ? -1.0 : 1.0;
    prepare(s, &f);
    for (int64_t c = 0; c < width; c += LANES) {
        columns from = {data + c, n, width, (int32_t)mode, beyond};
        begin(s, &from, &st);
        for (int64_t done = 0; done < n; done += STEPS) {
            int64_t now = n - done < STEPS ? n - done : STEPS;
            rows_at(&from, done + s->radius + 1, now, 1.0, -s->offset, ahead);
            rows_at(&from, done - s->radius, now, sign, -sign * s->offset, behind);
            walk_any(s->terms, now, &f, &st, ahead, behind, result, &next);
            for (int64_t t = 0; t < now; t++)
                for (int w = 0; w < LANES; w += WIDTH)
                    *(loose *)(out + (done + t) * width + c + w) =
                        *(vector *)&result[t][w] + s->added;
        }
    }
}

static inline const double *row_at(const double *data, int64_t i, int64_t n, int64_t width,
                                   int64_t mode, const double *beyond)
{
    if (i < 0 || i >= n)
        i = folded(i, n, (int32_t)mode);
    return i < 0 ? beyond : data + i * width;
}

/* The same by the weighted sum as it is defined: see direct.c. */
EXPORT void NAMED(direct_columns)(const double *weights, int64_t radius, int64_t odd,
                                  const double *data, int64_t n, int64_t width, int64_t mode,
                                  double beyond, double *out)
{
    double constant[LANES];
    for (int l = 0; l < LANES; l++)
        constant[l] = beyond;
    for (int64_t c = 0; c < width; c += LANES)
        for (int64_t i = 0; i < n; i++) {
            vector sum[LANES / WIDTH];
            for (int h = 0; h < LANES / WIDTH; h++)
                sum[h] = *(const loose *)(data + i * width + c + WIDTH * h) * weights[0];
            for (int64_t j = radius; j > 0; j--) {
                const double *before = row_at(data + c, i - j, n, width, mode, constant);
                const double *after = row_at(data + c, i + j, n, width, mode, constant);
                for (int h = 0; h < LANES / WIDTH; h++) {
                    vector one = *(const loose *)(before + WIDTH * h);
                    vector other = *(const loose *)(after + WIDTH * h);
                    sum[h] += (odd ? one - other : one + other) * weights[j];
                }
            }
            memcpy(out + i * width + c, sum, sizeof sum);
        }
}
