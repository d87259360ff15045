#pragma once

#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>

#include "support/service.hpp"

/// At the start of a case that runs the Python application: skips it where its libraries cannot be
/// had.
#define MOVIE_NEEDS_PYTHON()                                                       \
  if (!std::filesystem::exists(MOVIE_PYTHON)) {                                    \
    if (std::getenv("CI") != nullptr) FAIL() << "no SQLModel in " << MOVIE_PYTHON; \
    GTEST_SKIP() << "SQLModel and psycopg could not be installed from PyPI";       \
  }                                                                                \
  static_assert(true)

namespace movie::test {

/// The Python application's database in a mode, empty at first.
class Application {
 public:
  explicit Application(std::string mode) : mode_(std::move(mode)), elsewhere_(mode_) {}

  std::string python(const std::string& what) {
    const Ended ended = run(
        {.program = MOVIE_PYTHON, .arguments = {MOVIE_PYTHON_APP, url(), what}, .environment = {}});
    EXPECT_EQ(ended.status, 0) << ended.err;
    return ended.out;
  }
  Ended tools(std::vector<std::string> arguments) {
    return run({.program = MOVIE_TOOLS,
                .arguments = std::move(arguments),
                .environment = environment(),
                .directory = folder_.path()});
  }
  /// With the driver's name, as the Python application has it.
  [[nodiscard]] std::string url() const {
    if (mode_ == "sqlite") return "sqlite:///" + (folder_ / "movies.db").string();
    std::string url = elsewhere_.environment({}).at("MOVIE_DATABASE_URL_POSTGRES");
    return url.replace(0, url.find("://"), "postgresql+psycopg");
  }
  /// With which our programs find it.
  [[nodiscard]] std::map<std::string, std::string> environment() const {
    return {
        {"MOVIE_DB_MODE", mode_},
        {mode_ == "sqlite" ? "MOVIE_DATABASE_URL_SQLITE" : "MOVIE_DATABASE_URL_POSTGRES", url()}};
  }

 private:
  std::string mode_;
  TempDir folder_;
  Elsewhere elsewhere_;
};

}  // namespace movie::test
