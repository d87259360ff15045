#pragma once

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "model/movie.hpp"
#include "model/result.hpp"

namespace movie::store {

using Clock = std::chrono::steady_clock;

/// What a store can be asked to do. The numbers are the MOVIE_OP_ codes of movie/store.h, where
/// each is defined.
enum class Verb : std::uint32_t {
  get = 1,
  list,
  create,
  update,
  remove,
  ping,
  create_many,
  clear,
  unkeyed,
  set_key,
  key_version
};

/// What a list is sorted by, then by id. The numbers are movie_query.sort's.
enum class SortKey : std::uint32_t { id = 0, title = 1, year = 2, genre = 4 };

/// Which films a list holds, and in which order: those with one of `genres` (empty: any), a year
/// from `year_min` to `year_max` and all of `contains` in their search key (model/search_key.hpp);
/// behind `after` (0: from the first on; with an order by id only), less the first `skip`, at most
/// `limit`.
struct Query {
  std::vector<std::string> genres{};
  std::uint64_t skip = 0;
  std::uint64_t limit = UINT64_MAX;
  std::int64_t after = 0;
  std::int32_t year_min = INT32_MIN;
  std::int32_t year_max = INT32_MAX;
  SortKey sort = SortKey::id;
  bool descending = false;
  std::vector<std::string> contains{};  ///< folded words
  bool total = false;                   ///< count is to be the number of all that match

  [[nodiscard]] bool any_year() const { return year_min == INT32_MIN && year_max == INT32_MAX; }
  [[nodiscard]] bool filters() const { return !genres.empty() || !any_year(); }
  [[nodiscard]] bool sorts() const { return sort != SortKey::id || descending; }
};

/// What a create is remembered by, so that asked again it is not done again but tells what was
/// created then: movie_memo of movie/store.h.
struct Memo {
  std::string key;     ///< 1..255 bytes
  std::string digest;  ///< of the request; another one with the key is Status::exists
  std::chrono::seconds lifetime{};
  std::chrono::system_clock::time_point now{};
  std::uint64_t most = 0;  ///< keys that the store is to remember at most
};

/// Where the rows of an operation go, on the thread that runs it. Nothing taken counts before the
/// operation's status says ok (or conflict); of a write's rows the last counts.
class RowSink {
 public:
  virtual ~RowSink() = default;
  /// The view is valid during the call. False: enough, send no more.
  virtual bool take(const MovieView& row) = 0;
};

/// Where the rows of create_many come from, on the thread that runs it.
class RowSource {
 public:
  virtual ~RowSource() = default;
  /// The next row, valid until the next call; nullptr: the end. Must not wait for a client.
  virtual const MovieDraft* next() = 0;
};

class Completion;

/// One operation on its way through the store: the question, then its outcome. Made by whoever
/// asks, owned by the lane while it is queued, handed back through `reply_to`. Derive from it to
/// let one's own context travel along.
struct Operation {
  explicit Operation(Verb what) : verb(what) {}
  virtual ~Operation() = default;
  Operation(const Operation&) = delete;
  Operation& operator=(const Operation&) = delete;

  [[nodiscard]] bool writes() const {
    return verb == Verb::create || verb == Verb::update || verb == Verb::remove ||
           verb == Verb::create_many || verb == Verb::clear || verb == Verb::set_key ||
           verb == Verb::key_version;
  }

  /// How long it may wait for a lane.
  [[nodiscard]] Clock::time_point begin_by() const { return std::min(deadline, queued_until); }

  // The question.
  Verb verb;
  bool if_empty = false;  ///< create_many: Status::exists if the store has films
  bool keep_ids = false;  ///< create_many: rows bring theirs; Status::exists if one is taken
  std::int64_t id = 0;    ///< get, update, remove, set_key; key_version: the number
  MoviePatch values;      ///< create: all set; update: those to set; set_key: the title
  std::optional<MovieDraft> expect;  ///< update, remove: only if the film is this, else conflict
  std::optional<Memo> memo;          ///< create: once only for its key
  Query query;                       ///< list, unkeyed
  RowSink* rows = nullptr;           ///< get, list, create, update, unkeyed, and what conflicts;
                                     ///< create_many if wanted; outlives the operation
  RowSource* source = nullptr;       ///< create_many
  Clock::time_point deadline = Clock::time_point::max();
  std::string trace;               ///< for log lines
  Completion* reply_to = nullptr;  ///< lanes only; outlives the operation
  Clock::time_point queued_until = Clock::time_point::max();  ///< set by lanes

  // The outcome.
  Status status = Status::unset;
  std::int64_t count = 0;  ///< as movie_result.count: how many rows; key_version's number; 1 where
                           ///< a memo was there already
  std::string message;     ///< for the log, never for a client
};

/// Gets operations back from a lane.
class Completion {
 public:
  virtual ~Completion() = default;
  /// Called on a lane's thread, once per batch, so that a wake-up is shared. Must neither block nor
  /// throw.
  virtual void completed(std::vector<std::unique_ptr<Operation>> operations) noexcept = 0;
};

}  // namespace movie::store
