#pragma once

#include <span>
#include <string>
#include <string_view>

#include "config/config.hpp"

namespace movie::config {

/// The cores that this process may use: fewer than the machine has under taskset, in a cpuset or a
/// container, where std::thread::hardware_concurrency() tells the machine's.
[[nodiscard]] unsigned usable_cores();

/// A Config that is being read: the URLs from which the one in force is chosen in the end.
struct Draft : Config {
  Draft() { threads = usable_cores(); }
  std::string url_sqlite = "sqlite:///./data/movies.db";
  std::string url_postgres = "postgresql+psycopg://movie:movie@localhost:5432/movies";
  std::string url_test;
};

/// What there is to know about a setting. Loading, flags, --check-config and .env.example follow
/// from the table.
struct Row {
  std::string_view key;
  std::string_view help;
  /// Empty: taken. Else what is allowed, to follow "must be".
  std::string (*parse)(std::string_view text, Draft& draft);
  /// As it may be shown to anybody: passwords hidden.
  std::string (*show)(const Draft& draft);
};

/// In the order of .env.example, what that leaves out behind it.
[[nodiscard]] std::span<const Row> settings();

/// Empty: `text` is UTF-8 without control characters. Else what is allowed.
[[nodiscard]] std::string refuse_text(std::string_view text);

}  // namespace movie::config
