#include "http/etag.hpp"

#include <fmt/format.h>
#include <xxhash.h>

#include <iterator>

namespace movie::http {
namespace {

std::string quoted(XXH128_hash_t hash) {
  return fmt::format("\"{:016x}{:016x}\"", hash.high64, hash.low64);
}

}  // namespace

std::string etag_of(const MovieView& film) {
  std::string text;
  text.reserve(film.title.size() + film.genre.size() + 32);
  fmt::format_to(std::back_inserter(text), "{} {} {} ", film.id, film.year, film.title.size());
  text.append(film.title).append(film.genre);
  return quoted(XXH3_128bits(text.data(), text.size()));
}

std::string weak_etag_of(std::string_view body, std::string_view more) {
  const XXH64_hash_t seed = XXH3_64bits(more.data(), more.size());
  return "W/" + quoted(XXH3_128bits_withSeed(body.data(), body.size(), seed));
}

}  // namespace movie::http
