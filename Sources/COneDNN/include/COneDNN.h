// Products with frozen weights through oneDNN, from a library that is opened while the program runs: no header and no library
// of it is needed to build fedtop.
//
// Weights are reordered once into the layout that the products want, in float32 or bfloat16. After `cod_open` all may be
// called from any number of threads, and each product runs on its caller's.
#ifndef CONEDNN_H
#define CONEDNN_H

#include <stdbool.h>
#include <stddef.h>

/// What became of an opening.
enum cod_opening { COD_OPEN = 0, COD_NOT_FOUND = 1, COD_UNFIT = 2 };

/// Opens oneDNN, version 2 or 3; once in a process.
///
/// \param library its name or path, such as `libdnnl.so.3`.
/// \param problem takes what is wrong, in words that name the library, with a zero at the end.
enum cod_opening cod_open(const char *library, char *problem, size_t length);

/// Version of the library that was opened, such as `2.6.3`.
const char *cod_version(void);

/// The best instructions that it uses on this processor: `amx`, `avx512_bf16`, `avx512`, `avx2` or `sse`.
const char *cod_instructions(void);

/// Whether it uses AVX-512 on this processor.
bool cod_has_avx512(void);

/// Whether it multiplies bfloat16 in hardware on this processor (AVX512-BF16, AMX).
bool cod_has_bfloat16(void);

/// A reordered matrix b [inner, columns].
struct cod_weight;

/// Reorders b: b[k][j] = transposed ? values[j * inner + k] : values[k * columns + j], rounded to bfloat16 if `bfloat16`. NULL
/// if that can't be done.
struct cod_weight *cod_weight_create(
    const float *values, ptrdiff_t inner, ptrdiff_t columns, bool transposed, bool bfloat16);

void cod_weight_destroy(struct cod_weight *weight);

/// y [rows, columns] = x * b, added to y if `adds`; x [rows, inner] in the type of the weight, sums and y in float32; rows
/// lie close. False if the library refused: then y is unfinished.
bool cod_multiply(
    const struct cod_weight *weight, ptrdiff_t rows, const void *x, float *y, bool adds);

#endif
