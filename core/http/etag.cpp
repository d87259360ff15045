#include "http/etag.hpp"

#include <xxhash.h>

#include <cstdint>

namespace movie::http {
namespace {

/// By hand: every answer has one, and formatting it took longer than hashing.
std::string quoted(XXH128_hash_t hash) {
  constexpr char kDigits[] = "0123456789abcdef";
  XXH128_canonical_t canonical;
  XXH128_canonicalFromHash(&canonical, hash);
  std::string tag(2 * sizeof canonical.digest + 2, '"');
  char* at = tag.data() + 1;
  for (const unsigned char byte : canonical.digest) {
    *at++ = kDigits[byte >> 4];
    *at++ = kDigits[byte & 15];
  }
  return tag;
}

template <class Integer>
void append(std::string& out, Integer value) {
  out.append(reinterpret_cast<const char*>(&value), sizeof value);
}

}  // namespace

std::string etag_of(const MovieView& film) {
  std::string text;
  text.reserve(film.title.size() + film.genre.size() + 32);
  append(text, film.id);
  append(text, film.year);
  append(text, std::uint64_t{film.title.size()});
  text.append(film.title).append(film.genre);
  return quoted(XXH3_128bits(text.data(), text.size()));
}

std::string weak_etag_of(std::string_view body, std::string_view more) {
  const XXH64_hash_t seed = XXH3_64bits(more.data(), more.size());
  return "W/" + quoted(XXH3_128bits_withSeed(body.data(), body.size(), seed));
}

}  // namespace movie::http
