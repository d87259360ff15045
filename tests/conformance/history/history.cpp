#include "history.hpp"

#include <algorithm>
#include <sstream>

namespace movie::conformance::history {
namespace {

bool changes(std::uint32_t code) { return code != MOVIE_OP_GET && code != MOVIE_OP_LIST; }

/// [S-19] [S-20]
bool certainly_not_done(std::int32_t status) {
  return status >= MOVIE_AGAIN && status <= MOVIE_FULL;
}

/// [S-16] [S-21]
bool unknown(const Event& event) {
  return changes(event.ask.code) &&
         (event.outcome.status == MOVIE_UNKNOWN || event.outcome.status == MOVIE_UNSET);
}

/// The id each film was seen under, by its genre.
std::map<std::string, std::int64_t> seen_ids(const History& history) {
  std::map<std::string, std::int64_t> ids;
  for (const Event& event : history.events) {
    for (const Film& film : event.outcome.rows) {
      if (event.outcome.status <= MOVIE_CONFLICT) ids[film.genre] = film.id;
    }
  }
  return ids;
}

/// A film that nobody saw gets an id that no store gives: whoever listed the store did not see it.
void suppose(Event& event, const std::map<std::string, std::int64_t>& ids, std::int64_t& unseen) {
  event.maybe = true;
  event.end = kNever;
  event.outcome.rows.clear();
  if (!creates(event)) return;
  auto films = event.ask.code == MOVIE_OP_CREATE ? std::vector{event.ask.row} : event.ask.source;
  for (Film& film : films) {
    const auto seen = ids.find(film.genre);
    film.id = seen == ids.end() ? unseen-- : seen->second;
  }
  event.outcome.rows = std::move(films);
}

const char* name_of(std::uint32_t code) {
  switch (code) {
    case MOVIE_OP_GET:
      return "get";
    case MOVIE_OP_LIST:
      return "list";
    case MOVIE_OP_CREATE:
      return "create";
    case MOVIE_OP_UPDATE:
      return "update";
    case MOVIE_OP_REMOVE:
      return "remove";
    default:
      return "create_many";
  }
}

std::string said(std::int32_t status) {
  switch (status) {
    case MOVIE_OK:
      return "OK";
    case MOVIE_NOT_FOUND:
      return "NOT_FOUND";
    case MOVIE_CONFLICT:
      return "CONFLICT";
    case MOVIE_UNKNOWN:
      return "UNKNOWN";
    default:
      return "status " + std::to_string(status);
  }
}

void tell_page(std::ostream& out, const Ask& ask) {
  if (ask.after != 0) out << " after " << ask.after;
  if (ask.skip != 0) out << " skip " << ask.skip;
  if (ask.limit != UINT64_MAX) out << " limit " << ask.limit;
}

void tell_fields(std::ostream& out, const Ask& ask) {
  if ((ask.fields & MOVIE_TITLE) != 0) out << " title=" << ask.row.title;
  if ((ask.fields & MOVIE_YEAR) != 0) out << " year=" << ask.row.year;
}

}  // namespace

bool creates(const Event& event) {
  return event.ask.code == MOVIE_OP_CREATE || event.ask.code == MOVIE_OP_CREATE_MANY;
}

std::vector<Film> rows_that_count(const Event& event) {
  const auto& rows = event.outcome.rows;
  if (event.maybe || !changes(event.ask.code)) return rows;
  const std::size_t few =
      event.ask.code == MOVIE_OP_CREATE_MANY ? event.ask.source.size() : std::size_t{1};
  return {rows.end() - static_cast<std::ptrdiff_t>(std::min(few, rows.size())), rows.end()};
}

History settled(History recorded) {
  std::erase_if(recorded.events,
                [](const Event& event) { return certainly_not_done(event.outcome.status); });
  const auto ids = seen_ids(recorded);
  std::int64_t unseen = INT64_MAX;
  for (Event& event : recorded.events) {
    if (unknown(event)) suppose(event, ids, unseen);
  }
  std::ranges::stable_sort(recorded.events, {}, &Event::start);
  return recorded;
}

std::string told(const Event& event) {
  const Ask& ask = event.ask;
  std::ostringstream out;
  out << name_of(ask.code);
  if (ask.id != 0) out << ' ' << ask.id;
  if (ask.code == MOVIE_OP_LIST) tell_page(out, ask);
  if (ask.code == MOVIE_OP_UPDATE) tell_fields(out, ask);
  if ((ask.require & MOVIE_EXPECT) != 0) out << " if [" << ask.expect << ']';
  out << " -> " << said(event.outcome.status);
  if (event.maybe) return out.str();
  for (const Film& film : rows_that_count(event)) out << " [" << film << ']';
  if ((ask.require & MOVIE_TOTAL) != 0) out << " of " << event.outcome.count;
  return out.str();
}

}  // namespace movie::conformance::history
