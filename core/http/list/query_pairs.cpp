#include "http/list/query_pairs.hpp"

#include <algorithm>

#include "http/target.hpp"

namespace movie::http {

void for_each_pair(std::string_view query,
                   const std::function<void(std::string_view, std::string_view)>& visit) {
  std::string buffer;
  while (!query.empty()) {
    const auto pair = query.substr(0, query.find('&'));
    query.remove_prefix(std::min(query.size(), pair.size() + 1));
    visit(decoded(pair.substr(0, pair.find('=')), buffer, true), pair);
  }
}

QueryPairs::QueryPairs(std::string_view query) {
  for_each_pair(query, [this](std::string_view key, std::string_view pair) {
    const auto equals = pair.find('=');
    const auto text =
        equals == std::string_view::npos ? pair.substr(pair.size()) : pair.substr(equals + 1);
    if (key == kGenreIn) {
      std::string buffer;
      genre_in_.emplace_back(decoded(text, buffer, true));
      return;
    }
    const auto known = std::ranges::find(kParameters, key);
    if (known != kParameters.end())
      values_[static_cast<std::size_t>(known - kParameters.begin())] = text;
  });
}

std::optional<std::string> QueryPairs::value(Parameter which) const {
  const auto& found = values_[static_cast<std::size_t>(which)];
  if (!found) return std::nullopt;
  std::string buffer;
  return std::string(decoded(*found, buffer, true));
}

bool QueryPairs::asks_for_more() const {
  using enum Parameter;
  const auto plain = [](Parameter which) {
    return which == skip || which == limit || which == genre || which == page;
  };
  for (std::size_t i = 0; i < values_.size(); ++i) {
    if (values_[i] && !plain(static_cast<Parameter>(i))) return true;
  }
  return !genre_in_.empty();
}

}  // namespace movie::http
