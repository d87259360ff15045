#include "config/url.hpp"

#include <gtest/gtest.h>

#include "config/config.hpp"

namespace movie::config {
namespace {

struct Case {
  const char *what, *url, *shown;
};

class WithoutPassword : public testing::TestWithParam<Case> {};

TEST_P(WithoutPassword, Hides) { EXPECT_EQ(without_password(GetParam().url), GetParam().shown); }

INSTANTIATE_TEST_SUITE_P(
    Config, WithoutPassword,
    testing::Values(
        Case{"Empty", "", ""},
        Case{"Sqlite", "sqlite:///./data/movies.db", "sqlite:///./data/movies.db"},
        Case{"Usual", "postgresql+psycopg://movie:movie@localhost:5432/movies",
             "postgresql+psycopg://movie:***@localhost:5432/movies"},
        Case{"UserOnly", "postgres://movie@db/movies", "postgres://movie@db/movies"},
        Case{"NoUser", "postgres://db:5432/movies", "postgres://db:5432/movies"},
        Case{"NoUserButPassword", "redis://:secret@h/0", "redis://:***@h/0"},
        Case{"AtInPassword", "postgres://user:pa@ss@host/d", "postgres://user:***@host/d"},
        Case{"ColonInPassword", "postgres://user:a:b@host/d", "postgres://user:***@host/d"},
        Case{"SlashInPassword", "postgres://user:a/b@host/d", "postgres://user:***@host/d"},
        Case{"QuestionInPassword", "postgres://user:a?b@host/d", "postgres://user:***@host/d"},
        Case{"HashInPassword", "postgres://user:a#b@host/d", "postgres://user:***@host/d"},
        Case{"SeveralHosts", "postgres://u:p@h1:1,h2:2/d?target_session_attrs=read-write",
             "postgres://u:***@h1:1,h2:2/d?target_session_attrs=read-write"},
        Case{"Query", "postgres://h/d?user=u&password=p%20q&sslmode=require",
             "postgres://h/d?user=u&password=***&sslmode=require"},
        Case{"AtInQuery", "postgres://h:5432/d?user=me@server&password=p@q",
             "postgres://h:5432/d?user=me@server&password=***"},
        Case{"BothPlaces", "postgres://u:p@h/d?PASSWORD=q", "postgres://u:***@h/d?PASSWORD=***"},
        Case{"OtherSecrets", "x://h?sslpassword=a&apiToken=b&client_secret=c&sslkey=/k",
             "x://h?sslpassword=***&apiToken=***&client_secret=***&sslkey=/k"},
        Case{"DisguisedName", "postgres://h/d?p%61ssword=q", "postgres://h/d?p%61ssword=***"},
        Case{"Keywords", "host=db user=u password=p dbname=d",
             "host=db user=u password=*** dbname=d"},
        Case{"KeywordsAtEnd", "host=db password=p", "host=db password=***"},
        Case{"KeywordsQuoted", "password = 'a b\\' c' host=db", "password = *** host=db"},
        Case{"KeywordsUnclosed", "host=db password='a b", "host=db password=***"},
        Case{"KeywordsUnfinished", "host=db password=", "host=db password=***"},
        Case{"KeywordsWithAt", "user=me@x password=a:b@c host=d", "user=me@x password=*** host=d"},
        Case{"PasswordAsValue", "user=password host=h", "user=password host=h"},
        Case{"WithoutScheme", "user:secret@tcp(db)/movies", "user:***@tcp(db)/movies"},
        Case{"Jdbc", "jdbc:postgresql://u:p@h/d", "jdbc:postgresql://u:***@h/d"}),
    [](const auto& test) { return test.param.what; });

TEST(FitsMode, JudgesByTheScheme) {
  for (const char* url : {"sqlite:///x", "sqlite://", "SQLite:///x", "sqlite+pysqlite:///x"})
    EXPECT_TRUE(fits_mode(url, "sqlite")) << url;
  for (const char* url : {"postgres://h", "postgresql://h", "postgresql+psycopg://h"})
    EXPECT_TRUE(fits_mode(url, "postgres")) << url;
  EXPECT_TRUE(fits_mode("lmdb:///x", "lmdb"));
  EXPECT_FALSE(fits_mode("postgres://h", "sqlite"));
  EXPECT_FALSE(fits_mode("sqlite:///x", "postgres"));
  EXPECT_FALSE(fits_mode("sqlite3:///x", "sqlite"));
  EXPECT_FALSE(fits_mode("postgresql://h", "lmdb"));
  EXPECT_FALSE(fits_mode("/plain/path", "sqlite"));
}

TEST(SqliteFile, IsAbsolute) {
  EXPECT_EQ(sqlite_file("sqlite:///./data/movies.db", "/srv/app"), "/srv/app/data/movies.db");
  EXPECT_EQ(sqlite_file("sqlite:///data/../m.db", "/srv/app"), "/srv/app/m.db");
  EXPECT_EQ(sqlite_file("sqlite:////var/lib/m.db", "/srv/app"), "/var/lib/m.db");
  EXPECT_EQ(sqlite_file("sqlite+pysqlite:///m.db?x=y", "/srv"), "/srv/m.db");
  EXPECT_EQ(sqlite_file("sqlite:///a%20b%zz.db", "/srv"), "/srv/a b%zz.db");
  for (const char* memory : {"sqlite://", "sqlite:///", "sqlite:///:memory:", "sqlite://?x=y"}) {
    EXPECT_EQ(sqlite_file(memory, "/srv"), "") << memory;
  }
  for (const char* none : {"sqlite://host/m.db", "postgres://u:p@h/d", "postgres:///d", ""}) {
    EXPECT_EQ(sqlite_file(none, "/srv"), std::nullopt) << none;
  }
}

}  // namespace
}  // namespace movie::config
