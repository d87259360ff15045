#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "model/movie.hpp"

/// Entity tags (RFC 9110, 8.8.3), computed from what is answered: nothing is stored for them, so
/// they hold whoever changes the store.
namespace movie::http {

/// A film's strong tag: of its id, title, year and genre.
std::string etag_of(const MovieView& film);

/// A list's weak tag: of its body, and of `more`, what its fields say beyond that.
std::string weak_etag_of(std::string_view body, std::string_view more);

}  // namespace movie::http
