#include "http/target.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "model/text.hpp"

namespace movie::http {
namespace {

int hex_digit(char c) noexcept {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

void unescape(std::string_view text, bool form, std::string& out) {
  out.clear();
  for (std::size_t i = 0; i < text.size(); ++i) {
    const int high = text[i] == '%' && i + 2 < text.size() ? hex_digit(text[i + 1]) : -1;
    const int low = high >= 0 ? hex_digit(text[i + 2]) : -1;
    if (low >= 0) {
      out += static_cast<char>(high * 16 + low);
      i += 2;
    } else {
      out += form && text[i] == '+' ? ' ' : text[i];
    }
  }
}

bool is_alphanumeric(char c) noexcept {
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

void append(char c, bool allowed, std::string& out) {
  if (allowed) {
    out += c;
  } else {
    out += fmt::format("%{:02X}", static_cast<unsigned char>(c));
  }
}

}  // namespace

Target Target::split(std::string_view target) noexcept {
  const auto mark = target.find('?');
  if (mark == std::string_view::npos) return {target, {}};
  return {target.substr(0, mark), target.substr(mark + 1)};
}

std::string_view decoded(std::string_view encoded, std::string& buffer, bool form) {
  const auto special = [form](char c) {
    return c == '%' || (form && c == '+') || static_cast<signed char>(c) < 0;
  };
  if (std::none_of(encoded.begin(), encoded.end(), special)) return encoded;
  unescape(encoded, form, buffer);
  if (!text::is_utf8(buffer)) buffer = text::to_utf8(buffer);
  return buffer;
}

std::string location(std::string_view path, std::string_view query) {
  constexpr std::string_view kMarks = "-._~/!$&'()*+,;=:@";
  std::string out;
  for (const char c : path)
    append(c, is_alphanumeric(c) || kMarks.find(c) != std::string_view::npos, out);
  if (!query.empty()) out += '?';
  for (const char c : query) append(c, c > ' ' && c < '\x7f', out);
  return out;
}

}  // namespace movie::http
