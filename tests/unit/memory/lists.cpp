#include "lists.hpp"

#include <algorithm>
#include <ostream>
#include <tuple>

#include "list.hpp"

namespace movie::test {
namespace {

std::vector<movie_text> texts(const std::vector<std::string>& from) {
  std::vector<movie_text> to;
  for (const std::string& text : from) to.push_back(sdk::text(text));
  return to;
}

struct Receiver {
  std::vector<std::int64_t> ids;
  std::uint64_t stop_after;

  static std::int32_t emit(void* ctx, const movie_row* row) {
    auto& self = *static_cast<Receiver*>(ctx);
    self.ids.push_back(row->id);
    return self.ids.size() >= self.stop_after ? 1 : 0;
  }
};

bool matches(const Plain& film, const Ask& ask) {
  if (film.year < ask.year_min || film.year > ask.year_max) return false;
  if (!ask.genres.empty() && std::ranges::count(ask.genres, film.genre) == 0) return false;
  return std::ranges::all_of(ask.contains, [&](const std::string& word) {
    return film.key.find(word) != std::string::npos;
  });
}

auto place(std::int64_t id, const Plain& film, std::uint32_t sort) {
  return std::tuple(sort == MOVIE_TITLE   ? film.title
                    : sort == MOVIE_GENRE ? film.genre
                                          : std::string(),
                    sort == MOVIE_YEAR ? film.year : 0, id);
}

}  // namespace

std::ostream& operator<<(std::ostream& out, const Ask& ask) {
  for (const std::string& genre : ask.genres) out << "genre '" << genre << "' ";
  for (const std::string& word : ask.contains) out << "contains '" << word << "' ";
  return out << "years " << ask.year_min << ".." << ask.year_max << " sort " << ask.sort
             << (ask.descending ? " descending" : "") << " after " << ask.after << " skip "
             << ask.skip << " limit " << ask.limit << " total " << ask.total << " stop after "
             << ask.stop_after;
}

Answer answer(const memory::Catalogue& films, const Ask& ask) {
  const auto genres = texts(ask.genres), contains = texts(ask.contains);
  movie_query query{};
  query.struct_size = sizeof(query);
  query.genres = genres.data(), query.n_genres = static_cast<std::uint32_t>(genres.size());
  query.contains = contains.data(), query.n_contains = contains.size();
  query.skip = ask.skip, query.limit = ask.limit, query.after = ask.after;
  query.year_min = ask.year_min, query.year_max = ask.year_max;
  query.sort = ask.sort, query.descending = ask.descending ? 1 : 0;
  movie_result result{sizeof(movie_result), MOVIE_UNSET, 0, 0, -1, nullptr, 0};
  Receiver receiver{{}, ask.stop_after};
  movie_op raw{};
  raw.struct_size = sizeof(raw), raw.code = MOVIE_OP_LIST;
  raw.require = MOVIE_FILTER | MOVIE_SEARCH | MOVIE_SORT | (ask.total ? MOVIE_TOTAL : 0u);
  raw.query = &query, raw.emit = &Receiver::emit, raw.ctx = &receiver, raw.result = &result;
  sdk::Operation op(raw, false, ask.deadline, ~std::uint64_t{0});
  const sdk::Query asked = op.query();
  const std::int32_t status = memory::plain(asked)
                                  ? memory::list(films.in<memory::ById>(), asked, op)
                                  : memory::list(films, asked, op);
  return {status, receiver.ids, result.count};
}

Answer expected(const std::map<std::int64_t, Plain>& films, const Ask& ask) {
  std::vector<std::int64_t> matching;
  for (const auto& [id, film] : films) {
    if (matches(film, ask)) matching.push_back(id);
  }
  Answer answer{MOVIE_OK, {}, ask.total ? static_cast<std::int64_t>(matching.size()) : -1};
  if (ask.sort != 0)
    std::ranges::sort(matching, {},
                      [&](std::int64_t id) { return place(id, films.at(id), ask.sort); });
  if (ask.descending) std::ranges::reverse(matching);
  std::uint64_t skip = ask.skip;
  for (const std::int64_t id : matching) {
    const bool behind = ask.descending ? id < ask.after : id > ask.after;
    if (ask.sort == 0 && ask.after != 0 && !behind) continue;
    if (skip != 0 && skip-- != 0) continue;
    if (answer.ids.size() >= std::min(ask.limit, ask.stop_after)) break;
    answer.ids.push_back(id);
  }
  return answer;
}

}  // namespace movie::test
