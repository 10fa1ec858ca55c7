#pragma once

#include <stddef.h>

// MPI as far as fedtop needs it, from a library that is opened while the program runs: no header and no library of MPI is
// needed to build it, and the same program runs with Open MPI and with MPICH and its kin.
//
// One thread calls `cmpi_begin` and everything after it.

/// What became of an opening.
enum cmpi_opening { CMPI_OPEN = 0, CMPI_NOT_FOUND = 1, CMPI_FOREIGN = 2 };

/// Opens a library of MPI and finds out whose it is.
///
/// \param library its name or path, such as `libmpi.so.40`.
/// \param problem takes the loader's words, with a zero at the end.
enum cmpi_opening cmpi_open(const char *library, char *problem, size_t length);

/// Begins MPI for the calling thread; 0 when all went well, as in all that follows.
int cmpi_begin(void);

/// Number of this process, from 0; negative when MPI does not say.
int cmpi_rank(void);

/// Number of processes; negative when MPI does not say.
int cmpi_size(void);

/// A message on its way: its bytes must stay where they are until `cmpi_is_done`.
typedef struct {
  void *handle;
} cmpi_transfer;

/// Begins to send; never waits.
int cmpi_send(const void *bytes, int count, int to, cmpi_transfer *transfer);

/// 1 when it is through, 0 when it is not yet, negative when something is wrong.
int cmpi_is_done(cmpi_transfer *transfer);

/// Looks for a message that has come: 1 when there is one, 0 when there is none, negative when something is wrong.
int cmpi_probe(int *from, int *count);

/// Begins to take the message that `cmpi_probe` found; never waits.
int cmpi_receive(void *bytes, int count, int from, cmpi_transfer *transfer);

/// Ends all processes at once, this one too.
void cmpi_abort(int status);

/// Ends MPI in good order; waits for the others.
int cmpi_end(void);
