#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>

#include "movie/plugin.hpp"

namespace movie::sdk {
namespace {

using testing::HasSubstr;
using testing::StrEq;

/// What the backend below does in the function under test; set by each case.
std::function<void()> misbehave;

struct Custom {};

/// Throws wherever it is called.
class Throwing final : public SimpleStore {
 public:
  explicit Throwing(const Open& how) {
    if (how.url() == "throw") misbehave();
  }
  ~Throwing() override { ++closed; }
  Limits limits() const override { return {3, 2, 7, 1u << MOVIE_OP_GET, true}; }
  Status get(std::int64_t, Operation& op) override { return thrown(op); }
  Status list(const Query&, Operation& op) override { return thrown(op); }
  Status create(const Row&, Operation& op) override { return thrown(op); }
  Status update(std::int64_t, const Row&, std::uint64_t, Operation& op) override {
    return thrown(op);
  }
  Status remove(std::int64_t, Operation& op) override { return thrown(op); }
  Status ping(Operation&) override { return MOVIE_OK; }
  Status create_many(Operation& op) override { return thrown(op); }
  Status clear(Operation& op) override { return thrown(op); }
  void migrate(const Migration&) { misbehave(); }

  inline static int closed = 0;

 private:
  static Status thrown(Operation&) {
    misbehave();
    return MOVIE_OK;
  }
};

/// Throws out of execute itself, when it has ended the first operation.
class ThrowingGroup final : public SimpleStore {
 public:
  explicit ThrowingGroup(const Open&) {}
  Status get(std::int64_t, Operation&) override { return MOVIE_NOT_FOUND; }
  Status list(const Query&, Operation&) override { return MOVIE_OK; }
  Status create(const Row&, Operation&) override { return MOVIE_OK; }
  Status update(std::int64_t, const Row&, std::uint64_t, Operation&) override { return MOVIE_OK; }
  Status remove(std::int64_t, Operation&) override { return MOVIE_OK; }
  void execute(const Call& call) override {
    Operation first = call[0];
    run(first);
    misbehave();
  }
};

constexpr std::uint64_t kAll = MOVIE_FILTER | MOVIE_IF_EMPTY | MOVIE_MANY | MOVIE_CLEARS;
constexpr movie_plugin kThrowing = detail::table<Throwing, kAll>("throwing", "1.0");
constexpr movie_plugin kThrowingGroup = detail::table<ThrowingGroup, 0>("throwing_group", "1.0");

/// A store of one plug-in and what its functions say.
class Containment : public testing::Test {
 protected:
  ~Containment() override {
    if (session_ != nullptr) plugin_->session_close(session_);
    if (store_ != nullptr) plugin_->close(store_);
  }
  Status open(const movie_plugin& plugin, std::string_view url = "") {
    plugin_ = &plugin;
    const movie_open how{sizeof how, 0, nullptr, text(url), nullptr, 0};
    const Status opened = plugin.open(&how, &store_, &limits_, &error_);
    return opened == MOVIE_OK ? plugin.session_open(store_, 1, &session_, &error_) : opened;
  }
  Status execute(std::uint32_t code) {
    op_.code = code;
    result_.status = MOVIE_UNSET;
    const movie_op* const ops[] = {&op_};
    const movie_call call{sizeof call, 0, 0, {nullptr, 0}, 1, ops};
    EXPECT_EQ(plugin_->execute(session_, &call), MOVIE_OK);
    return result_.status;
  }

