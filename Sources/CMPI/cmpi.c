#include "cmpi.h"

#include <dlfcn.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "abi.h"

// A handle of either family passes as a pointer: one of MPICH is an int in its lower half.
typedef void *handle;

static struct {
  int (*init_thread)(int *, char ***, int, int *);
  int (*comm_rank)(handle, int *);
  int (*comm_size)(handle, int *);
  int (*isend)(const void *, int, handle, int, int, handle, handle *);
  int (*test)(handle *, int *, int *);
  int (*iprobe)(int, int, handle, int *, int *);
  int (*get_count)(const int *, handle, int *);
  int (*irecv)(void *, int, handle, int, int, handle, handle *);
  int (*abort)(handle, int);
  int (*finalize)(void);
  handle world, byte;
  int any_source, source_place;
} mpi;

// One kind of message; what else tells them apart is in them.
static const int tag = 1;

static void *symbol(void *library, const char *name, int *missing) {
  void *found = dlsym(library, name);
  if (!found) *missing = 1;
  return found;
}

/// The handles of the family that the library is of; 0 when it is of neither.
static int take_handles(void *library) {
  handle world = dlsym(library, OPEN_MPI_WORLD), byte = dlsym(library, OPEN_MPI_BYTE);
  if (world && byte) {
    mpi.world = world;
    mpi.byte = byte;
    mpi.any_source = OPEN_MPI_ANY_SOURCE;
    mpi.source_place = OPEN_MPI_SOURCE_PLACE;
    return 1;
  }
  int (*version)(char *, int *) = (int (*)(char *, int *))dlsym(library, "MPI_Get_library_version");
  // As long as any library makes it (MPI_MAX_LIBRARY_VERSION_STRING is 8192 in MPICH).
  static char text[16384];
  int length = 0;
  if (!version || version(text, &length) != 0) return 0;
  text[sizeof text - 1] = 0;
  if (!strstr(text, "MPICH") && !strstr(text, "Intel(R) MPI") && !strstr(text, "MVAPICH")) return 0;
  mpi.world = (handle)(uintptr_t)MPICH_WORLD;
  mpi.byte = (handle)(uintptr_t)MPICH_BYTE;
  mpi.any_source = MPICH_ANY_SOURCE;
  mpi.source_place = MPICH_SOURCE_PLACE;
  return 1;
}

enum cmpi_opening cmpi_open(const char *name, char *problem, size_t length) {
  // Its own plug-ins look for its symbols, which must be there for everybody.
  void *library = dlopen(name, RTLD_NOW | RTLD_GLOBAL);
  if (!library) {
    const char *words = dlerror();
    snprintf(problem, length, "%s", words ? words : "");
    return CMPI_NOT_FOUND;
  }
  int missing = 0;
  *(void **)&mpi.init_thread = symbol(library, "MPI_Init_thread", &missing);
  *(void **)&mpi.comm_rank = symbol(library, "MPI_Comm_rank", &missing);
  *(void **)&mpi.comm_size = symbol(library, "MPI_Comm_size", &missing);
  *(void **)&mpi.isend = symbol(library, "MPI_Isend", &missing);
  *(void **)&mpi.test = symbol(library, "MPI_Test", &missing);
  *(void **)&mpi.iprobe = symbol(library, "MPI_Iprobe", &missing);
  *(void **)&mpi.get_count = symbol(library, "MPI_Get_count", &missing);
  *(void **)&mpi.irecv = symbol(library, "MPI_Irecv", &missing);
  *(void **)&mpi.abort = symbol(library, "MPI_Abort", &missing);
  *(void **)&mpi.finalize = symbol(library, "MPI_Finalize", &missing);
  return missing || !take_handles(library) ? CMPI_FOREIGN : CMPI_OPEN;
}

int cmpi_begin(void) {
  int granted = -1;
  int code = mpi.init_thread(NULL, NULL, ANY_FUNNELED, &granted);
  return code != 0 ? code : granted < ANY_FUNNELED ? -1 : 0;
}

int cmpi_rank(void) {
  int rank = -1;
  return mpi.comm_rank(mpi.world, &rank) == 0 ? rank : -1;
}

int cmpi_size(void) {
  int size = -1;
  return mpi.comm_size(mpi.world, &size) == 0 ? size : -1;
}

int cmpi_send(const void *bytes, int count, int to, cmpi_transfer *transfer) {
  transfer->handle = NULL;
  return mpi.isend(bytes, count, mpi.byte, to, tag, mpi.world, &transfer->handle);
}

int cmpi_is_done(cmpi_transfer *transfer) {
  int done = 0, status[STATUS_INTS];
  return mpi.test(&transfer->handle, &done, status) != 0 ? -1 : done != 0;
}

int cmpi_probe(int *from, int *count) {
  int found = 0, status[STATUS_INTS];
  if (mpi.iprobe(mpi.any_source, tag, mpi.world, &found, status) != 0) return -1;
  if (!found) return 0;
  *from = status[mpi.source_place];
  return mpi.get_count(status, mpi.byte, count) == 0 ? 1 : -1;
}

int cmpi_receive(void *bytes, int count, int from, cmpi_transfer *transfer) {
  transfer->handle = NULL;
  return mpi.irecv(bytes, count, mpi.byte, from, tag, mpi.world, &transfer->handle);
}

void cmpi_abort(int status) { mpi.abort(mpi.world, status); }

int cmpi_end(void) { return mpi.finalize(); }
