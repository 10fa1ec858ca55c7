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

static const int crashes[] = {SIGILL, SIGTRAP, SIGABRT, SIGSEGV, SIGBUS, SIGFPE};
enum { crash_count = sizeof(crashes) / sizeof(crashes[0]) };

static struct sigaction previous[crash_count];
static struct termios modes;
static int terminal_end = -1;
static int output_end = -1;
static int nowhere = -1;
static char script[256];
static atomic_size_t script_count = 0;
static bool armed = false;
// Whether the screen is up: whoever takes it down swaps this to false first, and only once.
static atomic_bool holds_terminal = false;
static char signal_stack[64 * 1024];

// Async-signal-safe: write, dup2, tcsetattr and an atomic swap.
static void give_back(void) {
  if (atomic_exchange(&holds_terminal, false)) {
    dup2(nowhere, output_end);
    size_t count = atomic_load(&script_count);
    ssize_t ignored = write(terminal_end, script, count);
    (void)ignored;
    tcsetattr(terminal_end, TCSANOW, &modes);
  }
  ct_stderr_give_back();
}

static void crashed(int number, siginfo_t *info, void *context) {
  (void)context;
  int saved = errno;
  give_back();
  for (int i = 0; i < crash_count; i++) {
    if (crashes[i] == number) sigaction(number, &previous[i], NULL);
  }
  // A faulting instruction runs again on return and meets the previous action: the default, or
  // Swift's backtracer. A signal that was sent (abort, kill) has to be sent again; the backtracer
  // reports it and returns, expecting a fault that will not come, so the end is made here.
  if (number == SIGABRT || number == SIGTRAP || info->si_code <= 0) {
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

static void install(void) {
  stack_t stack;
  if (sigaltstack(NULL, &stack) == 0 && (stack.ss_flags & SS_DISABLE)) {
    stack.ss_sp = signal_stack;
    stack.ss_size = sizeof(signal_stack);
    stack.ss_flags = 0;
    sigaltstack(&stack, NULL);
  }
  for (int i = 0; i < crash_count; i++) {
    struct sigaction action = {0};
    action.sa_sigaction = crashed;
    action.sa_flags = SA_SIGINFO | SA_ONSTACK;
    sigemptyset(&action.sa_mask);
    sigaction(crashes[i], &action, &previous[i]);
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

void ct_guard_pause(void) { atomic_store(&holds_terminal, false); }

void ct_guard_continue(void) {
  if (armed) atomic_store(&holds_terminal, true);
}

void ct_guard_disarm(void) {
  if (!armed) return;
  armed = false;
  for (int i = 0; i < crash_count; i++) sigaction(crashes[i], &previous[i], NULL);
  // A terminal that was handed over has its modes from others.
  if (atomic_exchange(&holds_terminal, false)) tcsetattr(terminal_end, TCSANOW, &modes);
}
