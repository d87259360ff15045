#include "store/refusal.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace movie::store {

PluginError refused(const Refusal& why) {
  std::string line = fmt::format("{}: {}: expected {}, found {}; {}", why.code, why.subject,
                                 why.expected, why.found, why.remedy);
  // File names and the dynamic linker's words may hold anything.
  std::replace_if(
      line.begin(), line.end(), [](char c) { return (c >= 0 && c < ' ') || c == '\x7f'; }, '?');
  return PluginError(std::string(why.code), line);
}

}  // namespace movie::store
