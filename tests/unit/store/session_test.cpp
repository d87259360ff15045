#include <gmock/gmock.h>

#include <limits>
#include <stdexcept>
#include <string>
#include <vector>

#include "store/store.hpp"
#include "unit/store/fake_store.hpp"

namespace movie::store {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

/// Keeps what it is given.
struct Rows final : RowSink {
  std::vector<Movie> taken;
  std::size_t most = std::numeric_limits<std::size_t>::max();
  bool take(const MovieView& row) override {
    taken.push_back({row.id, std::string(row.title), row.year, std::string(row.genre)});
    return taken.size() < most;
  }
  [[nodiscard]] std::vector<std::int64_t> ids() const {
    std::vector<std::int64_t> all;
    for (const Movie& row : taken) all.push_back(row.id);
    return all;
  }
};

class SessionTest : public ::testing::Test {
 protected:
  void run(Operation& operation, bool no_wait = false) {
    if (!store_) store_ = fake_.open();
    if (operation.rows == nullptr) operation.rows = &rows_;
    store_->session(true).execute(operation, no_wait);
  }
  void create(const std::string& title, const std::string& genre = "Drama") {
    Operation operation(Verb::create);
    operation.values = {title, 2000, genre};
    Rows ignored;
    operation.rows = &ignored;
    run(operation);
    ASSERT_EQ(operation.status, Status::ok) << operation.message;
  }
  /// The outcome of an operation of which the plug-in does `behaviour`.
  Operation& after(Verb verb, std::function<std::int32_t(const movie_op&)> behaviour,
                   bool no_wait = false) {
    fake_.on_op = [behaviour = std::move(behaviour)](const movie_call&, const movie_op& op) {
      return behaviour(op);
    };
    asked_ = std::make_unique<Operation>(verb);
    asked_->id = 7;
    asked_->values = {"T", 2000, "G"};
    run(*asked_, no_wait);
    return *asked_;
  }
  static movie_row row(std::int64_t id, std::string_view title = "T",
                       std::string_view genre = "G") {
    return {
        sizeof(movie_row), 2000, id, {title.data(), title.size()}, {genre.data(), genre.size()}};
  }
  static std::int32_t emit(const movie_op& op, const movie_row& row) {
    return op.emit(op.ctx, &row);
  }

