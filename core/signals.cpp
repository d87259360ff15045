#include "signals.hpp"

#include <pthread.h>
#include <unistd.h>

#include <atomic>
#include <csignal>
#include <cstdlib>
#include <future>
#include <thread>

#include "log/log.hpp"

namespace movie {
namespace {

std::atomic<bool> held{false};
std::promise<int> first;

sigset_t those_that_end() {
  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, SIGTERM);
  sigaddset(&signals, SIGINT);
  return signals;
}

const char* name_of(int signal) { return signal == SIGTERM ? "SIGTERM" : "SIGINT"; }

/// As if nobody had taken it. To process 1, of a container, the kernel does not do that.
[[noreturn]] void end_by(int signal) {
  const sigset_t signals = those_that_end();
  pthread_sigmask(SIG_UNBLOCK, &signals, nullptr);
  ::raise(signal);
  ::_exit(128 + signal);
}

[[noreturn]] void take() {
  const sigset_t signals = those_that_end();
  for (bool told = false;; told = true) {
    int signal = 0;
    sigwait(&signals, &signal);
    if (told) end_by(signal);
    if (!held) {
      log::info("got {} before anything was served: ending", name_of(signal));
      ::_exit(EXIT_SUCCESS);  // other threads may wait in the plug-in, and nobody for them
    }
    log::info("got {}: answering what is in flight", name_of(signal));
    first.set_value(signal);
  }
}

}  // namespace

void take_signals() {
  const sigset_t signals = those_that_end();
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);
  std::thread(take).detach();
}

void hold_signals() { held = true; }

int wait_for_signal() { return first.get_future().get(); }

}  // namespace movie
