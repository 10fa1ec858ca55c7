// Finds the library and its functions.
#include "library.h"

#include <dlfcn.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "COneDNN.h"

struct library dnn;
static char version_text[32];

static enum cod_opening unfit(char *problem, size_t length, const char *format, ...) {
  va_list values;
  va_start(values, format);
  vsnprintf(problem, length, format, values);
  va_end(values);
  memset(&dnn, 0, sizeof dnn);
  return COD_UNFIT;
}

/// Fills the table; the name of what is missing, or NULL.
static const char *take(void *library, int major) {
  const struct {
    const char *name;
    void *place;
    int major;
  } functions[] = {
      {"dnnl_get_effective_cpu_isa", &dnn.effective_cpu_isa, 0},
      {"dnnl_engine_get_count", &dnn.engine_count, 0},
      {"dnnl_engine_create", &dnn.engine_create, 0},
      {"dnnl_stream_create", &dnn.stream_create, 0},
      {"dnnl_stream_wait", &dnn.stream_wait, 0},
      {"dnnl_stream_destroy", &dnn.stream_destroy, 0},
      {"dnnl_memory_desc_get_size", &dnn.layout_size, 0},
      {"dnnl_memory_create", &dnn.memory_create, 0},
      {"dnnl_memory_set_data_handle", &dnn.memory_set, 0},
      {"dnnl_memory_destroy", &dnn.memory_destroy, 0},
      {"dnnl_primitive_attr_create", &dnn.attributes_create, 0},
      {"dnnl_primitive_attr_set_scratchpad_mode", &dnn.attributes_set_scratchpad, 0},
      {"dnnl_primitive_attr_set_post_ops", &dnn.attributes_set_after, 0},
      {"dnnl_primitive_attr_destroy", &dnn.attributes_destroy, 0},
      {"dnnl_post_ops_create", &dnn.after_create, 0},
      {"dnnl_post_ops_destroy", &dnn.after_destroy, 0},
      {"dnnl_primitive_desc_query_md", &dnn.description_layout, 0},
      {"dnnl_primitive_desc_destroy", &dnn.description_destroy, 0},
      {"dnnl_reorder_primitive_desc_create", &dnn.reorder_describe, 0},
      {"dnnl_primitive_create", &dnn.primitive_create, 0},
      {"dnnl_primitive_execute", &dnn.primitive_execute, 0},
      {"dnnl_primitive_destroy", &dnn.primitive_destroy, 0},
      {"dnnl_memory_desc_init_by_strides", &dnn.two.layout_strides, 2},
      {"dnnl_memory_desc_init_by_tag", &dnn.two.layout_tag, 2},
      {"dnnl_matmul_desc_init", &dnn.two.matmul_init, 2},
      {"dnnl_primitive_desc_create", &dnn.two.description_create, 2},
      {"dnnl_post_ops_append_sum", &dnn.two.append_sum, 2},
      {"dnnl_memory_desc_create_with_strides", &dnn.three.layout_strides, 3},
      {"dnnl_memory_desc_create_with_tag", &dnn.three.layout_tag, 3},
      {"dnnl_memory_desc_destroy", &dnn.three.layout_destroy, 3},
      {"dnnl_matmul_primitive_desc_create", &dnn.three.matmul_describe, 3},
      {"dnnl_post_ops_append_sum", &dnn.three.append_sum, 3},
  };
  for (size_t index = 0; index < sizeof functions / sizeof *functions; index++) {
    if (functions[index].major != 0 && functions[index].major != major) continue;
    void *found = dlsym(library, functions[index].name);
    if (!found) return functions[index].name;
    memcpy(functions[index].place, &found, sizeof found);
  }
  return NULL;
}

enum cod_opening cod_open(const char *name, char *problem, size_t length) {
  void *library = dlopen(name, RTLD_NOW | RTLD_LOCAL);
  if (!library) {
    const char *words = dlerror();
    snprintf(problem, length, "%s", words ? words : "");
    // One that is there, but lacks what it needs itself, is told of in other words.
    size_t own = strlen(name);
    bool isAbsent = strncmp(problem, name, own) == 0 && strstr(problem + own, "No such file");
    return isAbsent ? COD_NOT_FOUND : COD_UNFIT;
  }
  *(void **)&dnn.version = dlsym(library, "dnnl_version");
  if (!dnn.version) return unfit(problem, length, "%s is not oneDNN", name);
  const struct version *version = dnn.version();
  snprintf(version_text, sizeof version_text, "%d.%d.%d", version->major, version->minor, version->patch);
  if (version->major != 2 && version->major != 3) {
    return unfit(problem, length, "%s is oneDNN %s, and versions 2 and 3 are known", name, version_text);
  }
  const char *missing = take(library, version->major);
  if (missing) return unfit(problem, length, "%s (oneDNN %s) has no %s", name, version_text, missing);
  // Other kinds of threads cannot be told to leave a product to its caller.
  if (version->cpu_runtime != RUNTIME_SEQUENTIAL && version->cpu_runtime != RUNTIME_OPENMP) {
    return unfit(problem, length, "%s (oneDNN %s) was built for other threads than OpenMP's", name, version_text);
  }
  if (version->cpu_runtime == RUNTIME_OPENMP) {
    *(void **)&dnn.set_threads = dlsym(library, "omp_set_num_threads");
    if (!dnn.set_threads) return unfit(problem, length, "%s (oneDNN %s) has no omp_set_num_threads", name, version_text);
  }
  if (dnn.engine_count(ENGINE_CPU) == 0 || dnn.engine_create(&dnn.engine, ENGINE_CPU, 0) != 0) {
    return unfit(problem, length, "%s (oneDNN %s) computes on no CPU", name, version_text);
  }
  return COD_OPEN;
}

static bool has(int isa) { return dnn.engine && (dnn.effective_cpu_isa() & isa) == isa; }

bool cod_has_avx512(void) { return has(ISA_AVX512); }

bool cod_has_bfloat16(void) { return has(ISA_AVX512_BF16); }

const char *cod_instructions(void) {
  if (has(dnn.two.layout_tag ? ISA_AMX_2 : ISA_AMX_3)) return "amx";
  return has(ISA_AVX512_BF16) ? "avx512_bf16" : has(ISA_AVX512) ? "avx512" : has(ISA_AVX2) ? "avx2" : "sse";
}

const char *cod_version(void) { return version_text; }
