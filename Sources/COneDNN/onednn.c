// The library's C interface is long-winded: a product is a description, made once for each shape, with memory objects for
// each call. This file hides both.
#include "COneDNN.h"

#ifndef FEDTOP_ONEDNN

bool cod_is_built(void) { return false; }
bool cod_has_bfloat16(void) { return false; }
const char *cod_version(void) { return ""; }

struct cod_weight *cod_weight_create(
    const float *values, ptrdiff_t inner, ptrdiff_t columns, bool transposed, bool bfloat16) {
  (void)values, (void)inner, (void)columns, (void)transposed, (void)bfloat16;
  return NULL;
}

void cod_weight_destroy(struct cod_weight *weight) { (void)weight; }

bool cod_multiply(
    const struct cod_weight *weight, ptrdiff_t rows, const void *x, float *y, bool adds) {
  (void)weight, (void)rows, (void)x, (void)y, (void)adds;
  return false;
}

#else

#include <oneapi/dnnl/dnnl.h>
#include <pthread.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

// The library's threads are OpenMP's, whose number belongs to the calling thread.
extern void omp_set_num_threads(int);

struct cod_weight {
  ptrdiff_t inner, columns;
  bool bfloat16;
  dnnl_memory_t memory;
  dnnl_memory_desc_t layout;
};

// A product of one shape, kept for good: there are few, see `pieces`.
struct product {
  ptrdiff_t rows, inner, columns;
  bool bfloat16, adds;
  dnnl_memory_desc_t left, result, scratch;
  dnnl_primitive_t primitive;
  struct product *next;
};

// Rows of the largest piece of a product, and what the rows of all but its last piece are a multiple of. Each number of
// rows needs machine code of its own: so there are at most 512 / 16 + 15 of a shape, whatever the batches.
enum { LARGEST = 512, STEP = 16 };
enum { BUCKETS = 256 };

static dnnl_engine_t engine;
static struct product *products[BUCKETS];
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_once_t once = PTHREAD_ONCE_INIT;

static void start(void) {
  if (dnnl_engine_create(&engine, dnnl_cpu, 0) != dnnl_success) engine = NULL;
}

// A stream of the calling thread, and memory for what a product needs on the way.
static _Thread_local dnnl_stream_t stream;
static _Thread_local void *scratch;
static _Thread_local size_t scratch_size;

static bool prepare(size_t size) {
  pthread_once(&once, start);
  if (!engine) return false;
  omp_set_num_threads(1);
  if (!stream && dnnl_stream_create(&stream, engine, dnnl_stream_default_flags) != dnnl_success) return false;
  if (size > scratch_size) {
    free(scratch);
    scratch_size = (size + 4095) / 4096 * 4096;
    scratch = aligned_alloc(64, scratch_size);
    if (!scratch) scratch_size = 0;
  }
  return size <= scratch_size;
}

bool cod_is_built(void) { return true; }

bool cod_has_bfloat16(void) { return dnnl_get_effective_cpu_isa() >= dnnl_cpu_isa_avx512_core_bf16; }

const char *cod_version(void) {
  static char text[32];
  const dnnl_version_t *version = dnnl_version();
  snprintf(text, sizeof text, "%d.%d.%d", version->major, version->minor, version->patch);
  return text;
}

// left [rows, inner] times a matrix like `weight`, laid out like `right` (NULL: as the library likes), into float32.
static dnnl_status_t describe(
    const struct cod_weight *weight, ptrdiff_t rows, bool adds, const dnnl_memory_desc_t *right,
    dnnl_memory_desc_t *left, dnnl_memory_desc_t *result, dnnl_primitive_desc_t *description) {
  dnnl_dims_t left_sizes = {rows, weight->inner}, right_sizes = {weight->inner, weight->columns};
  dnnl_dims_t sizes = {rows, weight->columns};
  dnnl_data_type_t type = weight->bfloat16 ? dnnl_bf16 : dnnl_f32;
  dnnl_memory_desc_t any;
  dnnl_status_t status = dnnl_memory_desc_init_by_tag(left, 2, left_sizes, type, dnnl_ab);
  if (!status) status = dnnl_memory_desc_init_by_tag(result, 2, sizes, dnnl_f32, dnnl_ab);
  if (!status) status = dnnl_memory_desc_init_by_tag(&any, 2, right_sizes, type, dnnl_format_tag_any);
  dnnl_matmul_desc_t operation;
  if (!status) status = dnnl_matmul_desc_init(&operation, left, right ? right : &any, NULL, result);
  if (status) return status;
  dnnl_primitive_attr_t attributes;
  status = dnnl_primitive_attr_create(&attributes);
  if (status) return status;
  dnnl_post_ops_t after = NULL;
  status = dnnl_primitive_attr_set_scratchpad_mode(attributes, dnnl_scratchpad_mode_user);
  if (!status && adds) {
    status = dnnl_post_ops_create(&after);
    if (!status) status = dnnl_post_ops_append_sum(after, 1.0f);
    if (!status) status = dnnl_primitive_attr_set_post_ops(attributes, after);
  }
  if (!status) status = dnnl_primitive_desc_create(description, &operation, attributes, engine, NULL);
  if (after) dnnl_post_ops_destroy(after);
  dnnl_primitive_attr_destroy(attributes);
  return status;
}

