#pragma once

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>
#include <memory>
#include <optional>

#include "beside.hpp"
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
  /// Durable, but for no longer than this process: another one would not see its films.
  bool of_this_process = false;
  /// Makes what a case's URL needs beyond a folder and writes the URL; what it returns lives as
  /// long. It may skip the case.
  std::function<std::shared_ptr<void>(std::string& url)> provide{};
  /// An allocation that fails ends the process, as Rust has it.
  bool ends_without_memory = false;
  /// Kills the server that keeps the films of the URL; it comes back by itself. Empty: there is
  /// none, or nobody may.
  std::function<void(const std::string& url)> kill_server{};
  /// Changes a film's title as another program does, past the plug-in. Empty: nobody can.
  std::function<void(const std::string& url, std::int64_t id, const std::string& title)> retitle{};
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
  /// The fixture's own, which writes: opened when first asked for.
  Session& session();
  /// Closes it, so that others may have all that movie_limits allow.
  void leave() { session_.reset(); }
  /// One beside another that writes, and the further opening it is of where the store allows no
  /// more [S-73].
  struct Another {
    std::unique_ptr<Store> opening;
    Session session;
  };
  Another another(bool writer);
  /// There can be no such one.
  bool alone(bool writer) const;
  /// How many that write there may be at once, at most `wanted`, further openings among them.
  unsigned writers(unsigned wanted) const;
  /// Runs `work` on so many threads of their own, each with one of those.
  using Work = std::function<void(Session& own, unsigned number)>;
  void together(unsigned threads, const Work& work);
  /// The same, each with an opening of its own, as several programs have. Durable stores only.
  void as_programs(unsigned threads, const Work& work);
  /// An opening of this case's store, its schema up to date.
  std::unique_ptr<Store> opened();

  /// What the plug-in does not claim of these, as a reason to skip; empty: it does.
  std::string lacks(std::uint64_t capabilities) const;
  Outcome run(const Ask& ask) { return session().run(ask); }
  std::int32_t status(const Ask& ask) { return run(ask).status; }
  /// Creates a film and returns it as the store emitted it.
  Film make(const std::string& title, std::int32_t year = 2000, const std::string& genre = "Drama");
  std::vector<Film> all() { return run(list()).rows; }
  void close();
  void reopen();

 private:
  /// How many that write the fixture's store allows at once, at most `wanted`.
  unsigned writers_of_store(unsigned wanted) const;
  void run_each(unsigned threads, unsigned of_store, const Work& work);

  const movie_plugin& plugin_;
  std::optional<Place> place_;
  std::unique_ptr<Store> store_;
  std::optional<Session> session_;
};

/// The statuses of several outcomes.
std::vector<std::int32_t> statuses(const std::vector<Outcome>& outcomes);
std::vector<std::int64_t> ids(const std::vector<Film>& films);

inline std::string name_of(const testing::TestParamInfo<Backend>& param) {
  return param.param.name;
}

/// Why a case skips for which a store has not enough sessions, see Suite::alone and writers.
inline constexpr const char* kAlone =
    "movie_limits allow one session, and what only it keeps is not opened twice";
inline constexpr const char* kOneWriter =
    "movie_limits allow one that writes, and what only it keeps is not opened twice";

/// Skips a case about capabilities that are not claimed.
#define MOVIE_NEEDS(capabilities) \
  if (const std::string reason = lacks(capabilities); !reason.empty()) GTEST_SKIP() << reason

/// Runs a topic's cases on each backend.
#define MOVIE_CONFORMS(Topic) \
  INSTANTIATE_TEST_SUITE_P(On, Topic, testing::ValuesIn(backends()), name_of)

}  // namespace movie::conformance
