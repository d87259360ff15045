// What a connection waits for between its turns: the socket, and until when.
#include <algorithm>

#include "http/transport/connection.hpp"
#include "http/transport/worker.hpp"

namespace movie::http {
namespace {

// How much may wait behind a request that is being answered, or behind others of its pipeline.
constexpr std::size_t kReadAhead = 16 << 10;

}  // namespace

bool Connection::reading_is_due() const {
  if (phase_ == Phase::lingering) return true;
  if (phase_ != Phase::open || input_ended_) return false;
  if (!buffers_) return true;
  return !(blocked_ || ((in_flight_ || going_on_) && buffers_->parser.waiting() >= kReadAhead));
}

void Connection::update_interest() {
  const Interest wanted = blocked_           ? Interest::write
                          : reading_is_due() ? Interest::read
                                             : Interest::none;
  if (wanted == interest_) return;
  worker_.loop().change(fd(), tag_, wanted);
  interest_ = wanted;
}

void Connection::update_deadline() {
  const Stage now = stage();
  const bool anew = now != stage_ || generation_ != stage_generation_;
  if (anew) since_ = worker_.now();
  if (now == Stage::body) grant_body_time(anew);
  stage_ = now;
  stage_generation_ = generation_;
  worker_.deadlines().set(slot_, deadline());
}

void Connection::grant_body_time(bool anew) {
  const Limits& limits = worker_.options().limits;
  const Clock::time_point most = worker_.now() + limits.body_time;
  const std::size_t bytes = buffers_->parser.body_bytes();
  if (anew) {
    body_until_ = most;
  } else {
    const double seconds =
        static_cast<double>(bytes - body_granted_) /
        static_cast<double>(std::max<std::size_t>(1, limits.body_bytes_per_second));
    body_until_ = std::min(body_until_ + std::chrono::duration_cast<Clock::duration>(
                                             std::chrono::duration<double>(seconds)),
                           most);
  }
  body_granted_ = bytes;
}

Connection::Stage Connection::stage() const {
  if (phase_ == Phase::lingering) return Stage::lingering;
  if (blocked_) return Stage::writing;
  if (begun_) return Stage::streaming;
  if (in_flight_) return Stage::handling;
  if (!buffers_) return Stage::idle;
  return buffers_->parser.in_body() ? Stage::body : Stage::head;
}

Clock::time_point Connection::deadline() const {
  const ServerOptions& options = worker_.options();
  const Limits& limits = options.limits;
  switch (stage_) {
    case Stage::idle:
      return since_ + (worker_.draining() ? limits.drain_grace : limits.idle_time);
    case Stage::head:
      return since_ + limits.header_time;
    case Stage::body:
      return body_until_;
    case Stage::handling:
      return request().sink ? Deadlines::kNever : received_ + options.request_timeout;
    case Stage::streaming:
      return since_ + options.request_timeout;
    case Stage::writing:
      return since_ + limits.write_time;
    case Stage::lingering:
      return std::min(since_ + limits.linger_pause, linger_until_);
  }
  return Deadlines::kNever;
}

}  // namespace movie::http
