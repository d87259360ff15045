#include "bulk/page.hpp"

#include <gtest/gtest.h>

#include <string>

namespace movie::bulk {
namespace {

/// How many films with such a title a page takes.
std::uint64_t films_on_a_page(const std::string& title) {
  Page page(Format::ndjson);
  std::int64_t id = 1;
  while (page.add({id, title, 2000, "Drama"})) ++id;
  EXPECT_TRUE(page.is_full());
  EXPECT_EQ(page.last_id(), id);
  return page.rows();
}

TEST(PageTest, EndsAtItsNumberOfRows) { EXPECT_EQ(films_on_a_page("Alien"), Page::kMostRows); }

TEST(PageTest, EndsAtItsBytesWhereRowsAreLong) {
  EXPECT_EQ(films_on_a_page(std::string(Page::kManyBytes, 'x')), 1U);
  EXPECT_EQ(films_on_a_page(std::string(Page::kManyBytes / 4, 'x')), 4U);
}

TEST(PageTest, EndsTheExportUnlessItIsFull) {
  Page page(Format::json);
  std::int64_t id = 1;
  while (page.add({id, "Alien", 1979, "Horror"})) ++id;
  const std::string first = page.turn();
  EXPECT_EQ(first.substr(0, 3), "[\n{");
  EXPECT_EQ(first.back(), '}');
  EXPECT_FALSE(page.is_full());
  EXPECT_EQ(page.last_id(), id) << "the next one goes on behind it";
  EXPECT_TRUE(page.add({id + 1, "Aliens", 1986, "Horror"}));
  EXPECT_EQ(page.turn(),
            ",\n{\"id\":1001,\"title\":\"Aliens\",\"year\":1986,\"genre\":\"Horror\"}\n]\n");
}

}  // namespace
}  // namespace movie::bulk