  test::FakeStore fake_;
  std::unique_ptr<Store> store_;
  Rows rows_;
  std::unique_ptr<Operation> asked_;
};

TEST_F(SessionTest, WritesAndReadsBack) {
  create("Alien");
  Operation get(Verb::get);
  get.id = 1;
  run(get);
  EXPECT_EQ(get.status, Status::ok);
  EXPECT_THAT(rows_.taken, ElementsAre(Movie{1, "Alien", 2000, "Drama"}));
}

TEST_F(SessionTest, SetsOnlyTheFieldsOfAChange) {
  create("Alien");
  Operation update(Verb::update);
  update.id = 1;
  update.values.year = 1979;
  run(update);
  EXPECT_EQ(update.status, Status::ok);
  EXPECT_THAT(rows_.taken, ElementsAre(Movie{1, "Alien", 1979, "Drama"}));
}

TEST_F(SessionTest, CarriesTheQuestionInTheContractsTerms) {
  fake_.capabilities = MOVIE_FILTER;
  const auto deadline = Clock::time_point(std::chrono::nanoseconds(123'456));
  fake_.on_op = [](const movie_call& call, const movie_op& op) {
    EXPECT_EQ(call.struct_size, sizeof(movie_call));
    EXPECT_EQ(call.require, MOVIE_NO_WAIT);
    EXPECT_EQ(call.deadline_ns, 123'456u);
    EXPECT_EQ(std::string_view(call.trace.data, call.trace.size), "t-1");
    EXPECT_EQ(op.struct_size, sizeof(movie_op));
    EXPECT_EQ(op.require, MOVIE_FILTER);
    EXPECT_EQ(op.result->struct_size, sizeof(movie_result));
    EXPECT_EQ(op.result->status, MOVIE_UNSET);
    EXPECT_EQ(op.query->struct_size, sizeof(movie_query));
    EXPECT_EQ(op.query->n_genres, 2u);
    EXPECT_EQ(std::string_view(op.query->genres[1].data, op.query->genres[1].size), "War");
    EXPECT_EQ(op.query->skip, 3u);
    EXPECT_EQ(op.query->limit, 4u);
    EXPECT_EQ(op.query->after, 5);
    return MOVIE_OK;
  };
  Operation list(Verb::list);
  list.query = {{"Drama", "War"}, 3, 4, 5};
  list.deadline = deadline;
  list.trace = "t-1";
  run(list, true);
  EXPECT_EQ(list.status, Status::ok) << list.message;
}

TEST_F(SessionTest, RunsManyOperationsInOneCallEachWithItsOwnOutcome) {
  create("Alien");
  int calls = 0;
  fake_.on_call = [&](bool, const movie_call& call) {
    ++calls;
    EXPECT_EQ(call.deadline_ns, UINT64_MAX) << "the latest of the operations' deadlines";
    for (std::uint64_t i = 0; i < call.n_ops; ++i)
      call.ops[i]->result->status = fake_.work(*call.ops[i]);
    return MOVIE_OK;
  };
  Operation ping(Verb::ping), absent(Verb::get), remove(Verb::remove), create(Verb::create);
  ping.deadline = Clock::now();
  absent.id = 99;
  remove.id = 1;
  Operation* all[] = {&ping, &absent, &remove, &create};
  store_->session(true).execute(all);
  EXPECT_EQ(calls, 1);
  EXPECT_EQ(ping.status, Status::ok);
  EXPECT_EQ(absent.status, Status::not_found);
  EXPECT_EQ(remove.status, Status::ok);
  EXPECT_EQ(create.status, Status::invalid) << "values were missing";
}

TEST_F(SessionTest, SplitsWhatIsMoreThanTheStoreTakesAtOnce) {
  fake_.limits.max_batch = 2;
  std::vector<std::uint64_t> sizes;
  fake_.on_call = [&](bool, const movie_call& call) {
    sizes.push_back(call.n_ops);
    return MOVIE_UNAVAILABLE;
  };
  store_ = fake_.open();
  Operation one(Verb::ping), two(Verb::ping), three(Verb::ping);
  Operation* all[] = {&one, &two, &three};
  store_->session(false).execute(all);
  EXPECT_THAT(sizes, ElementsAre(2u, 1u));
  EXPECT_EQ(three.status, Status::unavailable)
      << "what execute returns counts for results left unset";
}

TEST_F(SessionTest, TakesAResultLeftUnsetAsInternalForAReadAndUnknownForAWrite) {
  const auto nothing = [](const movie_op&) { return MOVIE_UNSET; };
  EXPECT_EQ(after(Verb::get, nothing).status, Status::internal);
  EXPECT_EQ(after(Verb::list, nothing).status, Status::internal);
  EXPECT_EQ(after(Verb::create, nothing).status, Status::unknown);
  EXPECT_EQ(after(Verb::remove, nothing).status, Status::unknown);
  EXPECT_THAT(asked_->message, HasSubstr("left no result"));
}

TEST_F(SessionTest, TakesAStatusThatDoesNotFitAsInternal) {
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

TEST_F(SessionTest, KeepsTheMessageOfAFailureEvenOneWithoutEnd) {
  const Operation& failed = after(Verb::ping, [](const movie_op& op) {
    std::fill_n(op.result->message, op.result->message_size, 'x');
    op.result->message = nullptr;
    op.result->message_size = UINT64_MAX;
    return MOVIE_UNAVAILABLE;
  });
  EXPECT_EQ(failed.status, Status::unavailable);
  EXPECT_THAT(failed.message, ::testing::MatchesRegex("x+"));
}

TEST_F(SessionTest, DoesNotPassOnARowThatIsNone) {
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

TEST_F(SessionTest, ServesRowsThatBreakTheFieldRules) {
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

TEST_F(SessionTest, RefusesAListOutOfOrderOrLongerThanAskedFor) {
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

TEST_F(SessionTest, StopsAListWhoseSinkHasEnough) {
  for (const char* title : {"a", "b", "c"}) create(title);
  rows_.most = 2;
  Operation list(Verb::list);
  run(list);
  EXPECT_EQ(list.status, Status::ok);
  EXPECT_THAT(rows_.ids(), ElementsAre(1, 2));
}

TEST_F(SessionTest, ContainsExceptionsOfSinksAndPlugins) {
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

TEST_F(SessionTest, IgnoresRowsEmittedAfterTheCall) {
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

TEST_F(SessionTest, FiltersForAStoreThatCannot) {
  for (int i = 0; i < 2500; ++i)
    create("t", i % 1000 == 999 ? "War" : i % 2 == 0 ? "Drama" : "Comedy");
  Operation list(Verb::list);
  list.query = {{"War", "Romance"}, 1, 1, 0};
  run(list);
  EXPECT_EQ(list.status, Status::ok) << list.message;
  EXPECT_THAT(rows_.ids(), ElementsAre(2000));

  run(list, true);
  EXPECT_EQ(list.status, Status::again) << "a walk is long";

  list.deadline = Clock::now();
  run(list);
  EXPECT_EQ(list.status, Status::timeout);
}

TEST_F(SessionTest, DoesNotAskForWhatThePluginCannot) {
  struct None final : RowSource {
    const MovieDraft* next() override { return nullptr; }
  } none;
  fake_.on_op = [](const movie_call&, const movie_op&) { return MOVIE_OK; };
  Operation many(Verb::create_many), clear(Verb::clear);
  many.source = &none;
  run(many);
  EXPECT_EQ(many.status, Status::unsupported);
  run(clear);
  EXPECT_EQ(clear.status, Status::unsupported);

  fake_.capabilities = MOVIE_MANY | MOVIE_CLEARS;
  store_ = fake_.open();
  run(many);
  EXPECT_EQ(many.status, Status::ok);
  run(clear);
  EXPECT_EQ(clear.status, Status::ok);
  many.if_empty = true;
  run(many);
  EXPECT_EQ(many.status, Status::unsupported);
}

TEST_F(SessionTest, HandsOverRowsAndContainsASourceThatFails) {
  struct Source final : RowSource {
    MovieDraft draft{"T", 1999, "G"};
    int left = 2;
    bool fails = false;
    const MovieDraft* next() override {
      if (left-- > 0) return &draft;
      if (fails) throw std::runtime_error("line 3");
      return nullptr;
    }
  } source;
  fake_.capabilities = MOVIE_MANY;
  fake_.on_op = [](const movie_call&, const movie_op& op) {
    const movie_row* row = nullptr;
    std::int32_t more = 0;
    while ((more = op.next(op.ctx, &row)) == 1) {
      EXPECT_EQ(std::string_view(row->title.data, row->title.size), "T");
      EXPECT_EQ(row->year, 1999);
      ++op.result->count;
    }
    return more == 0 ? MOVIE_OK : MOVIE_INVALID;
  };
  Operation many(Verb::create_many);
  many.source = &source;
  run(many);
  EXPECT_EQ(many.status, Status::ok) << many.message;
  EXPECT_EQ(many.count, 2);

  source.left = 1;
  source.fails = true;
  run(many);
  EXPECT_EQ(many.status, Status::invalid);
  EXPECT_THAT(many.message, HasSubstr("line 3"));
}

}  // namespace
}  // namespace movie::store
