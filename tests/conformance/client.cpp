#include "client.hpp"

#include <dlfcn.h>
#include <time.h>

#include <algorithm>
#include <cstring>
#include <deque>
#include <iterator>
#include <ostream>
#include <stdexcept>
#include <thread>
#include <utility>

#include "allocations/allocations.hpp"

namespace movie::conformance {
namespace {

constexpr std::size_t kMessageSize = 256;
constexpr char kUntouched = '\x5a';

std::string string_of(movie_text text) {
  return text.size == 0 ? std::string() : std::string(text.data, text.size);
}

/// What the plug-in may look at while one call runs, and no longer.
class Arguments {
 public:
  movie_text text(const std::string& from) {
    if (from.empty()) return {nullptr, 0};
    auto& copy = texts_.emplace_back(new char[from.size()]);  // no NUL behind it
    std::memcpy(copy.get(), from.data(), from.size());
    return {copy.get(), from.size()};
  }
  movie_row row(const Film& film, const std::string& key) {
    return {sizeof(movie_row), film.year, film.id, text(film.title), text(film.genre), text(key)};
  }

 private:
  std::deque<std::unique_ptr<char[]>> texts_;
};

/// One operation laid out for the plug-in, and what came back.
struct Flight {
  Flight(const Ask& what, Arguments& arguments) : ask(what), memory(arguments) {
    for (const std::string& genre : ask.genres) genres.push_back(memory.text(genre));
    expect = memory.row(ask.expect, {});
    row = memory.row(ask.row, ask.key.value_or(ask.row.title_key()));
    for (const std::string& word : ask.contains) contains.push_back(memory.text(word));
    query = {sizeof query,    static_cast<std::uint32_t>(genres.size()),
             genres.data(),   ask.skip,
             ask.limit,       ask.after,
             ask.year_min,    ask.year_max,
             ask.sort,        ask.descending ? 1u : 0u,
             contains.size(), contains.data()};
    message.assign(kMessageSize + 1, kUntouched);
    result = {sizeof result, MOVIE_UNSET, 0, 0, 0, message.data(), kMessageSize};
    if (ask.memo) {
      memo = {sizeof memo,
              ask.memo->lifetime,
              memory.text(ask.memo->key),
              memory.text(ask.memo->digest),
              ask.memo->now,
              ask.memo->most};
    }
    op = {sizeof op, ask.code, ask.require, ask.hint, ask.id,  ask.fields, &row,
          &query,    emit,     next,        this,     &result, &expect,    &memo};
    if (ask.quiet) op.emit = nullptr;
  }
  Flight(const Flight&) = delete;
  Flight& operator=(const Flight&) = delete;

  static std::int32_t emit(void* ctx, const movie_row* from) {
    const allocations::Spared spared;
    auto& self = *static_cast<Flight*>(ctx);
    self.called_back();
    if (self.stopped) self.emitted_after_stop = true;
    self.outcome.rows.push_back(
        {from->id, string_of(from->title), from->year, string_of(from->genre)});
    self.stopped = self.outcome.rows.size() >= self.ask.stop_after;
    return self.stopped ? 1 : 0;
  }
  static std::int32_t next(void* ctx, const movie_row** to) {
    const allocations::Spared spared;
    auto& self = *static_cast<Flight*>(ctx);
    self.called_back();
    if (self.sent == self.ask.source.size()) return self.ask.abandon ? -1 : 0;
    self.row_memory = std::make_unique<Arguments>();  // the one before is gone
    const Film& film = self.ask.source[self.sent++];
    self.source_row = self.row_memory->row(film, film.title_key());
    *to = &self.source_row;
    return 1;
  }

  void called_back() {
    if (std::this_thread::get_id() != thread) from_elsewhere = true;
    if (ask.meanwhile && !std::exchange(was_called, true)) ask.meanwhile();
    if (ask.yields) std::this_thread::yield();
  }

  Outcome land() {
    if (from_elsewhere) throw std::logic_error("[S-7] called back from another thread");
    if (emitted_after_stop) throw std::logic_error("[S-9] emitted after emit said stop");
    if (message.back() != kUntouched)
      throw std::logic_error("[S-5] message written beyond message_size");
    if (result.reserved != 0) throw std::logic_error("[S-1] wrote what is reserved");
    outcome.status = result.status;
    outcome.count = result.count;
    if (message.front() != kUntouched) outcome.message = message.c_str();
    return std::move(outcome);
  }

