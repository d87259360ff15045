#include "query.hpp"
#include "selection.hpp"
#include "session.hpp"

/// What a list says to SQLite.
namespace movie::sqlite {
namespace {

constexpr char kList[] =
    "SELECT id, title, year, genre FROM movies WHERE id > ?1 ORDER BY id LIMIT ?2 OFFSET ?3";
constexpr char kListOfGenre[] =
    "SELECT id, title, year, genre FROM movies WHERE id > ?1 AND genre = ?4 ORDER BY id LIMIT ?2 "
    "OFFSET ?3";

/// Those of old, whose statements are kept: by id, all films or a genre's.
bool plain(const sdk::Query& wanted) {
  return wanted.sort == 0 && !wanted.descending && wanted.any_year() && wanted.contains.empty() &&
         wanted.genres.size() <= 1;
}

/// Holds the database's state, unless the call's transaction does: rows, total and what was looked
/// up to find them are to be of one.
class OneState {
 public:
  explicit OneState(Connection& connection)
      : connection_(connection.in_transaction() ? nullptr : &connection) {
    if (connection_ != nullptr) connection_->execute("BEGIN");
  }
  ~OneState() {
    if (connection_ != nullptr) connection_->rollback();
  }
  OneState(const OneState&) = delete;
  OneState& operator=(const OneState&) = delete;

 private:
  Connection* connection_;
};

}  // namespace

sdk::Status Session::list(const sdk::Query& wanted, sdk::Operation& op) {
  if (plain(wanted) && !op.wants_total()) return list_plain(wanted, op);
  const OneState state(*connection_);
  const Selection selection(*connection_, wanted);
  if (plain(wanted)) {
    list_plain(wanted, op);
  } else {
    const StatementHandle rows = connection_->prepare(selection.rows());
    Query query(*connection_, rows.get());
    selection.bind(query);
    emit_all(query, op);
  }
  if (!op.wants_total()) return MOVIE_OK;
  const StatementHandle total = connection_->prepare(selection.total());
  Query query(*connection_, total.get());
  selection.bind(query);
  query.step();
  op.count(query.integer(0));
  return MOVIE_OK;
}

sdk::Status Session::list_plain(const sdk::Query& wanted, sdk::Operation& op) {
  const bool all = wanted.genres.empty();
  if (all && wanted.after == 0 && wanted.limit > 0) return list_page(wanted, op);
  Query query(*connection_, connection_->kept(all ? kList : kListOfGenre));
  query.bind(1, wanted.after);
  query.bind(2, at_most_int64(wanted.limit)).bind(3, at_most_int64(wanted.skip));
  if (!all) query.bind(4, wanted.genres[0]);
  emit_all(query, op);
  return MOVIE_OK;
}

void Session::emit_all(Query& query, sdk::Operation& op) {
  while (query.step() && op.emit(row_of(query))) {
  }
}

/// Begins where an earlier list has passed, if the database is still as it was then: the first step
/// opens the state that this list reads, so that only then can be told.
sdk::Status Session::list_page(const sdk::Query& wanted, sdk::Operation& op) {
  while (true) {
    const Positions::Place from = positions_.nearest(wanted.skip);
    Query query(*connection_, connection_->kept(kList));
    query.bind(1, from.id).bind(2, at_most_int64(wanted.limit));
    bool more = query.bind(3, at_most_int64(wanted.skip - from.passed)).step();
    if (!positions_.hold_in(connection_->state()) && from.id > 0) continue;
    Positions::Place place{wanted.skip, more ? query.integer(0) - 1 : 0};
    positions_.learn(place);
    for (; more; more = query.step()) {
      place = {place.passed + 1, query.integer(0)};
      if (Positions::worth_learning(place.passed)) positions_.learn(place);
      if (!op.emit(row_of(query))) break;
    }
    positions_.learn(place);
    return MOVIE_OK;
  }
}

}  // namespace movie::sqlite
