#pragma once

#include <cstdint>
#include <string>
#include <utility>

#include "bulk/reader.hpp"

namespace movie::bulk {

/// The greatest id that a restored film may have: a store's next film gets one above the greatest,
/// and above 2^63-1 there is none.
inline constexpr std::int64_t kGreatestId = 9'000'000'000'000'000'000;

/// Sees to it that the films of a catalogue to be restored come in the order of their ids, and
/// leave room for others.
class IdOrder {
 public:
  explicit IdOrder(Purpose purpose) : restores_(purpose == Purpose::restore) {}

  [[nodiscard]] bool restores() const { return restores_; }

  /// The film itself, or why it is refused. Throws ReadError.
  Row checked(MovieDraft film, std::uint64_t line, std::uint64_t row) {
    if (restores_ && film.id > kGreatestId) {
      return Refusal{line,
                     row,
                     {{"id", std::to_string(film.id) +
                                 " leaves no room for ids to come; the greatest allowed is " +
                                 std::to_string(kGreatestId)}}};
    }
    if (restores_ && film.id <= last_) {
      throw ReadError("line " + std::to_string(line) + ": id " + std::to_string(film.id) +
                      " comes behind " + std::to_string(last_) +
                      "; films that keep their ids must come in ascending order, as an export has "
                      "them");
    }
    last_ = film.id;
    return film;
  }

 private:
  bool restores_;
  std::int64_t last_ = 0;
};

}  // namespace movie::bulk
