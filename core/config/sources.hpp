#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace movie::config {

/// "MOVIE_PORT" -> "--port"
[[nodiscard]] std::string flag_of(std::string_view key);

/// What flags, environment and .env say, by key in upper case, the strongest of them winning.
class Sources {
 public:
  struct Value {
    std::string text;    ///< trimmed, never empty: an empty value is none
    std::string origin;  ///< "flag --port", "environment", ".env:12"
  };

  /// As config::load has it. Throws ConfigError.
  Sources(const std::map<std::string, std::string>& flags, const char* const* environment,
          const std::string& directory, std::vector<std::string>& warnings);

  /// nullptr: nobody says anything.
  [[nodiscard]] const Value* find(std::string_view key) const;

 private:
  struct Entry {
    std::string name;
    Value value;
  };
  void add(const std::vector<Entry>& entries);

  std::map<std::string, Value, std::less<>> values_;
};

}  // namespace movie::config
