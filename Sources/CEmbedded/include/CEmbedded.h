// The bytes of the embedded encoder and of source prompts for it, safetensors files made by `fedtop pretrain` and
// `fedtop prompts`, and of runs that are drawn behind others, made by `scripts/make-ghosts`.
#ifndef CEMBEDDED_H
#define CEMBEDDED_H

#include <stddef.h>

// The file's first byte; lives as long as the program.
const void *fedtop_embedded_model(void);
// Its length in bytes.
size_t fedtop_embedded_model_size(void);
// The same of the source prompts.
const void *fedtop_embedded_prompts(void);
size_t fedtop_embedded_prompts_size(void);
// The same of the results of stored runs, as `fedtop compare --save` writes them.
const void *fedtop_embedded_ghosts(void);
size_t fedtop_embedded_ghosts_size(void);

#endif
