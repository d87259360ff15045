#include "store/store.hpp"

#include <gmock/gmock.h>

#include <ostream>

#include "refusals/refusal.hpp"

namespace movie::test {
namespace {

struct Case {
  std::string mode;
  Status status;
  std::string line;
};
void PrintTo(const Case& one, std::ostream* out) { *out << one.mode; }

store::Plugin load(const std::string& mode) {
  const std::filesystem::path folders[] = {kRefusalsDir};
  return store::load_plugin(mode, folders);
}

class RefusedStoreTest : public ::testing::TestWithParam<Case> {};

TEST_P(RefusedStoreTest, SaysExpectedFoundAndRemedy) {
  try {
    static_cast<void>(store::Store::open(load(GetParam().mode), {})->session(true));
    FAIL() << "it opened";
  } catch (const store::StoreError& error) {
    EXPECT_EQ(error.status(), GetParam().status);
    EXPECT_EQ(without_path(error.what(), std::filesystem::canonical(kRefusalsDir), "{dir}"),
              GetParam().line);
  }
}

INSTANTIATE_TEST_SUITE_P(
    Built, RefusedStoreTest,
    ::testing::Values(Case{"open_fails", Status::invalid,
                           "open-failed: {dir}/libstore_open_fails.so: expected an open store, "
                           "found no such URL: x? "
                           "(invalid); check the store's URL and settings"},
                      Case{"open_unavailable", Status::unavailable,
                           "open-failed: {dir}/libstore_open_unavailable.so: expected an open "
                           "store, found nobody listens "
                           "(unavailable); check that the store runs and that its URL is right"},
                      Case{"open_silent", Status::internal,
                           "open-failed: {dir}/libstore_open_silent.so: expected an open store, "
                           "found no reason given "
                           "(internal); report it to the plug-in's author"},
                      Case{"no_store", Status::internal,
                           "open-failed: {dir}/libstore_no_store.so: expected an open store, found "
                           "no reason given "
                           "(internal); report it to the plug-in's author"},
                      Case{"open_throws", Status::internal,
                           "open-failed: {dir}/libstore_open_throws.so: expected an open store, "
                           "found an exception thrown "
                           "by the plug-in: out through the boundary (internal); report it to the "
                           "plug-in's author"},
                      Case{"no_session", Status::busy,
                           "no-session: {dir}/libstore_no_session.so: expected a session, found no "
                           "session today (busy); "
                           "check the store's URL and settings"},
                      Case{"session_throws", Status::internal,
                           "no-session: {dir}/libstore_session_throws.so: expected a session, "
                           "found an exception thrown "
                           "by the plug-in: out through the boundary (internal); report it to the "
                           "plug-in's author"}),
    [](const auto& one) { return one.param.mode; });

TEST(ThrowingPluginTest, FailsTheOperationsAndNothingElse) {
  const auto store = store::Store::open(load("execute_throws"), {});
  auto session = store->session(true);
  store::Operation ping(store::Verb::ping), remove(store::Verb::remove);
  session.execute(ping);
  session.execute(remove);
  EXPECT_EQ(ping.status, Status::internal);
  EXPECT_EQ(remove.status, Status::unknown);
  EXPECT_EQ(ping.message, "the plug-in threw an exception: out through the boundary");
}

}  // namespace
}  // namespace movie::test
