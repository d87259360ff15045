#include "http/transport/output.hpp"

#include <fmt/format.h>
#include <sys/socket.h>
#include <sys/uio.h>

#include <cerrno>
#include <utility>

namespace movie::http {
namespace {

constexpr std::size_t kLargeBody = 16 << 10;
constexpr std::size_t kKeptBytes = 16 << 10;

bool may_have_body(int status) { return status >= 200 && status != 204 && status != 304; }

void append_field(std::string& out, std::string_view name, std::string_view value) {
  out.append(name).append(": ").append(value).append("\r\n");
}

void append_head(std::string& out, const Response& response, const Framing& framing) {
  out.append("HTTP/1.1 ");
  const fmt::format_int status(response.status);
  out.append(status.data(), status.size())
      .append(" ")
      .append(reason_phrase(response.status))
      .append("\r\n");
  out.append(framing.date_line);
  if (!response.content_type.empty()) append_field(out, "Content-Type", response.content_type);
  if (framing.body_end == BodyEnd::chunks) {
    append_field(out, "Transfer-Encoding", "chunked");
  } else if (framing.body_end == BodyEnd::length && may_have_body(response.status)) {
    const fmt::format_int length(response.body.size());
    append_field(out, "Content-Length", {length.data(), length.size()});
  }
  for (const auto& [name, value] : response.fields) append_field(out, name, value);
  if (framing.close) {
    out.append("Connection: close\r\n");
  } else if (framing.to_http_1_0) {
    out.append("Connection: keep-alive\r\n");
  }
  out.append("\r\n");
}

}  // namespace

void Output::add(Response&& response, const Framing& framing) {
  append_head(text_, response, framing);
  if (framing.to_head || !may_have_body(response.status)) return;
  if (framing.body_end == BodyEnd::length) return add_body(std::move(response.body));
  add_piece(std::move(response.body), false, framing.body_end);
}

void Output::add_piece(std::string&& piece, bool last, BodyEnd body_end) {
  if (body_end == BodyEnd::chunks) {
    // An empty chunk would be the end.
    if (!piece.empty()) {
      text_ += fmt::format("{:x}\r\n", piece.size());
      piece.append("\r\n");
    }
    if (last) piece.append("0\r\n\r\n");
  }
  add_body(std::move(piece));
}

void Output::add_body(std::string&& body) {
  if (body.size() < kLargeBody) {
    text_.append(body);
  } else {
    body_ = std::move(body);
  }
}

Output::Flushed Output::flush(int fd) {
  if (empty()) return Flushed::all;
  const std::size_t text_sent = std::min(sent_, text_.size());
  const std::size_t body_sent = sent_ - text_sent;
  iovec parts[] = {{text_.data() + text_sent, text_.size() - text_sent},
                   {body_.data() + body_sent, body_.size() - body_sent}};
  msghdr message{};
  message.msg_iov = parts;
  message.msg_iovlen = 2;
  const ssize_t sent = body_.empty() ? ::send(fd, parts[0].iov_base, parts[0].iov_len, MSG_NOSIGNAL)
                                     : ::sendmsg(fd, &message, MSG_NOSIGNAL);
  if (sent < 0) return errno == EAGAIN || errno == EINTR ? Flushed::nothing : Flushed::failed;
  sent_ += static_cast<std::size_t>(sent);
  if (sent_ < text_.size() + body_.size()) return Flushed::part;
  clear();
  return Flushed::all;
}

void Output::clear() {
  text_.clear();
  if (text_.capacity() > kKeptBytes) text_.shrink_to_fit();
  body_ = {};
  sent_ = 0;
}

}  // namespace movie::http
