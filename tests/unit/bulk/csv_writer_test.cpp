#include "bulk/csv_writer.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <vector>

#include "bulk/csv_reader.hpp"

namespace movie::bulk {
namespace {

std::string line(const std::string& title, const std::string& genre = "Drama") {
  std::string out;
  append_csv(out, {7, title, 2000, genre});
  return out;
}

TEST(CsvWriterTest, QuotesOnlyWhereNeeded) {
  EXPECT_EQ(line("Dune"), "7,Dune,2000,Drama\r\n");
  EXPECT_EQ(line("Tora, Tora"), "7,\"Tora, Tora\",2000,Drama\r\n");
  EXPECT_EQ(line("\"Crocodile\" Dundee"), "7,\"\"\"Crocodile\"\" Dundee\",2000,Drama\r\n");
  EXPECT_EQ(line("a\nb", "c\rd"), "7,\"a\nb\",2000,\"c\rd\"\r\n");
  EXPECT_EQ(line(" Dune", "x\t"), "7,\" Dune\",2000,\"x\t\"\r\n");
  EXPECT_EQ(line("Été 🎬"), "7,Été 🎬,2000,Drama\r\n");
}

TEST(CsvWriterTest, WhatIsWrittenReadsBack) {
  const std::vector<MovieDraft> films{
      {"a\r\n\"b\",", 1888, "\"X\""}, {"'", 2100, "Y, Z"}, {"x\ty\x1F", 2000, "A\nB"}};
  std::string text(kCsvHeader);
  for (const MovieDraft& film : films) append_csv(text, {1, film.title, film.year, film.genre});
  CsvReader reader([&](std::span<char> buffer) {
    const std::size_t size = text.copy(buffer.data(), buffer.size());
    text.erase(0, size);
    return size;
  });
  for (const MovieDraft& film : films) EXPECT_EQ(std::get<MovieDraft>(reader.next()), film);
  EXPECT_TRUE(std::holds_alternative<End>(reader.next()));
}

}  // namespace
}  // namespace movie::bulk
