#pragma once

// What differs between the two families of libraries. The numbers are part of their binary interface, which neither
// changes within the versions named; scripts/mpi/abi.c holds them against the headers of those that are installed.

// Open MPI 4 and 5: handles are addresses of the library's own variables.
#define OPEN_MPI_WORLD "ompi_mpi_comm_world"
#define OPEN_MPI_BYTE "ompi_mpi_byte"
#define OPEN_MPI_ANY_SOURCE (-1)
#define OPEN_MPI_SOURCE_PLACE 0

// MPICH 3 and 4, Intel MPI, Cray MPICH, MVAPICH (the MPICH ABI initiative): handles are whole numbers.
#define MPICH_WORLD 0x44000000
#define MPICH_BYTE 0x4c00010d
#define MPICH_ANY_SOURCE (-2)
#define MPICH_SOURCE_PLACE 2

// Both.
#define ANY_FUNNELED 1
/// Ints that a status takes, with room to spare.
#define STATUS_INTS 64
