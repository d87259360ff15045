#include "json/write.hpp"

#include <algorithm>
#include <charconv>
#include <cstdint>
#include <cstring>

#include "model/text.hpp"

namespace movie::json {
namespace {

constexpr std::size_t kMostDigits = 20;  ///< of a 64-bit integer, with its sign
constexpr std::uint64_t kEach = 0x0101010101010101U;
constexpr std::uint64_t kHighBits = kEach << 7U;

/// The high bit of each byte of `word` that is `byte`; only the lowest such bit is certain.
constexpr std::uint64_t equal(std::uint64_t word, std::uint64_t byte) {
  const std::uint64_t difference = word ^ (kEach * byte);
  return (difference - kEach) & ~difference;
}

bool needs_escape(unsigned char byte) { return byte < 0x20 || byte == '"' || byte == '\\'; }

/// Where the first byte stands that needs an escape or has one of the bits of `stop`; the text's
/// size if none does.
std::size_t first_escape(std::string_view text, unsigned char stop = 0) {
  std::size_t i = 0;
  for (; i + 8 <= text.size(); i += 8) {
    std::uint64_t word = 0;
    std::memcpy(&word, text.data() + i, sizeof word);
    const std::uint64_t below_space = (word - kEach * 0x20) & ~word;
    const std::uint64_t escapes = (below_space | equal(word, '"') | equal(word, '\\')) & kHighBits;
    if ((escapes | (word & kEach * stop)) != 0) break;
  }
  for (; i < text.size(); ++i) {
    const auto byte = static_cast<unsigned char>(text[i]);
    if (needs_escape(byte) || (byte & stop) != 0) break;
  }
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

/// Everything between the quotes.
void append_content(std::string& out, std::string_view text) {
  for (;;) {
    const std::string_view run = text.substr(0, first_escape(text));
    if (text::is_utf8(run)) {
      out += run;
    } else {
      out += text::to_utf8(run);
    }
    text.remove_prefix(run.size());
    if (text.empty()) return;
    append_escaped(out, text.front());
    text.remove_prefix(1);
  }
}

/// The same, in `space` only if it differs from the text.
std::string_view content(std::string_view text, std::string& space) {
  constexpr unsigned char kNotAscii = 0x80;
  if (first_escape(text, kNotAscii) == text.size()) return text;
  if (first_escape(text) == text.size() && text::is_utf8(text)) return text;
  append_content(space, text);
  return space;
}

char* put(char* to, std::string_view text) { return std::copy(text.begin(), text.end(), to); }

char* put(char* to, std::int64_t value) { return std::to_chars(to, to + kMostDigits, value).ptr; }

}  // namespace

void append_string(std::string& out, std::string_view text) {
  out += '"';
  append_content(out, text);
  out += '"';
}

void append_integer(std::string& out, std::int64_t value) {
  char digits[kMostDigits];
  out.append(digits, put(digits, value));
}

/// The hottest function of a list: one growth of the buffer for a film, then plain copies.
void append_movie(std::string& out, const MovieView& movie) {
  constexpr std::string_view kId = "{\"id\":", kTitle = ",\"title\":\"",
                             kYear = "\",\"year\":", kGenre = ",\"genre\":\"", kEnd = "\"}";
  constexpr std::size_t kFrame =
      kId.size() + kTitle.size() + kYear.size() + kGenre.size() + kEnd.size() + 2 * kMostDigits;
  std::string title_space, genre_space;
  const std::string_view title = content(movie.title, title_space);
  const std::string_view genre = content(movie.genre, genre_space);
  const std::size_t begin = out.size();
  out.resize(begin + title.size() + genre.size() + kFrame);
  char* at = put(put(out.data() + begin, kId), movie.id);
  at = put(put(at, kTitle), title);
  at = put(put(at, kYear), std::int64_t{movie.year});
  at = put(put(put(at, kGenre), genre), kEnd);
  out.resize(static_cast<std::size_t>(at - out.data()));
}

std::string page_envelope(std::int64_t page, std::int64_t page_size, std::int64_t total) {
  std::string out = "{\"page\":";
  append_integer(out, page);
  out += ",\"page_size\":";
  append_integer(out, page_size);
  out += ",\"total\":";
  append_integer(out, total);
  return out += ",\"items\":";
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

std::string unready_body(std::string_view mode, std::string_view reason, std::string_view since) {
  std::string out = store_health_body(false, mode);
  out.back() = ',';
  out += "\"reason\":";
  append_string(out, reason);
  out += ",\"since\":";
  append_string(out, since);
  return out += '}';
}

std::string with_suspicion(std::string body, std::string_view since) {
  body.back() = ',';
  body += "\"suspect_since\":";
  append_string(body, since);
  return body += '}';
}

std::string with_checks(std::string body, std::string_view store, std::string_view drain) {
  body.back() = ',';
  body += "\"checks\":{\"store\":";
  append_string(body, store);
  body += ",\"drain\":";
  append_string(body, drain);
  return body += "}}";
}

std::string with_figures(std::string body,
                         std::span<const std::pair<std::string, std::int64_t>> figures) {
  if (figures.empty()) return body;
  body.back() = ',';
  body += "\"figures\":{";
  for (const auto& [name, value] : figures) {
    append_string(body, name);
    body += ':';
    append_integer(body, value);
    body += ',';
  }
  body.back() = '}';
  return body += '}';
}

std::string live_body() { return R"({"status":"ok"})"; }

}  // namespace movie::json
