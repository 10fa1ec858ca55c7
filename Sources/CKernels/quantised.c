#include "ck_quantised.h"

#include <string.h>

#pragma STDC FP_CONTRACT OFF

// The value of a half-precision number, exactly.
static inline float half(const uint8_t *source) {
  uint32_t bits = (uint32_t)source[0] | (uint32_t)source[1] << 8;
  uint32_t sign = (bits & 0x8000) << 16, rest = bits & 0x7fff;
  uint32_t normal = (rest << 13) + (112u << 23);
  if (rest >= 0x7c00) normal = 0x7f800000 | (rest & 0x3ff) << 13;
  if (rest < 0x400) {
    float small = (float)rest * 0x1p-24f;
    memcpy(&normal, &small, 4);
  }
  normal |= sign;
  float value;
  memcpy(&value, &normal, 4);
  return value;
}

void ck_expand_f16(ptrdiff_t count, const void *source, float *target) {
  const uint8_t *from = source;
  for (ptrdiff_t i = 0; i < count; i++) target[i] = half(from + 2 * i);
}

void ck_expand_bf16(ptrdiff_t count, const void *source, float *target) {
  const uint8_t *from = source;
  for (ptrdiff_t i = 0; i < count; i++) {
    uint32_t bits = (uint32_t)from[2 * i] << 16 | (uint32_t)from[2 * i + 1] << 24;
    memcpy(target + i, &bits, 4);
  }
}

// The bodies, which are compiled twice.
#define BODY static inline __attribute__((always_inline)) void

BODY q4_0(ptrdiff_t blocks, const uint8_t *from, float *to) {
  for (ptrdiff_t b = 0; b < blocks; b++, from += 18, to += 32) {
    float d = half(from);
    for (int j = 0; j < 16; j++) {
      to[j] = d * (float)((from[2 + j] & 15) - 8);
      to[j + 16] = d * (float)((from[2 + j] >> 4) - 8);
    }
  }
}

BODY q4_1(ptrdiff_t blocks, const uint8_t *from, float *to) {
  for (ptrdiff_t b = 0; b < blocks; b++, from += 20, to += 32) {
    float d = half(from), m = half(from + 2);
    for (int j = 0; j < 16; j++) {
      to[j] = d * (float)(from[4 + j] & 15) + m;
      to[j + 16] = d * (float)(from[4 + j] >> 4) + m;
    }
  }
}

BODY q8_0(ptrdiff_t blocks, const uint8_t *from, float *to) {
  for (ptrdiff_t b = 0; b < blocks; b++, from += 34, to += 32) {
    float d = half(from);
    for (int j = 0; j < 32; j++) to[j] = d * (float)(int8_t)from[2 + j];
  }
}

// Scales and minima are 6 bits wide: eight of each in twelve bytes.
BODY q4_k(ptrdiff_t blocks, const uint8_t *from, float *to) {
  for (ptrdiff_t b = 0; b < blocks; b++, from += 144) {
    float d = half(from), m = half(from + 2);
    const uint8_t *packed = from + 4, *nibbles = from + 16;
    for (int group = 0; group < 8; group++, to += 32) {
      int low = group & 3;
      int scale = packed[low] & 63, minimum = packed[low + 4] & 63;
      if (group > 3) {
        scale = (packed[low + 8] & 15) | packed[low] >> 6 << 4;
        minimum = packed[low + 8] >> 4 | packed[low + 4] >> 6 << 4;
      }
      float ds = d * (float)scale, ms = m * (float)minimum;
      int shift = 4 * (group & 1);
      for (int j = 0; j < 32; j++) {
        to[j] = ds * (float)(nibbles[32 * (group / 2) + j] >> shift & 15) - ms;
      }
    }
  }
}

// Four low bits and two high ones, and a signed scale for sixteen values.
BODY q6_k(ptrdiff_t blocks, const uint8_t *from, float *to) {
  for (ptrdiff_t b = 0; b < blocks; b++, from += 210) {
    float d = half(from + 208);
    for (int group = 0; group < 8; group++, to += 32) {
      const uint8_t *low = from + 64 * (group / 4) + 32 * (group & 1);
      const uint8_t *high = from + 128 + 32 * (group / 4);
      const uint8_t *scales = from + 192 + 8 * (group / 4) + 2 * (group & 3);
      int shift = group & 2 ? 4 : 0, higher = 2 * (group & 3);
      for (int j = 0; j < 32; j++) {
        int value = (low[j] >> shift & 15) | (high[j] >> higher & 3) << 4;
        to[j] = d * (float)(int8_t)scales[j / 16] * (float)(value - 32);
      }
    }
  }
}

#if defined(__x86_64__)
#define EXPAND(name) \
  __attribute__((target("avx2"))) static void avx2_##name(ptrdiff_t n, const uint8_t *from, float *to) { name(n, from, to); } \
  void ck_expand_##name(ptrdiff_t blocks, const void *source, float *target) { \
    if (__builtin_cpu_supports("avx2")) avx2_##name(blocks, source, target); \
    else name(blocks, source, target); \
  }
#else
#define EXPAND(name) \
  void ck_expand_##name(ptrdiff_t blocks, const void *source, float *target) { name(blocks, source, target); }
#endif

EXPAND(q4_0)
EXPAND(q4_1)
EXPAND(q8_0)
EXPAND(q4_k)
EXPAND(q6_k)
