// The bytes of the embedded encoder: a safetensors file made by `fedtop pretrain`.
#ifndef CEMBEDDED_H
#define CEMBEDDED_H

#include <stddef.h>

// The file's first byte; lives as long as the program.
const void *fedtop_embedded_model(void);
// Its length in bytes.
size_t fedtop_embedded_model_size(void);

#endif
