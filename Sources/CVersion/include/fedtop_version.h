#pragma once

/// The commit that the program was built from, as `git describe` names it; empty when that is not known.
const char *fedtop_commit(void);
