#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

#include "CTerminal.h"
#include "captured.h"

// Crashes first, then what ends a program that does not handle it: a limit, a timer, a stranger.
static const int named[] = {SIGILL,  SIGTRAP, SIGABRT,   SIGSEGV, SIGBUS,  SIGFPE, SIGSYS, SIGUSR2,
                            SIGXCPU, SIGXFSZ, SIGVTALRM, SIGPROF, SIGIO,   SIGPWR, SIGSTKFLT};
enum { named_count = sizeof(named) / sizeof(named[0]), crash_count = 6 };

// These and the real-time signals, whose numbers the C library gives away when the program runs.
static int deadly[NSIG];
static int deadly_count = 0;
static struct sigaction previous[NSIG];
static struct termios modes;
static int terminal_end = -1;
static int output_end = -1;
static int writer_end = -1;
static int nowhere = -1;
static char script[256];
static atomic_size_t script_count = 0;
static bool armed = false;
// Whether the screen is up: whoever takes it down swaps this to false first, and only once.
static atomic_bool holds_terminal = false;
static char signal_stack[64 * 1024];

// Async-signal-safe: write, dup2, tcsetattr and an atomic swap.
static void give_back_terminal(void) {
  if (!atomic_exchange(&holds_terminal, false)) return;
  dup2(nowhere, output_end);
  if (writer_end >= 0) dup2(nowhere, writer_end);
  size_t count = atomic_load(&script_count);
  ssize_t ignored = write(terminal_end, script, count);
  (void)ignored;
  tcsetattr(terminal_end, TCSANOW, &modes);
}

static void give_back(void) {
  give_back_terminal();
  ct_stderr_give_back();
}

void ct_guard_leave_at_once(void) {
  if (!atomic_load(&holds_terminal)) return;
  // What waits to be read goes, so that there is room for the way back; CAN ends a sequence that
  // this parts. A write that hangs begins again when the handler returns, and then ends in the null
  // device.
  int flags = fcntl(terminal_end, F_GETFL);
  fcntl(terminal_end, F_SETFL, flags | O_NONBLOCK);
  tcflush(terminal_end, TCOFLUSH);
  ssize_t ignored = write(terminal_end, "\030", 1);
  (void)ignored;
  give_back_terminal();
  fcntl(terminal_end, F_SETFL, flags);
}

// Whether the instruction that was interrupted caused it, and will again.
static bool is_fault(int number, const siginfo_t *info) {
  if (info->si_code <= 0) return false;
  return number == SIGILL || number == SIGSEGV || number == SIGBUS || number == SIGFPE;
}

static void crashed(int number, siginfo_t *info, void *context) {
  (void)context;
  int saved = errno;
  give_back();
  for (int i = 0; i < deadly_count; i++) {
    if (deadly[i] == number) sigaction(number, &previous[i], NULL);
  }
  // A faulting instruction runs again on return and meets the previous action: the default, or
  // Swift's backtracer. A signal that was sent (abort, kill) has to be sent again; the backtracer
  // reports it and returns, expecting a fault that will not come, so the end is made here.
  if (!is_fault(number, info)) {
    sigset_t own;
    sigemptyset(&own);
    sigaddset(&own, number);
    pthread_sigmask(SIG_UNBLOCK, &own, NULL);
    raise(number);
    signal(number, SIG_DFL);
    raise(number);
  }
  errno = saved;
}

static void list(void) {
  if (deadly_count > 0) return;
  for (int i = 0; i < named_count; i++) deadly[i] = named[i];
  int count = named_count;
  for (int number = SIGRTMIN; number <= SIGRTMAX && count < NSIG; number++) deadly[count++] = number;
  deadly_count = count;
}

static void install(void) {
  list();
  stack_t stack;
  if (sigaltstack(NULL, &stack) == 0 && (stack.ss_flags & SS_DISABLE)) {
    stack.ss_sp = signal_stack;
    stack.ss_size = sizeof(signal_stack);
    stack.ss_flags = 0;
    sigaltstack(&stack, NULL);
  }
  for (int i = 0; i < deadly_count; i++) {
    struct sigaction action = {0};
    action.sa_sigaction = crashed;
    action.sa_flags = SA_SIGINFO | SA_ONSTACK;
    sigemptyset(&action.sa_mask);
    sigaction(deadly[i], NULL, &previous[i]);
    // What is ignored, or answered by somebody, ends nothing.
    if (i >= crash_count && previous[i].sa_handler != SIG_DFL) continue;
    sigaction(deadly[i], &action, NULL);
  }
}

int ct_guard_arm(int terminal, int output) {
  static bool registered = false;
  if (armed) {
    errno = EBUSY;
    return -1;
  }
  if (tcgetattr(terminal, &modes) != 0) return -1;
  if (nowhere < 0) nowhere = open("/dev/null", O_WRONLY | O_CLOEXEC);
  if (nowhere < 0) return -1;
  terminal_end = terminal;
  output_end = output;
  writer_end = -1;
  static const char common[] =
      "\033[?1006l\033[?1002l\033[?1000l\033[?2004l\033[?2026l\033[?1l\033>\033[0m\033[?25h\033[?1049l";
  ct_guard_script(common, sizeof(common) - 1);
  if (!registered) atexit(give_back);
  registered = true;
  install();
  armed = true;
  atomic_store(&holds_terminal, true);
  return 0;
}

void ct_guard_script(const char *bytes, size_t count) {
  if (count > sizeof(script)) count = sizeof(script);
  atomic_store(&script_count, 0);
  memcpy(script, bytes, count);
  atomic_store(&script_count, count);
}

void ct_guard_writer(int descriptor) { writer_end = descriptor; }

void ct_guard_pause(void) { atomic_store(&holds_terminal, false); }

void ct_guard_continue(void) {
  if (armed) atomic_store(&holds_terminal, true);
}

void ct_guard_disarm(void) {
  if (!armed) return;
  armed = false;
  writer_end = -1;
  for (int i = 0; i < deadly_count; i++) sigaction(deadly[i], &previous[i], NULL);
  // A terminal that was handed over has its modes from others.
  if (atomic_exchange(&holds_terminal, false)) tcsetattr(terminal_end, TCSANOW, &modes);
}
