#pragma once

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>
#include <string>
#include <vector>

#include "support/process.hpp"
#include "support/temp_dir.hpp"

namespace movie::test {

/// movie-tools in a folder of its own, on SQLite unless `environment` says otherwise.
class Tool : public testing::Test {
 protected:
  using Arguments = std::vector<std::string>;

  [[nodiscard]] Start start(Arguments arguments) const;
  [[nodiscard]] Ended run(Arguments arguments, const std::string& input = {}) const;
  /// The same, and it must succeed; returns standard output.
  std::string done(Arguments arguments, const std::string& input = {}) const;
  /// Every film as CSV, header included.
  [[nodiscard]] std::string exported() const { return done({"export"}); }

  /// Writes a file into the folder and returns its path.
  std::string file(const std::string& name, const std::string& content) const;
  [[nodiscard]] std::string read(const std::string& name) const;
  [[nodiscard]] std::string database() const { return folder / "data/movies.db"; }

  TempDir folder;
  std::map<std::string, std::string> environment;
};

}  // namespace movie::test
