#include "writer.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <thread>

#include "failure.hpp"
#include "unit/store/fake_store.hpp"

namespace movie::tools {
namespace {

using namespace std::chrono_literals;
using testing::ElementsAre;

/// Rows that take their time.
class Rows final : public store::RowSource {
 public:
  explicit Rows(int count, std::chrono::milliseconds each = 0ms) : left_(count), each_(each) {}
  const MovieDraft* next() override {
    if (left_ == 0) return nullptr;
    --left_;
    std::this_thread::sleep_for(each_);
    return &row_;
  }

 private:
  int left_;
  std::chrono::milliseconds each_;
  MovieDraft row_{"Alien", 1979, "Horror"};
};

class WriterTest : public testing::Test {
 protected:
  /// A plug-in that takes rows in bulk and notes how many each transaction had, then `ending`.
  void take_many(std::int32_t ending = MOVIE_OK) {
    fake_.capabilities |= MOVIE_MANY;
    fake_.on_op = [this, ending](const movie_call&, const movie_op& op) -> std::int32_t {
      if (op.code != MOVIE_OP_CREATE_MANY) return fake_.work(op);
      if ((op.require & MOVIE_IF_EMPTY) != 0 && !transactions_.empty()) return MOVIE_EXISTS;
      const movie_row* row = nullptr;
      int count = 0;
      while (op.next(op.ctx, &row) == 1) ++count;
      transactions_.push_back(count);
      op.result->count = count;
      return ending;
    };
  }

  test::FakeStore fake_;
  std::vector<int> transactions_;
};

TEST_F(WriterTest, CommitsEveryFewMilliseconds) {
  take_many();
  const auto store = fake_.open();
  Writer writer(*store);
  Rows rows(40, 2ms);
  EXPECT_EQ(writer.write(rows), Status::ok);
  EXPECT_EQ(writer.created(), 40);
  EXPECT_GE(transactions_.size(), 4U) << "80 ms of rows";
}

TEST_F(WriterTest, FastRowsShareATransaction) {
  take_many();
  const auto store = fake_.open();
  Writer writer(*store);
  Rows rows(5);
  writer.write(rows);
  EXPECT_THAT(transactions_, ElementsAre(5));
}

TEST_F(WriterTest, IfEmptyHoldsForTheFirstTransactionOnly) {
  fake_.capabilities = MOVIE_IF_EMPTY;
  take_many();
  const auto store = fake_.open();
  Writer first(*store), second(*store);
  Rows rows(20, 2ms), more(5);
  EXPECT_EQ(first.write(rows, true), Status::ok);
  EXPECT_EQ(first.created(), 20) << "its own films do not keep it from going on";
  EXPECT_EQ(second.write(more, true), Status::exists);
  EXPECT_EQ(second.created(), 0);
}

TEST_F(WriterTest, DoesWithoutBulkAndWithoutIfEmpty) {
  const auto store = fake_.open();
  Writer first(*store), second(*store);
  Rows rows(150), more(5);
  EXPECT_EQ(first.write(rows, true), Status::ok);
  EXPECT_EQ(first.created(), 150);
  EXPECT_EQ(second.write(more, true), Status::exists);
  EXPECT_EQ(second.write(more), Status::ok);
  EXPECT_EQ(second.created(), 5);
}

TEST_F(WriterTest, DoesWithoutIfEmptyOnly) {
  take_many();
  const auto store = fake_.open();
  Writer writer(*store);
  Rows rows(5);
  EXPECT_EQ(writer.write(rows, true), Status::ok);
  EXPECT_THAT(transactions_, ElementsAre(5));
}

TEST_F(WriterTest, RestoresInOneTransaction) {
  fake_.capabilities = MOVIE_IF_EMPTY | MOVIE_KEEP_ID;
  take_many();
  const auto store = fake_.open();
  Writer first(*store), second(*store);
  Rows rows(40, 2ms), more(5);
  EXPECT_EQ(first.restore(rows), Status::ok);
  EXPECT_EQ(first.created(), 40);
  EXPECT_EQ(second.restore(more), Status::exists);
  EXPECT_THAT(transactions_, ElementsAre(40));
}

TEST_F(WriterTest, RestoresNothingWhereIdsCannotBeKept) {
  fake_.capabilities = MOVIE_IF_EMPTY;
  take_many();
  const auto store = fake_.open();
  Writer writer(*store);
  Rows rows(5);
  EXPECT_THROW(writer.restore(rows), Failure);
  EXPECT_THAT(transactions_, testing::IsEmpty());
}

struct Case {
  std::int32_t status;
  config::ExitStatus exit_status;
};

TEST_F(WriterTest, FailureSaysWhetherTryingAgainHelps) {
  for (const auto& [status, exit_status] :
       {Case{MOVIE_BUSY, config::kStoreUnreachable},
        Case{MOVIE_UNAVAILABLE, config::kStoreUnreachable},
        Case{MOVIE_TIMEOUT, config::kStoreUnreachable}, Case{MOVIE_FULL, config::kFailed},
        Case{MOVIE_UNKNOWN, config::kFailed}, Case{MOVIE_INTERNAL, config::kFailed}}) {
    take_many(status);
    const auto store = fake_.open();
    Writer writer(*store);
    Rows rows(5);
    try {
      writer.write(rows);
      FAIL() << status;
    } catch (const Failure& failure) {
      EXPECT_EQ(failure.status(), exit_status) << failure.what();
    }
    EXPECT_EQ(writer.created(), 0);
  }
}

TEST_F(WriterTest, OfSingleCreatesThoseBeforeAFailureCount) {
  int done = 0;
  fake_.on_op = [&](const movie_call&, const movie_op& op) {
    return ++done == 70 ? MOVIE_FULL : fake_.work(op);
  };
  const auto store = fake_.open();
  Writer writer(*store);
  Rows rows(100);
  EXPECT_THROW(writer.write(rows), Failure);
  EXPECT_EQ(writer.created(), 99);
}

}  // namespace
}  // namespace movie::tools
