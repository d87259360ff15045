#pragma once

#include <boost/beast/http/basic_parser.hpp>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "http/server.hpp"

namespace movie::http {

/// A piece of a request; positions count from the request's first byte.
struct Span {
  std::size_t at = 0, size = 0;
};

/// What the grammar has read of one request so far.
struct Parsed {
  Span method, target;
  struct FieldSpan {
    Span name, value;
  };
  std::vector<FieldSpan> fields;
  std::size_t fields_at = 0;   ///< 0: the request line is not whole yet
  std::size_t head_end = 0;    ///< behind the last of these pieces
  std::size_t body_at = 0;     ///< where a body that is not chunked begins
  std::size_t body_bytes = 0;  ///< received, without what chunking adds
  std::string chunks;          ///< the body, if it is chunked
  std::size_t chunk_count = 0;
  std::uint64_t chunk_left = 0;  ///< of the chunk at hand
  bool head_done = false;
  bool chunked = false;
  bool http_1_0 = false;
  bool keep_alive = true;
  bool expects_continue = false;
  int refusal = 0;  ///< the status, if not simply 400

  void clear();
};

/// Boost.Beast's parser for one request, with what it lets through added (pistache/README.md and
/// RFC 9112): exactly one Host, a single Content-Length, Transfer-Encoding exactly `chunked`, no
/// folded lines, limits.
class Grammar final : public boost::beast::http::basic_parser<true> {
 public:
  using Error = boost::system::error_code;
  using View = boost::beast::string_view;

  Grammar(Parsed& parsed, const Limits& limits);

  /// Reads `size` bytes that begin `used` bytes behind `request`; returns how many it took.
  /// `error` is need_more when more bytes are needed, and anything else for good.
  std::size_t read(const char* request, std::size_t used, std::size_t size, Error& error);
  /// Where the parser asserts to see the whole of the last chunk, five bytes, or none.
  [[nodiscard]] bool between_chunks() const { return parsed_.chunked && parsed_.chunk_left == 0; }
  /// Once, behind the fields, where read() stops if a body follows: that it may have `most` bytes,
  /// and goes to `sink` unless that is null. False: it is known to be longer.
  bool expect_body(std::uint64_t most, BodySink* sink);

 private:
  void on_request_impl(boost::beast::http::verb, View method, View target, int version,
                       Error&) override;
  void on_response_impl(int, View, int, Error&) override {}
  void on_field_impl(boost::beast::http::field field, View name, View value, Error&) override;
  void on_header_impl(Error&) override;
  void on_body_init_impl(const boost::optional<std::uint64_t>&, Error&) override {}
  std::size_t on_body_impl(View bytes, Error&) override;
  void on_chunk_header_impl(std::uint64_t size, View extension, Error&) override;
  std::size_t on_chunk_body_impl(std::uint64_t, View bytes, Error&) override;
  void on_finish_impl(Error&) override {}

  void refuse(int status, Error& error);
  void pour(View bytes, Error& error);
  bool is_folded(View name, View value) const;
  void check_known_field(boost::beast::http::field field, View value, Error& error);
  void check_transfer_encoding(View value, Error& error);
  [[nodiscard]] Span span(View text) const;

  Parsed& parsed_;
  const Limits& limits_;
  const char* request_ = nullptr;
  const char* end_ = nullptr;
  BodySink* sink_ = nullptr;
  unsigned hosts_ = 0, lengths_ = 0;
};

}  // namespace movie::http
