#define _GNU_SOURCE
#include "CTerminal.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <unistd.h>

static const int owned[] = {SIGWINCH, SIGINT,  SIGTERM, SIGHUP,  SIGQUIT,
                            SIGCONT,  SIGTSTP, SIGUSR1, SIGPIPE, SIGALRM};
enum { owned_count = sizeof(owned) / sizeof(owned[0]), patience_seconds = 1 };

static struct sigaction previous[owned_count];
static sigset_t previous_mask;
static int ends[2] = {-1, -1};
// The thread that opened the screen, and draws.
static pthread_t drawer;
static volatile sig_atomic_t is_ending = 0;
static bool is_open = false;

static bool is_end(int number) {
  return number == SIGINT || number == SIGTERM || number == SIGHUP || number == SIGQUIT;
}

static void forward(int number) {
  int saved = errno;
  unsigned char byte = (unsigned char)number;
  if (number == SIGALRM) {
    // Only who hangs in a write can be brought out of it.
    if (!pthread_equal(pthread_self(), drawer)) {
      pthread_kill(drawer, number);
    } else if (is_ending) {
      ct_guard_leave_at_once();
    }
  } else {
    // A full pipe already holds more news than the loop has read: losing this byte loses nothing.
    ssize_t ignored = write(ends[1], &byte, 1);
    (void)ignored;
    // Asked again, the first one's patience runs on.
    if (is_end(number) && !is_ending) {
      is_ending = 1;
      alarm(patience_seconds);
    }
  }
  errno = saved;
}

void ct_signals_stay(void) {
  alarm(0);
  is_ending = 0;
}

int ct_signals_open(void) {
  if (ends[0] < 0 && pipe2(ends, O_NONBLOCK | O_CLOEXEC) != 0) return -1;
  if (is_open) return ends[0];
  drawer = pthread_self();
  // A parent may have blocked them (worker threads of many runtimes do): this thread listens.
  sigset_t listened;
  sigemptyset(&listened);
  for (int i = 0; i < owned_count; i++) {
    sigaddset(&listened, owned[i]);
    struct sigaction action = {0};
    action.sa_handler = owned[i] == SIGPIPE ? SIG_IGN : forward;
    action.sa_flags = SA_RESTART;
    sigemptyset(&action.sa_mask);
    sigaction(owned[i], &action, &previous[i]);
  }
  pthread_sigmask(SIG_UNBLOCK, &listened, &previous_mask);
  is_open = true;
  return ends[0];
}

void ct_signals_close(void) {
  if (!is_open) return;
  ct_signals_stay();
  for (int i = 0; i < owned_count; i++) sigaction(owned[i], &previous[i], NULL);
  pthread_sigmask(SIG_SETMASK, &previous_mask, NULL);
  is_open = false;
  unsigned char stale[64];
  while (read(ends[0], stale, sizeof(stale)) > 0) {
  }
}
