#pragma once

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include "support/process.hpp"
#include "support/temp_dir.hpp"

namespace movie::test {

/// movie-conformance on a plug-in that does what its URL says (plugins/misbehaving.c).
class Runner : public testing::Test {
 protected:
  /// `what`: "crash@Ids.BeginAtOne;…"
  [[nodiscard]] std::string url(const std::string& what) const { return what + " " + mark() + " now={case}"; }
  [[nodiscard]] Start start(const std::string& plugin, std::vector<std::string> arguments) const {
    arguments.insert(arguments.begin(), plugin);
    return {MOVIE_CONFORMANCE, arguments, {{"TMPDIR", dir_.path().string()}}};
  }
  [[nodiscard]] Ended run(const std::string& plugin, std::vector<std::string> arguments) const {
    return test::run(start(plugin, std::move(arguments)), std::chrono::seconds(120));
  }
  [[nodiscard]] Ended misbehave(const std::string& what, std::vector<std::string> arguments) const {
    arguments.insert(arguments.begin(), {"--url", url(what)});
    return run(PLUGIN_MISBEHAVING, std::move(arguments));
  }
  [[nodiscard]] std::string file(const std::string& name) const { return (dir_ / name).string(); }
  [[nodiscard]] std::string read(const std::string& name) const {
    std::ostringstream text;
    text << std::ifstream(file(name)).rdbuf();
    return text.str();
  }
  /// What the runner's temporary folder still holds but for our own files.
  [[nodiscard]] std::vector<std::string> left_in_folder() const {
    std::vector<std::string> found;
    for (const auto& entry : std::filesystem::directory_iterator(dir_.path())) {
      const std::string name = entry.path().filename().string();
      if (name.rfind("movie-", 0) == 0) found.push_back(name);
    }
    return found;
  }
  /// Processes that were started for this test and run still.
  [[nodiscard]] int still_running() const {
    int found = 0;
    for (const auto& entry : std::filesystem::directory_iterator("/proc")) {
      std::ostringstream line;
      line << std::ifstream(entry.path() / "cmdline").rdbuf();
      found += line.str().find(mark()) != std::string::npos;
    }
    return found;
  }
  void expect_nothing_left() const {
    EXPECT_EQ(still_running(), 0);
    EXPECT_THAT(left_in_folder(), testing::IsEmpty());
  }

 private:
  /// On the command lines of all that is started.
  [[nodiscard]] std::string mark() const { return "of=" + dir_.path().string(); }

  TempDir dir_;
};

}  // namespace movie::test
