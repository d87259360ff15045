#include "bulk/samples.hpp"

#include "model/fields.hpp"

namespace movie::bulk {

MovieDraft sample_movie(std::int64_t i) {
  constexpr std::int64_t kYears = kMaxYear - kMinYear + 1;
  constexpr std::int64_t kYearZero = 2009 - kMinYear;
  const std::int64_t year = kMinYear + (kYearZero + i % kYears) % kYears;
  return {"Sample " + std::to_string(i), static_cast<std::int32_t>(year), "Sci-Fi"};
}

}  // namespace movie::bulk
