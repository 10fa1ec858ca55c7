// The table of Sources/CMPI/abi.h against the header of an MPI that is installed; scripts/test-mpi compiles it with that of
// Open MPI and with that of MPICH. Compiling it is the test: it is never run.
#include <mpi.h>
#include <stddef.h>

#include "abi.h"

#define SAME(what) _Static_assert(what, #what)

#ifdef OPEN_MPI
// The handles are addresses of variables with these names; an array cannot have a length below zero.
#pragma GCC diagnostic ignored "-Wpragmas"
#pragma GCC diagnostic ignored "-Wunknown-warning-option"
#pragma GCC diagnostic ignored "-Wgnu-folding-constant"
extern int names[MPI_COMM_WORLD == (MPI_Comm)(void *)&ompi_mpi_comm_world ? 1 : -1];
extern int bytes[MPI_BYTE == (MPI_Datatype)(void *)&ompi_mpi_byte ? 1 : -1];
SAME(__builtin_strcmp(OPEN_MPI_WORLD, "ompi_mpi_comm_world") == 0);
SAME(__builtin_strcmp(OPEN_MPI_BYTE, "ompi_mpi_byte") == 0);
SAME(sizeof(MPI_Comm) == sizeof(void *));
SAME(sizeof(MPI_Request) == sizeof(void *));
SAME(MPI_ANY_SOURCE == OPEN_MPI_ANY_SOURCE);
SAME(offsetof(MPI_Status, MPI_SOURCE) == OPEN_MPI_SOURCE_PLACE * sizeof(int));
#else
SAME(MPI_COMM_WORLD == MPICH_WORLD);
SAME(MPI_BYTE == MPICH_BYTE);
SAME(sizeof(MPI_Comm) == sizeof(int));
SAME(sizeof(MPI_Request) == sizeof(int));
SAME(MPI_ANY_SOURCE == MPICH_ANY_SOURCE);
SAME(offsetof(MPI_Status, MPI_SOURCE) == MPICH_SOURCE_PLACE * sizeof(int));
#endif

SAME(sizeof(MPI_Status) <= STATUS_INTS * sizeof(int));
SAME(MPI_THREAD_FUNNELED == ANY_FUNNELED);
SAME(MPI_SUCCESS == 0);
