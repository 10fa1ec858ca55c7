// ncurses as Swift can use it: macros and mutable globals become small functions.
#ifndef CNCURSES_SHIM_H
#define CNCURSES_SHIM_H

// The wide-character half of the interface (cchar_t, setcchar) hides behind this.
#define NCURSES_WIDECHAR 1
#include <curses.h>
#include <stdbool.h>
#include <wchar.h>

// Glibc's Swift module leaves it out: it wants _XOPEN_SOURCE.
extern int wcwidth(wchar_t character);

// The window that follows the size of the terminal.
static inline WINDOW *cn_stdscr(void) { return stdscr; }

// Number of colours of the terminal; valid after start_color.
static inline int cn_colors(void) { return COLORS; }

// Columns that the C library gives a character in the current locale; -1: not printable.
static inline int cn_width(int32_t character) { return wcwidth((wchar_t)character); }

static inline attr_t cn_attributes(bool bold, bool dim, bool underline, bool reverse) {
  return (bold ? WA_BOLD : WA_NORMAL) | (dim ? WA_DIM : WA_NORMAL) |
         (underline ? WA_UNDERLINE : WA_NORMAL) | (reverse ? WA_REVERSE : WA_NORMAL);
}

// Fills one cell; `text` ends in 0. The pair goes through the last argument: it may exceed a short.
static inline int cn_set_cell(cchar_t *cell, const wchar_t *text, attr_t attributes, int pair) {
  return setcchar(cell, text, attributes, 0, &pair);
}

#endif
