#include "films.hpp"

#include <movie/store.h>
#include <sqlite3.h>

#include <stdexcept>

namespace movie::test {

using store::Verb;

namespace {

void must_be_ok(const store::Operation& operation) {
  if (operation.status == Status::ok) return;
  throw std::runtime_error("status " + std::to_string(static_cast<int>(operation.status)) + ": " +
                           operation.message);
}

}  // namespace

const MovieDraft* Supply::next() {
  if (given == fails_at) throw std::runtime_error("no more");
  return given++ < count ? &draft : nullptr;
}

const store::Plugin& sqlite_plugin() {
  static const store::Plugin plugin{
      "libstore_sqlite.so",
      {movie_plugin_v1.name, movie_plugin_v1.version, movie_plugin_v1.abi_major,
       movie_plugin_v1.abi_minor, movie_plugin_v1.host_minor, movie_plugin_v1.capabilities},
      &movie_plugin_v1};
  return plugin;
}

std::string url_of(const std::filesystem::path& file) { return "sqlite:///" + file.string(); }

std::unique_ptr<store::Store> open_store(const std::string& url,
                                         store::Clock::time_point deadline) {
  store::OpenOptions options;
  options.url = url;
  options.deadline = deadline;
  return store::Store::open(sqlite_plugin(), options);
}

std::unique_ptr<Asked> ask(Verb verb, std::int64_t id) {
  auto asked = std::make_unique<Asked>(verb);
  asked->id = id;
  return asked;
}

std::unique_ptr<Asked> ask_create(const std::string& title, const std::string& genre) {
  auto asked = ask(Verb::create);
  asked->values = {title, 2000, genre};
  return asked;
}

std::unique_ptr<Asked> ask_update(std::int64_t id, MoviePatch values) {
  auto asked = ask(Verb::update, id);
  asked->values = std::move(values);
  return asked;
}

Films::Films(const std::string& url, Schema schema)
    : store_(open_store(url)),
      session_((schema == Schema::up ? (void)store_->migrate(store::MigrationMode::up) : (void)0,
                store_->session(true))) {}

void Films::run(const std::vector<std::unique_ptr<Asked>>& batch, bool no_wait) {
  std::vector<store::Operation*> operations;
  for (const auto& asked : batch) operations.push_back(asked.get());
  session_.execute(operations, no_wait);
}

std::int64_t Films::create(const std::string& title, int year, const std::string& genre) {
  const auto asked = ask_create(title, genre);
  asked->values.year = year;
  must_be_ok(run(*asked));
  return asked->sink.taken.at(0).id;
}

std::optional<Movie> Films::get(std::int64_t id) {
  const auto asked = ask(Verb::get, id);
  if (run(*asked).status == Status::not_found) return std::nullopt;
  must_be_ok(*asked);
  return asked->sink.taken.at(0);
}

std::vector<Movie> Films::list(const store::Query& query) {
  const auto asked = ask(Verb::list);
  asked->query = query;
  must_be_ok(run(*asked));
  return asked->sink.taken;
}

Status Films::ping() { return run(*ask(Verb::ping)).status; }

Other::Other(const std::filesystem::path& file) {
  if (sqlite3_open(file.c_str(), &database_) != SQLITE_OK) throw std::runtime_error("sqlite3_open");
}

Other::~Other() { sqlite3_close(database_); }

std::string Other::operator()(const std::string& statements) {
  std::string first;
  char* error = nullptr;
  const auto keep = [](void* to, int, char** values, char**) {
    auto& text = *static_cast<std::string*>(to);
    if (text.empty() && values[0] != nullptr) text = values[0];
    return 0;
  };
  if (sqlite3_exec(database_, statements.c_str(), keep, &first, &error) != SQLITE_OK) {
    const std::string message = error == nullptr ? "unknown" : error;
    sqlite3_free(error);
    throw std::runtime_error(statements + ": " + message);
  }
  return first;
}

}  // namespace movie::test
