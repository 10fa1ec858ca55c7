// One step of AdamW over neighbouring parameters. It is C because Swift's square root keeps the C library's error
// path, which no compiler vectorises.
#ifndef CK_OPTIMIZER_H
#define CK_OPTIMIZER_H

#include <stddef.h>

// Constants of one step, rounded to float where PyTorch rounds.
struct ck_adamw_step {
  float keep;          // 1 - rate * weight decay
  float lerp;          // 1 - beta1
  float beta2;
  float fresh_square;  // 1 - beta2
  float correction;    // sqrt(1 - beta2^step)
  float epsilon;
  float step_size;     // rate / (1 - beta1^step)
  float scale;         // factor of gradient clipping
};

// Every entry is computed on its own with the same rounding in every variant: the bits depend neither on the processor
// nor on how a vector is cut into calls. The four vectors do not overlap.
void ck_adamw(
    ptrdiff_t count, const struct ck_adamw_step *step,
    float *parameters, const float *gradient, float *first, float *second);

#endif
