// Products with frozen weights through oneDNN, where the package trait OneDNN builds it in.
//
// Weights are reordered once into the layout that the products want, in float32 or bfloat16. Without the trait every function
// is there and says that it can do nothing. All may be called from any number of threads, and each product runs on its
// caller's.
#ifndef CONEDNN_H
#define CONEDNN_H

#include <stdbool.h>
#include <stddef.h>

// Whether the library is built in.
bool cod_is_built(void);

// Whether it is, and the processor multiplies bfloat16 (AVX512-BF16 or better).
bool cod_has_bfloat16(void);

// Version of the library, "" without it.
const char *cod_version(void);

// A reordered matrix b [inner, columns].
struct cod_weight;

// Reorders b: b[k][j] = transposed ? values[j * inner + k] : values[k * columns + j], rounded to bfloat16 if `bfloat16`. NULL
// if that can't be done.
struct cod_weight *cod_weight_create(
    const float *values, ptrdiff_t inner, ptrdiff_t columns, bool transposed, bool bfloat16);

void cod_weight_destroy(struct cod_weight *weight);

// y [rows, columns] = x * b, added to y if `adds`; x [rows, inner] in the type of the weight, sums and y in float32; rows
// lie close. False if the library refused: then y is unfinished.
bool cod_multiply(
    const struct cod_weight *weight, ptrdiff_t rows, const void *x, float *y, bool adds);

#endif
