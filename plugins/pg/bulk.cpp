#include "bulk.hpp"

#include <algorithm>
#include <string>
#include <vector>

namespace movie::pg {
namespace {

using sdk::Failure;

constexpr std::size_t kChunk = 1'000;

void check(const Fault& fault) {
  if (fault) throw Failure(fault.status, fault.message, fault.native());
}

/// The rows of one statement.
struct Chunk {
  std::vector<std::string> titles, genres, keys;
  std::vector<std::int32_t> years;
  std::vector<std::int64_t> ids;

  bool read(sdk::Operation& op) {
    titles.clear();
    genres.clear();
    keys.clear();
    years.clear();
    ids.clear();
    for (sdk::Row row; years.size() < kChunk && op.next(row);) {
      titles.emplace_back(row.title);
      genres.emplace_back(row.genre);
      years.push_back(row.year);
      keys.emplace_back(row.title_key);
      ids.push_back(row.id);
    }
    return !years.empty();
  }
  [[nodiscard]] std::array<Param, kMostParams> params(bool with_ids) const {
    std::array<Param, kMostParams> all{texts(titles), int_array(years), texts(genres), texts(keys)};
    if (with_ids) all[4] = id_array(ids);
    return all;
  }
  /// The rows with the ids that they were given, in their order.
  void emit(const PGresult* given, sdk::Operation& op) const {
    if (static_cast<std::size_t>(PQntuples(given)) != years.size())
      throw Failure(MOVIE_UNAVAILABLE, "the database left out films, so that none was created");
    for (std::size_t at = 0; at < years.size() && op.wants_rows(); ++at)
      op.emit({int_of(given, static_cast<int>(at), 0), titles[at], years[at], genres[at]});
  }
  static Array texts(const std::vector<std::string>& strings) {
    const std::vector<std::string_view> views(strings.begin(), strings.end());
    return text_array(views);
  }
};

/// A transaction over several turns; undone unless committed.
class Transaction {
 public:
  Transaction(Link& link, Lane& lane, Clock::time_point deadline)
      : link_(link), lane_(lane), deadline_(deadline) {
    check(lane_.enter(deadline_));
  }
  Transaction(const Transaction&) = delete;
  Transaction& operator=(const Transaction&) = delete;
  ~Transaction() {
    if (!open_ || !link_.connected()) return;
    try {
      static_cast<void>(link_.roll_back(Clock::now() + std::chrono::seconds(1)));
    } catch (const std::exception&) {
      link_.drop();  // and the server rolls back
    }
  }

  /// `alone`: other writers wait until it ends. False: `unless_any`, which needs that too, was
  /// asked, and there are films.
  bool begin(bool alone, bool unless_any) {
    Group group(true);
    group.add(stmt::kBegin);
    lane_.mark(group, deadline_);
    if (alone) group.add(stmt::kLock);
    if (unless_any) group.add(stmt::kAnyFilm);
    turn_ = group.turn;
    run(group);
    return !unless_any || PQntuples(group.results.back().get()) == 0;
  }
  /// Where another program gave ids without the sequence it is moved behind them, once for all.
  void mend_sequence() {
    Group look(true);
    look.add(stmt::kSequenceIsBehind);
    run(look);
    if (int_of(look.results[0].get(), 0, 0) == 0) return;
    Group mend(true);
    mend.add(stmt::kLock);
    mend.add(stmt::kMendSequence);
    run(mend);
  }
  void run(Group& group) {
    open_ = true;
    check(link_.turn(group, deadline_));
    check(group.fault);
  }
  void commit() {
    Group group(true);
    group.add(stmt::kCommit);
    const Fault lost = link_.turn(group, deadline_);
    open_ = false;
    if (!lost) return check(group.fault);
    const auto mark = lane_.ask(deadline_);
    if (mark && mark->turn == turn_) return;
    check({mark && mark->turn < turn_ ? MOVIE_UNAVAILABLE : MOVIE_UNKNOWN, {}, lost.message, true});
  }

 private:
  Link& link_;
  Lane& lane_;
  Clock::time_point deadline_;
  std::int64_t turn_ = 0;
  bool open_ = false;
};

void create_all(Link& link, Lane& lane, sdk::Operation& op) {
  const bool keep = op.requires_bit(MOVIE_KEEP_ID), if_empty = op.requires_bit(MOVIE_IF_EMPTY);
  Transaction transaction(link, lane, op.deadline());
  if (!transaction.begin(keep || if_empty, if_empty))
    throw Failure(MOVIE_EXISTS, "the store has films");
  if (!keep) transaction.mend_sequence();
  std::int64_t count = 0;
  for (Chunk chunk; chunk.read(op);) {
    Group group(true);
    group.add(keep ? stmt::kKeepMany : stmt::kCreateMany, chunk.params(keep));
    transaction.run(group);
    const PGresult* ids = group.results.back().get();
    if (keep && static_cast<std::size_t>(PQntuples(ids)) < chunk.years.size())
      throw Failure(MOVIE_EXISTS, "an id is taken");
    chunk.emit(ids, op);
    count += static_cast<std::int64_t>(chunk.years.size());
  }
  if (keep && count > 0) {
    // Last, for it is not undone with the transaction; without harm, for it only goes up.
    Group group(true);
    group.add(stmt::kMendSequence);
    transaction.run(group);
  }
  transaction.commit();
  op.count(count);
}

void raise_to(Link& link, Lane& lane, sdk::Operation& op) {
  Transaction transaction(link, lane, op.deadline());
  static_cast<void>(transaction.begin(true, false));
  Group group(true);
  group.add(stmt::kRaiseSequence, {std::max(op.id(), std::int64_t{1})});
  transaction.run(group);
  const std::int64_t next = int_of(group.results.back().get(), 0, 0);
  transaction.commit();
  op.count(next);
}

void clear_all(Link& link, Lane& lane, sdk::Operation& op) {
  check(lane.enter(op.deadline()));
  Group group(true);
  group.block = true;
  lane.mark(group, op.deadline());
  group.add(stmt::kLockAll);
  group.add(stmt::kCount);
  group.add(stmt::kTruncate);
  const Fault lost = link.run(group, op.deadline());
  if (lost) {
    const auto mark = lane.ask(op.deadline());
    check({mark && mark->turn < group.turn ? MOVIE_UNAVAILABLE : MOVIE_UNKNOWN,
           {},
           lost.message,
           true});
  }
  check(group.fault);
  op.count(int_of(group.results[2].get(), 0, 0));
}

template <class Work>
void run(Link& link, sdk::Operation& op, Work work) {
  try {
    work();
    op.finish(MOVIE_OK);
  } catch (const Failure& failure) {
    op.finish(failure.status(), failure.what(), failure.native());
    if (failure.status() == MOVIE_INTERNAL) link.drop();
  }
}

}  // namespace

void create_many(Link& link, Lane& lane, sdk::Operation& op) {
  run(link, op, [&] { create_all(link, lane, op); });
}

void raise_next_id(Link& link, Lane& lane, sdk::Operation& op) {
  run(link, op, [&] { raise_to(link, lane, op); });
}

void clear(Link& link, Lane& lane, sdk::Operation& op) {
  run(link, op, [&] { clear_all(link, lane, op); });
}

}  // namespace movie::pg
