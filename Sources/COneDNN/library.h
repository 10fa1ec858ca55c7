#pragma once

#include "abi.h"

/// The library that was opened, a pointer for each function of it that is used.
struct library {
  const struct version *(*version)(void);
  int (*effective_cpu_isa)(void);
  size_t (*engine_count)(int kind);
  status (*engine_create)(handle *, int kind, size_t index);
  status (*stream_create)(handle *, handle engine, unsigned flags);
  status (*stream_wait)(handle);
  status (*stream_destroy)(handle);
  size_t (*layout_size)(layout);
  status (*memory_create)(handle *, layout, handle engine, void *values);
  status (*memory_set)(handle, void *values);
  status (*memory_destroy)(handle);
  status (*attributes_create)(handle *);
  status (*attributes_set_scratchpad)(handle, int mode);
  status (*attributes_set_after)(handle, handle after);
  status (*attributes_destroy)(handle);
  status (*after_create)(handle *);
  status (*after_destroy)(handle);
  layout (*description_layout)(handle, int what, int index);
  status (*description_destroy)(handle);
  status (*reorder_describe)(handle *, layout from, handle engine, layout to, handle other, handle attributes);
  status (*primitive_create)(handle *, handle description);
  status (*primitive_execute)(handle, handle stream, int count, const struct argument *);
  status (*primitive_destroy)(handle);
  // What the two versions do with different functions.
  struct {
    status (*layout_strides)(void *, int count, const int64_t *sizes, int type, const int64_t *strides);
    status (*layout_tag)(void *, int count, const int64_t *sizes, int type, int tag);
    status (*matmul_init)(void *, layout left, layout right, layout bias, layout result);
    status (*description_create)(handle *, const void *operation, handle attributes, handle engine, handle hint);
    status (*append_sum)(handle after, float scale);
  } two;
  struct {
    status (*layout_strides)(handle *, int count, const int64_t *sizes, int type, const int64_t *strides);
    status (*layout_tag)(handle *, int count, const int64_t *sizes, int type, int tag);
    status (*layout_destroy)(handle);
    status (*matmul_describe)(
        handle *, handle engine, layout left, layout right, layout bias, layout result, handle attributes);
    status (*append_sum)(handle after, float scale, int32_t zero_point, int type);
  } three;
  /// OpenMP's, of the OpenMP that the library runs on; NULL where it has no threads.
  void (*set_threads)(int);
  handle engine;
};

extern struct library dnn;
