#include "page.hpp"

#include <gtest/gtest.h>

#include <string>

namespace movie::tools {
namespace {

/// How many films with such a title a page takes.
std::uint64_t films_on_a_page(const std::string& title) {
  Page page(bulk::Format::ndjson);
  std::int64_t id = 1;
  while (page.take({id, title, 2000, "Drama"})) ++id;
  EXPECT_TRUE(page.is_full());
  EXPECT_EQ(page.last_id, id);
  return page.count;
}

TEST(PageTest, EndsAtItsNumberOfRows) { EXPECT_EQ(films_on_a_page("Alien"), Page::kMostRows); }

TEST(PageTest, EndsAtItsBytesWhereRowsAreLong) {
  EXPECT_EQ(films_on_a_page(std::string(Page::kManyBytes, 'x')), 1U);
  EXPECT_EQ(films_on_a_page(std::string(Page::kManyBytes / 4, 'x')), 4U);
}

TEST(PageTest, IsNotFullBeforeAndIsEmptyOnceCleared) {
  Page page(bulk::Format::csv);
  EXPECT_TRUE(page.take({7, "Alien", 1979, "Horror"}));
  EXPECT_FALSE(page.is_full());
  page.clear();
  EXPECT_EQ(page.text, "");
  EXPECT_EQ(page.count, 0U);
  EXPECT_EQ(page.last_id, 7);
}

}  // namespace
}  // namespace movie::tools
