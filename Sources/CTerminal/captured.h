#ifndef CAPTURED_H
#define CAPTURED_H

// Ends the capture if there is one. Async-signal-safe; only the first call does anything.
void ct_stderr_give_back(void);

#endif
