#include <gmock/gmock.h>
#include <movie/store.h>

#include "films.hpp"

namespace movie::test {
namespace {

using ::testing::Contains;
using ::testing::Each;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

/// What the plug-in logs while it makes and finds a film.
std::vector<std::string> logged(std::string_view echo) {
  std::vector<std::string> lines;
  const movie_host host{
      sizeof(movie_host), MOVIE_ABI_MINOR, &lines, [](void* to, std::int32_t, movie_text line) {
        static_cast<std::vector<std::string>*>(to)->emplace_back(line.data, line.size);
      }};
  const movie_option option{{"echo", 4}, {echo.data(), echo.size()}};
  const movie_open how{sizeof(movie_open), 1, &option, {"sqlite://", 9}, &host, 0};
  movie_store* store = nullptr;
  movie_limits limits{};
  limits.struct_size = sizeof(limits);
  movie_session* session = nullptr;
  const movie_migration up{sizeof(movie_migration), MOVIE_MIGRATE_UP, 0, nullptr, nullptr};
  const movie_plugin& plugin = movie_plugin_v1;
  EXPECT_EQ(plugin.open(&how, &store, &limits, nullptr), MOVIE_OK);
  EXPECT_EQ(plugin.migrate(store, &up, nullptr), MOVIE_OK);
  EXPECT_EQ(plugin.session_open(store, 1, &session, nullptr), MOVIE_OK);

  const movie_row row{sizeof(movie_row), 1995, 0, {"Secret", 6}, {"Hidden", 6}, {nullptr, 0}};
  movie_result result{sizeof(movie_result), MOVIE_UNSET, 0, 0, 0, nullptr, 0};
  movie_op op{};
  op.struct_size = sizeof(op);
  op.row = &row;
  op.result = &result;
  op.id = 1;
  op.emit = [](void*, const movie_row*) { return 0; };
  const movie_op* const ops[] = {&op};
  const movie_call call{sizeof(movie_call), 0, 0, {nullptr, 0}, 1, ops};
  for (const std::uint32_t code : {MOVIE_OP_CREATE, MOVIE_OP_GET}) {
    op.code = code;
    plugin.execute(session, &call);
    EXPECT_EQ(result.status, MOVIE_OK);
  }
  plugin.session_close(session);
  plugin.close(store);
  return lines;
}

TEST(EchoTest, EachStatementIsALineWithoutItsValues) {
  const auto lines = logged("1");
  EXPECT_THAT(lines, Contains("sqlite: BEGIN IMMEDIATE"));
  EXPECT_THAT(lines,
              Contains("sqlite: INSERT INTO movies (title, year, genre, title_key) VALUES (?1, ?2, ?3, ?4)"));
  EXPECT_THAT(lines, Contains("sqlite: SELECT id, title, year, genre FROM movies WHERE id = ?1"));
  for (const char* value : {"Secret", "Hidden", "1995", "\n"}) {
    EXPECT_THAT(lines, Each(Not(HasSubstr(value))));
  }
}

TEST(EchoTest, OffLogsNothing) { EXPECT_THAT(logged("0"), IsEmpty()); }

}  // namespace
}  // namespace movie::test
