#pragma once

#include <string_view>

#include "model/text.hpp"
#include "movie/store.h"

namespace movie::store {

/// No store holds longer text; beyond it the size is garbage.
constexpr std::uint64_t kMaxText = 1u << 30;

inline std::string_view view(const movie_text& text) {
  return text.data == nullptr ? std::string_view() : std::string_view(text.data, text.size);
}

/// Whether text that a plug-in gives is what it must be: UTF-8 without NUL.
inline bool sound(const movie_text& text) {
  if (text.size == 0) return true;
  return text.data != nullptr && text.size <= kMaxText &&
         view(text).find('\0') == std::string_view::npos && text::is_utf8(view(text));
}

}  // namespace movie::store
