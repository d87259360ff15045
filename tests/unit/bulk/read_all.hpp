#pragma once

#include <string>
#include <vector>

#include "bulk/reader.hpp"

namespace movie::bulk {

/// Hands out `text` in parts of `step` bytes.
Source source_of(std::string text, std::size_t step = 7);

/// Everything that a reader makes of a text.
struct ReadAll {
  std::vector<MovieDraft> drafts;
  std::vector<std::string> refusals;
  std::string error;

  bool operator==(const ReadAll&) const = default;
};

ReadAll read_all(Format format, Source source, Purpose purpose = Purpose::add);
ReadAll read_all(Format format, const std::string& text, std::size_t step = 7);

}  // namespace movie::bulk
