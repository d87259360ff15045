#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace movie::pg {

/// How to connect: libpq's keywords and values, and what concerns only us. What is not named here
/// comes from libpq itself: the PG* environment, service files, ~/.pgpass.
struct ConnInfo {
  std::vector<std::pair<std::string, std::string>> options;
  bool pooled = false;  ///< ?pooler=transaction: nothing may be left behind in a server session

  [[nodiscard]] std::string_view option(std::string_view keyword) const;
  void set(std::string_view keyword, std::string value);
};

/// Reads `postgresql://…`, `postgres://…` (any `+driver` is dropped) or libpq's `keyword=value …`.
/// Throws sdk::Failure, whose message never holds a piece of the URL that could be of its password.
ConnInfo read_url(std::string_view url);

/// `text` with each occurrence of the password replaced by ***.
std::string without_secret(std::string text, std::string_view password);

}  // namespace movie::pg
