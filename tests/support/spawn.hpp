#pragma once

#include <sys/types.h>

#include <filesystem>
#include <map>
#include <string>
#include <vector>

namespace movie::test {

/// How a program under test is started. Its environment is ours without MOVIE_*, PG* and LOG_LEVEL
/// (in any case), then `environment`, so that neither the checkout's .env nor the developer's
/// settings have a say.
struct Start {
  std::filesystem::path program;
  std::vector<std::string> arguments;  ///< without the program's name
  std::map<std::string, std::string> environment;
  std::filesystem::path directory = {};  ///< to work in; empty: ours. Give a TempDir
  std::string input = {};                ///< on standard input, then its end
  bool keep_input_open = false;          ///< for Process::write
  bool terminal = false;                 ///< standard input and error are a terminal
};

/// A child that runs, and our ends of its streams; who has it closes them and waits for it.
struct Spawned {
  pid_t pid = -1;
  int in = -1, out = -1, err = -1;
};

/// Throws std::system_error when the program cannot be started. The child is killed when the thread
/// that started it ends.
Spawned spawn(const Start& start);

}  // namespace movie::test
