#include "CHeapWatch.h"

#include <errno.h>
#include <malloc.h>
#include <stddef.h>

// glibc's own entry points, which no wrapper replaces.
extern void *__libc_malloc(size_t size);
extern void *__libc_calloc(size_t count, size_t size);
extern void *__libc_realloc(void *block, size_t size);
extern void *__libc_memalign(size_t alignment, size_t size);
extern void __libc_free(void *block);

static _Thread_local long allocations, live, peak;

long heap_watch_allocations(void) { return allocations; }
long heap_watch_live(void) { return live; }
long heap_watch_peak(void) { return peak; }
void heap_watch_reset_peak(void) { peak = live; }

static void *counted(void *block) {
  allocations++;
  if (block) live += (long)malloc_usable_size(block);
  if (live > peak) peak = live;
  return block;
}

void *malloc(size_t size) { return counted(__libc_malloc(size)); }

void *calloc(size_t count, size_t size) { return counted(__libc_calloc(count, size)); }

void *realloc(void *block, size_t size) {
  long before = block ? (long)malloc_usable_size(block) : 0;
  void *moved = __libc_realloc(block, size);
  if (moved || size == 0) live -= before;
  return counted(moved);
}

void *aligned_alloc(size_t alignment, size_t size) {
  return counted(__libc_memalign(alignment, size));
}

int posix_memalign(void **block, size_t alignment, size_t size) {
  *block = counted(__libc_memalign(alignment, size));
  return *block ? 0 : ENOMEM;
}

void free(void *block) {
  if (block) live -= (long)malloc_usable_size(block);
  __libc_free(block);
}
