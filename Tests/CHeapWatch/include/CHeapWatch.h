// Counts the heap allocations of the calling thread, for tests that allow none.
//
// Linking this target replaces glibc's malloc family by wrappers that count and pass on.
#ifndef CHEAPWATCH_H
#define CHEAPWATCH_H

// Allocations of this thread so far: malloc, calloc, realloc and the aligned ones.
long heap_watch_allocations(void);

#endif
