#include "config/url.hpp"

#include <algorithm>
#include <array>
#include <charconv>

#include "config/config.hpp"
#include "config/text.hpp"

namespace movie::config {
namespace {

constexpr std::string_view kHidden = "***";

/// Lower case, without "+driver"; empty: there is none.
std::string scheme_of(std::string_view url) {
  const auto colon = url.find(':');
  if (colon == std::string_view::npos) return {};
  const std::string_view scheme = url.substr(0, colon);
  return lower(scheme.substr(0, scheme.find('+')));
}

/// A name with a percent sign may be a secret's in disguise: libpq decodes names too.
bool names_a_secret(std::string_view name) {
  constexpr std::array kSecrets{"password", "passwd", "pwd", "secret", "token", "%"};
  const std::string any_case = lower(name);
  return std::any_of(kSecrets.begin(), kSecrets.end(), [&](const char* secret) {
    return any_case.find(secret) != std::string::npos;
  });
}

bool is_name(char c) { return is_alnum(c) || c == '_' || c == '%'; }

/// Where the value at `begin` ends: 'quoted, with \' inside', or up to one of `ends`.
std::size_t value_end(std::string_view text, std::size_t begin, std::string_view ends) {
  if (begin >= text.size() || text[begin] != '\'')
    return std::min(text.find_first_of(ends, begin), text.size());
  for (std::size_t i = begin + 1; i < text.size(); ++i) {
    if (text[i] == '\\')
      ++i;
    else if (text[i] == '\'')
      return i + 1;
  }
  return text.size();
}

/// `name=value` pairs, as in a query (parted by &) or libpq's keyword strings (parted by spaces,
/// some around the =).
std::string hide_values(std::string_view text, std::string_view ends) {
  std::string out;
  for (std::size_t i = 0; i < text.size();) {
    std::size_t end = i;
    while (end < text.size() && is_name(text[end])) ++end;
    const bool secret = names_a_secret(text.substr(i, end - i));
    const auto equals = std::min(text.find_first_not_of(' ', end), text.size());
    if (!secret || equals == text.size() || text[equals] != '=') {
      end = std::min(std::max(end, i + 1), text.size());
      out += text.substr(i, end - i);
      i = end;
      continue;
    }
    const auto value = std::min(text.find_first_not_of(' ', equals + 1), text.size());
    out.append(text.substr(i, value - i)).append(kHidden);
    i = value_end(text, value, ends);
  }
  return out;
}

/// As the plug-in does it: a % without two hexadecimal digits stands for itself.
std::string percent_decoded(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    unsigned char byte = 0;
    const char* digits = text.data() + i + 1;
    if (text[i] == '%' && text.size() - i > 2 &&
        std::from_chars(digits, digits + 2, byte, 16).ptr == digits + 2) {
      out += static_cast<char>(byte);
      i += 2;
    } else {
      out += text[i];
    }
  }
  return out;
}

/// Where the query begins: at a ? that a name and = follow; a mere ? may stand in a password.
std::size_t query_of(std::string_view url) {
  for (auto mark = url.find('?'); mark != std::string_view::npos; mark = url.find('?', mark + 1)) {
    std::size_t end = mark + 1;
    while (end < url.size() && is_name(url[end])) ++end;
    if (end > mark + 1 && end < url.size() && url[end] == '=') return mark;
  }
  return url.size();
}

/// [user[:password]@]host… : what stands between the first colon and the last @, which odd
/// passwords hold themselves.
std::string hide_userinfo(std::string_view text) {
  const auto at = text.rfind('@');
  const auto colon = text.find(':');
  if (at == std::string_view::npos || colon >= at) return std::string(text);
  return std::string(text.substr(0, colon + 1)).append(kHidden).append(text.substr(at));
}

}  // namespace

bool fits_mode(std::string_view url, std::string_view mode) {
  const std::string scheme = scheme_of(url);
  return scheme == mode || (mode == "postgres" && scheme == "postgresql");
}

std::optional<std::filesystem::path> sqlite_file(std::string_view url,
                                                 const std::filesystem::path& directory) {
  const auto scheme = url.find("://");
  if (scheme == url.npos || !fits_mode(url, "sqlite")) return std::nullopt;
  std::string_view rest = url.substr(scheme + 3);
  rest = rest.substr(0, rest.find('?'));
  if (!rest.empty() && rest.front() != '/') return std::nullopt;  // a host: the plug-in refuses it
  const std::string file = percent_decoded(rest.substr(std::min<std::size_t>(1, rest.size())));
  if (file.empty() || file == ":memory:") return std::filesystem::path();
  return (std::filesystem::absolute(directory) / file).lexically_normal();
}

std::string without_password(std::string_view url) {
  const auto scheme = url.find("://");
  if (scheme == std::string_view::npos && url.find('=') != std::string_view::npos)
    return hide_values(url, " ");
  const std::size_t begin = scheme == std::string_view::npos ? 0 : scheme + 3;
  const std::size_t query = query_of(url);
  if (query < begin) return std::string(url);
  return std::string(url.substr(0, begin)) + hide_userinfo(url.substr(begin, query - begin)) +
         hide_values(url.substr(query), "&");
}

}  // namespace movie::config
