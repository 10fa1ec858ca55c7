#define _GNU_SOURCE
#include "captured.h"

#include <fcntl.h>
#include <stdatomic.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "CTerminal.h"

enum { shown_at_most = 256 * 1024, kept_at_most = 1024 * 1024 };

static int memory = -1;
static int real = -1;
static atomic_bool capturing = false;

int ct_stderr_capture(void) {
  if (atomic_load(&capturing)) return 0;
  if (memory >= 0) close(memory);
  if (real >= 0) close(real);
  memory = memfd_create("stderr", MFD_CLOEXEC);
  real = fcntl(STDERR_FILENO, F_DUPFD_CLOEXEC, 3);
  if (memory < 0 || real < 0 || dup2(memory, STDERR_FILENO) < 0) return -1;
  atomic_store(&capturing, true);
  return 0;
}

ssize_t ct_stderr_read(off_t offset, char *bytes, size_t capacity) {
  if (!atomic_load(&capturing)) return 0;
  ssize_t count = pread(memory, bytes, capacity, offset);
  // A chatty library must not fill the memory: what was read long ago is dropped.
  if (count > 0 && offset > kept_at_most) {
    fallocate(memory, FALLOC_FL_PUNCH_HOLE | FALLOC_FL_KEEP_SIZE, 0, offset - shown_at_most);
  }
  return count < 0 ? 0 : count;
}

static void put(const char *bytes, ssize_t count) {
  while (count > 0) {
    ssize_t written = write(STDERR_FILENO, bytes, (size_t)count);
    if (written <= 0) return;
    bytes += written;
    count -= written;
  }
}

void ct_stderr_give_back(void) {
  if (!atomic_exchange(&capturing, false)) return;
  dup2(real, STDERR_FILENO);
  struct stat status;
  if (fstat(memory, &status) != 0) return;
  char bytes[4096];
  off_t offset = status.st_size > shown_at_most ? status.st_size - shown_at_most : 0;
  for (;;) {
    ssize_t count = pread(memory, bytes, sizeof(bytes), offset);
    if (count <= 0) return;
    put(bytes, count);
    offset += count;
  }
}

void ct_stderr_release(void) { ct_stderr_give_back(); }
