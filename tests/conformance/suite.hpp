#pragma once

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>
#include <memory>
#include <optional>

#include "client.hpp"
#include "support/temp_dir.hpp"

namespace movie::conformance {

/// A plug-in under test, and all that the cases may know of it.
struct Backend {
  std::string name;
  std::filesystem::path file;
  std::string url;      ///< {dir} is a new folder of each case
  std::string bad_url;  ///< open must refuse it, {dir} as above; empty: every URL is fine
  bool durable = false;
  /// Makes what a case's URL needs beyond a folder and writes the URL; what it returns lives as
  /// long. It may skip the case.
  std::function<std::shared_ptr<void>(std::string& url)> provide{};
};
std::ostream& operator<<(std::ostream& out, const Backend& backend);

/// Those that the program is about, each has its own: those that this build made, or one that the
/// command line names. Asked for by InitGoogleTest.
std::vector<Backend> backends();

/// Where a store of a case's own is, gone with it.
class Place {
 public:
  explicit Place(const Backend& backend);
  ~Place();
  const std::string& url() const { return url_; }
  const std::string& bad_url() const { return bad_url_; }

 private:
  test::TempDir dir_;
  std::string url_, bad_url_;
  std::shared_ptr<void> provided_;
};

/// Each case has a store of its own, empty and with its schema up to date.
class Suite : public testing::TestWithParam<Backend> {
 protected:
  Suite();
  ~Suite() override;

  const movie_plugin& plugin() const { return plugin_; }
  bool can(std::uint64_t capability) const {
    return (plugin_.capabilities & capability) == capability;
  }
  const std::string& url() const { return place_->url(); }
  const std::string& bad_url() const { return place_->bad_url(); }
  Store& store() { return *store_; }
  Session& session() { return *session_; }
  /// How many sessions may be held at once, at most `wanted`.
  unsigned sessions(unsigned wanted) const;

  Outcome run(const Ask& ask) { return session_->run(ask); }
  std::int32_t status(const Ask& ask) { return run(ask).status; }
  /// Creates a film and returns it as the store emitted it.
  Film make(const std::string& title, std::int32_t year = 2000, const std::string& genre = "Drama");
  std::vector<Film> all() { return run(list()).rows; }
  void close();
  void reopen();

 private:
  const movie_plugin& plugin_;
  std::optional<Place> place_;
  std::optional<Store> store_;
  std::optional<Session> session_;
};

/// The statuses of several outcomes.
std::vector<std::int32_t> statuses(const std::vector<Outcome>& outcomes);
std::vector<std::int64_t> ids(const std::vector<Film>& films);

inline std::string name_of(const testing::TestParamInfo<Backend>& param) {
  return param.param.name;
}

/// Runs a topic's cases on each backend.
#define MOVIE_CONFORMS(Topic) \
  INSTANTIATE_TEST_SUITE_P(On, Topic, testing::ValuesIn(backends()), name_of)

}  // namespace movie::conformance
