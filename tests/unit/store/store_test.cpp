#include "store/store.hpp"

#include <gmock/gmock.h>

#include <chrono>
#include <thread>

#include "unit/store/fake_store.hpp"

namespace movie::store {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Pair;

movie_text text(std::string_view text) { return {text.data(), text.size()}; }

TEST(StoreTest, HandsOverItsOptions) {
  test::FakeStore fake;
  const auto store = fake.open();
  EXPECT_THAT(fake.options, ElementsAre(Pair("client", "test/1"), Pair("echo", "0"),
                                        Pair("pool_size", "5"), Pair("pool_timeout_ms", "30000")));
}

TEST(StoreTest, ClosesOnce) {
  test::FakeStore fake;
  fake.open().reset();
  EXPECT_EQ(fake.closed, 1);
}

TEST(StoreTest, TellsItsLimits) {
  test::FakeStore fake;
  EXPECT_EQ(fake.open()->limits().max_sessions, 0u);
  fake.limits = {sizeof(movie_limits), MOVIE_CREATED, 4, 9, 7, 0, 6};
  const Limits limits = fake.open()->limits();
  EXPECT_EQ(limits.max_sessions, 4u);
  EXPECT_EQ(limits.max_writers, 4u) << "no more writers than sessions";
  EXPECT_EQ(limits.max_batch, 7u);
  EXPECT_EQ(limits.no_wait_ops, 6u);
  EXPECT_TRUE(limits.created);
}

TEST(StoreTest, ThrowsThePluginsReason) {
  test::FakeStore fake;
  fake.on_open = [](movie_error* error) {
    std::snprintf(error->message, error->message_size, "no such host");
    return MOVIE_UNAVAILABLE;
  };
  try {
    fake.open();
    FAIL();
  } catch (const StoreError& error) {
    EXPECT_EQ(error.status(), Status::unavailable);
    EXPECT_THAT(error.what(), HasSubstr("found no such host (unavailable)"));
  }
  EXPECT_EQ(fake.closed, 0) << "what did not open is not closed";
}

TEST(StoreTest, TellsThePluginsOwnCode) {
  test::FakeStore fake;
  fake.on_open = [](movie_error* error) {
    std::snprintf(error->message, error->message_size, "no such host");
    error->native = 110;
    return MOVIE_UNAVAILABLE;
  };
  try {
    fake.open();
    FAIL();
  } catch (const StoreError& error) {
    EXPECT_THAT(error.what(), HasSubstr("found no such host (native code 110) (unavailable)"));
  }
}

TEST(StoreTest, LogsWhatThePluginSaysUnderItsName) {
  test::FakeStore fake;
  const auto store = fake.open();
  ::testing::internal::CaptureStderr();
  fake.host->log(fake.host->ctx, MOVIE_LOG_WARNING, text("slow disk"));
  fake.host->log(fake.host->ctx, MOVIE_LOG_ERROR, {nullptr, 0});
  const std::string said = ::testing::internal::GetCapturedStderr();
  EXPECT_THAT(said, HasSubstr("WARNING fake: slow disk\n"));
}

TEST(StoreTest, WithoutMigrationsHasNothingToDo) {
  test::FakeStore fake;
  const auto store = fake.open();
  EXPECT_FALSE(store->migrates());
  EXPECT_THAT(store->migrate(MigrationMode::up), ElementsAre());
}

TEST(StoreTest, TellsItsFigures) {
  test::FakeStore fake;
  EXPECT_TRUE(fake.open()->figures().empty()) << "it has no such function";
  fake.on_figures = [](auto report, void* ctx) {
    const movie_figure films{sizeof(movie_figure), MOVIE_GAUGE, text("films"), -3};
    const movie_figure commits{sizeof(movie_figure), MOVIE_COUNTER, text("commits"), 12};
    report(ctx, &films);
    report(ctx, &commits);
  };
  const auto figures = fake.open()->figures();
  ASSERT_EQ(figures.size(), 2u);
  EXPECT_EQ(figures[0].name, "films");
  EXPECT_FALSE(figures[0].counter);
  EXPECT_EQ(figures[0].value, -3);
  EXPECT_EQ(figures[1].name, "commits");
  EXPECT_TRUE(figures[1].counter);
}

TEST(StoreTest, LeavesOutWhatIsNoFigure) {
  test::FakeStore fake;
  fake.on_figures = [](auto report, void* ctx) {
    const auto tell = [&](std::string_view name, std::uint32_t kind = MOVIE_GAUGE,
                          std::uint32_t size = sizeof(movie_figure)) {
      const movie_figure figure{size, kind, text(name), 1};
      report(ctx, &figure);
    };
    report(ctx, nullptr);
    for (const char* name : {"", "Films", "1st", "a b", "a\"b", "\xff"}) tell(name);
    tell(std::string(64, 'a'));
    tell("of_no_kind", 2);
    tell("too_short", MOVIE_GAUGE, 8);
    const movie_figure nowhere{sizeof(movie_figure), MOVIE_GAUGE, {nullptr, 5}, 1};
    report(ctx, &nowhere);
    std::thread([&] { tell("from_elsewhere"); }).join();
    tell("good");
    tell("good");
  };
  const auto figures = fake.open()->figures();
  ASSERT_EQ(figures.size(), 1u);
  EXPECT_EQ(figures[0].name, "good");
}

TEST(StoreTest, TakesNoFigureThatComesTooLate) {
  test::FakeStore fake;
  void (*kept)(void*, const movie_figure*) = nullptr;
  void* kept_ctx = nullptr;
  const movie_figure late{sizeof(movie_figure), MOVIE_GAUGE, text("late"), 1};
  fake.on_figures = [&](auto report, void* ctx) { kept = report, kept_ctx = ctx; };
  const auto store = fake.open();
  EXPECT_TRUE(store->figures().empty());
  kept(kept_ctx, &late);
  std::thread([&] { kept(kept_ctx, &late); }).join();
  EXPECT_TRUE(store->figures().empty());
}

TEST(StoreTest, OutlivesFiguresThatThrow) {
  test::FakeStore fake;
  fake.on_figures = [](auto, void*) { throw 1; };
  const auto store = fake.open();
  EXPECT_TRUE(store->figures().empty());
  EXPECT_NE(store->suspicion().since(), 0);
}

class MigrationTest : public ::testing::Test {
 protected:
  std::vector<MigrationStep> migrate(MigrationMode mode) {
    fake_.on_migrate = [this](const movie_migration& how, movie_error* error) {
      return on_migrate_(how, error);
    };
    return fake_.open()->migrate(mode);
  }
  std::function<std::int32_t(const movie_migration&, movie_error*)> on_migrate_;
  test::FakeStore fake_;
};

TEST_F(MigrationTest, TellsTheSteps) {
  on_migrate_ = [](const movie_migration& how, movie_error*) {
    EXPECT_EQ(how.mode, MOVIE_MIGRATE_PLAN);
    const movie_step first{sizeof(movie_step),  1,           MOVIE_STEP_APPLIED, 1,
                           text("0001_movies"), text("abc"), {nullptr, 0}};
    const movie_step second{sizeof(movie_step), 2,           MOVIE_STEP_PENDING, 1,
                            text("0002_x"),     text("def"), text("ALTER")};
    how.report(how.ctx, &first);
    how.report(how.ctx, &second);
    return MOVIE_OK;
  };
  const auto steps = migrate(MigrationMode::plan);
  ASSERT_EQ(steps.size(), 2u);
  EXPECT_EQ(steps[0].name, "0001_movies");
  EXPECT_EQ(steps[0].state, StepState::applied);
  EXPECT_EQ(steps[1].number, 2u);
  EXPECT_EQ(steps[1].min_reader, 1u);
  EXPECT_EQ(steps[1].state, StepState::pending);
  EXPECT_EQ(steps[1].checksum, "def");
  EXPECT_EQ(steps[1].text, "ALTER");
}

TEST_F(MigrationTest, ThrowsThePluginsReason) {
  on_migrate_ = [](const movie_migration&, movie_error* error) {
    std::snprintf(error->message, error->message_size, "step 2 has changed");
    return MOVIE_CORRUPT;
  };
  try {
    migrate(MigrationMode::up);
    FAIL();
  } catch (const StoreError& error) {
    EXPECT_EQ(error.status(), Status::corrupt);
    EXPECT_THAT(error.what(), HasSubstr("migration-failed: libstore_fake.so: "));
    EXPECT_THAT(error.what(), HasSubstr("found step 2 has changed (corrupt)"));
  }
}

TEST_F(MigrationTest, RefusesAStepInAStateThatIsNone) {
  on_migrate_ = [](const movie_migration& how, movie_error*) {
    const movie_step odd{sizeof(movie_step), 1, 9, 1, text("n"), text("c"), {nullptr, 0}};
    how.report(how.ctx, &odd);
    return MOVIE_OK;
  };
  EXPECT_THROW(migrate(MigrationMode::status), StoreError);
}

TEST_F(MigrationTest, RefusesStepsThatAreNone) {
  const auto refusal = [&](const std::vector<movie_step>& steps, bool elsewhere = false) {
    on_migrate_ = [&, elsewhere](const movie_migration& how, movie_error*) {
      const auto report = [&] {
        for (const movie_step& step : steps) how.report(how.ctx, &step);
      };
      elsewhere ? std::thread(report).join() : report();
      if (steps.empty()) how.report(how.ctx, nullptr);
      return MOVIE_OK;
    };
    try {
      migrate(MigrationMode::status);
      return std::string("none");
    } catch (const StoreError& error) {
      return std::string(error.what());
    }
  };
  const movie_step good{sizeof(movie_step), 1, 0, 1, text("n"), text("c"), {nullptr, 0}};
  EXPECT_EQ(refusal({good}), "none");
  EXPECT_THAT(refusal({}), HasSubstr("too small a size"));
  movie_step bad = good;
  bad.struct_size = 8;
  EXPECT_THAT(refusal({bad}), HasSubstr("too small a size"));
  EXPECT_THAT(refusal({good, good}), HasSubstr("step 1 after 1"));
  bad = good;
  bad.name.size = UINT64_MAX;
  EXPECT_THAT(refusal({bad}), HasSubstr("not UTF-8"));
  bad = good;
  bad.text = {nullptr, 5};
  EXPECT_THAT(refusal({bad}), HasSubstr("not UTF-8"));
  EXPECT_THAT(refusal({good}, true), HasSubstr("from another thread"));
}

TEST_F(MigrationTest, TakesAStepThatHasGrown) {
  on_migrate_ = [](const movie_migration& how, movie_error*) {
    struct {
      movie_step step{sizeof(movie_step) + 8, 1, 1, 1, text("n"), text("c"), {}};
      std::uint64_t more = UINT64_MAX;
    } grown;
    how.report(how.ctx, &grown.step);
    return MOVIE_OK;
  };
  EXPECT_EQ(migrate(MigrationMode::status).size(), 1u);
}

TEST_F(MigrationTest, TakesAStepCutBehindItsState) {
  on_migrate_ = [](const movie_migration& how, movie_error*) {
    const movie_step cut{offsetof(movie_step, min_reader), 1, 1, 77, text("n"), {}, {}};
    how.report(how.ctx, &cut);
    return MOVIE_OK;
  };
  const auto steps = migrate(MigrationMode::status);
  ASSERT_EQ(steps.size(), 1u);
  EXPECT_EQ(steps[0].min_reader, 0u);
  EXPECT_EQ(steps[0].name, "");
}

TEST(HostTest, TakesLinesAndStepsThatComeTooLate) {
  test::FakeStore fake;
  movie_migration kept{};
  fake.on_migrate = [&](const movie_migration& how, movie_error*) {
    kept = how;
    return MOVIE_OK;
  };
  auto store = fake.open();
  const movie_host host = *fake.host;
  EXPECT_TRUE(store->migrate(MigrationMode::status).empty());
  const movie_step late{sizeof(movie_step), 1, 0, 1, text("n"), text("c"), {nullptr, 0}};
  kept.report(kept.ctx, &late);
  store.reset();
  host.log(host.ctx, 12'345, text("after close"));
  host.log(host.ctx, -1, {nullptr, UINT64_MAX});
}

}  // namespace
}  // namespace movie::store
