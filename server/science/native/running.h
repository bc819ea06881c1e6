/* Running sums along a vector. */
#ifndef RUNNING_H
#define RUNNING_H

#include "lanes.h"

/* The sum of all values before each of v, `carried` being that of those before the vector: it goes
 * on behind it. */
#if WIDTH == 8
static inline vector summed_before(vector v, vector *carried)
{
    const __m512i none = _mm512_setzero_si512();
#define SHIFTED(x, places) ((vector)_mm512_alignr_epi64((__m512i)(x), none, 8 - (places)))
    v += SHIFTED(v, 1);
    v += SHIFTED(v, 2);
    v += SHIFTED(v, 4);
    vector before = SHIFTED(v, 1) + *carried;
#undef SHIFTED
    *carried += (vector)_mm512_permutexvar_pd(_mm512_set1_epi64(7), (__m512d)v);
    return before;
}
#elif WIDTH == 4
static inline __m256d one_on(__m256d v) /* 0 and the first three of four */
{
    __m256d low = _mm256_permute2f128_pd(v, v, 0x08); /* 0, 0, v0, v1 */
    return _mm256_shuffle_pd(low, v, 0x4);
}
static inline vector summed_before(vector v, vector *carried)
{
    v += (vector)one_on((__m256d)v);
    v += (vector)_mm256_permute2f128_pd((__m256d)v, (__m256d)v, 0x08);
    vector before = (vector)one_on((__m256d)v) + *carried;
    *carried += v[3];
    return before;
}
#else
static inline vector summed_before(vector v, vector *carried)
{
    vector before = (vector){0, v[0]} + *carried;
    *carried += v[0] + v[1];
    return before;
}
#endif

#endif
