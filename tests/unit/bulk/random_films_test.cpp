#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <string>

#include "bulk/writer.hpp"
#include "json/python_reader.hpp"
#include "model/text.hpp"
#include "unit/bulk/read_all.hpp"

/// Films in every format, with titles of awkward bytes, whole and damaged.
namespace movie::bulk {
namespace {

/// Hands out `text` in parts of random sizes.
Source random_parts(std::string text, unsigned seed) {
  return [text = std::move(text), random = std::mt19937(seed),
          at = std::size_t{0}](std::span<char> buffer) mutable {
    const std::size_t wanted = 1 + random() % (random() % 2 == 0 ? 4 : 200);
    const std::size_t size = std::min({wanted, buffer.size(), text.size() - at});
    std::copy_n(text.data() + at, size, buffer.data());
    at += size;
    return size;
  };
}

std::string films(Format format, std::mt19937& random) {
  const std::string kPieces[] = {"a", "\"", "\\", ",", "\r\n", "\n",
                                 "[", "}",  "é",  "🎬", " ",    "\x1F"};
  std::string out = "\uFEFF";
  Writer writer(format);
  writer.begin(out);
  for (int i = 1; i <= 40; ++i) {
    std::string title;
    for (std::size_t n = random() % 12; n > 0; --n) title += kPieces[random() % std::size(kPieces)];
    writer.row(out, {i, title, 1880 + static_cast<int>(random() % 100), "Drama"});
  }
  writer.end(out);
  return out;
}

/// The same text with some bytes lost, changed or added.
std::string damaged(std::string text, std::mt19937& random) {
  constexpr std::string_view kBytes = "\"\\,[]{}\n\r\xFF\xC3 x1:";
  for (std::size_t n = 1 + random() % 3; n > 0; --n) {
    const std::size_t at = random() % text.size();
    const char byte = kBytes[random() % kBytes.size()];
    if (random() % 3 == 0) {
      text.erase(at, 1);
    } else if (random() % 2 == 0) {
      text[at] = byte;
    } else {
      text.insert(at, 1, byte);
    }
  }
  return text;
}

/// Whether a text is an array.
struct Outermost final : json::Handler {
  bool is_array = false, first = true;

  bool other(bool array = false) {
    is_array = first ? array : is_array;
    first = false;
    return true;
  }
  bool null() override { return other(); }
  bool boolean(bool) override { return other(); }
  bool number(std::string_view) override { return other(); }
  bool string(std::string_view) override { return other(); }
  bool begin_object() override { return other(); }
  bool key(std::string_view) override { return other(); }
  bool end_object() override { return other(); }
  bool begin_array() override { return other(true); }
  bool end_array() override { return other(); }
};

bool is_json_array(std::string_view text) {
  const std::string repaired = text::to_utf8(text);
  Outermost outermost;
  const std::string_view mark = "\uFEFF";
  const std::size_t begin = repaired.starts_with(mark) ? mark.size() : 0;
  return !json::read_as_python(std::string_view(repaired).substr(begin), outermost) &&
         outermost.is_array;
}

/// Elements are found by brackets and quotes alone, yet nothing passes that is no array as a whole,
/// and nothing is refused that is one.
TEST(RandomFilmsTest, AnArrayIsReadToItsEndExactlyWhereItIsJson) {
  std::mt19937 random(11);
  int arrays = 0;
  for (int round = 0; round < 1000; ++round) {
    const std::string text = damaged(films(Format::json, random), random);
    const bool is_array = is_json_array(text);
    arrays += is_array ? 1 : 0;
    EXPECT_EQ(read_all(Format::json, text, 65536).error.empty(), is_array) << text;
  }
  EXPECT_GT(arrays, 100);
  EXPECT_LT(arrays, 900);
}

TEST(RandomFilmsTest, ThePartsInWhichATextComesDoNotMatter) {
  std::mt19937 random(7);
  for (const Format format : kFormats) {
    for (unsigned round = 0; round < 200; ++round) {
      std::string text = films(format, random);
      if (round % 2 == 1) text = damaged(std::move(text), random);
      const ReadAll whole = read_all(format, text, text.size());
      EXPECT_EQ(read_all(format, text, 1), whole) << text;
      EXPECT_EQ(read_all(format, random_parts(text, round)), whole) << text;
      if (round % 2 == 0) {
        EXPECT_EQ(whole.drafts.size() + whole.refusals.size(), 40U) << text;
        EXPECT_EQ(whole.error, "");
      }
    }
  }
}

}  // namespace
}  // namespace movie::bulk
