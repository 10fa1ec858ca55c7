// The choice of the widest variant, made once; kernels.inc and tiles.inc hold the loops.
#include "CKernels.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>
#if defined(__x86_64__)
#include <xmmintrin.h>
#endif

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
  void (*tile_product)(
      ptrdiff_t, ptrdiff_t, ptrdiff_t, const float *, ptrdiff_t, ptrdiff_t, const float *, ptrdiff_t, int,
      float *, ptrdiff_t);
  void (*panel_product)(
      ptrdiff_t, ptrdiff_t, ptrdiff_t, ptrdiff_t, const float *, ptrdiff_t, const float *, int, float *, ptrdiff_t);
  void (*tile_transpose)(ptrdiff_t, ptrdiff_t, const float *, ptrdiff_t, float *, ptrdiff_t);
  void (*tile_softmax)(
      ptrdiff_t, ptrdiff_t, ptrdiff_t, float, ptrdiff_t, const int32_t *, const int32_t *, float *, float *,
      float *, ptrdiff_t, float *);
  void (*tile_finish)(
      ptrdiff_t, ptrdiff_t, float, const float *, const float *, const float *, float *, ptrdiff_t, float *);
  void (*tile_softmax_backward)(
      ptrdiff_t, ptrdiff_t, ptrdiff_t, float, ptrdiff_t, const int32_t *, const int32_t *, const float *,
      const float *, float *, float *);
};

// Softmax works on rows padded to whole blocks.
enum { BLOCK = 16 };

// What sums of a product begin with: nothing, what the result holds, or nothing until they are added to that.
enum start { START_AT_ZERO, START_FROM, START_ONTO };

// Terms of the next of the pieces that `rest` terms are summed in.
static ptrdiff_t ck_panel_piece(ptrdiff_t rest, ptrdiff_t longest) {
  if (rest >= 2 * longest) return longest;
  return rest > longest ? (rest / 2 + BLOCK - 1) / BLOCK * BLOCK : rest;
}

#pragma clang fp contract(fast)

#define KERNEL(name) baseline_##name
#define HIGH 3
#define LOW 1
#define WIDE 1
#include "tiles.inc"
#include "kernels.inc"
#undef WIDE
#undef LOW
#undef HIGH
#undef KERNEL

#if defined(__x86_64__)
#pragma clang attribute push(__attribute__((target("avx2,fma"))), apply_to = function)
#define KERNEL(name) avx2_##name
#define HIGH 6
#define LOW 2
#define WIDE 1
#include "tiles.inc"
#include "kernels.inc"
#undef WIDE
#undef LOW
#undef HIGH
#undef KERNEL
#pragma clang attribute pop

#pragma clang attribute push( \
    __attribute__((target("avx2,fma,avx512f,avx512vl,avx512bw,avx512dq"), min_vector_width(512))), \
    apply_to = function)
#define KERNEL(name) avx512_##name
#define HIGH 12
#define LOW 4
#define WIDE 2
#include "tiles.inc"
#include "kernels.inc"
#undef WIDE
#undef LOW
#undef HIGH
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

void ck_flush_subnormals(void) {
#if defined(__x86_64__)
  // FTZ and DAZ of MXCSR.
  _mm_setcsr(_mm_getcsr() | 0x8040);
#elif defined(__aarch64__)
  // FZ of FPCR.
  uint64_t control;
  __asm__ volatile("mrs %0, fpcr" : "=r"(control));
  __asm__ volatile("msr fpcr, %0" : : "r"(control | (UINT64_C(1) << 24)));
#endif
}

const char *ck_openblas_core(void) {
#if defined(__x86_64__)
  __builtin_cpu_init();
  if (!__builtin_cpu_supports("avx2") || !__builtin_cpu_supports("fma")) return "";
  if (!__builtin_cpu_supports("avx512f") || !__builtin_cpu_supports("avx512vl") ||
      !__builtin_cpu_supports("avx512bw") || !__builtin_cpu_supports("avx512dq"))
    return "Haswell";
  return __builtin_cpu_supports("avx512bf16") ? "Cooperlake" : "SkylakeX";
#else
  return "";
#endif
}

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

void ck_tile_product(
    ptrdiff_t rows, ptrdiff_t columns, ptrdiff_t inner, const float *a, ptrdiff_t a_row, ptrdiff_t a_inner,
    const float *b, ptrdiff_t b_stride, int adds, float *c, ptrdiff_t c_stride) {
  chosen->tile_product(rows, columns, inner, a, a_row, a_inner, b, b_stride, adds, c, c_stride);
}

void ck_panel_product(
    ptrdiff_t rows, ptrdiff_t columns, ptrdiff_t inner, ptrdiff_t longest, const float *x, ptrdiff_t x_stride,
    const float *panels, int adds, float *y, ptrdiff_t y_stride) {
  chosen->panel_product(rows, columns, inner, longest, x, x_stride, panels, adds, y, y_stride);
}

void ck_tile_transpose(
    ptrdiff_t rows, ptrdiff_t columns, const float *x, ptrdiff_t x_stride, float *y, ptrdiff_t y_stride) {
  chosen->tile_transpose(rows, columns, x, x_stride, y, y_stride);
}

void ck_tile_softmax(
    ptrdiff_t keys, ptrdiff_t queries, ptrdiff_t stride, float scale, ptrdiff_t begin, const int32_t *first,
    const int32_t *last, float *scores, float *top, float *sum, ptrdiff_t width, float *output) {
  chosen->tile_softmax(keys, queries, stride, scale, begin, first, last, scores, top, sum, width, output);
}

void ck_tile_finish(
    ptrdiff_t queries, ptrdiff_t width, float scale, const float *top, const float *sum, const float *output,
    float *context, ptrdiff_t context_stride, float *log_sum) {
  chosen->tile_finish(queries, width, scale, top, sum, output, context, context_stride, log_sum);
}

void ck_tile_softmax_backward(
    ptrdiff_t keys, ptrdiff_t queries, ptrdiff_t stride, float scale, ptrdiff_t begin, const int32_t *first,
    const int32_t *last, const float *log_sum, const float *delta, float *scores, float *d) {
  chosen->tile_softmax_backward(
      keys, queries, stride, scale, begin, first, last, log_sum, delta, scores, d);
}
