// Values of the block formats of GGUF files, as float32. Every product and every sum is rounded on its own, so that the
// bits are those of the reference and depend on no processor.
#ifndef CK_QUANTISED_H
#define CK_QUANTISED_H

#include <stddef.h>
#include <stdint.h>

// Half precision and bfloat16, exactly.
void ck_expand_f16(ptrdiff_t count, const void *source, float *target);
void ck_expand_bf16(ptrdiff_t count, const void *source, float *target);

// Blocks of 32 values: 18, 20 and 34 bytes.
void ck_expand_q4_0(ptrdiff_t blocks, const void *source, float *target);
void ck_expand_q4_1(ptrdiff_t blocks, const void *source, float *target);
void ck_expand_q8_0(ptrdiff_t blocks, const void *source, float *target);

// Blocks of 256 values: 144 and 210 bytes.
void ck_expand_q4_k(ptrdiff_t blocks, const void *source, float *target);
void ck_expand_q6_k(ptrdiff_t blocks, const void *source, float *target);

#endif
