#include "conninfo.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "movie/sdk/values.hpp"
#include "outcome.hpp"

namespace movie::pg {
namespace {

TEST(ConnInfo, TakesUrlsWithOrWithoutADriver) {
  for (const char* scheme :
       {"postgresql", "postgres", "postgresql+psycopg", "postgresql+asyncpg", "postgres+x"}) {
    const ConnInfo info =
        read_url(std::string(scheme) + "://movie:se%40cret@db:5433/movies?sslmode=require");
    EXPECT_EQ(info.option("user"), "movie") << scheme;
    EXPECT_EQ(info.option("password"), "se@cret");
    EXPECT_EQ(info.option("host"), "db");
    EXPECT_EQ(info.option("port"), "5433");
    EXPECT_EQ(info.option("dbname"), "movies");
    EXPECT_EQ(info.option("sslmode"), "require");
    EXPECT_FALSE(info.pooled);
  }
}

TEST(ConnInfo, LeavesToLibpqWhatTheUrlDoesNotSay) {
  EXPECT_TRUE(read_url("postgresql://").options.empty());
  EXPECT_EQ(read_url("postgresql:///?service=films").option("service"), "films");
  EXPECT_EQ(read_url("host=/run/postgresql dbname=movies").option("host"), "/run/postgresql");
}

TEST(ConnInfo, TakesSeveralHosts) {
  const ConnInfo info = read_url("postgresql://a:1,b:2/movies?target_session_attrs=read-write");
  EXPECT_EQ(info.option("host"), "a,b");
  EXPECT_EQ(info.option("port"), "1,2");
  EXPECT_EQ(info.option("target_session_attrs"), "read-write");
}

TEST(ConnInfo, KnowsPoolers) {
  EXPECT_TRUE(read_url("postgresql://h/d?pooler=transaction").pooled);
  EXPECT_FALSE(read_url("postgresql://h/d?pooler=session&sslmode=disable").pooled);
  const ConnInfo info =
      read_url("postgresql://h/d?connect_timeout=3&pooler=transaction&sslmode=disable");
  EXPECT_TRUE(info.pooled);
  EXPECT_EQ(info.option("connect_timeout"), "3");
  EXPECT_EQ(info.option("sslmode"), "disable");
  EXPECT_THROW(read_url("postgresql://h/d?pooler=statement"), sdk::Failure);
}

class BadUrl : public testing::TestWithParam<const char*> {};

TEST_P(BadUrl, IsRefusedWithoutAPieceOfIt) {
  try {
    read_url(GetParam());
    ADD_FAILURE() << "taken";
  } catch (const sdk::Failure& failure) {
    EXPECT_EQ(failure.status(), MOVIE_INVALID);
    for (const char* piece : {"secret", "w0rd", "hush"})
      EXPECT_THAT(failure.what(), testing::Not(testing::HasSubstr(piece)));
  }
}

INSTANTIATE_TEST_SUITE_P(
    Pg, BadUrl,
    testing::Values("mysql://u:secret@h/d", "postgresql://u:se@secret@h/d",
                    "postgresql://u:secret/w0rd@h/d", "postgresql://u:%zzsecret@h/d",
                    "postgresql://u:secret@[::1/d", "postgresql://u:hush@h:secret/d",
                    "postgresql://u:a@h/d?secret=w0rd", "postgresql://u:p@h/d?sslmode=a=secret",
                    "password=secret w0rd", "nonsense"));

TEST(ConnInfo, HidesPasswords) {
  EXPECT_EQ(without_secret("a secret and a secret", "secret"), "a *** and a ***");
  EXPECT_EQ(without_secret("text", ""), "text");
  EXPECT_EQ(without_secret("aaaa", "a"), "************");
}

TEST(Outcome, EachFaultHasItsOwnStatus) {
  EXPECT_EQ(status_of("40001", true), MOVIE_BUSY);
  EXPECT_EQ(status_of("40P01", true), MOVIE_BUSY);
  EXPECT_EQ(status_of("55P03", true), MOVIE_BUSY);
  EXPECT_EQ(status_of("53300", true), MOVIE_BUSY);
  EXPECT_EQ(status_of("53100", true), MOVIE_FULL);
  EXPECT_EQ(status_of("25006", true), MOVIE_FULL);
  EXPECT_EQ(status_of("57014", false), MOVIE_TIMEOUT);
  EXPECT_EQ(status_of("57P01", false), MOVIE_UNAVAILABLE);
  EXPECT_EQ(status_of("42P01", false), MOVIE_UNAVAILABLE);
  EXPECT_EQ(status_of("XX001", false), MOVIE_CORRUPT);
  EXPECT_EQ(status_of("22012", false), MOVIE_INTERNAL);
}

TEST(Outcome, ACodeFitsANumber) {
  EXPECT_EQ((Fault{MOVIE_BUSY, "40P01", "", false}.native()),
            ((((4u * 36 + 0) * 36 + 25) * 36 + 0) * 36 + 1));
  EXPECT_EQ((Fault{MOVIE_BUSY, "", "", false}.native()), 0u);
}

}  // namespace
}  // namespace movie::pg
