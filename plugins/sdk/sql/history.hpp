#pragma once

#include <cstdint>
#include <span>
#include <string_view>

namespace movie::sql {

/// A step of the one history, its text in the dialect of the plug-in that it was built into.
struct Step {
  std::uint32_t number = 0;  ///< from 1, without gaps
  std::uint32_t min_reader =
      0;  ///< the oldest newest-known step whose programs still work after this one
  std::string_view name;
  std::string_view checksum;  ///< SHA-256 of the file before expansion, in hexadecimal
  std::string_view text;
};

/// Every step, by ascending number. Defined by the file that movie_sql_history() generates.
std::span<const Step> history();

}  // namespace movie::sql
