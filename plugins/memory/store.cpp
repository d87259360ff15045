#include <condition_variable>
#include <mutex>

#include "list.hpp"
#include "memos.hpp"

namespace movie::memory {
namespace {

using sdk::Operation;
using sdk::Status;

/// One catalogue behind one mutex, held for a look-up or a change and never while rows travel:
/// films do not change, so a reader needs only a reference to one, or to a snapshot of an order.
class MemoryStore final : public sdk::SimpleStore {
 public:
  explicit MemoryStore(const sdk::Open& how) {
    if (!how.url().empty() && how.url().substr(0, 7) != "memory:") {
      throw sdk::Failure(
          MOVIE_INVALID,
          "the memory store has no URL but memory://; unset MOVIE_DATABASE_URL_MEMORY");
    }
  }

  sdk::Limits limits() const override { return {0, 0, 0, ~std::uint64_t{0}, false}; }

  Status get(std::int64_t id, Operation& op) override {
    return emitted(locked([&] { return films_.find(id); }), op);
  }

  Status list(const sdk::Query& query, Operation& op) override {
    if (plain(query)) return memory::list(locked([this] { return films_.in<ById>(); }), query, op);
    return memory::list(locked([&] { return snapshot(films_, query); }), query, op);
  }

  Status create(const sdk::Row& row, Operation& op) override {
    const Ref<Film> film = Film::make(row);
    if (const auto memo = op.memo()) return create_once(film, *memo, op);
    {
      const auto lock = lock_to_write(op);
      films_.create(film, room_);
    }
    return emitted(film, op);
  }

  Status update(std::int64_t id, const sdk::Row& row, std::uint64_t fields,
                Operation& op) override {
    Ref<Film> film, old;
    {
      auto lock = lock_to_write(op);
      film = old = films_.find(id);
      if (old && !as_expected(*old, op)) return conflict(lock, old, op);
      if (old && fields != 0) {
        film = Film::make(merged(old->row(), row, fields));
        films_.update(old, film, room_);
      }
    }
    return emitted(film, op);
  }

  Status remove(std::int64_t id, Operation& op) override {
    Ref<Film> film;
    auto lock = lock_to_write(op);
    film = films_.find(id);
    if (!film) return MOVIE_NOT_FOUND;
    if (!as_expected(*film, op)) return conflict(lock, film, op);
    films_.remove(film, room_);
    return MOVIE_OK;
  }

  Status clear(Operation& op) override {
    Catalogue gone;
    Memos forgotten;  // their ids will be others'
    {
      const auto lock = lock_to_write(op);
      std::swap(gone, films_);
      std::swap(forgotten, memos_);
    }
    op.count(static_cast<std::int64_t>(gone.size()));
    return MOVIE_OK;
  }

  /// Builds the catalogue to come beside the present one, which readers go on using; other writers
  /// wait.
  Status create_many(Operation& op) override {
    Catalogue next;
    Building building(*this, op);
    next = films_;
    if (op.requires_bit(MOVIE_IF_EMPTY) && next.size() != 0) return MOVIE_EXISTS;
    std::int64_t count = 0;
    for (sdk::Row row; op.next(row); ++count) {
      if (count % 256 == 0 && sdk::passed(op.deadline())) return MOVIE_TIMEOUT;
      const Ref<Film> film = Film::make(row);
      if (!op.requires_bit(MOVIE_KEEP_ID)) {
        next.create(film, building.room);
      } else if (!next.find(row.id)) {
        next.keep(film, building.room);
      } else {
        return MOVIE_EXISTS;
      }
      op.emit(film->row());
    }
    locked([&] { std::swap(films_, next); });
    op.count(count);
    return MOVIE_OK;
  }

  Status next_id(std::int64_t id, Operation& op) override {
    const auto lock = lock_to_write(op);
    op.count(films_.raise_next_id(id));
    return MOVIE_OK;
  }

  void figures(const sdk::Figures& figures) {
    figures.gauge("films", static_cast<std::int64_t>(locked([this] { return films_.size(); })));
  }

 private:
  /// Keeps other writers out without holding the mutex.
  struct Building {
    Building(MemoryStore& store, const Operation& op) : store_(store) {
      const auto lock = store_.lock_to_write(op);
      store_.building_ = true;
    }
    ~Building() {
      store_.locked([this] { store_.building_ = false; });
      store_.built_.notify_all();
    }
    Building(const Building&) = delete;
    Building& operator=(const Building&) = delete;

    Catalogue::Room room;

   private:
    MemoryStore& store_;
  };

  Status create_once(const Ref<Film>& film, const sdk::Memo& memo, Operation& op) {
    Memos::Entry entry(memo, film);
    Ref<Film> before;
    {
      const auto lock = lock_to_write(op);
      if (const Memos::Memo* const known = memos_.find(memo)) {
        if (known->digest != memo.digest) return MOVIE_EXISTS;
        before = known->film;
      } else {
        films_.create(film, room_);
        memos_.add(entry, memo);
      }
    }
    op.count(before ? 1 : 0);
    return emitted(before ? before : film, op);
  }

  static sdk::Row merged(sdk::Row film, const sdk::Row& change, std::uint64_t fields) noexcept {
    if ((fields & MOVIE_TITLE) != 0) film.title = change.title, film.title_key = change.title_key;
    if ((fields & MOVIE_YEAR) != 0) film.year = change.year;
    if ((fields & MOVIE_GENRE) != 0) film.genre = change.genre;
    return film;
  }

  static bool as_expected(const Film& film, const Operation& op) noexcept {
    const auto expected = op.expected();
    return !expected || film.row().same_film(*expected);
  }

  /// The film as it is, once others may go on.
  static Status conflict(std::unique_lock<std::mutex>& lock, const Ref<Film>& film, Operation& op) {
    lock.unlock();
    op.emit(film->row());
    return MOVIE_CONFLICT;
  }

  static Status emitted(const Ref<Film>& film, Operation& op) noexcept {
    if (!film) return MOVIE_NOT_FOUND;
    op.emit(film->row());
    return MOVIE_OK;
  }

  template <class Work>
  std::invoke_result_t<Work&> locked(Work&& work) {
    const std::lock_guard lock(mutex_);
    return work();
  }

  std::unique_lock<std::mutex> lock_to_write(const Operation& op) {
    std::unique_lock lock(mutex_);
    if (!building_) return lock;
    if (op.no_wait()) throw sdk::Failure(MOVIE_AGAIN, "a CREATE_MANY is under way");
    const auto done = [this] { return !building_; };
    if (op.deadline() == sdk::Clock::time_point::max()) {
      built_.wait(lock, done);
    } else if (!built_.wait_until(lock, op.deadline(), done)) {
      throw sdk::Failure(MOVIE_TIMEOUT, "a CREATE_MANY was still under way");
    }
    return lock;
  }

  std::mutex mutex_;  // guards all that follows; films_ may be read without it while building_ is
                      // one's own
  std::condition_variable built_;
  bool building_ = false;
  Catalogue films_;
  Catalogue::Room room_;
  Memos memos_;
};

}  // namespace
}  // namespace movie::memory

MOVIE_PLUGIN(movie::memory::MemoryStore, "memory", MOVIE_VERSION,
             MOVIE_EXPECT | MOVIE_MEMO | MOVIE_KEEP_ID | MOVIE_IF_EMPTY | MOVIE_FILTER |
                 MOVIE_SEARCH | MOVIE_SORT | MOVIE_TOTAL | MOVIE_SNAPSHOT | MOVIE_MANY |
                 MOVIE_CLEARS)
