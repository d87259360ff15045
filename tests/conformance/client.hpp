#pragma once

#include <movie/store.h>

#include <atomic>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <iosfwd>
#include <memory>
#include <optional>
#include <span>
#include <stdexcept>
#include <string>
#include <vector>

/// A host in a few lines, over nothing but movie/store.h: what the conformance cases speak through.
namespace movie::conformance {

struct Film {
  std::int64_t id = 0;
  std::string title;
  std::int32_t year = 0;
  std::string genre;
  bool operator==(const Film&) const = default;

  /// What the host sends along with the title: here the title in lower case, ASCII only.
  [[nodiscard]] std::string title_key() const;
};
std::ostream& operator<<(std::ostream& out, const Film& film);

/// What a create is remembered by.
struct Memo {
  std::string key, digest{"digest"};
  std::int64_t now = 1'800'000'000;  ///< in seconds, as are lifetimes
  std::uint32_t lifetime = 100;
  std::uint64_t most = 1'000;
};

/// One operation as a case writes it down.
struct Ask {
  std::uint32_t code = 0;
  std::uint32_t require = 0;
  std::uint32_t hint = 0;
  std::int64_t id = 0;
  std::uint64_t fields = 0;
  Film row{};
  Film expect{};
  std::vector<std::string> genres{};
  std::uint64_t skip = 0;
  std::uint64_t limit = UINT64_MAX;
  std::int64_t after = 0;
  std::int32_t year_min = INT32_MIN;
  std::int32_t year_max = INT32_MAX;
  std::uint32_t sort = 0;
  bool descending = false;
  std::vector<std::string> contains{};
  std::uint64_t stop_after = UINT64_MAX;  ///< emit asks to stop with this row
  std::vector<Film> source{};             ///< CREATE_MANY
  bool abandon = false;                   ///< after the last of `source`
  bool quiet = false;                     ///< CREATE_MANY: emit is NULL
  std::optional<std::string> key{};       ///< in place of the row's own title_key()
  std::optional<Memo> memo{};             ///< with MOVIE_MEMO
  std::function<void()> meanwhile{};      ///< called once, from the first emit or next
  bool yields = false;                    ///< emit and next let other threads run
};

Ask get(std::int64_t id);
Ask list();
Ask page(std::uint64_t skip, std::uint64_t limit, std::int64_t after = 0);
Ask filtered(std::vector<std::string> genres);
Ask years(std::int32_t from, std::int32_t to);
Ask sorted(std::uint32_t by, bool descending = false);
Ask searched(std::vector<std::string> contains);
Ask counted(Ask list);
Ask create(std::string title, std::int32_t year = 2000, std::string genre = "Drama");
/// The create, once only for a key.
Ask once(Memo memo, Ask create);
Ask update(std::int64_t id, std::uint64_t fields, Film row);
Ask remove(std::int64_t id);
/// The change, only if the film still is `film`.
Ask expecting(Film film, Ask change);
Ask ping();
Ask create_many(std::vector<Film> films, std::uint32_t require = 0);
Ask clear();
/// A create that brings its id.
Ask keep(Film film);
Ask next_id(std::int64_t at_least = 0);
Ask unkeyed(std::int64_t after = 0, std::uint64_t limit = UINT64_MAX);
Ask set_key(std::int64_t id, std::string title, std::string key);
Ask key_version(std::int64_t record = 0);

struct Outcome {
  std::int32_t status = MOVIE_UNSET;
  std::vector<Film> rows;
  std::int64_t count = 0;
  std::string message;
};

/// What a store tells its operators.
struct Figure {
  std::string name;
  std::uint32_t kind = 0;
  std::int64_t value = 0;
};

/// CLOCK_MONOTONIC in nanoseconds, as deadlines are given.
std::uint64_t monotonic_ns();

/// The table of a plug-in. Loaded once, never unloaded, as the host does.
const movie_plugin& load(const std::filesystem::path& file);

/// One thread's way into a store.
class Session {
 public:
  /// `max_batch` as in movie_limits.
  Session(const movie_plugin& plugin, movie_session* handle, std::uint32_t max_batch)
      : plugin_(&plugin), handle_(handle, plugin.session_close), max_batch_(max_batch) {}
  Outcome run(const Ask& ask);
  /// One call, or as few as the store's max_batch allows. Texts are handed over in memory of their
  /// exact size that is gone afterwards.
  std::vector<Outcome> run(const std::vector<Ask>& asks, std::uint32_t require = 0,
                           std::uint64_t deadline_ns = 0);
  /// What execute itself returned last.
  std::int32_t returned() const { return returned_; }
  std::int32_t execute(const movie_call& call);

 private:
  std::vector<Outcome> call(std::span<const Ask> asks, std::uint32_t require,
                            std::uint64_t deadline_ns);

  const movie_plugin* plugin_;
  std::unique_ptr<movie_session, void (*)(movie_session*)> handle_;
  std::uint32_t max_batch_;
  std::int32_t returned_ = MOVIE_UNSET;
};

/// Why open, session_open or migrate failed.
struct Refusal : std::runtime_error {
  Refusal(std::int32_t code, const std::string& why)
      : std::runtime_error("refused with status " + std::to_string(code) + ": " + why),
        status(code),
        message(why) {}
  std::int32_t status;
  std::string message;
};

/// A step of the store's schema, as migrate reported it.
struct Step {
  std::uint32_t number;
  std::int32_t state;
  std::string name, text;
};

class Store {
 public:
  /// Throws Refusal.
  Store(const movie_plugin& plugin, const std::string& url);
  ~Store();
  Store(const Store&) = delete;
  Store& operator=(const Store&) = delete;

  Session session(bool writer = true);
  const movie_limits& limits() const { return limits_; }
  const movie_plugin& plugin() const { return plugin_; }
  /// The steps it reported, `told` of each as it comes. Throws Refusal.
  std::vector<Step> migrate(
      std::uint32_t mode, const std::function<void()>& told = [] {});
  /// None where the plug-in has no such function.
  std::vector<Figure> figures();
  /// Whether a line was logged that is none: empty, or several.
  bool logged_no_line() const { return logged_no_line_; }

 private:
  const movie_plugin& plugin_;
  std::atomic<bool> logged_no_line_ = false;
  movie_host host_;
  movie_limits limits_{};
  movie_store* handle_ = nullptr;
};

/// Null: the store has none.
decltype(movie_plugin::figures) figures_of(const movie_plugin& plugin);
/// Null: the store has no schema.
decltype(movie_plugin::migrate) migrate_of(const movie_plugin& plugin);

}  // namespace movie::conformance
