#include "http/parser/request_parser.hpp"

#include <algorithm>
#include <optional>

#include "http/parser/grammar.hpp"
#include "http/parser/request_target.hpp"

namespace movie::http {
namespace {

namespace beast = boost::beast::http;

// Method, version and spaces of a request line whose target is as long as allowed.
constexpr std::size_t kRequestLineExtra = 64;
// What each chunk may add to the body; all of them may add as much as a header, and as much again
// as the body.
constexpr std::size_t kChunkBytes = 16;
constexpr std::size_t kLastChunkBytes = std::string_view("0\r\n\r\n").size();
// Buffers up to this size are kept for the next request.
constexpr std::size_t kKeptBytes = 16 << 10;

void give_back(std::string& buffer) {
  buffer.clear();
  if (buffer.capacity() > kKeptBytes) buffer.shrink_to_fit();
}

}  // namespace

struct RequestParser::Message {
  Parsed parsed;
  std::optional<Grammar> grammar;
};

RequestParser::RequestParser(const Limits& limits, std::size_t max_body_bytes)
    : limits_(limits), max_body_bytes_(max_body_bytes), message_(std::make_unique<Message>()) {}

RequestParser::~RequestParser() = default;

void RequestParser::append(std::string_view bytes) {
  if (complete_) {
    ahead_.append(bytes);
    return;
  }
  if (begin_ > 0) {
    buffer_.erase(0, begin_);
    begin_ = 0;
  }
  buffer_.append(bytes);
}

RequestParser::Progress RequestParser::parse() {
  if (refusal_ != 0) return Progress::refused;
  if (complete_) return Progress::complete;
  if (!started_ && !begin()) return Progress::need_more;
  Grammar& grammar = *message_->grammar;
  if (head_read_ && !body_begun_ && !begin_body()) return refuse(413);
  const std::size_t size = buffer_.size() - begin_ - used_;
  if (seen_ == buffer_.size() - begin_ || (grammar.between_chunks() && size < kLastChunkBytes)) {
    return Progress::need_more;
  }
  Grammar::Error error;
  used_ += grammar.read(buffer_.data() + begin_, used_, size, error);
  if (!error && message_->parsed.head_done && !head_read_ && !grammar.is_done()) return read_head();
  if (!error || error == beast::error::need_more || error == beast::error::header_limit) {
    if (const int status = exceeded_limit(); status != 0) return refuse(status);
  } else {
    if (error == beast::error::bad_version) return refuse_for_version();
    if (error == beast::error::body_limit) return refuse(413);
    return refuse(message_->parsed.refusal != 0 ? message_->parsed.refusal : 400);
  }
  if (grammar.is_done()) return finish();
  if (!message_->parsed.head_done && has_bare_line_feed()) return refuse(400);
  if (message_->parsed.chunked || request_.sink) drop_body();
  seen_ = buffer_.size() - begin_;
  return Progress::need_more;
}

// A robust server ignores an empty line before a request (RFC 9112, 2.2).
bool RequestParser::begin() {
  while (buffer_.compare(begin_, 2, "\r\n") == 0) begin_ += 2;
  if (begin_ == buffer_.size() || buffer_.compare(begin_, std::string::npos, "\r") == 0)
    return false;
  message_->parsed.clear();
  message_->grammar.emplace(message_->parsed, limits_);
  started_ = true;
  head_read_ = body_begun_ = false;
  used_ = seen_ = dropped_ = 0;
  return true;
}

// Beast looks at lines once CR LF CR LF has come, which those who end them with LF never send.
bool RequestParser::has_bare_line_feed() const {
  for (std::size_t at = begin_ + seen_; (at = buffer_.find('\n', at)) != std::string::npos; ++at) {
    if (at == begin_ || buffer_[at - 1] != '\r') return true;
  }
  return false;
}

RequestParser::Progress RequestParser::read_head() {
  head_read_ = true;
  fill_request();
  return fill_target() ? Progress::head : refuse(400);
}

bool RequestParser::begin_body() {
  body_begun_ = true;
  BodySink* const sink = request_.sink.get();
  return message_->grammar->expect_body(sink != nullptr ? sink->most() : max_body_bytes_, sink);
}

// The grammar holds each piece against its limit once it is whole. This is for the piece that is
// still coming.
int RequestParser::exceeded_limit() const {
  const Parsed& parsed = message_->parsed;
  const std::size_t size = buffer_.size() - begin_;
  if (!parsed.head_done) {
    const std::size_t line_limit = limits_.target_bytes + kRequestLineExtra;
    if (size <= std::min(line_limit, limits_.header_bytes)) return 0;
    const std::size_t line = std::min(buffer_.find("\r\n", begin_) - begin_, size);
    if (line > line_limit) return 414;
    return size - line > limits_.header_bytes + 2 ? 431 : 0;
  }
  if (!parsed.chunked) return 0;
  const std::size_t received =
      dropped_ + (message_->grammar->is_done() ? used_ : size) - parsed.head_end;
  return received > limits_.header_bytes + parsed.chunk_count * kChunkBytes + 2 * parsed.body_bytes
             ? 431
             : 0;
}

// The body's bytes are kept on their own; so the buffer holds one read's worth of it at most.
void RequestParser::drop_body() {
  const std::size_t head_end = message_->parsed.head_end;
  dropped_ += used_ - head_end;
  buffer_.erase(begin_ + head_end, used_ - head_end);
  used_ = head_end;
}

RequestParser::Progress RequestParser::refuse(int status) {
  if (!started_) message_->parsed.clear();
  refusal_ = status;
  fill_request();
  return Progress::refused;
}

// Any other HTTP/1.x is read as HTTP/1.1, the highest known (RFC 9110, 2.5).
RequestParser::Progress RequestParser::refuse_for_version() {
  const std::size_t target = buffer_.find(' ', begin_) + 1;
  char* const version = buffer_.data() + buffer_.find(' ', target) + 1;  // eight bytes at least
  const auto is_digit = [](char c) { return c >= '0' && c <= '9'; };
  const bool well_formed = std::string_view(version, 5) == "HTTP/" && is_digit(version[5]) &&
                           version[6] == '.' && is_digit(version[7]);
  if (!well_formed || std::string_view(version, 8) == "HTTP/1.1" ||
      std::string_view(version, 8) == "HTTP/1.0") {
    return refuse(400);
  }
  if (version[5] != '1') return refuse(505);
  version[7] = '1';
  started_ = false;
  return parse();
}

RequestParser::Progress RequestParser::finish() {
  fill_request();
  if (!fill_target()) return refuse(400);
  complete_ = true;
  return Progress::complete;
}

// Done twice for a request with a body: what was found first is its own origin-form.
bool RequestParser::fill_target() {
  Span& at = message_->parsed.target;
  char* const request = buffer_.data() + begin_;
  const auto target = origin_form(request_.method, request + at.at, at.size);
  if (!target) return false;
  at = {static_cast<std::size_t>(target->data() - request), target->size()};
  request_.target = *target;
  return true;
}

void RequestParser::fill_request() {
  const Parsed& parsed = message_->parsed;
  const std::string_view bytes = std::string_view(buffer_).substr(begin_);
  const auto text = [&](Span span) { return bytes.substr(span.at, span.size); };
  request_.method = text(parsed.method);
  request_.target = text(parsed.target);
  request_.fields.clear();
  for (const auto& [name, value] : parsed.fields)
    request_.fields.push_back({text(name), text(value)});
  request_.body = request_.sink    ? std::string_view()
                  : parsed.chunked ? std::string_view(parsed.chunks)
                                   : text({parsed.body_at, parsed.body_bytes});
  request_.keep_alive = parsed.keep_alive;
}

void RequestParser::pop() {
  request_.sink.reset();
  begin_ += used_;
  dropped_ = 0;
  started_ = complete_ = false;
  if (begin_ == buffer_.size()) {
    buffer_.clear();
    begin_ = 0;
  }
  if (ahead_.empty()) return;
  append(ahead_);  // which also forgets what was popped, else a pipeline would pile up
  ahead_.clear();
}

void RequestParser::clear() {
  request_.sink.reset();
  for (std::string* buffer : {&buffer_, &ahead_, &message_->parsed.chunks}) give_back(*buffer);
  begin_ = used_ = seen_ = dropped_ = 0;
  started_ = complete_ = false;
  refusal_ = 0;
}

std::size_t RequestParser::waiting() const {
  return buffer_.size() - begin_ - (started_ ? used_ : 0) + ahead_.size();
}

std::size_t RequestParser::held_bytes() const {
  return buffer_.size() + ahead_.size() + message_->parsed.chunks.size();
}

bool RequestParser::is_http_1_0() const { return message_->parsed.http_1_0; }

bool RequestParser::in_body() const { return started_ && !complete_ && message_->parsed.head_done; }

std::size_t RequestParser::body_bytes() const { return message_->parsed.body_bytes; }

bool RequestParser::take_expectation() {
  Parsed& parsed = message_->parsed;
  if (!in_body() || !parsed.expects_continue) return false;
  parsed.expects_continue = false;
  return parsed.body_bytes == 0 && waiting() == 0;
}

}  // namespace movie::http
