/* Narrow kernels by their definition: a weighted sum of what lies around each value. */
#include "lanes.h"

#define BLOCK 512
#define MAX_RADIUS 64
#define TILE 32
#define VECTORS (TILE / WIDTH)

/* weights[j] belongs to the values at the distance j before; those after have the same, or the
 * opposite for odd kernels. The order of the additions is that of scipy.ndimage. */
EXPORT void NAMED(direct)(const double *weights, int64_t radius, int64_t odd, double added,
                          const stretch *jobs, int64_t count)
{
    double buffer[BLOCK + TILE + 2 * MAX_RADIUS], sums[BLOCK + TILE];
    for (const stretch *job = jobs; job < jobs + count; job++)
        for (int64_t done = job->skip; done < job->steps; done += BLOCK) {
            int64_t now = job->steps - done < BLOCK ? job->steps - done : BLOCK;
            const double *x =
                fetch(&job->from, job->start + done - radius, now + 2 * radius, buffer);
            if (x != buffer && now % TILE) /* the last tile reads on behind the end */
                x = memcpy(buffer, x, (size_t)(now + 2 * radius) * sizeof *x);
            for (int64_t tile = 0; tile < now; tile += TILE) {
                const double *at = x + tile + radius;
                vector sum[VECTORS];
                for (int i = 0; i < VECTORS; i++)
                    sum[i] = *(const loose *)(at + i * WIDTH) * weights[0];
                for (int64_t j = radius; j > 0; j--)
#pragma GCC unroll 16
                    for (int i = 0; i < VECTORS; i++) {
                        vector before = *(const loose *)(at + i * WIDTH - j);
                        vector after = *(const loose *)(at + i * WIDTH + j);
                        sum[i] += (odd ? before - after : before + after) * weights[j];
                    }
                memcpy(sums + tile, sum, sizeof sum);
            }
            for (int64_t i = 0; i < now; i++)
                if (job->out_kind == FLOAT64)
                    ((double *)job->out)[done - job->skip + i] = sums[i] + added;
                else
                    ((float *)job->out)[done - job->skip + i] = (float)(sums[i] + added);
        }
}
