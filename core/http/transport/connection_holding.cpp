// What a connection keeps in memory for its client, and how it is made to let go of it.
#include <sys/socket.h>

#include <chrono>
#include <utility>

#include "http/transport/connection.hpp"
#include "http/transport/worker.hpp"

namespace movie::http {
namespace {

using Seconds = std::chrono::duration<double>;

// Requests up to this size are not counted: however much others hold, they are served, and the
// number of connections bounds them.
constexpr std::size_t kUncounted = 4 << 10;

constexpr double kHoldsNothing = -1;

}  // namespace

void Connection::tell_what_is_held() noexcept {
  const bool open = phase_ != Phase::closed && buffers_ != nullptr;
  const std::size_t output = open && blocked_ ? buffers_->output.size() : 0;
  const std::size_t input = open ? buffers_->parser.held_bytes() : 0;
  worker_.output().change(std::exchange(held_output_, output), output);
  const std::size_t counted = input > kUncounted ? input : 0;
  worker_.input().change(std::exchange(held_input_, counted), counted);
}

double Connection::output_cost() const {
  return held_output_ == 0 ? kHoldsNothing : Seconds(worker_.now() - since_).count();
}

double Connection::input_cost() const {
  if (held_input_ == 0 || in_flight_) return kHoldsNothing;
  // Of those that came just now the largest.
  const Seconds age = worker_.now() - since_ + std::chrono::milliseconds(1);
  return static_cast<double>(held_input_) * age.count();
}

void Connection::cut_off() noexcept {
  reset_when_closed();
  close();
}

void Connection::reset_when_closed() noexcept {
  const linger reset{1, 0};
  ::setsockopt(fd(), SOL_SOCKET, SO_LINGER, &reset, sizeof reset);
}

}  // namespace movie::http
