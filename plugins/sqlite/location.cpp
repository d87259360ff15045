#include "location.hpp"

#include <charconv>
#include <movie/plugin.hpp>
#include <system_error>

namespace movie::sqlite {
namespace {

/// Without the URL: another database's may hold a password.
[[noreturn]] void refuse(const std::string& why) {
  throw sdk::Failure(MOVIE_INVALID,
                     "the URL " + why +
                         ": expected sqlite:///relative/path, sqlite:////absolute/path or "
                         "sqlite:///:memory:");
}

/// As Python's unquote: a % that begins no two hexadecimal digits stands for itself.
std::string percent_decoded(std::string_view text) {
  std::string decoded;
  for (std::size_t at = 0; at < text.size(); ++at) {
    unsigned char byte = 0;
    const char* digits = text.data() + at + 1;
    if (text[at] == '%' && text.size() - at > 2 &&
        std::from_chars(digits, digits + 2, byte, 16).ptr == digits + 2) {
      decoded += static_cast<char>(byte);
      at += 2;
    } else {
      decoded += text[at];
    }
  }
  return decoded;
}

/// The names in "a=1&b=2".
std::vector<std::string> parameter_names(std::string_view query) {
  std::vector<std::string> names;
  while (!query.empty()) {
    const std::string_view pair = query.substr(0, query.find('&'));
    query.remove_prefix(std::min(query.size(), pair.size() + 1));
    if (!pair.empty()) names.push_back(percent_decoded(pair.substr(0, pair.find('='))));
  }
  return names;
}

bool is_scheme(std::string_view scheme) {
  return scheme == "sqlite" || scheme.substr(0, 7) == "sqlite+";
}

}  // namespace

Location parse_url(std::string_view url) {
  const auto colon = url.find("://");
  if (colon == std::string_view::npos || !is_scheme(url.substr(0, colon))) {
    refuse("is not one of SQLite");
  }
  std::string_view rest = url.substr(colon + 3);
  Location location;
  if (const auto mark = rest.find('?'); mark != std::string_view::npos) {
    location.ignored = parameter_names(rest.substr(mark + 1));
    rest = rest.substr(0, mark);
  }
  for (const std::string& name : location.ignored) {
    // It would give the path another meaning, so it cannot be left unheeded.
    if (name == "uri") refuse("has the parameter uri, which is not supported");
  }
  if (rest.empty()) return location;
  if (rest.front() != '/') refuse("names a host");
  const std::string path = percent_decoded(rest.substr(1));
  if (path.empty() || path == ":memory:") return location;
  if (path.find('\0') != std::string::npos) refuse("has a NUL in its path");
  // Absolute, so that SQLite never takes the name for one of its own URIs and a later chdir changes
  // nothing.
  location.file = std::filesystem::absolute(path).lexically_normal();
  return location;
}

}  // namespace movie::sqlite
