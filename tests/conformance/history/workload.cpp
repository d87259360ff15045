#include "workload.hpp"

#include <algorithm>
#include <atomic>
#include <random>
#include <stdexcept>
#include <thread>

namespace movie::conformance::history {
namespace {

constexpr std::size_t kFewFilms = 3;
constexpr std::int64_t kAhead = 6;  ///< ids not given yet that reads and changes try

/// Changes write a title or a year that no other event of the history writes, so that whoever sees
/// it tells which change it saw.
class Chooser {
 public:
  Chooser(std::uint64_t seed, unsigned thread, bool writes, std::uint64_t capabilities,
          const History& begin)
      : random_(seed * 1'000'003u + thread),
        tag_("s" + std::to_string(seed) + "t" + std::to_string(thread)),
        next_year_(static_cast<std::int32_t>(thread) * 26),
        writes_(writes),
        capabilities_(capabilities) {
    for (const auto& [id, film] : begin.films) seen(film);
    last_given_ = begin.given.empty() ? 0 : *begin.given.rbegin();
  }

  std::uint64_t below(std::uint64_t bound) { return random_() % bound; }

  std::vector<Ask> call() {
    std::vector<Ask> asks{one()};
    while (asks.size() < 3 && below(8) == 0) asks.push_back(one());
    return asks;
  }

  void saw(const Outcome& outcome) {
    if (outcome.status > MOVIE_CONFLICT) return;
    for (const Film& film : outcome.rows) seen(film);
  }

 private:
  bool can(std::uint64_t what) const { return (capabilities_ & what) == what; }

  Ask one() {
    Ask ask = chosen();
    ask.yields = true;
    return ask;
  }
  Ask chosen() {
    const std::uint64_t what = below(writes_ ? 100 : 38);
    if (what < 20) return get(any_id());
    if (what < 38 && can(MOVIE_SNAPSHOT)) return some_list();
    if (!writes_) return get(any_id());
    if (what < 48) return create(title(), 2000, genre());
    if (what < 58 && can(MOVIE_MANY)) return several();
    if (what < 75 || films_.empty()) return change(any_id());
    const bool expects = can(MOVIE_EXPECT);
    const Film film = known();
    if (what < 90) return expects ? expecting(film, change(film.id)) : change(film.id);
    return expects && below(2) == 0 ? expecting(film, remove(film.id)) : remove(film.id);
  }

  Ask some_list() {
    const std::uint64_t kind = below(4);
    Ask ask = kind == 0   ? page(below(3), 1 + below(3))
              : kind == 1 ? page(0, UINT64_MAX, known_id())
                          : list();
    ask.require |= MOVIE_SNAPSHOT;
    return can(MOVIE_TOTAL) && kind == 2 ? counted(ask) : ask;
  }
  Ask several() {
    std::vector<Film> films;
    for (std::uint64_t left = 2 + below(2); left > 0; --left)
      films.push_back({0, title(), 2000, genre()});
    return create_many(std::move(films));
  }
  Ask change(std::int64_t id) {
    const std::uint64_t kind = below(3);
    const std::uint64_t fields = kind == 0   ? MOVIE_TITLE
                                 : kind == 1 ? MOVIE_YEAR
                                             : MOVIE_TITLE | MOVIE_YEAR;
    const std::int32_t year = kind == 0 ? 0 : 1888 + next_year_++ % 213;
    return update(id, fields, {0, title(), year, ""});
  }

  std::string title() { return tag_ + "n" + std::to_string(++count_); }
  std::string genre() { return "g" + tag_ + "n" + std::to_string(++count_); }

  void seen(const Film& film) {
    const auto found = std::ranges::find(films_, film.id, &Film::id);
    if (found == films_.end()) {
      films_.push_back(film);
    } else {
      *found = film;
    }
  }
  const Film& known() { return films_[below(films_.size())]; }
  std::int64_t known_id() { return films_.empty() ? 1 : known().id; }
  std::int64_t any_id() {
    return films_.empty() || below(4) == 0
               ? last_given_ + 1 + static_cast<std::int64_t>(below(kAhead))
               : known_id();
  }

  std::mt19937_64 random_;
  const std::string tag_;
  std::int32_t next_year_;
  const bool writes_;
  const std::uint64_t capabilities_;
  std::vector<Film> films_;  ///< as this thread saw them last
  std::int64_t last_given_ = 0;
  int count_ = 0;
};

/// A thread's part of a history.
std::vector<Event> work(Session& session, unsigned thread, Chooser choose, unsigned calls,
                        std::atomic<unsigned>& to_come) {
  std::vector<Event> events;
  --to_come;
  while (to_come != 0) std::this_thread::yield();
  for (unsigned call = 0; call < calls; ++call) {
    for (std::uint64_t left = choose.below(3); left > 0; --left) std::this_thread::yield();
    const std::vector<Ask> asks = choose.call();
    const std::uint64_t start = monotonic_ns();
    auto outcomes = session.run(asks);
    const std::uint64_t end = monotonic_ns();
    for (std::size_t at = 0; at < asks.size(); ++at) {
      choose.saw(outcomes[at]);
      events.push_back({thread, asks[at], std::move(outcomes[at]), start, end});
    }
  }
  return events;
}

}  // namespace

Workload::Workload(std::vector<Seat> seats, unsigned calls, std::uint64_t capabilities)
    : seats_(std::move(seats)), calls_(calls), capabilities_(capabilities) {}

std::vector<Film> Workload::listed() {
  const Outcome outcome = first().run(list());
  if (outcome.status != MOVIE_OK)
    throw std::runtime_error("a list of a store at rest ended " + std::to_string(outcome.status) +
                             ": " + outcome.message);
  return outcome.rows;
}

void Workload::few_films(std::uint64_t seed) {
  std::vector<Film> films = listed();
  for (; films.size() > kFewFilms; films.pop_back()) first().run(remove(films.back().id));
  for (std::size_t at = films.size(); at < seed % (kFewFilms + 1); ++at) {
    const std::string name = "s" + std::to_string(seed) + "first" + std::to_string(at);
    first().run(create(name, 2000, "g" + name));
  }
}

History Workload::record(std::uint64_t seed) {
  few_films(seed);
  History history;
  for (const Film& film : listed()) {
    history.films[film.id] = film;
    given_.insert(film.id);
  }
  history.given = given_;
  const auto threads = static_cast<unsigned>(seats_.size());
  std::vector<std::vector<Event>> parts(threads);
  std::atomic<unsigned> to_come = threads;
  std::vector<std::thread> running;
  for (unsigned thread = 0; thread < threads; ++thread) {
    running.emplace_back([&, thread] {
      Seat& seat = seats_[thread];
      parts[thread] =
          work(seat.session, thread, Chooser(seed, thread, seat.writer, capabilities_, history),
               calls_, to_come);
    });
  }
  for (std::thread& thread : running) thread.join();
  for (auto& part : parts) {
    for (Event& event : part) {
      for (const Film& film : event.outcome.rows) given_.insert(film.id);
      history.events.push_back(std::move(event));
    }
  }
  Event last{threads, list(), {}, monotonic_ns(), 0};
  last.outcome = first().run(last.ask);
  last.end = monotonic_ns();
  history.events.push_back(std::move(last));
  return settled(std::move(history));
}

}  // namespace movie::conformance::history
