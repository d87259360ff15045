// Any bytes as a body: a film, or an answer that is JSON.

#include <rapidjson/document.h>

#include "fuzz/fuzz.hpp"
#include "json/read.hpp"
#include "json/write.hpp"

namespace {

using movie::fuzz::hold;

void expect_json(const std::string& text) {
  rapidjson::Document document;
  document.Parse<rapidjson::kParseValidateEncodingFlag | rapidjson::kParseIterativeFlag>(
      text.data(), text.size());
  // JSON bounds no number, and an answer echoes one of any length; this reader ends there.
  hold(!document.HasParseError() || document.GetParseError() == rapidjson::kParseErrorNumberTooBig,
       "what is answered is JSON in UTF-8");
}

template <class Read>
auto read(Read read, const movie::json::Body& body) {
  movie::json::Faults faults;
  const auto found = read(body, faults);
  hold(found.has_value() != faults.any(), "a film, or faults");
  if (!found) expect_json(faults.body());
  return found;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  const auto bytes = movie::fuzz::text_of(data + 1, size - 1);
  const movie::json::Body body{bytes, data[0] % 2 == 0, 1U + data[0] / 2};
  const auto draft = read(movie::json::read_draft, body);
  const auto patch = read(movie::json::read_patch, body);
  hold(!draft || patch, "whatever makes a film makes a change");
  if (!draft) return 0;
  std::string text;
  movie::json::append_movie(text, {1, draft->title, draft->year, draft->genre});
  expect_json(text);
  const auto again = read(movie::json::read_draft, {text, true});
  hold(again && again->title == draft->title && again->year == draft->year &&
           again->genre == draft->genre,
       "a film that was answered reads as itself");
  return 0;
}
