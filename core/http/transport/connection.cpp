#include "http/transport/connection.hpp"

#include <sys/socket.h>

#include <cerrno>
#include <exception>
#include <stdexcept>
#include <utility>

#include "http/transport/worker.hpp"
#include "log/log.hpp"

namespace movie::http {
namespace {

constexpr unsigned kRequestsPerTurn = 32;

}  // namespace

Connection::Connection(ReactorWorker& worker, std::uint32_t slot, std::uint64_t serial, UniqueFd fd,
                       std::string peer)
    : worker_(worker),
      slot_(slot),
      tag_(connection_tag(slot, serial)),
      fd_(std::move(fd)),
      peer_(std::move(peer)) {
  since_ = worker_.now();
  update_deadline();
}

Worker& Connection::worker() { return worker_; }

template <class Work>
void Connection::take_turn(Work work) noexcept {
  if (phase_ == Phase::closed) return;
  in_turn_ = true;
  try {
    work();
    settle();
  } catch (const std::exception& error) {
    log::error("the connection of {} was closed after an error: {}", peer_, error.what());
    close();
  } catch (...) {
    log::error("the connection of {} was closed after something that is no std::exception", peer_);
    close();
  }
  in_turn_ = false;
}

void Connection::give_up_input() noexcept {
  if (blocked_) return cut_off();
  take_turn([this] { refuse(503); });
}

void Connection::ready(const Event& event) {
  take_turn([&] {
    if (event.broken) return close();  // nobody is there to read an answer
    if (phase_ == Phase::lingering) return discard();
    if (event.writable) flush();
    if (event.readable) receive();
    serve_requests();
  });
}

void Connection::go_on() {
  take_turn([this] {
    going_on_ = false;
    if (rest_) ask_for_more();
    serve_requests();
  });
}

void Connection::answer(Response response) {
  if (!in_flight_ || begun_) return log::error("a request of {} was answered twice", peer_);
  if (in_turn_) return add_answer(std::move(response));
  take_turn([&] {
    add_answer(std::move(response));
    serve_requests();
  });
}

void Connection::send(std::string piece, std::unique_ptr<BodyRest> rest) {
  if (!begun_ || rest_) return log::error("{} was given a piece that was not asked for", peer_);
  if (in_turn_) return add_piece(std::move(piece), std::move(rest));
  take_turn([&] {
    add_piece(std::move(piece), std::move(rest));
    serve_requests();
  });
}

void Connection::time_up() {
  take_turn([this] {
    switch (stage_) {
      case Stage::idle:
      case Stage::lingering:
        return close();
      case Stage::head:
      case Stage::body:
        return refuse(408);
      case Stage::handling:
        worker_.application().overdue(*this);
        if (in_flight_) throw std::logic_error("an overdue request was not answered");
        return serve_requests();
      case Stage::streaming:
        log::warning("an answer to {} was broken off: its next piece did not come", peer_);
        return close();
      case Stage::writing:
        return cut_off();
    }
  });
}

void Connection::drain() {
  take_turn([this] { since_ = worker_.now(); });
}

std::unique_ptr<Buffers> Connection::release_buffers() { return std::move(buffers_); }

void Connection::turn_away() {
  welcome_ = false;
  take_turn([this] { refuse(503); });
}

void Connection::receive() {
  if (!reading_is_due()) return;
  if (!buffers_) buffers_ = worker_.lend_buffers();
  const std::span<char> room = worker_.read_buffer();
  const ssize_t got = ::recv(fd(), room.data(), room.size(), 0);
  if (got > 0) {
    buffers_->parser.append({room.data(), static_cast<std::size_t>(got)});
  } else if (got == 0) {
    input_ended_ = true;
  } else if (errno != EAGAIN && errno != EINTR) {
    close();
  }
}

void Connection::serve_requests() {
  if (!buffers_) {
    if (input_ended_) phase_ = Phase::ending;
    return;
  }
  if (going_on_) return;  // its turn will come
  auto& [parser, output] = *buffers_;
  for (unsigned served = 0; phase_ == Phase::open && !in_flight_;) {
    if (!blocked_ && output.full()) flush();
    if (blocked_) return;
    switch (parser.parse()) {
      case RequestParser::Progress::need_more:
        if (parser.take_expectation()) output.add("HTTP/1.1 100 Continue\r\n\r\n");
        if (input_ended_) phase_ = Phase::ending;
        return;
      case RequestParser::Progress::head:
        if (!plan_body()) return;
        break;
      case RequestParser::Progress::refused:
        return refuse(parser.refusal());
      case RequestParser::Progress::complete:
        if (served++ == kRequestsPerTurn) {
          going_on_ = true;
          return worker_.let_go_on(*this);
        }
        begin_request();
        worker_.application().serve(*this);
    }
  }
}

/// False: the request was answered by its fields alone.
bool Connection::plan_body() {
  RequestParser& parser = buffers_->parser;
  parser.request().peer = peer_;
  BodyPlan plan = worker_.application().plan_body(parser.request());
  if (plan.answer) turn_down(std::move(*plan.answer));
  if (plan.sink) parser.send_body_to(std::move(plan.sink));
  return !plan.answer;
}

void Connection::begin_request() {
  buffers_->parser.request().peer = peer_;
  generation_ = worker_.next_generation();
  received_ = worker_.now();
  in_flight_ = true;
}

void Connection::settle() {
  if (!blocked_) flush();
  if (phase_ == Phase::ending && !blocked_) end();
  if (phase_ == Phase::closed) return;
  if (buffers_ && phase_ == Phase::open && !in_flight_ && !blocked_ && buffers_->parser.empty()) {
    worker_.take_back(std::move(buffers_));
  }
  tell_what_is_held();
  // In the next turn, so that a client that reads fast leaves the others theirs.
  if (rest_ && !blocked_ && !std::exchange(going_on_, true)) worker_.let_go_on(*this);
  update_interest();
  update_deadline();
}

void Connection::flush() {
  if (phase_ == Phase::closed || !buffers_) return;
  const Output::Flushed flushed = buffers_->output.flush(fd());
  if (flushed == Output::Flushed::failed) return close();
  if (flushed == Output::Flushed::part) since_ = worker_.now();
  blocked_ = flushed != Output::Flushed::all;
}

void Connection::end() {
  if (buffers_) worker_.take_back(std::move(buffers_));
  if (!must_linger_ || input_ended_) return close();
  ::shutdown(fd(), SHUT_WR);
  phase_ = Phase::lingering;
  linger_until_ = worker_.now() + worker_.options().limits.linger_time;
}

void Connection::discard() {
  const std::span<char> room = worker_.read_buffer();
  const ssize_t got = ::recv(fd(), room.data(), room.size(), 0);
  if (got < 0 && (errno == EAGAIN || errno == EINTR)) return;
  if (got <= 0) return close();
  discarded_ += static_cast<std::size_t>(got);
  if (discarded_ > worker_.options().limits.linger_bytes) return close();
  since_ = worker_.now();
}

void Connection::close() noexcept {
  if (phase_ == Phase::closed) return;
  if (begun_) reset_when_closed();  // an end alone would be the body's own to HTTP/1.0
  phase_ = Phase::closed;
  in_flight_ = begun_ = false;
  tell_what_is_held();
  fd_.reset();
  worker_.retire(*this);
}

}  // namespace movie::http
