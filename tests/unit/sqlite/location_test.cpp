#include "location.hpp"

#include <gmock/gmock.h>

#include <movie/plugin.hpp>

namespace movie::sqlite {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

std::filesystem::path here(const char* path) { return std::filesystem::current_path() / path; }

std::string refusal(const char* url) {
  try {
    parse_url(url);
  } catch (const sdk::Failure& failure) {
    EXPECT_EQ(failure.status(), MOVIE_INVALID);
    return failure.what();
  }
  return "";
}

TEST(LocationTest, ThreeSlashesAreRelativeFourAbsolute) {
  EXPECT_EQ(parse_url("sqlite:///movies.db").file, here("movies.db"));
  EXPECT_EQ(parse_url("sqlite:///./data/movies.db").file, here("data/movies.db"));
  EXPECT_EQ(parse_url("sqlite:////srv/movies.db").file, "/srv/movies.db");
}

TEST(LocationTest, NoPathOrMemoryIsInMemory) {
  for (const char* url : {"sqlite://", "sqlite:///", "sqlite:///:memory:", "sqlite+pysqlite://"}) {
    EXPECT_TRUE(parse_url(url).in_memory()) << url;
  }
}

TEST(LocationTest, ADriverIsDropped) {
  EXPECT_EQ(parse_url("sqlite+aiosqlite:////srv/m.db").file, "/srv/m.db");
}

// As SQLAlchemy 2 reads them.
TEST(LocationTest, PercentIsDecodedAsInPython) {
  EXPECT_EQ(parse_url("sqlite:////srv/a%20b%3Fc+d.db").file, "/srv/a b?c+d.db");
  EXPECT_EQ(parse_url("sqlite:////srv/50%.db").file, "/srv/50%.db");
  EXPECT_EQ(parse_url("sqlite:////srv/x%zz%4").file, "/srv/x%zz%4");
  EXPECT_EQ(parse_url("sqlite:////srv/x#y").file, "/srv/x#y");
}

TEST(LocationTest, ParametersAreNamedButHaveNoEffect) {
  const Location location = parse_url("sqlite:////srv/m.db?timeout=3&check_same_thread=false&");
  EXPECT_EQ(location.file, "/srv/m.db");
  EXPECT_THAT(location.ignored, ElementsAre("timeout", "check_same_thread"));
  EXPECT_THAT(parse_url("sqlite:////srv/m.db?").ignored, IsEmpty());
}

TEST(LocationTest, WhatCannotBeMeantIsRefused) {
  EXPECT_THAT(refusal("sqlite://host/m.db"), HasSubstr("the URL names a host"));
  EXPECT_THAT(refusal("sqlite:m.db"), HasSubstr("expected sqlite:///relative/path"));
  EXPECT_THAT(refusal("postgresql:///m"), HasSubstr("is not one of SQLite"));
  EXPECT_THAT(refusal("postgresql://me:geheim@h/m"), testing::Not(HasSubstr("geheim")));
  EXPECT_THAT(refusal(""), HasSubstr("is not one of SQLite"));
  EXPECT_THAT(refusal("sqlite:///a%00b"), HasSubstr("NUL"));
  EXPECT_THAT(refusal("sqlite:///file:m.db?mode=ro&uri=true"), HasSubstr("parameter uri"));
}

// SQLite would take a relative "file:…" for one of its own URIs.
TEST(LocationTest, AFileNameIsNeverAnUri) {
  EXPECT_EQ(parse_url("sqlite:///file:m.db").file, here("file:m.db"));
}

}  // namespace
}  // namespace movie::sqlite
