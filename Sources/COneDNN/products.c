// The library's C interface is long-winded: a product is a description, made once for each shape, with memory objects for its
// operands. This file hides both.
#include <pthread.h>
#include <stdlib.h>

#include "COneDNN.h"
#include "library.h"

struct cod_weight {
  ptrdiff_t inner, columns;
  bool bfloat16;
  /// Of a product with the weight; `layout` belongs to it.
  handle description;
  layout layout;
  handle memory;
};

/// A product of one shape, kept by the thread that made it: there are few, see `cod_multiply`. The library shares machine code
/// between those of all threads.
struct product {
  ptrdiff_t rows, inner, columns;
  bool bfloat16, adds;
  handle primitive, left, result, space;
  size_t space_size;
  struct product *next;
};

// Rows of the largest piece of a product, and what the rows of all but its last piece are a multiple of. Each number of
// rows needs machine code of its own: so there are at most 512 / 16 + 15 of a shape, whatever the batches.
enum { LARGEST = 512, STEP = 16 };
enum { BUCKETS = 256 };

/// What a thread needs for its products.
struct bench {
  handle stream;
  void *space;
  size_t space_size;
  struct product *products[BUCKETS];
};

static _Thread_local struct bench *own;
static pthread_key_t benches;
static pthread_once_t once = PTHREAD_ONCE_INIT;

static void product_destroy(struct product *product) {
  handle memories[] = {product->left, product->result, product->space};
  for (int index = 0; index < 3; index++) {
    if (memories[index]) dnn.memory_destroy(memories[index]);
  }
  if (product->primitive) dnn.primitive_destroy(product->primitive);
  free(product);
}

/// Called when the thread ends.
static void bench_destroy(void *value) {
  struct bench *bench = value;
  for (int bucket = 0; bucket < BUCKETS; bucket++) {
    for (struct product *product = bench->products[bucket], *next; product; product = next) {
      next = product->next;
      product_destroy(product);
    }
  }
  if (bench->stream) dnn.stream_destroy(bench->stream);
  free(bench->space);
  free(bench);
}

static void make_key(void) { pthread_key_create(&benches, bench_destroy); }

/// That of the calling thread; NULL when there can be none.
static struct bench *bench(void) {
  if (own) return own;
  if (!dnn.engine) return NULL;
  // A number that belongs to the calling thread: OpenMP makes no threads for one.
  if (dnn.set_threads) dnn.set_threads(1);
  pthread_once(&once, make_key);
  struct bench *made = calloc(1, sizeof *made);
  if (!made) return NULL;
  if (dnn.stream_create(&made->stream, dnn.engine, STREAM_IN_ORDER) || pthread_setspecific(benches, made)) {
    bench_destroy(made);
    return NULL;
  }
  own = made;
  return own;
}

/// A layout of [rows, columns] that can be let go of, whatever the version.
struct sheet {
  layout layout;
  handle owned;
  _Alignas(16) char bytes[LAYOUT_BYTES];
};

static status lay(struct sheet *sheet, ptrdiff_t rows, ptrdiff_t columns, int type, const int64_t *strides) {
  int64_t sizes[SIZES] = {rows, columns};
  sheet->owned = NULL;
  sheet->layout = sheet->bytes;
  status failure;
  if (dnn.two.layout_tag) {
    failure = strides ? dnn.two.layout_strides(sheet->bytes, 2, sizes, type, strides)
                      : dnn.two.layout_tag(sheet->bytes, 2, sizes, type, TAG_ANY);
  } else {
    failure = strides ? dnn.three.layout_strides(&sheet->owned, 2, sizes, type, strides)
                      : dnn.three.layout_tag(&sheet->owned, 2, sizes, type, TAG_ANY);
    sheet->layout = sheet->owned;
  }
  return failure;
}

static void put_away(struct sheet *sheet) {
  if (sheet->owned) dnn.three.layout_destroy(sheet->owned);
}

static status append_sum(handle after) {
  // Of the type of the result.
  return dnn.two.append_sum ? dnn.two.append_sum(after, 1) : dnn.three.append_sum(after, 1, 0, 0);
}

