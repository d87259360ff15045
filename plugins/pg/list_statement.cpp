#include "list_statement.hpp"

#include <algorithm>
#include <vector>

#include "places.hpp"

namespace movie::pg {
namespace {

/// What is walked over sooner than any deadline comes.
constexpr std::uint64_t kShortWalk = 10'000;

constexpr Oid kInt8 = 20, kInt4 = 23, kTexts = 1009;
constexpr std::array kTypes{kInt8, kInt8, kInt8, kInt8, kTexts, kInt4, kInt4, kTexts};
static_assert(kTypes.size() <= kMostParams);

/// The films of the places, each a look-up by id.
std::string films(const std::string& places) {
  return "SELECT film.* FROM (" + places +
         ") AS place CROSS JOIN LATERAL (SELECT m.id, m.title, m.year, m.genre FROM movies AS m "
         "WHERE m.id = place.id LIMIT 1) AS film";
}

/// Of all films by what is none, of which the lowest id nearly always says that there is nothing:
/// looking at each id would take a third longer.
std::string count(const sdk::Query& query) {
  if (filters(query).empty()) {
    return "SELECT count(*) - CASE WHEN (SELECT m.id FROM movies AS m ORDER BY m.id LIMIT 1) <= 0 "
           "THEN (SELECT count(*) FROM movies AS m WHERE m.id <= 0) ELSE 0 END AS n FROM movies";
  }
  return "SELECT count(*) AS n FROM movies AS m WHERE m.id > 0" + filters(query);
}

std::string text_of(const sdk::Query& query, ListForm form) {
  switch (form) {
    case ListForm::page:
      return films(places(query)) + order("film", query);
    case ListForm::page_and_total:
      return "WITH total AS MATERIALIZED (" + count(query) +
             ") SELECT film.*, total.n FROM total LEFT JOIN (" + films(places(query)) +
             ") AS film ON true" + order("film", query);
    case ListForm::total:
      return count(query);
    case ListForm::cursor:
      return "DECLARE list NO SCROLL CURSOR FOR " + films_in_order(query);
    case ListForm::unkeyed:
      return films(
                 "SELECT m.id FROM movies AS m WHERE m.title_key IS NULL AND m.id > $1 ORDER BY "
                 "m.id LIMIT $3") +
             " ORDER BY film.id";
  }
  return {};
}

Array distinct(const sdk::Texts& texts) {
  std::vector<std::string_view> values;
  for (std::size_t at = 0; at < texts.size(); ++at) values.push_back(texts[at]);
  std::sort(values.begin(), values.end());
  values.erase(std::unique(values.begin(), values.end()), values.end());
  return text_array(values);
}

Array all(const sdk::Texts& texts) {
  std::vector<std::string_view> values;
  for (std::size_t at = 0; at < texts.size(); ++at) values.push_back(texts[at]);
  return text_array(values);
}

/// The last id not wanted, or, downwards, the first that is.
std::int64_t start(const sdk::Query& query) {
  if (!query.descending) return query.after;
  return query.after == 0 ? INT64_MAX : std::max(query.after, INT64_MIN + 1) - 1;
}

std::uint64_t saturated(std::uint64_t one, std::uint64_t other) {
  return one > UINT64_MAX - other ? UINT64_MAX : one + other;
}

}  // namespace

std::int64_t clamp(std::uint64_t count) {
  return static_cast<std::int64_t>(std::min<std::uint64_t>(count, INT64_MAX));
}

ListStatement::ListStatement(const sdk::Query& query, ListForm form)
    : text_(text_of(query, form)),
      statement_{"", text_.c_str(), kTypes},
      params_{start(query),           clamp(query.skip),
              clamp(query.limit),     clamp(saturated(query.skip, query.limit)),
              distinct(query.genres), query.year_min,
              query.year_max,         all(query.contains)} {}

bool by_id_alone(const sdk::Query& query) {
  return query.sort == 0 && query.any_year() && query.contains.empty();
}

bool may_take_long(const sdk::Query& query, bool total) {
  return total || !in_order_of_an_index(query) || !query.any_year() || query.limit > kChunk ||
         query.skip > kShortWalk;
}

}  // namespace movie::pg
