#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "client.hpp"

namespace movie::conformance {

/// What a store said of creates, each with a title of its own, and whether it keeps its word.
class Said {
 public:
  /// MOVIE_UNKNOWN of one whose answer nobody got.
  void of(const std::string& title, std::int32_t status) { said_[title] = status; }
  /// What is acknowledged is there, what is certainly not done is not, and nothing is twice.
  void expect(const std::vector<Film>& there) const;

 private:
  std::map<std::string, std::int32_t> said_;
};

/// The same of one operation, which would make a difference: all films before and after it. Done,
/// once and wholly, certainly not done, or nobody knows: a plug-in that has no memory and one with
/// a defect are the same to INTERNAL.
void expect_told(const Ask& ask, const Outcome& outcome, const std::vector<Film>& before,
                 const std::vector<Film>& after);

}  // namespace movie::conformance