struct cod_weight *cod_weight_create(
    const float *values, ptrdiff_t inner, ptrdiff_t columns, bool transposed, bool bfloat16) {
  if (!prepare(0)) return NULL;
  struct cod_weight *weight = calloc(1, sizeof *weight);
  if (!weight) abort();
  *weight = (struct cod_weight){.inner = inner, .columns = columns, .bfloat16 = bfloat16};
  dnnl_memory_desc_t left, result, plain;
  dnnl_primitive_desc_t description;
  if (describe(weight, STEP, false, NULL, &left, &result, &description)) {
    free(weight);
    return NULL;
  }
  weight->layout = *dnnl_primitive_desc_query_md(description, dnnl_query_weights_md, 0);
  dnnl_primitive_desc_destroy(description);

  dnnl_dims_t sizes = {inner, columns}, strides = {transposed ? 1 : columns, transposed ? inner : 1};
  dnnl_memory_t source = NULL;
  dnnl_primitive_t reorder = NULL;
  dnnl_status_t status = dnnl_memory_desc_init_by_strides(&plain, 2, sizes, dnnl_f32, strides);
  if (!status) status = dnnl_memory_create(&weight->memory, &weight->layout, engine, DNNL_MEMORY_ALLOCATE);
  if (!status) status = dnnl_memory_create(&source, &plain, engine, (void *)values);
  if (!status) status = dnnl_reorder_primitive_desc_create(&description, &plain, engine, &weight->layout, engine, NULL);
  if (!status) {
    status = dnnl_primitive_create(&reorder, description);
    dnnl_primitive_desc_destroy(description);
  }
  if (!status) {
    dnnl_exec_arg_t arguments[] = {{DNNL_ARG_FROM, source}, {DNNL_ARG_TO, weight->memory}};
    status = dnnl_primitive_execute(reorder, stream, 2, arguments);
    if (!status) status = dnnl_stream_wait(stream);
  }
  if (reorder) dnnl_primitive_destroy(reorder);
  if (source) dnnl_memory_destroy(source);
  if (!status) return weight;
  cod_weight_destroy(weight);
  return NULL;
}

void cod_weight_destroy(struct cod_weight *weight) {
  if (weight && weight->memory) dnnl_memory_destroy(weight->memory);
  free(weight);
}

static struct product *make(
    const struct cod_weight *weight, ptrdiff_t rows, bool adds, struct product *next) {
  struct product *made = calloc(1, sizeof *made);
  if (!made) abort();
  *made = (struct product){
      .rows = rows, .inner = weight->inner, .columns = weight->columns, .bfloat16 = weight->bfloat16, .adds = adds,
      .next = next};
  dnnl_primitive_desc_t description;
  if (describe(weight, rows, adds, &weight->layout, &made->left, &made->result, &description)) {
    free(made);
    return NULL;
  }
  made->scratch = *dnnl_primitive_desc_query_md(description, dnnl_query_scratchpad_md, 0);
  dnnl_status_t status = dnnl_primitive_create(&made->primitive, description);
  dnnl_primitive_desc_destroy(description);
  if (!status) return made;
  free(made);
  return NULL;
}

static struct product *find(const struct cod_weight *weight, ptrdiff_t rows, bool adds) {
  size_t key = ((size_t)rows * 31 + (size_t)weight->inner) * 31 + (size_t)weight->columns * 2 + adds;
  struct product **bucket = &products[key % BUCKETS];
  pthread_mutex_lock(&lock);
  struct product *found = *bucket;
  while (found && (found->rows != rows || found->inner != weight->inner || found->columns != weight->columns ||
                   found->bfloat16 != weight->bfloat16 || found->adds != adds)) {
    found = found->next;
  }
  if (!found && (found = make(weight, rows, adds, *bucket))) *bucket = found;
  pthread_mutex_unlock(&lock);
  return found;
}

static bool piece(
    const struct cod_weight *weight, ptrdiff_t rows, const void *x, float *y, bool adds) {
  const struct product *product = find(weight, rows, adds);
  if (!product || !prepare(dnnl_memory_desc_get_size(&product->scratch))) return false;
  dnnl_memory_t left = NULL, result = NULL, space = NULL;
  dnnl_status_t status = dnnl_memory_create(&left, &product->left, engine, (void *)x);
  if (!status) status = dnnl_memory_create(&result, &product->result, engine, y);
  if (!status) status = dnnl_memory_create(&space, &product->scratch, engine, scratch);
  if (!status) {
    dnnl_exec_arg_t arguments[] = {
        {DNNL_ARG_SRC, left}, {DNNL_ARG_WEIGHTS, weight->memory}, {DNNL_ARG_DST, result},
        {DNNL_ARG_SCRATCHPAD, space}};
    status = dnnl_primitive_execute(product->primitive, stream, 4, arguments);
    if (!status) status = dnnl_stream_wait(stream);
  }
  if (left) dnnl_memory_destroy(left);
  if (result) dnnl_memory_destroy(result);
  if (space) dnnl_memory_destroy(space);
  return !status;
}

bool cod_multiply(
    const struct cod_weight *weight, ptrdiff_t rows, const void *x, float *y, bool adds) {
  size_t size = weight->bfloat16 ? sizeof(uint16_t) : sizeof(float);
  const char *from = x;
  while (rows > 0) {
    ptrdiff_t next = rows >= LARGEST ? LARGEST : rows >= STEP ? rows / STEP * STEP : rows;
    if (!piece(weight, next, from, y, adds)) return false;
    rows -= next;
    from += (size_t)(next * weight->inner) * size;
    y += next * weight->columns;
  }
  return true;
}

#endif
