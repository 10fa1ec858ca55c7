// Vector loops that run between the matrix products, in the widest form the processor has.
//
// All matrices are row-major float32; `stride` is the distance of two rows, in floats. Every function may be called from
// any number of threads. NaN and infinities come out where they go in. Sums inside one call may be taken in any order.
#ifndef CKERNELS_H
#define CKERNELS_H

#include <stddef.h>
#include <stdint.h>

#include "ck_optimizer.h"
#include "ck_quantised.h"
#include "ck_sha256.h"
#include "ck_tiles.h"

// Name of the variant in use: "avx512", "avx2" or "baseline". The environment variable FEDTOP_KERNELS asks for a narrower
// one than the processor has.
const char *ck_variant(void);

// Makes numbers below the smallest normal one zeros on the calling thread, and on those that it starts. In hardware they take
// many times as long as others, and nobody trains with them but a run whose rates are far too high.
void ck_flush_subnormals(void);

// OpenBLAS's name of the oldest processor type that has the vector units of this one; "" where they are older than AVX2.
const char *ck_openblas_core(void);

// y[i][j] = x[i][j] + bias[j]; rows lie close, and y may be x.
void ck_add_bias(
    ptrdiff_t rows, ptrdiff_t columns, const float *x, const float *bias, float *y);

// activated = f(h + bias) and derivative = f'(h + bias), which may be h. One function a nonlinearity.
void ck_gelu(
    ptrdiff_t rows, ptrdiff_t columns, const float *h, const float *bias, float *derivative,
    float *activated);
void ck_gelu_tanh(
    ptrdiff_t rows, ptrdiff_t columns, const float *h, const float *bias, float *derivative,
    float *activated);
void ck_relu(
    ptrdiff_t rows, ptrdiff_t columns, const float *h, const float *bias, float *derivative,
    float *activated);
void ck_silu(
    ptrdiff_t rows, ptrdiff_t columns, const float *h, const float *bias, float *derivative,
    float *activated);

// x = tanh(x).
void ck_tanh(ptrdiff_t count, float *x);

// out = LayerNorm(y + residual + bias) * weight + shift; keeps the normalised rows and 1 / deviation.
// `residual` and `bias` may be NULL.
void ck_norm_forward(
    ptrdiff_t rows, ptrdiff_t columns, const float *y, const float *residual, const float *bias,
    const float *weight, const float *shift, float epsilon,
    float *normalised, float *inverse_deviation, float *out);

// d: gradient of the LayerNorm's output in, gradient of its input out.
void ck_norm_backward(
    ptrdiff_t rows, ptrdiff_t columns, float *d, const float *weight,
    const float *normalised, const float *inverse_deviation);

// p = softmax(scale * p) by rows. `stride` is a multiple of 16; what lies behind `columns` becomes 0.
void ck_softmax(ptrdiff_t rows, ptrdiff_t columns, ptrdiff_t stride, float scale, float *p);

// dp: gradient of softmax(scale * s) in, gradient of s out. What lies behind `columns` becomes 0.
void ck_softmax_backward(
    ptrdiff_t rows, ptrdiff_t columns, ptrdiff_t stride, float scale, const float *p, float *dp);

// losses[i] = cross entropy of row i against targets[i]; logits become scale * (softmax - onehot).
// A negative target counts nothing: loss 0, gradient 0.
void ck_cross_entropy(
    ptrdiff_t rows, ptrdiff_t classes, float *logits, const int32_t *targets, float scale, float *losses);

// y *= a.
void ck_multiply(ptrdiff_t count, const float *a, float *y);

// y += scale * a.
void ck_axpy(ptrdiff_t count, float scale, const float *a, float *y);

// y = a * a.
void ck_square(ptrdiff_t count, const float *a, float *y);

// y = a + b + c.
void ck_sum3(ptrdiff_t count, const float *a, const float *b, const float *c, float *y);

// Σ a * b.
float ck_dot(ptrdiff_t count, const float *a, const float *b);

// sum[j] += Σ_i x[i][j].
void ck_column_sum(ptrdiff_t rows, ptrdiff_t columns, const float *x, ptrdiff_t stride, float *sum);

// sum[j] += Σ_i a[i][j] * b[i][j]; rows lie close.
void ck_column_product(
    ptrdiff_t rows, ptrdiff_t columns, const float *a, const float *b, float *sum);

// y = x in bfloat16, rounded to the nearest.
void ck_to_bfloat16(ptrdiff_t count, const float *x, uint16_t *y);

// One sample's gradient g: gradient += g; diagonal += square_scale * g * g (unless NULL). Returns Σ g * g.
float ck_accumulate(
    ptrdiff_t count, const float *g, float *gradient, float square_scale, float *diagonal);

#endif