static status describe_matmul(handle *description, layout left, layout right, layout result, handle attributes) {
  if (!dnn.two.matmul_init) {
    return dnn.three.matmul_describe(description, dnn.engine, left, right, NULL, result, attributes);
  }
  _Alignas(16) char operation[MATMUL_BYTES];
  status failure = dnn.two.matmul_init(operation, left, right, NULL, result);
  return failure ? failure : dnn.two.description_create(description, operation, attributes, dnn.engine, NULL);
}

/// left [rows, inner] times a matrix like `weight`, laid out like `right` (NULL: as the library likes), into float32.
static status describe(
    const struct cod_weight *weight, ptrdiff_t rows, bool adds, layout right, struct sheet *left,
    struct sheet *result, handle *description) {
  int type = weight->bfloat16 ? TYPE_BFLOAT16 : TYPE_FLOAT32;
  int64_t inner[SIZES] = {weight->inner, 1}, columns[SIZES] = {weight->columns, 1};
  struct sheet any = {0};
  handle attributes = NULL, after = NULL;
  status failure = lay(left, rows, weight->inner, type, inner);
  if (!failure) failure = lay(result, rows, weight->columns, TYPE_FLOAT32, columns);
  if (!failure && !right) failure = lay(&any, weight->inner, weight->columns, type, NULL);
  if (!failure) failure = dnn.attributes_create(&attributes);
  if (!failure) failure = dnn.attributes_set_scratchpad(attributes, SCRATCHPAD_USER);
  if (!failure && adds) {
    failure = dnn.after_create(&after);
    if (!failure) failure = append_sum(after);
    if (!failure) failure = dnn.attributes_set_after(attributes, after);
  }
  if (!failure) {
    failure = describe_matmul(description, left->layout, right ? right : any.layout, result->layout, attributes);
  }
  if (after) dnn.after_destroy(after);
  if (attributes) dnn.attributes_destroy(attributes);
  put_away(&any);
  return failure;
}

/// Fills the weight's memory.
static status reorder(struct cod_weight *weight, const float *values, bool transposed, handle stream) {
  int64_t strides[SIZES] = {transposed ? 1 : weight->columns, transposed ? weight->inner : 1};
  struct sheet plain = {0};
  handle source = NULL, description = NULL, primitive = NULL;
  status failure = lay(&plain, weight->inner, weight->columns, TYPE_FLOAT32, strides);
  if (!failure) failure = dnn.memory_create(&weight->memory, weight->layout, dnn.engine, MEMORY_ALLOCATE);
  if (!failure) failure = dnn.memory_create(&source, plain.layout, dnn.engine, (void *)values);
  if (!failure) {
    failure = dnn.reorder_describe(&description, plain.layout, dnn.engine, weight->layout, dnn.engine, NULL);
  }
  if (!failure) failure = dnn.primitive_create(&primitive, description);
  if (!failure) {
    struct argument arguments[] = {{ARGUMENT_FROM, source}, {ARGUMENT_TO, weight->memory}};
    failure = dnn.primitive_execute(primitive, stream, 2, arguments);
    if (!failure) failure = dnn.stream_wait(stream);
  }
  if (primitive) dnn.primitive_destroy(primitive);
  if (description) dnn.description_destroy(description);
  if (source) dnn.memory_destroy(source);
  put_away(&plain);
  return failure;
}

struct cod_weight *cod_weight_create(
    const float *values, ptrdiff_t inner, ptrdiff_t columns, bool transposed, bool bfloat16) {
  struct bench *here = bench();
  struct cod_weight *weight = here ? calloc(1, sizeof *weight) : NULL;
  if (!weight) return NULL;
  *weight = (struct cod_weight){.inner = inner, .columns = columns, .bfloat16 = bfloat16};
  struct sheet left = {0}, result = {0};
  status failure = describe(weight, STEP, false, NULL, &left, &result, &weight->description);
  put_away(&left);
  put_away(&result);
  if (!failure) {
    weight->layout = dnn.description_layout(weight->description, QUERY_WEIGHTS, 0);
    failure = !weight->layout || reorder(weight, values, transposed, here->stream);
  }
  if (!failure) return weight;
  cod_weight_destroy(weight);
  return NULL;
}

