#pragma once

#include <cstdint>
#include <string>
#include <utility>

#include "bulk/reader.hpp"

namespace movie::bulk {

/// Sees to it that the films of a catalogue to be restored come in the order of their ids.
class IdOrder {
 public:
  explicit IdOrder(Purpose purpose) : restores_(purpose == Purpose::restore) {}

  [[nodiscard]] bool restores() const { return restores_; }

  /// The film itself. Throws ReadError.
  MovieDraft checked(MovieDraft film, std::uint64_t line) {
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
