/* What the library is, and which of the levels that were compiled this processor can run. */
#include "missing.h"

/* How large what is handed over is: a library that was compiled from other sources is known by it.
 */
EXPORT int64_t layout(void)
{
    return (int64_t)(sizeof(stretch) << 32 | sizeof(series) << 16 | sizeof(rules));
}

EXPORT int best_level(void)
{
#if defined(__x86_64__) && !defined(__APPLE__)
    __builtin_cpu_init();
    if (__builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512vl") &&
        __builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512bw"))
        return 2;
    if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma"))
        return 1;
#endif
    return 0;
}
