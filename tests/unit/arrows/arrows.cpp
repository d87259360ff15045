#include "unit/arrows/arrows.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <map>
#include <regex>
#include <set>
#include <sstream>

namespace movie::test {
namespace {

namespace fs = std::filesystem;
using Rooms = std::set<std::string, std::less<>>;

/// What a room may include besides itself: "Arrows" of the design.
const std::map<std::string, Rooms, std::less<>> kMayInclude{
    {"abi", {}},
    {"model", {}},
    {"log", {}},
    {"json", {"model"}},
    {"config", {"log"}},
    {"bulk", {"model", "json"}},
    {"store", {"abi", "model", "log"}},
    {"http", {"model", "json", "store", "bulk", "log"}},
    {"main", {"config", "store", "http", "bulk", "log"}},
    {"tools", {"config", "store", "model", "bulk", "log"}},
    {"bench", {"http", "store", "model"}},
    {"sdk", {"abi"}},
    {"plugin", {"abi", "sdk"}},
};

/// Headers of others that end behind one room's door, by how they begin. The bench measures two of
/// them without the room, to tell what the room costs.
const std::map<std::string, Rooms, std::less<>> kBehindOneDoor{
    {"pistache/", {"http"}},
    {"boost/beast", {"http"}},
    {"boost/dll", {"store"}},
    {"rapidjson/", {"json"}},
    {"spdlog/", {"log"}},
    {"csv.h", {"bulk"}},
    {"sqlite3.h", {"plugins/sqlite", "bench"}},
    {"libpq-fe.h", {"plugins/pg", "bench"}},
};

/// Where a file stands: a room of core, "main", "tools", "bench", "sdk", or "plugins/<mode>".
std::string room_of(const fs::path& file) {
  std::vector<std::string> parts;
  for (const fs::path& part : file) parts.push_back(part.string());
  if (parts.size() < 2) return {};
  if (parts[0] == "tools") return parts[1] == "bench" ? "bench" : "tools";
  if (parts[0] == "core") return parts.size() == 2 ? "main" : parts[1];
  if (parts[0] == "plugins" && parts.size() > 2)
    return parts[1] == "sdk" ? "sdk" : "plugins/" + parts[1];
  return {};
}

/// The room that a header of ours belongs to; empty: none of ours, or one beside the including
/// file.
std::string room_of_header(std::string_view header) {
  if (header == "movie/store.h") return "abi";
  if (header.starts_with("movie/")) return "sdk";
  if (header.starts_with("plugins/") || header.starts_with("tools/"))
    return room_of(fs::path(header));
  const std::string first(header.substr(0, header.find('/')));
  return header.find('/') != std::string_view::npos && kMayInclude.contains(first) ? first
                                                                                   : std::string();
}

bool allowed(const std::string& room, const std::string& other) {
  if (room == other) return true;
  const auto rule = kMayInclude.find(room.starts_with("plugins/") ? "plugin" : room);
  return rule != kMayInclude.end() && rule->second.contains(other);
}

std::string complaint(const std::string& room, const std::string& header) {
  if (header.find("..") != std::string::npos) return "a path with ..";
  if (const std::string other = room_of_header(header); !other.empty() && !allowed(room, other)) {
    return fmt::format("{} may not include {}", room, other);
  }
  for (const auto& [begin, rooms] : kBehindOneDoor) {
    if (header.starts_with(begin) && !rooms.contains(room))
      return fmt::format("only {} may", fmt::join(rooms, " and "));
  }
  return {};
}

}  // namespace

std::vector<std::string> bad_arrows(const fs::path& file, std::string_view text) {
  static const std::regex kInclude(R"re(^\s*#\s*include\s*["<]([^">]+)[">].*)re");
  std::vector<std::string> bad;
  const std::string room = room_of(file);
  std::istringstream lines{std::string(text)};
  std::smatch match;
  int number = 0;
  for (std::string line; std::getline(lines, line);) {
    ++number;
    if (!std::regex_match(line, match, kInclude)) continue;
    if (const std::string what = complaint(room, match[1]); !what.empty()) {
      bad.push_back(fmt::format("{}:{}: {} ({})", file.string(), number, what, match[1].str()));
    }
  }
  return bad;
}

}  // namespace movie::test
