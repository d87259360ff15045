// How a connection puts its answers out: whole, or piece by piece.
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>

#include <utility>

#include "http/transport/connection.hpp"
#include "http/transport/worker.hpp"

namespace movie::http {
namespace {

// Bytes of an answer in pieces that the kernel may hold unsent. It would take megabytes, and a slow
// client seem to take nothing until a third of them had left.
constexpr int kAhead = 128 << 10;

}  // namespace

void Connection::add_answer(Response&& response) {
  auto& [parser, output] = *buffers_;
  const Request& request = parser.request();
  const bool more_waits = parser.waiting() > 0;
  const bool ours_to_close = response.close || ((worker_.leaving() || input_ended_) && !more_waits);
  rest_ = std::move(response.rest);
  body_end_ = !rest_ ? BodyEnd::length : parser.is_http_1_0() ? BodyEnd::close : BodyEnd::chunks;
  const Framing framing{
      .date_line = worker_.date_line(),
      .to_head = request.method == "HEAD",
      .close = ours_to_close || !request.keep_alive || body_end_ == BodyEnd::close,
      .to_http_1_0 = parser.is_http_1_0(),
      .body_end = body_end_};
  output.add(std::move(response), framing);
  if (framing.to_head) rest_.reset();
  ends_after_ = framing.close;
  begun_ = rest_ != nullptr;
  if (!begun_) return end_request();
  ::setsockopt(fd(), IPPROTO_TCP, TCP_NOTSENT_LOWAT, &kAhead, sizeof kAhead);
}

void Connection::ask_for_more() {
  since_ = worker_.now();
  const auto rest = std::move(rest_);
  rest->more(*this);
}

void Connection::add_piece(std::string&& piece, std::unique_ptr<BodyRest> rest) {
  rest_ = std::move(rest);
  buffers_->output.add_piece(std::move(piece), rest_ == nullptr, body_end_);
  if (!rest_) end_request();
}

void Connection::end_request() {
  auto& parser = buffers_->parser;
  in_flight_ = begun_ = false;
  if (ends_after_) {
    phase_ = Phase::ending;
    must_linger_ = parser.request().keep_alive || parser.waiting() > 0;
  }
  parser.pop();
}

void Connection::refuse(int status) {
  if (!buffers_) buffers_ = worker_.lend_buffers();
  RequestParser& parser = buffers_->parser;
  parser.refuse(status);
  parser.request().peer = peer_;
  turn_down(worker_.application().refuse(parser.request(), status));
}

/// Nothing that follows can be told apart from the rest of what is turned down.
void Connection::turn_down(Response&& response) {
  auto& [parser, output] = *buffers_;
  output.add(std::move(response), {.date_line = worker_.date_line(),
                                   .to_head = parser.request().method == "HEAD",
                                   .close = true});
  parser.clear();
  phase_ = Phase::ending;
  must_linger_ = true;
}

}  // namespace movie::http