  char message_[64] = "";
  movie_error error_{sizeof(movie_error), 0, message_, sizeof message_};
  movie_limits limits_{sizeof(movie_limits), 0, 0, 0, 0, 0, 0};
  movie_result result_{sizeof(movie_result), MOVIE_UNSET, 0, 0, 0, message_, sizeof message_};
  movie_row row_{sizeof(movie_row), 2000, 0, {"Alien", 5}, {"Horror", 6}, {nullptr, 0}};
  movie_query query_{sizeof(movie_query), 0,         nullptr, 0, UINT64_MAX, 0,
                     INT32_MIN,           INT32_MAX, 0,       0, 0,          nullptr};
  movie_op op_{sizeof(movie_op),
               0,
               0,
               0,
               1,
               0,
               &row_,
               &query_,
               [](void*, const movie_row*) { return 0; },
               [](void*, const movie_row**) { return 0; },
               nullptr,
               &result_,
               nullptr,
               nullptr};
  const movie_plugin* plugin_ = nullptr;
  movie_store* store_ = nullptr;
  movie_session* session_ = nullptr;
};

constexpr std::uint32_t kThrowingOps[] = {MOVIE_OP_GET,    MOVIE_OP_LIST,   MOVIE_OP_CREATE,
                                          MOVIE_OP_UPDATE, MOVIE_OP_REMOVE, MOVIE_OP_CREATE_MANY,
                                          MOVIE_OP_CLEAR};

TEST_F(Containment, AStandardExceptionOutOfAVerbIsInternalWithItsMessage) {  // [S-14]
  ASSERT_EQ(open(kThrowing), MOVIE_OK);
  misbehave = [] { throw std::runtime_error("the disk is on fire"); };
  for (const std::uint32_t code : kThrowingOps) {
    EXPECT_EQ(execute(code), MOVIE_INTERNAL) << code;
    EXPECT_THAT(message_, StrEq("the disk is on fire"));
  }
  EXPECT_EQ(execute(MOVIE_OP_PING), MOVIE_OK) << "and the store lives";
}

TEST_F(Containment, AnythingElseOutOfAVerbIsInternal) {  // [S-14]
  ASSERT_EQ(open(kThrowing), MOVIE_OK);
  for (const auto& thrower :
       std::vector<std::function<void()>>{[] { throw 42; }, [] { throw Custom{}; },
                                          [] { throw "text"; }, [] { throw std::bad_alloc(); }}) {
    misbehave = thrower;
    for (const std::uint32_t code : kThrowingOps) EXPECT_EQ(execute(code), MOVIE_INTERNAL) << code;
    EXPECT_THAT(message_, testing::Not(StrEq("")));
  }
}

TEST_F(Containment, AFailureKeepsItsStatusMessageAndNativeCode) {
  ASSERT_EQ(open(kThrowing), MOVIE_OK);
  misbehave = [] { throw Failure(MOVIE_FULL, "no room", 13); };
  EXPECT_EQ(execute(MOVIE_OP_CREATE), MOVIE_FULL);
  EXPECT_EQ(result_.native, 13u);
  EXPECT_THAT(message_, StrEq("no room"));
}

TEST_F(Containment, AnExceptionOutOfExecuteEndsWhatHadNotEnded) {  // [S-68]
  ASSERT_EQ(open(kThrowingGroup), MOVIE_OK);
  misbehave = [] { throw Failure(MOVIE_UNAVAILABLE, "gone"); };
  movie_result second = result_;
  op_.code = MOVIE_OP_GET;
  movie_op other = op_;
  other.result = &second;
  const movie_op* const ops[] = {&op_, &other};
  const movie_call call{sizeof call, 0, 0, {nullptr, 0}, 2, ops};
  EXPECT_EQ(plugin_->execute(session_, &call), MOVIE_UNAVAILABLE);
  EXPECT_EQ(result_.status, MOVIE_NOT_FOUND);
  EXPECT_EQ(second.status, MOVIE_UNAVAILABLE);
  misbehave = [] { throw Custom{}; };
  EXPECT_EQ(plugin_->execute(session_, &call), MOVIE_INTERNAL);
}

TEST_F(Containment, AnExceptionOutOfOpenIsItsRefusal) {
  misbehave = [] { throw Failure(MOVIE_UNAVAILABLE, "connection refused", 111); };
  EXPECT_EQ(open(kThrowing, "throw"), MOVIE_UNAVAILABLE);
  EXPECT_EQ(error_.native, 111u);
  EXPECT_THAT(message_, StrEq("connection refused"));
  misbehave = [] { throw Custom{}; };
  EXPECT_EQ(open(kThrowing, "throw"), MOVIE_INTERNAL);
  EXPECT_EQ(store_, nullptr);
}

TEST_F(Containment, AnExceptionOutOfMigrateIsItsRefusal) {
  ASSERT_EQ(open(kThrowing), MOVIE_OK);
  const movie_migration how{sizeof how, MOVIE_MIGRATE_UP, 0, nullptr, nullptr};
  misbehave = [] { throw Failure(MOVIE_BUSY, "locked"); };
  EXPECT_EQ(kThrowing.migrate(store_, &how, &error_), MOVIE_BUSY);
  misbehave = [] { throw 1; };
  EXPECT_EQ(kThrowing.migrate(store_, &how, nullptr), MOVIE_INTERNAL)
      << "and without a place for the reason";
  misbehave = [] {};
  EXPECT_EQ(kThrowing.migrate(store_, &how, &error_), MOVIE_OK);
}

TEST_F(Containment, ABackendWithoutMigrateHasNoSchema) {
  const detail::Migrate with = kThrowing.migrate, without = kThrowingGroup.migrate;
  EXPECT_TRUE(with);
  EXPECT_FALSE(without);
}

TEST_F(Containment, NullArgumentsAreInvalid) {
  EXPECT_EQ(kThrowing.open(nullptr, &store_, &limits_, &error_), MOVIE_INVALID);
  EXPECT_THAT(message_, HasSubstr("how"));
  ASSERT_EQ(open(kThrowing), MOVIE_OK);
  EXPECT_EQ(plugin_->session_open(store_, 1, nullptr, &error_), MOVIE_INVALID);
  EXPECT_EQ(plugin_->session_open(nullptr, 1, &session_, &error_), MOVIE_INVALID);
  EXPECT_EQ(plugin_->migrate(store_, nullptr, &error_), MOVIE_INVALID);
  EXPECT_EQ(plugin_->execute(session_, nullptr), MOVIE_INVALID);
  const movie_op* const nothing[] = {nullptr};
  movie_call call{sizeof call, 0, 0, {nullptr, 0}, 1, nothing};
  EXPECT_EQ(plugin_->execute(session_, &call), MOVIE_INVALID);
  op_.result = nullptr;
  const movie_op* const no_result[] = {&op_};
  call.ops = no_result;
  EXPECT_EQ(plugin_->execute(session_, &call), MOVIE_INVALID);
}

TEST_F(Containment, OpenReportsLimitsAndCloseDestroys) {
  ASSERT_EQ(open(kThrowing), MOVIE_OK);
  EXPECT_EQ(limits_.max_sessions, 3u);
  EXPECT_EQ(limits_.max_writers, 2u);
  EXPECT_EQ(limits_.max_batch, 7u);
  EXPECT_EQ(limits_.no_wait_ops, 1u << MOVIE_OP_GET);
  EXPECT_EQ(limits_.flags, MOVIE_CREATED);
  const int before = Throwing::closed;
  plugin_->session_close(std::exchange(session_, nullptr));
  EXPECT_EQ(Throwing::closed, before) << "a session of a simple store is no owner";
  plugin_->close(std::exchange(store_, nullptr));
  EXPECT_EQ(Throwing::closed, before + 1);
}

}  // namespace
}  // namespace movie::sdk
