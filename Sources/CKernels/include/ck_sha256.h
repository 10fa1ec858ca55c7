// The compression function of SHA-256 (FIPS 180-4), by the processor's own instructions where it has them.
#pragma once

#include <stddef.h>
#include <stdint.h>

/// Takes `count` blocks of 64 bytes into the eight words of `state`.
void ck_sha256_blocks(uint32_t *state, const uint8_t *bytes, size_t count);

/// The same without the processor's instructions for it: what the other one is compared with.
void ck_sha256_blocks_plain(uint32_t *state, const uint8_t *bytes, size_t count);
