#include "CEmbedded.h"

// Aligned as safetensors aligns its data, so that tensors can be read in place.
_Alignas(64) static const unsigned char model[] = {
#embed "model.safetensors"
};

const void *fedtop_embedded_model(void) { return model; }

size_t fedtop_embedded_model_size(void) { return sizeof model; }
