#pragma once

#include <string>
#include <string_view>

namespace movie::http {

/// A request's target, "/movies%2F1?skip=2", cut at the first '?'. Both parts are still encoded.
struct Target {
  std::string_view path;
  std::string_view query;  ///< without the '?'

  static Target split(std::string_view target) noexcept;
};

/// The text with %XX decoded. An escape that is none stays as it is; bytes that are not UTF-8
/// become U+FFFD, so that the result can be stored, compared and echoed. With `form`, '+' is a
/// space, as in a query. Most text has nothing to decode and is returned as it is; otherwise the
/// result lives in `buffer`.
std::string_view decoded(std::string_view encoded, std::string& buffer, bool form = false);

/// A Location made of a decoded path and a query as it was sent: what may not stand there becomes
/// %XX.
std::string location(std::string_view path, std::string_view query);

}  // namespace movie::http
