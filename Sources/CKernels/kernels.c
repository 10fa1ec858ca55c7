// The choice of the widest variant, made once; kernels.inc holds the loops.
#include "CKernels.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

struct kernels {
  void (*add_bias)(ptrdiff_t, ptrdiff_t, const float *, const float *, float *);
  void (*gelu)(ptrdiff_t, ptrdiff_t, const float *, const float *, float *, float *);
  void (*gelu_tanh)(ptrdiff_t, ptrdiff_t, const float *, const float *, float *, float *);
  void (*relu)(ptrdiff_t, ptrdiff_t, const float *, const float *, float *, float *);
  void (*silu)(ptrdiff_t, ptrdiff_t, const float *, const float *, float *, float *);
  void (*tanh)(ptrdiff_t, float *);
  void (*norm_forward)(
      ptrdiff_t, ptrdiff_t, const float *, const float *, const float *, const float *, const float *,
      float, float *, float *, float *);
  void (*norm_backward)(
      ptrdiff_t, ptrdiff_t, float *, const float *, const float *, const float *);
  void (*softmax)(ptrdiff_t, ptrdiff_t, ptrdiff_t, float, float *);
  void (*softmax_backward)(ptrdiff_t, ptrdiff_t, ptrdiff_t, float, const float *, float *);
  void (*cross_entropy)(ptrdiff_t, ptrdiff_t, float *, const int32_t *, float, float *);
  void (*multiply)(ptrdiff_t, const float *, float *);
  void (*axpy)(ptrdiff_t, float, const float *, float *);
  void (*square)(ptrdiff_t, const float *, float *);
  void (*sum3)(ptrdiff_t, const float *, const float *, const float *, float *);
  float (*dot)(ptrdiff_t, const float *, const float *);
  void (*column_sum)(ptrdiff_t, ptrdiff_t, const float *, ptrdiff_t, float *);
  void (*column_product)(ptrdiff_t, ptrdiff_t, const float *, const float *, float *);
  void (*to_bfloat16)(ptrdiff_t, const float *, uint16_t *);
  float (*accumulate)(ptrdiff_t, const float *, float *, float, float *);
};

// Softmax works on rows padded to whole blocks.
enum { BLOCK = 16 };

#pragma clang fp contract(fast)

#define KERNEL(name) baseline_##name
#include "kernels.inc"
#undef KERNEL

#if defined(__x86_64__)
#pragma clang attribute push(__attribute__((target("avx2,fma"))), apply_to = function)
#define KERNEL(name) avx2_##name
#include "kernels.inc"
#undef KERNEL
#pragma clang attribute pop

#pragma clang attribute push( \
    __attribute__((target("avx2,fma,avx512f,avx512vl,avx512bw,avx512dq"), min_vector_width(512))), \
    apply_to = function)
#define KERNEL(name) avx512_##name
#include "kernels.inc"
#undef KERNEL
#pragma clang attribute pop
#endif

static const struct kernels *chosen = &baseline_table;
static const char *variant = "baseline";

// The widest variant that the processor has, or a narrower one that FEDTOP_KERNELS names, for comparisons.
__attribute__((constructor)) static void choose(void) {
#if defined(__x86_64__)
  const char *wanted = getenv("FEDTOP_KERNELS");
  if (wanted && strcmp(wanted, "baseline") == 0) return;
  __builtin_cpu_init();
  if (__builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512vl") &&
      __builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512dq") &&
      !(wanted && strcmp(wanted, "avx2") == 0)) {
    chosen = &avx512_table;
    variant = "avx512";
  } else if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma")) {
    chosen = &avx2_table;
    variant = "avx2";
  }
#endif
}

const char *ck_variant(void) { return variant; }

void ck_add_bias(
    ptrdiff_t rows, ptrdiff_t columns, const float *x, const float *bias, float *y) {
  chosen->add_bias(rows, columns, x, bias, y);
}

void ck_gelu(
    ptrdiff_t rows, ptrdiff_t columns, const float *h, const float *bias, float *derivative,
    float *activated) {
  chosen->gelu(rows, columns, h, bias, derivative, activated);
}

void ck_gelu_tanh(
    ptrdiff_t rows, ptrdiff_t columns, const float *h, const float *bias, float *derivative,
    float *activated) {
  chosen->gelu_tanh(rows, columns, h, bias, derivative, activated);
}

void ck_relu(
    ptrdiff_t rows, ptrdiff_t columns, const float *h, const float *bias, float *derivative,
    float *activated) {
  chosen->relu(rows, columns, h, bias, derivative, activated);
}

void ck_silu(
    ptrdiff_t rows, ptrdiff_t columns, const float *h, const float *bias, float *derivative,
    float *activated) {
  chosen->silu(rows, columns, h, bias, derivative, activated);
}

void ck_tanh(ptrdiff_t count, float *x) { chosen->tanh(count, x); }

void ck_norm_forward(
    ptrdiff_t rows, ptrdiff_t columns, const float *y, const float *residual, const float *bias,
    const float *weight, const float *shift, float epsilon,
    float *normalised, float *inverse_deviation, float *out) {
  chosen->norm_forward(
      rows, columns, y, residual, bias, weight, shift, epsilon, normalised, inverse_deviation, out);
}

void ck_norm_backward(
    ptrdiff_t rows, ptrdiff_t columns, float *d, const float *weight,
    const float *normalised, const float *inverse_deviation) {
  chosen->norm_backward(rows, columns, d, weight, normalised, inverse_deviation);
}

void ck_softmax(ptrdiff_t rows, ptrdiff_t columns, ptrdiff_t stride, float scale, float *p) {
  chosen->softmax(rows, columns, stride, scale, p);
}

void ck_softmax_backward(
    ptrdiff_t rows, ptrdiff_t columns, ptrdiff_t stride, float scale, const float *p, float *dp) {
  chosen->softmax_backward(rows, columns, stride, scale, p, dp);
}

void ck_cross_entropy(
    ptrdiff_t rows, ptrdiff_t classes, float *logits, const int32_t *targets, float scale, float *losses) {
  chosen->cross_entropy(rows, classes, logits, targets, scale, losses);
}

void ck_multiply(ptrdiff_t count, const float *a, float *y) { chosen->multiply(count, a, y); }

void ck_axpy(ptrdiff_t count, float scale, const float *a, float *y) {
  chosen->axpy(count, scale, a, y);
}

void ck_square(ptrdiff_t count, const float *a, float *y) { chosen->square(count, a, y); }

void ck_sum3(ptrdiff_t count, const float *a, const float *b, const float *c, float *y) {
  chosen->sum3(count, a, b, c, y);
}

float ck_dot(ptrdiff_t count, const float *a, const float *b) { return chosen->dot(count, a, b); }

void ck_column_sum(ptrdiff_t rows, ptrdiff_t columns, const float *x, ptrdiff_t stride, float *sum) {
  chosen->column_sum(rows, columns, x, stride, sum);
}

void ck_column_product(
    ptrdiff_t rows, ptrdiff_t columns, const float *a, const float *b, float *sum) {
  chosen->column_product(rows, columns, a, b, sum);
}

void ck_to_bfloat16(ptrdiff_t count, const float *x, uint16_t *y) { chosen->to_bfloat16(count, x, y); }

float ck_accumulate(
    ptrdiff_t count, const float *g, float *gradient, float square_scale, float *diagonal) {
  return chosen->accumulate(count, g, gradient, square_scale, diagonal);
}
