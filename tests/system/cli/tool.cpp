#include "tool.hpp"

#include <fstream>
#include <sstream>
#include <utility>

namespace movie::test {

Start Tool::start(Arguments arguments) const {
  return {.program = MOVIE_TOOLS,
          .arguments = std::move(arguments),
          .environment = environment,
          .directory = folder.path()};
}

Ended Tool::run(Arguments arguments, const std::string& input) const {
  Start how = start(std::move(arguments));
  how.input = input;
  return test::run(how);
}

std::string Tool::done(Arguments arguments, const std::string& input) const {
  const Ended ended = run(std::move(arguments), input);
  EXPECT_EQ(ended.status, 0) << ended.out << ended.err;
  return ended.out;
}

std::string Tool::file(const std::string& name, const std::string& content) const {
  const std::string path = folder / name;
  std::ofstream(path, std::ios::binary) << content;
  return path;
}

std::string Tool::read(const std::string& name) const {
  std::stringstream content;
  content << std::ifstream(folder / name, std::ios::binary).rdbuf();
  return content.str();
}

}  // namespace movie::test
