#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <string>

#include "bulk/writer.hpp"
#include "unit/bulk/read_all.hpp"

/// What is read does not depend on the parts in which it comes.
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

TEST(ChunksTest, DoNotMatter) {
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
