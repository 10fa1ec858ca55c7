// The theme files that are part of the program, as they lie in `themes/`: `default` first, then by name. A build does not see
// that one of them has changed: touch themes.c, or the test that compares them fails.
#ifndef CTHEMES_H
#define CTHEMES_H

#include <stddef.h>

struct fedtop_theme {
  // The stem of its file.
  const char *name;
  // What the file holds, without a zero at its end.
  const char *text;
  // Bytes of that.
  size_t size;
};

// How many there are.
size_t fedtop_theme_count(void);
// The theme at a place below the count; its pointers live as long as the program.
struct fedtop_theme fedtop_theme(size_t index);

#endif
