#pragma once

// What fedtop uses of oneDNN's C interface, versions 2 and 3. The numbers are part of its binary interface, which neither
// version changes; scripts/onednn/abi.c holds them against the headers that are installed.

#include <stddef.h>
#include <stdint.h>

// A layout of numbers is a struct in version 2 and a handle in version 3; functions take a pointer in both.
typedef const void *layout;
typedef void *handle;
/// The library's status; 0 when all went well.
typedef int status;

/// Bytes that version 2's structs take, with room to spare.
#define LAYOUT_BYTES 1024
#define MATMUL_BYTES 8192

/// As many sizes as a layout has, whether used or not.
#define SIZES 12

#define TYPE_BFLOAT16 2
#define TYPE_FLOAT32 3
#define TAG_ANY 1
#define ENGINE_CPU 1
#define STREAM_IN_ORDER 1
#define SCRATCHPAD_USER 1
#define QUERY_WEIGHTS 131
#define QUERY_SCRATCHPAD 136
#define ARGUMENT_FROM 1
#define ARGUMENT_TO 17
#define ARGUMENT_WEIGHTS 33
#define ARGUMENT_SCRATCHPAD 80
#define MEMORY_ALLOCATE ((void *)(size_t)-1)
#define MEMORY_NONE NULL

/// Bits of the instruction sets that are used.
#define ISA_AVX2 0x07
#define ISA_AVX512 0x27
#define ISA_AVX512_BF16 0xe7
#define ISA_AMX_2 0x3e7
#define ISA_AMX_3 0xfef

/// Whose threads products run on.
#define RUNTIME_SEQUENTIAL 1
#define RUNTIME_OPENMP 2

struct version {
  int major, minor, patch;
  const char *hash;
  unsigned cpu_runtime, gpu_runtime;
};

struct argument {
  int kind;
  handle memory;
};
