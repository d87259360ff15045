#include "json/write.hpp"

#include <charconv>
#include <cstdint>
#include <cstring>

#include "model/text.hpp"

namespace movie::json {
namespace {

constexpr std::uint64_t kEach = 0x0101010101010101U;
constexpr std::uint64_t kHighBits = kEach << 7U;

/// The high bit of each byte of `word` that is `byte`; only the lowest such bit is certain.
constexpr std::uint64_t equal(std::uint64_t word, std::uint64_t byte) {
  const std::uint64_t difference = word ^ (kEach * byte);
  return (difference - kEach) & ~difference;
}

bool is_plain(char c) {
  const auto byte = static_cast<unsigned char>(c);
  return byte >= 0x20 && byte < 0x80 && byte != '"' && byte != '\\';
}

/// How many bytes at the start stand for themselves: ASCII that needs no escape.
std::size_t plain_prefix(std::string_view text) {
  std::size_t i = 0;
  for (; i + 8 <= text.size(); i += 8) {
    std::uint64_t word = 0;
    std::memcpy(&word, text.data() + i, sizeof word);
    const std::uint64_t below_space = word - kEach * 0x20;
    if (((below_space | equal(word, '"') | equal(word, '\\') | word) & kHighBits) != 0) break;
  }
  while (i < text.size() && is_plain(text[i])) ++i;
  return i;
}

void append_escaped(std::string& out, char c) {
  constexpr std::string_view kHex = "0123456789abcdef";
  const auto byte = static_cast<unsigned char>(c);
  out += '\\';
  switch (c) {
    case '"':
    case '\\':
      out += c;
      return;
    case '\b':
      out += 'b';
      return;
    case '\f':
      out += 'f';
      return;
    case '\n':
      out += 'n';
      return;
    case '\r':
      out += 'r';
      return;
    case '\t':
      out += 't';
      return;
    default:
      out += "u00";
      out += kHex[byte >> 4U];
      out += kHex[byte & 0xFU];
  }
}

/// The characters from `from` up to the next ASCII one, where it returns.
std::size_t append_beyond_ascii(std::string& out, std::string_view text, std::size_t from) {
  std::size_t i = from;
  while (i < text.size() && static_cast<unsigned char>(text[i]) >= 0x80) {
    std::size_t after = i;
    if (text::next(text, after) < 0) {
      out += text.substr(from, i - from);
      out += "\uFFFD";
      from = after;
    }
    i = after;
  }
  out += text.substr(from, i - from);
  return i;
}

}  // namespace

void append_string(std::string& out, std::string_view text) {
  out += '"';
  for (;;) {
    std::size_t i = plain_prefix(text);
    out += text.substr(0, i);
    if (i == text.size()) break;
    if (static_cast<unsigned char>(text[i]) < 0x80) {
      append_escaped(out, text[i++]);
    } else {
      i = append_beyond_ascii(out, text, i);
    }
    text.remove_prefix(i);
  }
  out += '"';
}

void append_integer(std::string& out, std::int64_t value) {
  char digits[20];
  const auto [end, error] = std::to_chars(digits, digits + sizeof digits, value);
  out.append(digits, end);
}

void append_movie(std::string& out, const MovieView& movie) {
  out += "{\"id\":";
  append_integer(out, movie.id);
  out += ",\"title\":";
  append_string(out, movie.title);
  out += ",\"year\":";
  append_integer(out, movie.year);
  out += ",\"genre\":";
  append_string(out, movie.genre);
  out += '}';
}

std::string error_body(std::string_view detail) {
  std::string out = "{\"detail\":";
  append_string(out, detail);
  return out += '}';
}

std::string app_health_body(std::string_view app) {
  std::string out = "{\"status\":\"ok\",\"app\":";
  append_string(out, app);
  return out += '}';
}

std::string store_health_body(bool available, std::string_view mode) {
  std::string out = "{\"status\":";
  append_string(out, available ? "ok" : "unavailable");
  out += ",\"database\":";
  append_string(out, mode);
  return out += '}';
}

}  // namespace movie::json
