#include "fedtop_version.h"

// Written by scripts/stamp before a build, and not part of the repository: only this file is compiled again for it.
#if __has_include("commit.h")
#include "commit.h"
#else
#define FEDTOP_COMMIT ""
#endif

const char *fedtop_commit(void) { return FEDTOP_COMMIT; }
