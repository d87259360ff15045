#include "interrupts.hpp"

#include <csignal>
#include <initializer_list>

namespace movie::tools {
namespace {

volatile std::sig_atomic_t came = 0;

extern "C" void note(int signal) { came = signal; }

void handle(void (*handler)(int)) {
  struct sigaction action {};
  action.sa_handler = handler;
  action.sa_flags = static_cast<int>(SA_RESETHAND);  // no SA_RESTART: a read that waits is to end
  for (const int signal : {SIGINT, SIGTERM}) ::sigaction(signal, &action, nullptr);
}

}  // namespace

Interrupts::Interrupts() { handle(note); }
Interrupts::~Interrupts() { handle(SIG_DFL); }

int Interrupts::signal() { return came; }

void Interrupts::check() {
  if (came != 0) throw Interrupted();
}

}  // namespace movie::tools
