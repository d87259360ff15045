#include "http/list/links.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "http/list/query_pairs.hpp"
#include "http/target.hpp"

namespace movie::http {
namespace {

constexpr std::array kPlace{name_of(Parameter::skip), name_of(Parameter::limit),
                            name_of(Parameter::page), name_of(Parameter::page_size),
                            name_of(Parameter::after_id)};
// Proxies and clients take so much of a field and no more.
constexpr std::size_t kLongest = 4096;

/// The target with what is known of it, but not what says which page: "/movies?genre=Drama&".
std::string without_place(std::string_view query) {
  std::string kept;
  for_each_pair(query, [&](std::string_view key, std::string_view pair) {
    const bool known = key == kGenreIn || std::ranges::count(kParameters, key) > 0;
    if (known && std::ranges::count(kPlace, key) == 0) kept.append(pair).append("&");
  });
  std::string target = location("/movies", kept);
  if (kept.empty()) target += '?';
  for (std::size_t at; (at = target.find_first_of("<>\"")) != std::string::npos;) {
    target.replace(at, 1, fmt::format("%{:02X}", target[at]));  // they would end the reference
  }
  return target;
}

class Links {
 public:
  explicit Links(std::string target) : target_(std::move(target)) {}
  /// `which` and the like: what says which page, in this order.
  template <class... More>
  void add(std::string_view relation, Parameter which, std::uint64_t value, More... more) {
    field_.append(field_.empty() ? "<" : ", <").append(target_);
    add_place(which, value, more...);
    field_.append(">; rel=\"").append(relation).append("\"");
  }
  /// Empty if it is too long.
  std::string field() && { return field_.size() <= kLongest ? std::move(field_) : std::string(); }

 private:
  template <class... More>
  void add_place(Parameter which, std::uint64_t value, More... more) {
    field_.append(name_of(which)).append("=").append(std::to_string(value));
    if constexpr (sizeof...(more) > 0) {
      field_ += '&';
      add_place(more...);
    }
  }

  std::string target_, field_;
};

void add_by_page(Links& links, std::int64_t page, std::int64_t size, std::int64_t total) {
  const std::int64_t last = page_count(total, size);
  const auto add = [&](std::string_view relation, std::int64_t to) {
    links.add(relation, Parameter::page, static_cast<std::uint64_t>(to), Parameter::page_size,
              static_cast<std::uint64_t>(size));
  };
  if (page < last) add("next", page + 1);
  if (page > 1 && last > 0) add("prev", std::min(page - 1, last));
  if (last > 1 || (page > 1 && last > 0)) add("first", 1), add("last", last);
}

void add_by_id(Links& links, const ListParameters& asked, const ListPage& page) {
  const auto add = [&](std::string_view relation, std::int64_t to) {
    links.add(relation, Parameter::after_id, static_cast<std::uint64_t>(to), Parameter::limit,
              asked.query.limit);
  };
  if (page.more) add("next", page.last_id);
  if (asked.query.after > 0) add("first", 0);
}

void add_by_skip(Links& links, const ListParameters& asked, const ListPage& page) {
  const std::uint64_t skip = asked.query.skip, limit = asked.query.limit;
  const auto add = [&](std::string_view relation, std::uint64_t to) {
    links.add(relation, Parameter::skip, to, Parameter::limit, limit);
  };
  if (page.more) add("next", skip + limit);
  const bool counted = asked.count && page.total > 0;
  const std::uint64_t before = skip % limit;  // pages begin there, and one each `limit` on
  const auto rest = static_cast<std::uint64_t>(counted ? page.total - 1 : 0);
  const std::uint64_t last = rest < before ? 0 : before + (rest - before) / limit * limit;
  const std::uint64_t back = skip - std::min(skip, limit);
  if (skip > 0) add("prev", counted ? std::min(back, last) : back), add("first", 0);
  if (counted && (page.more || skip > 0)) add("last", last);
}

}  // namespace

std::int64_t page_count(std::int64_t total, std::int64_t size) {
  return total / size + (total % size > 0 ? 1 : 0);
}

std::string page_links(std::string_view query, const ListParameters& asked, const ListPage& page) {
  const bool alone =
      !asked.links || (!page.more && asked.query.skip == 0 && asked.query.after == 0);
  if (alone) return {};
  Links links(without_place(query));
  if (asked.page) {
    add_by_page(links, *asked.page, static_cast<std::int64_t>(asked.query.limit), page.total);
  } else if (asked.after) {
    add_by_id(links, asked, page);
  } else {
    add_by_skip(links, asked, page);
  }
  return std::move(links).field();
}

}  // namespace movie::http
