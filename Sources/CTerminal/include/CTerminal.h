// What a terminal program needs inside signal handlers, where only C with async-signal-safe calls
// is sound: a pipe that carries signals to the loop, and a way back to a sane terminal.
#ifndef CTERMINAL_H
#define CTERMINAL_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

// Signals. WINCH INT TERM HUP QUIT CONT TSTP USR1 each write their number, one byte, into a pipe;
// PIPE is ignored, so that a vanished terminal is a write error and not a death. INT TERM HUP QUIT
// do not wait for a terminal that nobody reads: it is given back a second after them, which ALRM is
// taken for. To be called by the thread that draws.
// Returns the end to read from (it does not block), or -1 with errno.
int ct_signals_open(void);
// The signal that was read ends nothing: the terminal is kept.
void ct_signals_stay(void);
// Puts back the actions found by `ct_signals_open`. The pipe stays, for the next opening.
void ct_signals_close(void);

// The guard. From arming to disarming, a crash (ILL TRAP ABRT SEGV BUS FPE) on any thread, another
// signal that nobody answers (USR2 XCPU and their like), or exit(), gives the terminal back
// before anything else happens. Saves the modes of `terminal` as they are now; `output`, the
// descriptor that draws, is silenced by a crash so that no other thread can draw over its message.
// Both stay open while the guard is armed. Returns 0, or -1 with errno.
int ct_guard_arm(int terminal, int output);
// The bytes that make the terminal's normal screen appear again; at most 256 are kept.
void ct_guard_script(const char *bytes, size_t count);
// Another descriptor that draws, to be silenced like `output`; it stays open while the guard is armed.
void ct_guard_writer(int descriptor);
// In a signal handler of the thread that draws: gives the terminal back without waiting for it.
// What is drawn afterwards goes nowhere.
void ct_guard_leave_at_once(void);
// While the program has handed the terminal over (suspended) there is nothing to give back.
void ct_guard_pause(void);
void ct_guard_continue(void);
// Puts the saved modes back and ends the guard; the caller has left the screen already.
void ct_guard_disarm(void);

// Captured errors. stderr goes into memory from capture to release. Returns 0, or -1 with errno.
int ct_stderr_capture(void);
// Copies captured bytes from `offset` on into `bytes`; returns how many, 0 when there are no more.
ssize_t ct_stderr_read(off_t offset, char *bytes, size_t capacity);
// Gives stderr back and prints the captured text (its last 256 KiB) on it.
void ct_stderr_release(void);

#endif
