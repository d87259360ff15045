#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "model/movie.hpp"
#include "store/store.hpp"

struct sqlite3;

namespace movie::test {

/// Keeps the rows that it is given.
struct Rows final : store::RowSink {
  std::vector<Movie> taken;
  bool take(const MovieView& row) override {
    taken.push_back({row.id, std::string(row.title), row.year, std::string(row.genre)});
    return true;
  }
};

/// Gives `count` rows; at `fails_at` it throws.
struct Supply final : store::RowSource {
  explicit Supply(int rows, int fails = -1) : count(rows), fails_at(fails) {}
  int count, fails_at, given = 0;
  MovieDraft draft{"Many", 2000, "Drama"};
  const MovieDraft* next() override;
};

/// The SQLite plug-in, linked into the test.
const store::Plugin& sqlite_plugin();
std::string url_of(const std::filesystem::path& file);
std::unique_ptr<store::Store> open_store(
    const std::string& url, store::Clock::time_point deadline = store::Clock::time_point::max());

/// An operation with its sink.
struct Asked : store::Operation {
  explicit Asked(store::Verb what) : Operation(what) { rows = &sink; }
  Rows sink;
};
std::unique_ptr<Asked> ask_create(const std::string& title, const std::string& genre = "Drama");
std::unique_ptr<Asked> ask_update(std::int64_t id, MoviePatch values);
std::unique_ptr<Asked> ask(store::Verb verb, std::int64_t id = 0);

/// A store, its schema up to date, and a session with it.
class Films {
 public:
  enum class Schema { up, leave };
  explicit Films(const std::string& url, Schema schema = Schema::up);

  store::Store& store() { return *store_; }
  store::Session& session() { return session_; }

  store::Operation& run(store::Operation& operation, bool no_wait = false) {
    session_.execute(operation, no_wait);
    return operation;
  }
  /// As one call.
  void run(const std::vector<std::unique_ptr<Asked>>& batch, bool no_wait = false);

  // Each throws std::runtime_error unless the store says ok.
  std::int64_t create(const std::string& title, int year = 2000,
                      const std::string& genre = "Drama");
  std::optional<Movie> get(std::int64_t id);
  std::vector<Movie> list(const store::Query& query = {});
  Status ping();

 private:
  std::unique_ptr<store::Store> store_;
  store::Session session_;
};

/// Another program's hold on the file: plain SQLite.
class Other {
 public:
  explicit Other(const std::filesystem::path& file);
  ~Other();
  Other(const Other&) = delete;
  Other& operator=(const Other&) = delete;
  /// The first column of the first row, or "". Throws std::runtime_error.
  std::string operator()(const std::string& statements);

 private:
  sqlite3* database_ = nullptr;
};

}  // namespace movie::test
