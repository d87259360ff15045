#pragma once

#include "suite.hpp"

/// What lists are held against.
namespace movie::conformance {

/// What a list over `films` comes to by movie/store.h, its `require` bits taken at their word.
Outcome expected(std::vector<Film> films, const Ask& ask);

/// How a case shows which list it is about.
std::string described(const Ask& ask);

/// A topic over a store with lists to compare.
class Lists : public Suite {
 protected:
  /// `count` films of five genres, less every third: gaps everywhere. By ascending id.
  std::vector<Film> make_many(std::int64_t count);
  /// Creates these in one call, their ids ignored, and returns them as emitted.
  std::vector<Film> make_all(const std::vector<Film>& films);
  /// Runs the list alone and holds rows and total against the model.
  void expect_as_expected(const std::vector<Film>& films, const Ask& ask);
};

}  // namespace movie::conformance
