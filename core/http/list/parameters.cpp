#include "http/list/parameters.hpp"

#include <algorithm>
#include <array>
#include <string>
#include <vector>

#include "http/content_type.hpp"
#include "http/list/query_pairs.hpp"
#include "http/query_flag.hpp"
#include "json/write.hpp"
#include "model/fields.hpp"
#include "model/search_key.hpp"
#include "model/text.hpp"

namespace movie::http {
namespace {

using json::Place;

constexpr std::int64_t kDefaultLimit = 100, kMaxLimit = 1000, kMaxPageSize = 100;
constexpr std::size_t kMostGenres = 8;
constexpr std::array<std::string_view, 2> kTypes{"application/json", "text/csv"};

struct Sort {
  std::string_view name;
  store::SortKey key;
  bool descending;
};
constexpr std::array<Sort, 8> kSorts{{{"id", store::SortKey::id, false},
                                      {"-id", store::SortKey::id, true},
                                      {"title", store::SortKey::title, false},
                                      {"-title", store::SortKey::title, true},
                                      {"year", store::SortKey::year, false},
                                      {"-year", store::SortKey::year, true},
                                      {"genre", store::SortKey::genre, false},
                                      {"-genre", store::SortKey::genre, true}}};
constexpr std::string_view kSortNames =
    "'id', '-id', 'title', '-title', 'year', '-year', 'genre' or '-genre'";

/// Reads one request's parameters, in the order in which faults are told.
class Reader {
 public:
  Reader(std::string_view query, json::Faults& faults) : pairs_(query), faults_(faults) {}

  void read_window();
  void read_genres();
  void read_words();
  void read_years();
  void read_order();
  void read_shape(std::optional<std::string_view> accept);
  ListParameters result() && { return std::move(result_); }

 private:
  store::Query& query() { return result_.query; }
  std::optional<std::int64_t> integer(Parameter which, Bounds bounds);
  void read_sort();
  void read_count();
  void read_format(std::optional<std::string_view> accept);
  void refuse(Parameter which, std::string_view why);
  /// No film can be meant.
  void nothing() { query().year_min = 1, query().year_max = 0; }

