#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "http/message.hpp"

namespace movie::http {

/// How a client knows where a body ends.
enum class BodyEnd : std::uint8_t { length, chunks, close };

/// How the transport completes an answer.
struct Framing {
  std::string_view date_line;  ///< "Date: Sun, 06 Nov 1994 08:49:37 GMT\r\n"
  bool to_head = false;        ///< it answers HEAD: no body
  bool close = false;          ///< the connection ends after it
  bool to_http_1_0 = false;    ///< a connection that stays must say so
  BodyEnd body_end = BodyEnd::length;
};

/// The answers of one connection that have not left yet: one buffer, so that several leave in one
/// send; a large body is sent from where it is instead of being copied.
class Output {
 public:
  enum class Flushed {
    all,
    part,
    nothing,
    failed
  };  ///< `part` and `nothing`: the socket takes no more now

  void add(std::string_view text) { text_.append(text); }
  /// Not while full().
  void add(Response&& response, const Framing& framing);
  /// A further piece of a body that does not end by its length. Not while full().
  void add_piece(std::string&& piece, bool last, BodyEnd body_end);
  /// One send; a client that reads fast must not keep the worker. Unless `all`: go on when the
  /// socket is writable.
  Flushed flush(int fd);

  [[nodiscard]] std::size_t size() const { return text_.size() + body_.size(); }
  [[nodiscard]] bool empty() const { return text_.empty() && body_.empty(); }
  /// Flush before adding more.
  [[nodiscard]] bool full() const { return !body_.empty() || text_.size() >= kSendAtOnce; }
  /// Forgets what has not left. Big buffers are given back.
  void clear();

 private:
  static constexpr std::size_t kSendAtOnce = 64 << 10;

  void add_body(std::string&& body);

  std::string text_;
  std::string body_;      // a large one; behind text_
  std::size_t sent_ = 0;  // of both
};

}  // namespace movie::http
