// The table of Sources/COneDNN/abi.h against the headers of a oneDNN that is installed; scripts/test-onednn compiles it.
// Compiling it is the test: it is never run.
#include <oneapi/dnnl/dnnl.h>

#include "abi.h"

#define SAME(what) _Static_assert(what, #what)

SAME(DNNL_VERSION_MAJOR == 2 || DNNL_VERSION_MAJOR == 3);
SAME(DNNL_MAX_NDIMS == SIZES);
SAME(sizeof(dnnl_dim_t) == sizeof(int64_t));
SAME(sizeof(dnnl_status_t) == sizeof(status));
SAME(dnnl_success == 0);
SAME(dnnl_bf16 == TYPE_BFLOAT16);
SAME(dnnl_f32 == TYPE_FLOAT32);
SAME(dnnl_format_tag_any == TAG_ANY);
SAME(dnnl_cpu == ENGINE_CPU);
SAME(dnnl_stream_in_order == STREAM_IN_ORDER);
SAME(dnnl_scratchpad_mode_user == SCRATCHPAD_USER);
SAME(dnnl_query_weights_md == QUERY_WEIGHTS);
SAME(dnnl_query_scratchpad_md == QUERY_SCRATCHPAD);
SAME(DNNL_ARG_FROM == ARGUMENT_FROM && DNNL_ARG_SRC == ARGUMENT_FROM);
SAME(DNNL_ARG_TO == ARGUMENT_TO && DNNL_ARG_DST == ARGUMENT_TO);
SAME(DNNL_ARG_WEIGHTS == ARGUMENT_WEIGHTS);
SAME(DNNL_ARG_SCRATCHPAD == ARGUMENT_SCRATCHPAD);
SAME(dnnl_cpu_isa_avx2 == ISA_AVX2);
SAME(dnnl_cpu_isa_avx512_core == ISA_AVX512);
SAME(dnnl_cpu_isa_avx512_core_bf16 == ISA_AVX512_BF16);
SAME(DNNL_RUNTIME_SEQ == RUNTIME_SEQUENTIAL && DNNL_RUNTIME_OMP == RUNTIME_OPENMP);
SAME(sizeof(dnnl_version_t) == sizeof(struct version));
SAME(offsetof(dnnl_version_t, cpu_runtime) == offsetof(struct version, cpu_runtime));
SAME(sizeof(dnnl_exec_arg_t) == sizeof(struct argument));
SAME(offsetof(dnnl_exec_arg_t, memory) == offsetof(struct argument, memory));

#if DNNL_VERSION_MAJOR == 2
SAME(sizeof(dnnl_memory_desc_t) <= LAYOUT_BYTES);
SAME(sizeof(dnnl_matmul_desc_t) <= MATMUL_BYTES);
SAME(dnnl_cpu_isa_avx512_core_amx == ISA_AMX_2);
#else
SAME(dnnl_cpu_isa_avx512_core_amx == ISA_AMX_3);
#endif