  QueryPairs pairs_;
  json::Faults& faults_;
  ListParameters result_;
};

/// INT64_MIN or INT64_MAX if it is beyond them.
std::optional<std::int64_t> Reader::integer(Parameter which, Bounds bounds) {
  const auto text = pairs_.value(which);
  if (!text) return std::nullopt;
  const auto read = json::read_integer(*text, {"query", name_of(which)}, bounds, faults_);
  return read ? std::optional(read->value) : std::nullopt;
}

void Reader::refuse(Parameter which, std::string_view why) {
  faults_.add_text({"query", name_of(which)}, {FaultType::value_error, 0, why},
                   pairs_.value(which).value_or(""));
}

void Reader::read_window() {
  const auto skip = integer(Parameter::skip, {.least = 0});
  const auto limit = integer(Parameter::limit, {.least = 1, .most = kMaxLimit});
  query().skip = static_cast<std::uint64_t>(skip.value_or(0));
  query().limit = static_cast<std::uint64_t>(limit.value_or(kDefaultLimit));
}

/// `genre` and `genre_in` both hold.
void Reader::read_genres() {
  auto& genres = query().genres;
  const auto& several = pairs_.genre_in();
  if (several.size() > kMostGenres) {
    std::string input;
    for (const std::string& text : several) {
      input += input.empty() ? '[' : ',';
      json::append_string(input, text);
    }
    faults_.add({"query", "genre_in"},
                {FaultType::too_long, kMostGenres, {}, static_cast<std::int64_t>(several.size())},
                input + ']');
    return;
  }
  for (const std::string& text : several) {
    if (auto genre = genre_filter(text); !genre.empty()) genres.push_back(std::move(genre));
  }
  if (auto genre = genre_filter(pairs_.value(Parameter::genre).value_or("")); !genre.empty()) {
    const bool among = genres.empty() || std::ranges::count(genres, genre) > 0;
    if (!among) nothing();
    genres.assign(1, std::move(genre));
  }
  const bool any = !genres.empty();  // no film's genre has NUL, and no store takes it
  std::erase_if(genres, [](const auto& genre) { return genre.find('\0') != std::string::npos; });
  if (any && genres.empty()) nothing();
}

void Reader::read_words() {
  const auto text = pairs_.value(Parameter::q);
  if (!text) return;
  if (text::code_points(*text) > kMaxTitle) {
    faults_.add_text({"query", "q"}, {FaultType::string_too_long, kMaxTitle}, *text);
    return;
  }
  query().contains = text::search_words(*text);
  if (text->find('\0') != std::string::npos) {
    query().contains.clear();
    nothing();
  }
}

void Reader::read_years() {
  const auto narrow = [this](std::optional<std::int64_t> from, std::optional<std::int64_t> to) {
    const auto year = [](std::int64_t any) {
      return static_cast<std::int32_t>(std::clamp<std::int64_t>(any, INT32_MIN, INT32_MAX));
    };
    if (from) query().year_min = std::max(query().year_min, year(*from));
    if (to) query().year_max = std::min(query().year_max, year(*to));
  };
  const auto exact = integer(Parameter::year, {});
  narrow(exact, exact);
  narrow(integer(Parameter::year_min, {}), std::nullopt);
  narrow(std::nullopt, integer(Parameter::year_max, {}));
}

void Reader::read_sort() {
  const auto text = pairs_.value(Parameter::sort);
  if (!text) return;
  const auto sort = std::ranges::find(kSorts, std::string_view(*text), &Sort::name);
  if (sort == kSorts.end()) {
    faults_.add_text({"query", "sort"}, {FaultType::literal_error, 0, kSortNames}, *text);
    return;
  }
  query().sort = sort->key;
  query().descending = sort->descending;
}

void Reader::read_order() {
  read_sort();
  const auto after = integer(Parameter::after_id, {.least = 0});
  if (!after) return;
  if (query().sort != store::SortKey::id) {
    refuse(Parameter::after_id, "after_id goes with an order by id only");
  }
  query().after = *after;
  result_.after = true;
}

void Reader::read_count() {
  const auto text = pairs_.value(Parameter::count);
  if (text) result_.count = read_flag(*text, name_of(Parameter::count), faults_).value_or(false);
}

void Reader::read_format(std::optional<std::string_view> accept) {
  const auto text = pairs_.value(Parameter::format);
  if (text && *text != "json" && *text != "csv") {
    faults_.add_text({"query", "format"}, {FaultType::literal_error, 0, "'json' or 'csv'"}, *text);
  }
  const bool csv = text ? *text == "csv" : preferred(accept, kTypes) == 1;
  result_.format = csv ? ListFormat::csv : ListFormat::json;
}

/// Pages are another way to say skip and limit.
void Reader::read_shape(std::optional<std::string_view> accept) {
  read_count();
  const auto size = integer(Parameter::page_size, {.least = 1, .most = kMaxPageSize});
  if (size) {
    const std::int64_t page = integer(Parameter::page, {.least = 1}).value_or(1);
    if (result_.after) refuse(Parameter::after_id, "after_id does not go with page_size");
    const std::int64_t before = page - 1;
    query().skip =
        before > INT64_MAX / *size ? UINT64_MAX : static_cast<std::uint64_t>(before * *size);
    query().limit = static_cast<std::uint64_t>(*size);
    result_.page = page;
  }
  query().total = result_.count || size;
  read_format(accept);
  result_.links = pairs_.asks_for_more() || result_.format == ListFormat::csv;
}

}  // namespace

std::optional<ListParameters> read_list_parameters(std::string_view query,
                                                   std::optional<std::string_view> accept,
                                                   json::Faults& faults) {
  Reader reader(query, faults);
  reader.read_window();
  reader.read_genres();
  reader.read_words();
  reader.read_years();
  reader.read_order();
  reader.read_shape(accept);
  if (faults.any()) return std::nullopt;
  return std::move(reader).result();
}

}  // namespace movie::http
