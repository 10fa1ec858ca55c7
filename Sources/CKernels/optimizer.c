#include "ck_optimizer.h"

// A fused multiply-add rounds once instead of twice: it would make the bits depend on the processor.
#pragma clang fp contract(off)

__attribute__((always_inline)) static inline void adamw(
    ptrdiff_t count, const struct ck_adamw_step *step,
    float *restrict parameters, const float *restrict gradient,
    float *restrict first, float *restrict second) {
  const struct ck_adamw_step s = *step;
  for (ptrdiff_t i = 0; i < count; i++) {
    float slope = gradient[i] * s.scale;
    float mean = first[i] + s.lerp * (slope - first[i]);
    float square = second[i] * s.beta2 + s.fresh_square * slope * slope;
    first[i] = mean;
    second[i] = square;
    float denominator = __builtin_elementwise_sqrt(square) / s.correction + s.epsilon;
    parameters[i] = parameters[i] * s.keep - s.step_size * (mean / denominator);
  }
}

static void baseline_adamw(
    ptrdiff_t count, const struct ck_adamw_step *step,
    float *parameters, const float *gradient, float *first, float *second) {
  adamw(count, step, parameters, gradient, first, second);
}

#if defined(__x86_64__)
__attribute__((target("avx2"))) static void avx2_adamw(
    ptrdiff_t count, const struct ck_adamw_step *step,
    float *parameters, const float *gradient, float *first, float *second) {
  adamw(count, step, parameters, gradient, first, second);
}
#endif

void ck_adamw(
    ptrdiff_t count, const struct ck_adamw_step *step,
    float *parameters, const float *gradient, float *first, float *second) {
#if defined(__x86_64__)
  if (__builtin_cpu_supports("avx2")) {
    avx2_adamw(count, step, parameters, gradient, first, second);
    return;
  }
#endif
  baseline_adamw(count, step, parameters, gradient, first, second);
}