  const Ask& ask;
  Arguments& memory;
  std::vector<movie_text> genres, contains;
  movie_row row, expect, source_row{};
  movie_memo memo{};
  movie_query query;
  std::string message;
  movie_result result;
  movie_op op;
  std::unique_ptr<Arguments> row_memory;
  std::size_t sent = 0;
  bool stopped = false, emitted_after_stop = false, was_called = false;
  const std::thread::id thread = std::this_thread::get_id();
  std::atomic<bool> from_elsewhere{false};
  Outcome outcome;
};

template <class Call>
void checked(Call&& call) {
  std::string message(kMessageSize, '\0');
  movie_error error{sizeof error, 0, message.data(), message.size()};
  const std::int32_t status = call(&error);
  if (status != MOVIE_OK) throw Refusal(status, message.c_str());
}

}  // namespace

std::string Film::title_key() const {
  std::string key = title;
  for (char& c : key) c = static_cast<char>(c >= 'A' && c <= 'Z' ? c + ('a' - 'A') : c);
  return key;
}

std::ostream& operator<<(std::ostream& out, const Film& film) {
  return out << film.id << " \"" << film.title << "\" " << film.year << " \"" << film.genre << '"';
}

Ask get(std::int64_t id) { return {.code = MOVIE_OP_GET, .id = id}; }
Ask list() { return {.code = MOVIE_OP_LIST}; }
Ask page(std::uint64_t skip, std::uint64_t limit, std::int64_t after) {
  return {.code = MOVIE_OP_LIST, .skip = skip, .limit = limit, .after = after};
}
Ask filtered(std::vector<std::string> genres) {
  return {.code = MOVIE_OP_LIST, .require = MOVIE_FILTER, .genres = std::move(genres)};
}
Ask years(std::int32_t from, std::int32_t to) {
  return {.code = MOVIE_OP_LIST, .require = MOVIE_FILTER, .year_min = from, .year_max = to};
}
Ask sorted(std::uint32_t by, bool descending) {
  return {.code = MOVIE_OP_LIST, .require = MOVIE_SORT, .sort = by, .descending = descending};
}
Ask searched(std::vector<std::string> contains) {
  return {.code = MOVIE_OP_LIST, .require = MOVIE_SEARCH, .contains = std::move(contains)};
}
Ask counted(Ask list) {
  list.require |= MOVIE_TOTAL;
  return list;
}
Ask create(std::string title, std::int32_t year, std::string genre) {
  return {.code = MOVIE_OP_CREATE, .row = {0, std::move(title), year, std::move(genre)}};
}
Ask once(Memo memo, Ask create) {
  create.require |= MOVIE_MEMO;
  create.memo = std::move(memo);
  return create;
}
Ask update(std::int64_t id, std::uint64_t fields, Film row) {
  return {.code = MOVIE_OP_UPDATE, .id = id, .fields = fields, .row = std::move(row)};
}
Ask remove(std::int64_t id) { return {.code = MOVIE_OP_REMOVE, .id = id}; }
Ask expecting(Film film, Ask change) {
  change.require |= MOVIE_EXPECT;
  change.expect = std::move(film);
  return change;
}
Ask ping() { return {.code = MOVIE_OP_PING}; }
Ask create_many(std::vector<Film> films, std::uint32_t require) {
  return {.code = MOVIE_OP_CREATE_MANY, .require = require, .source = std::move(films)};
}
Ask clear() { return {.code = MOVIE_OP_CLEAR}; }
Ask keep(Film film) {
  return {.code = MOVIE_OP_CREATE, .require = MOVIE_KEEP_ID, .row = std::move(film)};
}
Ask next_id(std::int64_t at_least) { return {.code = MOVIE_OP_NEXT_ID, .id = at_least}; }
Ask unkeyed(std::int64_t after, std::uint64_t limit) {
  return {.code = MOVIE_OP_UNKEYED, .limit = limit, .after = after};
}
Ask set_key(std::int64_t id, std::string title, std::string key) {
  return {.code = MOVIE_OP_SET_KEY,
          .id = id,
          .row = {0, std::move(title), 0, ""},
          .key = std::move(key)};
}
Ask key_version(std::int64_t record) { return {.code = MOVIE_OP_KEY_VERSION, .id = record}; }

std::uint64_t monotonic_ns() {
  timespec now{};
  ::clock_gettime(CLOCK_MONOTONIC, &now);
  return static_cast<std::uint64_t>(now.tv_sec) * 1'000'000'000u +
         static_cast<std::uint64_t>(now.tv_nsec);
}

const movie_plugin& load(const std::filesystem::path& file) {
  void* const handle = ::dlopen(file.c_str(), RTLD_NOW | RTLD_LOCAL);
  if (handle == nullptr) throw std::runtime_error(::dlerror());
  const void* const table = ::dlsym(handle, "movie_plugin_v1");
  if (table == nullptr) throw std::runtime_error(::dlerror());
  return *static_cast<const movie_plugin*>(table);
}

decltype(movie_plugin::migrate) migrate_of(const movie_plugin& plugin) {
  const bool there = plugin.struct_size >= offsetof(movie_plugin, migrate) + sizeof plugin.migrate;
  return there ? plugin.migrate : nullptr;
}

decltype(movie_plugin::figures) figures_of(const movie_plugin& plugin) {
  const bool there = plugin.struct_size >= offsetof(movie_plugin, figures) + sizeof plugin.figures;
  return there ? plugin.figures : nullptr;
}

Outcome Session::run(const Ask& ask) { return run(std::vector<Ask>{ask}).front(); }

std::vector<Outcome> Session::run(const std::vector<Ask>& asks, std::uint32_t require,
                                  std::uint64_t deadline_ns) {
  const std::size_t most = max_batch_ == 0 ? asks.size() : max_batch_;
  std::span<const Ask> left(asks);
  std::vector<Outcome> outcomes;
  do {
    const auto now = left.first(std::min(most, left.size()));
    std::ranges::move(call(now, require, deadline_ns), std::back_inserter(outcomes));
    left = left.subspan(now.size());
  } while (!left.empty());
  return outcomes;
}

std::int32_t Session::execute(const movie_call& call) {
  const allocations::Counted counted;
  return plugin_->execute(handle_.get(), &call);
}

std::vector<Outcome> Session::call(std::span<const Ask> asks, std::uint32_t require,
                                   std::uint64_t deadline_ns) {
  auto arguments = std::make_unique<Arguments>();
  std::deque<Flight> flights;
  std::vector<const movie_op*> ops;
  for (const Ask& ask : asks) ops.push_back(&flights.emplace_back(ask, *arguments).op);
  returned_ =
      execute({sizeof(movie_call), require, deadline_ns, {"case", 4}, ops.size(), ops.data()});
  arguments.reset();
  std::vector<Outcome> outcomes;
  for (Flight& flight : flights) {
    outcomes.push_back(flight.land());
    if (outcomes.back().status == MOVIE_UNSET && returned_ != MOVIE_OK)
      outcomes.back().status = returned_;
  }
  return outcomes;
}

Store::Store(const movie_plugin& plugin, const std::string& url) : plugin_(plugin) {
  host_ = {sizeof host_, MOVIE_ABI_MINOR, this, [](void* ctx, std::int32_t, movie_text line) {
             const bool one_line =
                 line.size != 0 && std::memchr(line.data, '\n', line.size) == nullptr;
             if (!one_line) static_cast<Store*>(ctx)->logged_no_line_ = true;
           }};
  limits_.struct_size = sizeof limits_;
  checked([&](movie_error* error) {
    Arguments arguments;
    const movie_option options[] = {{arguments.text("client"), arguments.text("conformance/1")},
                                    {arguments.text("of_the_future"), arguments.text("1")}};
    const movie_open how{sizeof how, 2, options, arguments.text(url), &host_, 0};
    return plugin_.open(&how, &handle_, &limits_, error);
  });
  if (limits_.reserved != 0) throw std::logic_error("[S-1] wrote what is reserved");
}

Store::~Store() { plugin_.close(handle_); }

Session Store::session(bool writer) {
  movie_session* session = nullptr;
  checked([&](movie_error* error) {
    return plugin_.session_open(handle_, writer ? 1 : 0, &session, error);
  });
  return {plugin_, session, limits_.max_batch};
}

std::vector<Step> Store::migrate(std::uint32_t mode, const std::function<void()>& told) {
  struct Report {
    std::vector<Step> steps;
    const std::function<void()>& told;
  } report{{}, told};
  const movie_migration how{sizeof how, mode, 0,
                            [](void* ctx, const movie_step* step) {
                              auto& self = *static_cast<Report*>(ctx);
                              self.steps.push_back({step->number, step->state,
                                                    string_of(step->name), string_of(step->text)});
                              self.told();
                            },
                            &report};
  checked([&](movie_error* error) { return migrate_of(plugin_)(handle_, &how, error); });
  return std::move(report.steps);
}

std::vector<Figure> Store::figures() {
  std::vector<Figure> all;
  const auto tell = figures_of(plugin_);
  if (tell == nullptr) return all;
  tell(
      handle_,
      [](void* ctx, const movie_figure* figure) {
        static_cast<std::vector<Figure>*>(ctx)->push_back(
            {string_of(figure->name), figure->kind, figure->value});
      },
      &all);
  return all;
}

}  // namespace movie::conformance
