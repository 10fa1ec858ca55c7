// Counts the heap allocations of the calling thread, for tests that allow none.
//
// Linking this target replaces glibc's malloc family by wrappers that count and pass on.
#ifndef CHEAPWATCH_H
#define CHEAPWATCH_H

// Allocations of this thread so far: malloc, calloc, realloc and the aligned ones.
long heap_watch_allocations(void);

// Bytes that this thread has allocated and not freed, whoever freed them: what one thread frees of another's counts
// against the first.
long heap_watch_live(void);

// The most that heap_watch_live has been since the last reset.
long heap_watch_peak(void);
void heap_watch_reset_peak(void);

#endif
