#include "store/capabilities.hpp"

#include <fmt/format.h>

#include <array>
#include <string_view>

#include "movie/store.h"

namespace movie::store {
namespace {

struct Name {
  std::uint64_t bit;
  std::string_view name;
};
constexpr std::array kNames{Name{MOVIE_EXPECT, "expect"},     Name{MOVIE_MEMO, "memo"},
                            Name{MOVIE_KEEP_ID, "keep_id"},   Name{MOVIE_IF_EMPTY, "if_empty"},
                            Name{MOVIE_FILTER, "filter"},     Name{MOVIE_SEARCH, "search"},
                            Name{MOVIE_SORT, "sort"},         Name{MOVIE_TOTAL, "total"},
                            Name{MOVIE_SNAPSHOT, "snapshot"}, Name{MOVIE_MANY, "many"},
                            Name{MOVIE_CLEARS, "clears"},     Name{MOVIE_REKEYS, "rekeys"}};

}  // namespace

std::string capability_names(std::uint64_t capabilities) {
  std::string all;
  const auto add = [&](std::string_view name) { all.append(all.empty() ? "" : ", ").append(name); };
  for (const auto& [bit, name] : kNames) {
    if ((capabilities & bit) != 0) add(name);
    capabilities &= ~bit;
  }
  for (unsigned bit = 0; bit < 64; ++bit) {
    if ((capabilities >> bit & 1) != 0) add(fmt::format("bit {}", bit));
  }
  return all.empty() ? "none" : all;
}

std::string abi_range() {
  return fmt::format("{}.x, for hosts up to {}.{}", MOVIE_ABI_MAJOR, MOVIE_ABI_MAJOR,
                     MOVIE_ABI_MINOR);
}

}  // namespace movie::store
