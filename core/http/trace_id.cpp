#include "http/trace_id.hpp"

#include <atomic>
#include <random>

namespace movie::http {
namespace {

/// Differs from start to start, so that the ids of two runs in one log do not repeat.
std::uint64_t seed() {
  static const std::uint64_t value =
      (std::uint64_t{std::random_device{}()} << 32) | std::random_device{}();
  return value;
}

/// splitmix64: neighbours in, nothing alike out.
std::uint64_t mixed(std::uint64_t x) noexcept {
  x += 0x9e3779b97f4a7c15;
  x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9;
  x = (x ^ (x >> 27)) * 0x94d049bb133111eb;
  return x ^ (x >> 31);
}

std::string_view sent(const Request& request) {
  constexpr std::size_t kMost = 2'048;
  return request.field("x-trace-id").value_or(std::string_view{}).substr(0, kMost);
}

/// By hand: fmt would take a fifth of a small request's instructions.
std::string made(std::uint64_t number) {
  std::string id = "req-00000000";
  std::uint64_t bits = mixed(seed() ^ number);
  for (auto digit = id.begin() + 4; digit != id.end(); ++digit, bits >>= 4) {
    *digit = "0123456789abcdef"[bits & 15];
  }
  return id;
}

}  // namespace

std::string trace_id(const Request& request, Ticket ticket) {
  const auto own = sent(request);
  return own.empty() ? made(mixed(ticket.generation) + ticket.slot) : std::string(own);
}

std::string trace_id(const Request& request) {
  static std::atomic<std::uint64_t> refused{0};
  const auto own = sent(request);
  return own.empty() ? made(~refused.fetch_add(1, std::memory_order_relaxed)) : std::string(own);
}

std::string_view logged(std::string_view trace_id) noexcept { return trace_id.substr(0, 128); }

}  // namespace movie::http
