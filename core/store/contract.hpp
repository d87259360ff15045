#pragma once

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>

#include "movie/store.h"
#include "store/operation.hpp"

/// Small conversions between this program's types and those of movie/store.h.
namespace movie::store {

inline movie_text as_text(std::string_view text) { return {text.data(), text.size()}; }

/// What a plug-in must claim to answer this list by itself: its `require` bits.
inline std::uint32_t list_bits(const Query& query) {
  return (query.filters() ? MOVIE_FILTER : 0u) | (query.contains.empty() ? 0u : MOVIE_SEARCH) |
         (query.sorts() ? MOVIE_SORT : 0u) | (query.total ? MOVIE_TOTAL : 0u);
}

/// CLOCK_MONOTONIC, which is what steady_clock reads.
inline std::uint64_t as_nanoseconds(Clock::time_point when) {
  if (when == Clock::time_point::max()) return UINT64_MAX;
  const auto since = std::chrono::duration_cast<std::chrono::nanoseconds>(when.time_since_epoch());
  return static_cast<std::uint64_t>(std::max<std::int64_t>(since.count(), 0));
}

/// What a plug-in says of a failure, with its backend's own code if it has one: for the log.
inline std::string with_native(std::string message, std::uint32_t native) {
  if (native == 0) return message;
  const std::string code = "native code " + std::to_string(native);
  return message.empty() ? code : message + " (" + code + ")";
}

/// The status, or internal for a number that is none. Unset is one.
inline Status as_status(std::int32_t number) {
  return number >= MOVIE_UNSET && number <= MOVIE_INTERNAL ? static_cast<Status>(number)
                                                           : Status::internal;
}

static_assert(static_cast<int>(Status::unset) == MOVIE_UNSET &&
              static_cast<int>(Status::ok) == MOVIE_OK &&
              static_cast<int>(Status::not_found) == MOVIE_NOT_FOUND &&
              static_cast<int>(Status::conflict) == MOVIE_CONFLICT &&
              static_cast<int>(Status::exists) == MOVIE_EXISTS &&
              static_cast<int>(Status::again) == MOVIE_AGAIN &&
              static_cast<int>(Status::busy) == MOVIE_BUSY &&
              static_cast<int>(Status::unavailable) == MOVIE_UNAVAILABLE &&
              static_cast<int>(Status::timeout) == MOVIE_TIMEOUT &&
              static_cast<int>(Status::full) == MOVIE_FULL &&
              static_cast<int>(Status::unknown) == MOVIE_UNKNOWN &&
              static_cast<int>(Status::invalid) == MOVIE_INVALID &&
              static_cast<int>(Status::unsupported) == MOVIE_UNSUPPORTED &&
              static_cast<int>(Status::corrupt) == MOVIE_CORRUPT &&
              static_cast<int>(Status::internal) == MOVIE_INTERNAL);
static_assert(static_cast<unsigned>(Verb::get) == MOVIE_OP_GET &&
              static_cast<unsigned>(Verb::list) == MOVIE_OP_LIST &&
              static_cast<unsigned>(Verb::create) == MOVIE_OP_CREATE &&
              static_cast<unsigned>(Verb::update) == MOVIE_OP_UPDATE &&
              static_cast<unsigned>(Verb::remove) == MOVIE_OP_REMOVE &&
              static_cast<unsigned>(Verb::ping) == MOVIE_OP_PING &&
              static_cast<unsigned>(Verb::create_many) == MOVIE_OP_CREATE_MANY &&
              static_cast<unsigned>(Verb::clear) == MOVIE_OP_CLEAR &&
              static_cast<unsigned>(Verb::unkeyed) == MOVIE_OP_UNKEYED &&
              static_cast<unsigned>(Verb::set_key) == MOVIE_OP_SET_KEY &&
              static_cast<unsigned>(Verb::key_version) == MOVIE_OP_KEY_VERSION);
static_assert(static_cast<unsigned>(SortKey::title) == MOVIE_TITLE &&
              static_cast<unsigned>(SortKey::year) == MOVIE_YEAR &&
              static_cast<unsigned>(SortKey::genre) == MOVIE_GENRE);

}  // namespace movie::store
