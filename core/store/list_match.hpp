#pragma once

#include "model/movie.hpp"
#include "store/operation.hpp"

namespace movie::store {

/// Whether the film is in the list, `after`, skip and limit apart. Folds its title where it has to.
bool matches(const MovieView& film, const Query& query);

/// Whether `one` stands before `other` in the list's order. Text is compared by bytes.
bool stands_before(const MovieView& one, const MovieView& other, const Query& query);

}  // namespace movie::store
