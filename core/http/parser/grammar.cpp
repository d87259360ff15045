#include "http/parser/grammar.hpp"

#include <algorithm>
#include <boost/asio/buffer.hpp>
#include <boost/beast/http/rfc7230.hpp>
#include <functional>

#include "http/parser/request_target.hpp"

namespace movie::http {
namespace {

namespace beast = boost::beast::http;

// Longer than any that is registered; the request line needs a limit besides that of its target.
constexpr std::size_t kMethodBytes = 32;

std::string_view standard(Grammar::View text) { return {text.data(), text.size()}; }

}  // namespace

void Parsed::clear() {
  std::vector<FieldSpan> no_fields = std::move(fields);  // keep the room
  std::string no_chunks = std::move(chunks);
  *this = Parsed{};
  no_fields.clear();
  no_chunks.clear();
  fields = std::move(no_fields);
  chunks = std::move(no_chunks);
}

Grammar::Grammar(Parsed& parsed, const Limits& limits) : parsed_(parsed), limits_(limits) {
  // Ours are checked here and in RequestParser; Beast's own covers only what it sees at once.
  header_limit(static_cast<std::uint32_t>(limits.target_bytes + limits.header_bytes + 1024));
  body_limit(UINT64_MAX);
}

bool Grammar::expect_body(std::uint64_t most, BodySink* sink) {
  if (content_length().value_or(0) > most) return false;
  body_limit(most);
  sink_ = sink;
  eager(true);
  return true;
}

std::size_t Grammar::read(const char* request, std::size_t used, std::size_t size, Error& error) {
  request_ = request;
  end_ = request + used + size;
  return put(boost::asio::const_buffer(request + used, size), error);
}

void Grammar::refuse(int status, Error& error) {
  parsed_.refusal = status;
  error = beast::error::bad_value;
}

Span Grammar::span(View text) const {
  return {static_cast<std::size_t>(text.data() - request_), text.size()};
}

void Grammar::on_request_impl(beast::verb, View method, View target, int version, Error& error) {
  parsed_.method = span(method);
  parsed_.target = span(target);
  parsed_.fields_at = parsed_.target.at + target.size() + std::string_view(" HTTP/1.1\r\n").size();
  parsed_.http_1_0 = version == 10;
  if (method.size() > kMethodBytes) return refuse(501, error);
  if (target.size() > limits_.target_bytes) return refuse(414, error);
}

bool Grammar::is_folded(View name, View value) const {
  // A folded value was joined in a buffer of the parser's; one whose first line is empty begins
  // behind a line's end.
  const std::less<const char*> before;
  if (before(value.data(), request_) || before(end_, value.data() + value.size())) return true;
  return std::find(name.data() + name.size(), value.data(), '\r') != value.data();
}

void Grammar::on_field_impl(beast::field field, View name, View value, Error& error) {
  if (is_folded(name, value)) return refuse(400, error);
  if (parsed_.head_done) return;  // a trailer: read and ignored
  const Span value_at = span(value);
  if (value_at.at + value_at.size + 2 - parsed_.fields_at > limits_.header_bytes)
    return refuse(431, error);
  if (parsed_.fields.size() == limits_.header_fields) return refuse(431, error);
  parsed_.fields.push_back({span(name), value_at});
  check_known_field(field, value, error);
}

void Grammar::check_known_field(beast::field field, View value, Error& error) {
  switch (field) {
    case beast::field::host:
      if (++hosts_ > 1 || !valid_host(standard(value))) refuse(400, error);
      break;
    case beast::field::content_length:
      // Beast accepts the same number twice and lists of it.
      if (++lengths_ > 1 || value.find(',') != View::npos) refuse(400, error);
      break;
    case beast::field::transfer_encoding:
      check_transfer_encoding(value, error);
      break;
    case beast::field::expect:
      parsed_.expects_continue = boost::beast::iequals(value, "100-continue");
      break;
    default:
      break;
  }
}

// RFC 9112, 6.1 and 6.3: chunked comes last and once, else the length is unknown: 400. A coding
// before it is one that is not implemented: 501.
void Grammar::check_transfer_encoding(View value, Error& error) {
  if (boost::beast::iequals(value, "chunked")) return;
  unsigned times = 0;
  bool last = false;
  for (const View coding : beast::token_list(value)) {
    last = boost::beast::iequals(coding, "chunked");
    times += last ? 1 : 0;
  }
  refuse(last && times == 1 ? 501 : 400, error);
}

void Grammar::on_header_impl(Error& error) {
  if (!parsed_.http_1_0 && hosts_ != 1) return refuse(400, error);
  // HTTP/1.0 has no transfer codings: whoever forwarded this read its length otherwise.
  if (parsed_.http_1_0 && chunked()) return refuse(400, error);
  parsed_.chunked = chunked();
  parsed_.keep_alive = keep_alive();
  const bool has_body = chunked() || content_length().value_or(0) > 0;
  parsed_.expects_continue = parsed_.expects_continue && has_body && !parsed_.http_1_0;
  const Span last =
      parsed_.fields.empty() ? Span{parsed_.fields_at, 0} : parsed_.fields.back().value;
  parsed_.head_end = last.at + last.size;
  parsed_.head_done = true;
}

void Grammar::pour(View bytes, Error& error) {
  if (const int status = sink_->take(standard(bytes)); status != 0) refuse(status, error);
}

std::size_t Grammar::on_body_impl(View bytes, Error& error) {
  if (sink_ != nullptr) {
    pour(bytes, error);
  } else if (parsed_.body_bytes == 0) {
    parsed_.body_at = span(bytes).at;
  }
  parsed_.body_bytes += bytes.size();
  return bytes.size();
}

void Grammar::on_chunk_header_impl(std::uint64_t size, View, Error&) {
  ++parsed_.chunk_count;
  parsed_.chunk_left = size;
}

std::size_t Grammar::on_chunk_body_impl(std::uint64_t, View bytes, Error& error) {
  if (sink_ != nullptr) {
    pour(bytes, error);
  } else {
    parsed_.chunks.append(bytes.data(), bytes.size());
  }
  parsed_.body_bytes += bytes.size();
  parsed_.chunk_left -= bytes.size();
  return bytes.size();
}

}  // namespace movie::http
