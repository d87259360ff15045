#include "unit/store/session_fixture.hpp"

#include <gmock/gmock.h>

#include <map>
#include <stdexcept>

namespace movie::store {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

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

TEST_F(SessionTest, CarriesWhatACreateIsRememberedBy) {
  fake_.capabilities = MOVIE_MEMO;
  fake_.on_op = [](const movie_call&, const movie_op& op) {
    EXPECT_EQ(op.require, MOVIE_MEMO);
    EXPECT_EQ(op.memo->struct_size, sizeof(movie_memo));
    EXPECT_EQ(std::string_view(op.memo->key.data, op.memo->key.size), "k");
    EXPECT_EQ(std::string_view(op.memo->digest.data, op.memo->digest.size), "d");
    EXPECT_EQ(op.memo->lifetime_s, 3'600u);
    EXPECT_EQ(op.memo->now_s, 1'800'000'000);
    EXPECT_EQ(op.memo->most, 9u);
    op.result->count = 1;
    return emit(op, row(7)) == 0 ? MOVIE_OK : MOVIE_INTERNAL;
  };
  Operation create(Verb::create);
  create.values = {"T", 2000, "G"};
  const std::chrono::system_clock::time_point now(std::chrono::milliseconds(1'800'000'000'999));
  create.memo = {"k", "d", std::chrono::hours(1), now, 9};
  run(create);
  EXPECT_EQ(create.status, Status::ok) << create.message;
  EXPECT_EQ(create.count, 1);
  fake_.on_op = [](const movie_call&, const movie_op&) { return MOVIE_EXISTS; };
  run(create);
  EXPECT_EQ(create.status, Status::exists);
  create.memo.reset();
  run(create);
  EXPECT_EQ(create.status, Status::internal) << "a plain create has nothing that could exist";
}

TEST_F(SessionTest, NamesFieldsForAnUpdateOnly) {  // [S-2]
  std::map<std::uint32_t, std::uint64_t> fields;
  fake_.on_op = [&](const movie_call&, const movie_op& op) {
    fields[op.code] = op.fields;
    return fake_.work(op);
  };
  create("Alien");
  Operation update(Verb::update);
  update.id = 1;
  update.values.title = "Aliens";
  run(update);
  EXPECT_EQ(fields.at(MOVIE_OP_CREATE), 0u);
  EXPECT_EQ(fields.at(MOVIE_OP_UPDATE), MOVIE_TITLE);
}

TEST_F(SessionTest, ACreateThatNobodyCanRememberIsNotDone) {
  create("Alien");
  Operation once(Verb::create);
  once.values = {"T", 2000, "G"};
  once.memo = {"k", "d", std::chrono::hours(1), {}, 9};
  run(once);
  EXPECT_EQ(once.status, Status::unsupported);
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

TEST_F(SessionTest, StopsAListWhoseSinkHasEnough) {
  for (const char* title : {"a", "b", "c"}) create(title);
  rows_.most = 2;
  Operation list(Verb::list);
  run(list);
  EXPECT_EQ(list.status, Status::ok);
  EXPECT_THAT(rows_.ids(), ElementsAre(1, 2));
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

TEST_F(SessionTest, BelievesTheIdsOfManyOnlyIfTheyAreAllThereInOrder) {
  struct Same final : RowSource {
    MovieDraft film{"T", 2000, "G"};
    const MovieDraft* next() override { return &film; }
  } source;
  fake_.capabilities = MOVIE_MANY;
  for (const auto& [ids, count, expected] :
       std::initializer_list<std::tuple<std::vector<std::int64_t>, std::int64_t, Status>>{
           {{3, 4, 9}, 3, Status::ok},
           {{}, 0, Status::ok},
           {{3, 4}, 3, Status::internal},
           {{3, 4}, 1, Status::internal},
           {{4, 3}, 2, Status::internal},
           {{3, 3}, 2, Status::internal}}) {
    fake_.on_op = [&ids = ids, &count = count](const movie_call&, const movie_op& op) {
      const movie_row* given = nullptr;
      for (const std::int64_t id : ids) op.next(op.ctx, &given), emit(op, row(id));
      op.result->count = count;
      return MOVIE_OK;
    };
    Operation many(Verb::create_many);
    many.source = &source;
    run(many);
    EXPECT_EQ(many.status, expected) << many.message;
  }
}

TEST_F(SessionTest, AsksForTheRowsOfManyOnlyWhereSomebodyTakesThem) {
  struct Nothing final : RowSource {
    const MovieDraft* next() override { return nullptr; }
  } source;
  fake_.capabilities = MOVIE_MANY;
  bool asked = true;
  fake_.on_op = [&asked](const movie_call&, const movie_op& op) {
    asked = op.emit != nullptr;
    return MOVIE_OK;
  };
  Operation many(Verb::create_many);
  many.source = &source;
  run(many);
  EXPECT_TRUE(asked);
  many.rows = nullptr;
  store_->session(true).execute(many);
  EXPECT_FALSE(asked);
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
      emit(op, SessionTest::row(++op.result->count));
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
