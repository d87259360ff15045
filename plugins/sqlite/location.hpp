#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace movie::sqlite {

/// Where a database is.
struct Location {
  std::filesystem::path file;        ///< absolute; empty: in memory
  std::vector<std::string> ignored;  ///< parameters of the URL that have no effect here

  [[nodiscard]] bool in_memory() const { return file.empty(); }
  /// For messages.
  [[nodiscard]] std::string name() const { return in_memory() ? ":memory:" : file.string(); }
};

/// Reads sqlite[+driver]:///relative, sqlite:////absolute, sqlite:// and sqlite:///:memory: as
/// SQLAlchemy does, percent-decoded; a relative path starts at the working directory. Throws
/// sdk::Failure.
Location parse_url(std::string_view url);

}  // namespace movie::sqlite