void cod_weight_destroy(struct cod_weight *weight) {
  if (!weight) return;
  if (weight->memory) dnn.memory_destroy(weight->memory);
  if (weight->description) dnn.description_destroy(weight->description);
  free(weight);
}

static struct product *make(const struct cod_weight *weight, ptrdiff_t rows, bool adds) {
  struct product *made = calloc(1, sizeof *made);
  if (!made) return NULL;
  *made = (struct product){
      .rows = rows, .inner = weight->inner, .columns = weight->columns, .bfloat16 = weight->bfloat16, .adds = adds};
  struct sheet left = {0}, result = {0};
  handle description = NULL;
  status failure = describe(weight, rows, adds, weight->layout, &left, &result, &description);
  if (!failure) {
    layout space = dnn.description_layout(description, QUERY_SCRATCHPAD, 0);
    made->space_size = dnn.layout_size(space);
    failure = dnn.primitive_create(&made->primitive, description);
    if (!failure) failure = dnn.memory_create(&made->left, left.layout, dnn.engine, MEMORY_NONE);
    if (!failure) failure = dnn.memory_create(&made->result, result.layout, dnn.engine, MEMORY_NONE);
    if (!failure) failure = dnn.memory_create(&made->space, space, dnn.engine, MEMORY_NONE);
  }
  if (description) dnn.description_destroy(description);
  put_away(&left);
  put_away(&result);
  if (!failure) return made;
  product_destroy(made);
  return NULL;
}

static struct product *find(struct bench *here, const struct cod_weight *weight, ptrdiff_t rows, bool adds) {
  size_t key = ((size_t)rows * 31 + (size_t)weight->inner) * 31 + (size_t)weight->columns * 2 + adds;
  struct product **bucket = &here->products[key % BUCKETS];
  struct product *found = *bucket;
  while (found && (found->rows != rows || found->inner != weight->inner || found->columns != weight->columns ||
                   found->bfloat16 != weight->bfloat16 || found->adds != adds)) {
    found = found->next;
  }
  if (!found && (found = make(weight, rows, adds))) {
    found->next = *bucket;
    *bucket = found;
  }
  return found;
}

/// Whether the thread has so much memory for what a product needs on the way.
static bool reserve(struct bench *here, size_t size) {
  if (size <= here->space_size) return true;
  free(here->space);
  here->space_size = (size + 4095) / 4096 * 4096;
  here->space = aligned_alloc(64, here->space_size);
  if (!here->space) here->space_size = 0;
  return here->space != NULL;
}

static bool piece(
    struct bench *here, const struct cod_weight *weight, ptrdiff_t rows, const void *x, float *y, bool adds) {
  const struct product *product = find(here, weight, rows, adds);
  if (!product || !reserve(here, product->space_size)) return false;
  if (dnn.memory_set(product->left, (void *)x) || dnn.memory_set(product->result, y) ||
      dnn.memory_set(product->space, here->space)) {
    return false;
  }
  struct argument arguments[] = {
      {ARGUMENT_FROM, product->left}, {ARGUMENT_WEIGHTS, weight->memory}, {ARGUMENT_TO, product->result},
      {ARGUMENT_SCRATCHPAD, product->space}};
  return !dnn.primitive_execute(product->primitive, here->stream, 4, arguments) && !dnn.stream_wait(here->stream);
}

bool cod_multiply(
    const struct cod_weight *weight, ptrdiff_t rows, const void *x, float *y, bool adds) {
  struct bench *here = bench();
  if (!here) return false;
  size_t size = weight->bfloat16 ? sizeof(uint16_t) : sizeof(float);
  const char *from = x;
  while (rows > 0) {
    ptrdiff_t next = rows >= LARGEST ? LARGEST : rows >= STEP ? rows / STEP * STEP : rows;
    if (!piece(here, weight, next, from, y, adds)) return false;
    rows -= next;
    from += (size_t)(next * weight->inner) * size;
    y += next * weight->columns;
  }
  return true;
}
