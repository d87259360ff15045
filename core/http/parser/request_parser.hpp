#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <utility>

#include "http/message.hpp"
#include "http/server.hpp"

namespace movie::http {

/// Turns the bytes of a connection into requests, one after the other, in whatever pieces they
/// come. Strict by RFC 9112; what comes of a message does not depend on how its bytes were cut
/// (only the status may, of one that is malformed in two ways or has a malformed chunk).
/// Boost.Beast ends behind this header.
///
/// It owns the bytes: append() what has come, parse() until `complete`, use request(), pop(),
/// parse() again.
class RequestParser {
 public:
  /// `head`: once for a request with a body, whose fields are in request() now. Say then where the
  /// body goes, unless it is Request::body, and parse() on.
  enum class Progress { need_more, head, complete, refused };

  RequestParser(const Limits& limits, std::size_t max_body_bytes);
  ~RequestParser();
  RequestParser(const RequestParser&) = delete;
  RequestParser& operator=(const RequestParser&) = delete;

  /// Does not touch a request that is complete and not popped yet.
  void append(std::string_view bytes);
  /// Once refused it stays so: nothing that follows can be told apart from the rest of what was
  /// refused.
  Progress parse();
  /// Gives up the request that is coming, or would come next.
  Progress refuse(int status);
  /// After `head`: the body goes there, and is held no longer than it takes to hand it over.
  void send_body_to(std::shared_ptr<BodySink> sink) { request_.sink = std::move(sink); }

  /// Complete: the request. Refused: as much of it as was read. Valid until pop() or clear(). The
  /// peer is empty.
  [[nodiscard]] Request& request() { return request_; }
  /// The status to refuse with: 400, 413, 414, 431, 501, 505 or a sink's.
  [[nodiscard]] int refusal() const { return refusal_; }
  [[nodiscard]] bool is_http_1_0() const;

  /// Ends the request that is complete.
  void pop();
  /// Forgets everything. Big buffers are given back.
  void clear();

  /// Bytes that have come after the request that is complete, or that no request has used yet.
  [[nodiscard]] std::size_t waiting() const;
  /// Bytes that it keeps in memory, of a request and of what follows it.
  [[nodiscard]] std::size_t held_bytes() const;
  /// No byte of a request is here.
  [[nodiscard]] bool empty() const { return !started_ && waiting() == 0; }
  /// The fields are read and the body is not.
  [[nodiscard]] bool in_body() const;
  [[nodiscard]] std::size_t body_bytes() const;
  /// Once: the client waits for "100 Continue" before it sends the body.
  bool take_expectation();

 private:
  struct Message;

  bool begin();
  bool begin_body();
  Progress read_head();
  Progress refuse_for_version();
  [[nodiscard]] int exceeded_limit() const;
  [[nodiscard]] bool has_bare_line_feed() const;
  void drop_body();
  Progress finish();
  void fill_request();
  bool fill_target();

  const Limits& limits_;
  const std::size_t max_body_bytes_;

  // buffer_: [popped, up to begin_][the request at hand, used_ bytes of it parsed][what follows].
  std::string buffer_;
  std::string ahead_;  // came while a request was complete, and would have moved it
  std::size_t begin_ = 0, used_ = 0;
  std::size_t dropped_ = 0;  // bytes that were here and are in the body now, or in its sink
  std::size_t seen_ = 0;     // the buffer's size when the grammar last asked for more

  std::unique_ptr<Message> message_;
  bool started_ = false, complete_ = false;
  bool head_read_ = false, body_begun_ = false;
  int refusal_ = 0;
  Request request_;
};

}  // namespace movie::http
