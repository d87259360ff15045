#include "http/parser/request_target.hpp"

#include <algorithm>

namespace movie::http {
namespace {

bool starts_with_scheme(std::string_view target, std::string_view scheme) {
  return target.size() >= scheme.size() &&
         std::equal(scheme.begin(), scheme.end(), target.begin(), [](char expected, char c) {
           return expected == (c >= 'A' && c <= 'Z' ? c | 0x20 : c);
         });
}

}  // namespace

std::optional<std::string_view> origin_form(std::string_view method, char* target,
                                            std::size_t size) {
  const std::string_view text(target, size);
  if (text.starts_with('/')) return text;
  if (method == "CONNECT") return text;
  if (text == "*") return method == "OPTIONS" ? std::optional(text) : std::nullopt;

  std::size_t authority = 0;
  for (const std::string_view scheme : {"http://", "https://"}) {
    if (starts_with_scheme(text, scheme)) authority = scheme.size();
  }
  const std::size_t end = std::min(text.find_first_of("/?", authority), size);
  if (authority == 0 || end == authority) return std::nullopt;
  if (end < size && text[end] == '/') return text.substr(end);
  // "http://host?skip=2" means "/?skip=2"; the authority is not needed any more.
  target[end - 1] = end == size && method == "OPTIONS" ? '*' : '/';
  return text.substr(end - 1);
}

bool valid_host(std::string_view value) {
  // RFC 3986: unreserved, percent escapes, sub-delims, the brackets of an IPv6 address and the
  // colon of a port. A comma is a sub-delim, but only ever means two hosts in one field.
  return std::ranges::all_of(value, [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           std::string_view("-._~%!$&'()*+;=:[]").find(c) != std::string_view::npos;
  });
}

}  // namespace movie::http
