#include "unit/store/session_fixture.hpp"

#include <gmock/gmock.h>

#include <cstddef>
#include <cstdio>
#include <stdexcept>
#include <thread>
#include <utility>

namespace movie::store {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

/// What a plug-in does wrong.
class SessionFaultsTest : public SessionTest {};

TEST_F(SessionFaultsTest, TakesAResultLeftUnsetAsInternalForAReadAndUnknownForAWrite) {  // [S-16]
  const auto nothing = [](const movie_op&) { return MOVIE_UNSET; };
  EXPECT_EQ(after(Verb::get, nothing).status, Status::internal);
  EXPECT_EQ(after(Verb::list, nothing).status, Status::internal);
  EXPECT_EQ(after(Verb::create, nothing).status, Status::unknown);
  EXPECT_EQ(after(Verb::remove, nothing).status, Status::unknown);
  EXPECT_THAT(asked_->message, HasSubstr("left no result"));
}

TEST_F(SessionFaultsTest, TakesAStatusThatDoesNotFitAsInternal) {
  const auto ends = [](std::int32_t status) {
    return [status](const movie_op&) { return status; };
  };
  EXPECT_EQ(after(Verb::get, ends(14)).status, Status::internal);
  EXPECT_EQ(after(Verb::get, ends(-2)).status, Status::internal);
  EXPECT_EQ(after(Verb::get, ends(std::numeric_limits<std::int32_t>::min())).status,
            Status::internal);
  EXPECT_EQ(after(Verb::create, ends(MOVIE_NOT_FOUND)).status, Status::internal);
  EXPECT_EQ(after(Verb::get, ends(MOVIE_EXISTS)).status, Status::internal);
  EXPECT_EQ(after(Verb::update, ends(MOVIE_CONFLICT)).status, Status::internal);
  EXPECT_EQ(after(Verb::get, ends(MOVIE_UNKNOWN)).status, Status::internal);
  EXPECT_EQ(after(Verb::get, ends(MOVIE_AGAIN)).status, Status::internal) << "waiting was allowed";
  EXPECT_EQ(after(Verb::get, ends(MOVIE_AGAIN), true).status, Status::again);
  EXPECT_EQ(after(Verb::get, ends(MOVIE_OK)).status, Status::internal) << "a film without a film";
}

TEST_F(SessionFaultsTest, KeepsTheMessageOfAFailureEvenOneWithoutEnd) {
  const Operation& failed = after(Verb::ping, [](const movie_op& op) {
    std::fill_n(op.result->message, op.result->message_size, 'x');
    op.result->message = nullptr;
    op.result->message_size = UINT64_MAX;
    return MOVIE_UNAVAILABLE;
  });
  EXPECT_EQ(failed.status, Status::unavailable);
  EXPECT_THAT(failed.message, ::testing::MatchesRegex("x+"));
}

TEST_F(SessionFaultsTest, TellsTheBackendsOwnCodeOfAFailure) {
  const auto fails = [](const char* message) {
    return [message](const movie_op& op) {
      std::snprintf(op.result->message, op.result->message_size, "%s", message);
      op.result->native = 28;
      return MOVIE_FULL;
    };
  };
  EXPECT_EQ(after(Verb::create, fails("no room")).message, "no room (native code 28)");
  EXPECT_EQ(after(Verb::create, fails("")).message, "native code 28");
}

TEST_F(SessionFaultsTest, DoesNotPassOnARowThatIsNone) {
  const auto emits = [](const movie_row& bad) {
    return [bad](const movie_op& op) {
      EXPECT_NE(emit(op, bad), 0);
      EXPECT_NE(emit(op, row(7)), 0) << "nothing passes after a bad row";
      return MOVIE_OK;
    };
  };
  movie_row wild = row(7);
  wild.title.size = UINT64_MAX;
  EXPECT_EQ(after(Verb::get, emits(wild)).status, Status::corrupt);
  movie_row null = row(7);
  null.genre.data = nullptr;
  EXPECT_EQ(after(Verb::get, emits(null)).status, Status::corrupt);
  movie_row small = row(7);
  small.struct_size = 8;
  EXPECT_EQ(after(Verb::get, emits(small)).status, Status::corrupt);
  EXPECT_EQ(after(Verb::get, emits(row(0))).status, Status::corrupt);
  EXPECT_EQ(after(Verb::get, emits(row(-7))).status, Status::corrupt);
  EXPECT_EQ(after(Verb::get, emits(row(7, "caf\xe9"))).status, Status::corrupt);
  EXPECT_EQ(after(Verb::get, emits(row(7, "T", std::string_view("a\0b", 3)))).status,
            Status::corrupt);
  EXPECT_EQ(after(Verb::get, emits(row(7, "\xed\xa0\x80"))).status, Status::corrupt)
      << "a surrogate";
  EXPECT_EQ(after(Verb::get, emits(row(8))).status, Status::internal) << "another film";
  EXPECT_EQ(after(Verb::remove, emits(row(7))).status, Status::internal);
  EXPECT_THAT(rows_.taken, ElementsAre());
}

TEST_F(SessionFaultsTest, ServesRowsThatBreakTheFieldRules) {
  const std::string longer(300, 'x');
  const Operation& get = after(Verb::get, [&](const movie_op& op) {
    movie_row odd = row(7, longer, "");
    odd.year = -5;
    odd.genre = {nullptr, 0};
    return emit(op, odd) == 0 ? MOVIE_OK : MOVIE_INTERNAL;
  });
  EXPECT_EQ(get.status, Status::ok) << get.message;
  EXPECT_THAT(rows_.taken, ElementsAre(Movie{7, longer, -5, ""}));
}

TEST_F(SessionFaultsTest, RefusesAListOutOfOrderOrLongerThanAskedFor) {
  Operation list(Verb::list);
  list.query.limit = 2;
  list.query.after = 4;
  const auto emits = [&](std::vector<std::int64_t> ids) {
    fake_.on_op = [ids](const movie_call&, const movie_op& op) {
      for (const std::int64_t id : ids) emit(op, row(id));
      return MOVIE_OK;
    };
    run(list);
    return list.status;
  };
  EXPECT_EQ(emits({5, 6}), Status::ok);
  EXPECT_EQ(emits({6, 5}), Status::internal);
  EXPECT_EQ(emits({5, 5}), Status::internal);
  EXPECT_EQ(emits({4}), Status::internal);
  EXPECT_EQ(emits({5, 6, 7}), Status::internal);
}

TEST_F(SessionFaultsTest, ContainsExceptionsOfSinksAndPlugins) {
  struct Throwing final : RowSink {
    bool take(const MovieView&) override { throw std::runtime_error("no room"); }
  } throwing;
  create("a");
  Operation get(Verb::get);
  get.id = 1;
  get.rows = &throwing;
  run(get);
  EXPECT_EQ(get.status, Status::internal);
  EXPECT_THAT(get.message, HasSubstr("no room"));

  EXPECT_EQ(
      after(Verb::get, [](const movie_op&) -> std::int32_t { throw std::runtime_error("bug"); })
          .status,
      Status::internal);
  EXPECT_THAT(asked_->message, HasSubstr("bug"));
  EXPECT_EQ(after(Verb::create, [](const movie_op&) -> std::int32_t { throw 5; }).status,
            Status::unknown);
}

TEST_F(SessionFaultsTest, IgnoresRowsEmittedAfterTheCall) {
  const movie_op* kept = nullptr;
  after(Verb::get, [&](const movie_op& op) {
    kept = &op;
    return MOVIE_NOT_FOUND;
  });
  auto session = store_->session(false);
  Operation get(Verb::get);
  get.rows = &rows_;
  session.execute(get);
  EXPECT_NE(emit(*kept, row(7)), 0);
  EXPECT_THAT(rows_.taken, ElementsAre());
}

TEST_F(SessionFaultsTest, TakesRowsThatHaveGrownAndOnesThatLackAKey) {
  struct Grown {
    movie_row row;
    std::uint64_t more;
  };
  const Operation& list = after(Verb::list, [](const movie_op& op) {
    Grown grown{row(1), UINT64_MAX};
    grown.row.struct_size = sizeof grown;
    EXPECT_EQ(emit(op, grown.row), 0);
    movie_row cut = row(2);
    cut.struct_size = offsetof(movie_row, title_key);
    EXPECT_EQ(emit(op, cut), 0);
    EXPECT_EQ(emit(op, row(3)), 0);
    return MOVIE_OK;
  });
  EXPECT_EQ(list.status, Status::ok) << list.message;
  EXPECT_THAT(rows_.ids(), ElementsAre(1, 2, 3));
}

TEST_F(SessionFaultsTest, RefusesRowsFromAnotherThread) {
  const Operation& get = after(Verb::get, [](const movie_op& op) {
    std::thread([&] { EXPECT_NE(emit(op, row(7)), 0); }).join();
    emit(op, row(7));
    return MOVIE_OK;
  });
  EXPECT_EQ(get.status, Status::internal);
  EXPECT_THAT(get.message, HasSubstr("another thread"));
  EXPECT_EQ(after(Verb::get, [](const movie_op& op) { return emit(op, row(7)); }).status,
            Status::ok)
      << "what comes later is judged anew";
}

TEST_F(SessionFaultsTest, TakesNoRowAfterItSaidStop) {
  rows_.most = 1;
  const Operation& list = after(Verb::list, [](const movie_op& op) {
    EXPECT_NE(emit(op, row(1)), 0);
    for (std::int64_t id = 2; id < 1'000; ++id) EXPECT_NE(emit(op, row(id)), 0);
    return MOVIE_OK;
  });
  EXPECT_EQ(list.status, Status::ok);
  EXPECT_THAT(rows_.ids(), ElementsAre(1));
}

TEST_F(SessionFaultsTest, BelievesNoRowOfAWriteThatThenFailed) {  // [S-8]
  for (const std::int32_t status : {MOVIE_FULL, MOVIE_UNKNOWN, MOVIE_INTERNAL, MOVIE_UNSET}) {
    const Operation& create = after(Verb::create, [status](const movie_op& op) {
      emit(op, row(1));
      return status;
    });
    EXPECT_NE(create.status, Status::ok);
    EXPECT_EQ(create.count, 0);
  }
}

TEST_F(SessionFaultsTest, RefusesCreatedRowsThatNobodyGave) {
  struct One final : RowSource {
    MovieDraft film{"T", 2000, "G"};
    bool given = false;
    const MovieDraft* next() override { return std::exchange(given, true) ? nullptr : &film; }
  } one;
  fake_.capabilities = MOVIE_MANY;
  fake_.on_op = [](const movie_call&, const movie_op& op) {
    const movie_row* source = nullptr;
    EXPECT_EQ(op.next(op.ctx, &source), 1);
    for (std::int64_t id = 1; id < 1'000'000 && emit(op, row(id)) == 0; ++id) op.result->count = id;
    return MOVIE_OK;
  };
  Operation many(Verb::create_many);
  many.source = &one;
  run(many);
  EXPECT_EQ(many.status, Status::internal);
  EXPECT_THAT(many.message, HasSubstr("that nobody gave"));
  EXPECT_EQ(rows_.taken.size(), 1u);
}

TEST_F(SessionFaultsTest, MayGetAWholeCallWithoutResults) {
  fake_.on_call = [](bool, const movie_call&) { return 4711; };
  Operation get(Verb::get), create(Verb::create);
  create.values = {"T", 2000, "G"};
  run(get);
  run(create);
  EXPECT_EQ(get.status, Status::internal);
  EXPECT_NE(create.status, Status::ok);
}

}  // namespace
}  // namespace movie::store
