#pragma once

#include <cstdint>

#include "model/movie.hpp"

namespace movie::bulk {

/// The i-th sample film, i from 1 on: "Sample i", Sci-Fi, year 2009 + i, after 2100 on from 1888
/// again.
MovieDraft sample_movie(std::int64_t i);

}  // namespace movie::bulk
