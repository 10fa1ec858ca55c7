#include "CEmbedded.h"

// Aligned as safetensors aligns its data, so that tensors can be read in place.
_Alignas(64) static const unsigned char model[] = {
#embed "model.safetensors"
};

_Alignas(64) static const unsigned char prompts[] = {
#embed "prompts.safetensors"
};

static const unsigned char ghosts[] = {
#embed "ghosts.json"
};

const void *fedtop_embedded_model(void) { return model; }

size_t fedtop_embedded_model_size(void) { return sizeof model; }

const void *fedtop_embedded_prompts(void) { return prompts; }

size_t fedtop_embedded_prompts_size(void) { return sizeof prompts; }

const void *fedtop_embedded_ghosts(void) { return ghosts; }

size_t fedtop_embedded_ghosts_size(void) { return sizeof ghosts; }
