#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <stdexcept>
#include <string>
#include <vector>

#include "support/process.hpp"
#include "support/temp_dir.hpp"
#ifdef MOVIE_TEST_POSTGRES
#include "support/postgres_cluster.hpp"
#endif

namespace movie::test {

/// At the start of a case that runs on each mode: skips it where the mode's server cannot be had.
#ifdef MOVIE_TEST_POSTGRES
#define MOVIE_NEEDS(mode) \
  if ((mode) == "postgres") MOVIE_NEEDS_POSTGRES()
#else
#define MOVIE_NEEDS(mode) static_cast<void>(mode)
#endif

/// What a mode needs that no folder holds: in mode postgres a database.
class Elsewhere {
 public:
  explicit Elsewhere([[maybe_unused]] const std::string& mode) {
#ifdef MOVIE_TEST_POSTGRES
    if (mode != "postgres") return;
    database_.emplace();
    environment_["MOVIE_DATABASE_URL_POSTGRES"] = database_->url();
    arguments_ = {"--migrate"};
#endif
  }
  /// What finds an empty store there, `more` over it.
  [[nodiscard]] std::map<std::string, std::string> environment(
      const std::map<std::string, std::string>& more) const {
    auto all = more;
    all.insert(environment_.begin(), environment_.end());
    return all;
  }
  [[nodiscard]] std::vector<std::string> arguments(std::vector<std::string> more) const {
    more.insert(more.end(), arguments_.begin(), arguments_.end());
    return more;
  }

 private:
#ifdef MOVIE_TEST_POSTGRES
  std::optional<PostgresDatabase> database_;
#endif
  std::map<std::string, std::string> environment_;
  std::vector<std::string> arguments_;
};

/// A running movie-service on a free port, in a folder of its own, on an empty store of `mode`
/// unless the environment says otherwise. Ended with it.
class Service {
 public:
  using Environment = std::map<std::string, std::string>;

  /// Throws, with what it said, when it does not come up.
  explicit Service(const std::string& mode, const Environment& environment = {},
                   const std::vector<std::string>& arguments = {})
      : elsewhere_(mode),
        process_(start(mode, elsewhere_.environment(environment), elsewhere_.arguments(arguments),
                       folder_.path())),
        first_line_(process_.wait_for_line(Process::kOut, "movie-service")) {
    const auto colon = first_line_.rfind(':');
    if (colon == std::string::npos)
      throw std::runtime_error("no port in the first line: " + first_line_);
    port_ = static_cast<std::uint16_t>(std::stoul(first_line_.substr(colon + 1)));
  }

  [[nodiscard]] std::uint16_t port() const { return port_; }
  [[nodiscard]] const std::string& first_line() const { return first_line_; }
  [[nodiscard]] const TempDir& folder() const { return folder_; }
  [[nodiscard]] Process& process() { return process_; }

  /// How a test starts the program by itself.
  static Start start(const std::string& mode, const Environment& environment,
                     const std::vector<std::string>& arguments,
                     const std::filesystem::path& folder) {
    Environment all{{"MOVIE_DB_MODE", mode},
                    {"MOVIE_PORT", "0"},
                    {"MOVIE_THREADS", "2"},
                    {"LOG_LEVEL", "WARNING"}};
    for (const auto& [key, value] : environment) all[key] = value;
    return {
        .program = MOVIE_SERVICE, .arguments = arguments, .environment = all, .directory = folder};
  }

 private:
  TempDir folder_;
  Elsewhere elsewhere_;
  Process process_;
  std::string first_line_;
  std::uint16_t port_ = 0;
};

}  // namespace movie::test
