#include "http/conditions.hpp"

#include <algorithm>

namespace movie::http {
namespace {

bool has_name(const Field& field, std::string_view lower) {
  return std::ranges::equal(field.name, lower, {}, [](char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c | 0x20) : c;
  });
}

/// Cuts the next entity tag off a list, W/ and quotes included; empty: there is none, or what comes
/// is no tag.
std::string_view next_tag(std::string_view& list) {
  list.remove_prefix(std::min(list.find_first_not_of(" \t,"), list.size()));
  const std::size_t begin = list.starts_with("W/") ? 2 : 0;
  if (list.size() <= begin || list[begin] != '"') return {};
  const auto end = list.find('"', begin + 1);
  if (end == std::string_view::npos) return {};
  const auto tag = list.substr(0, end + 1);
  list.remove_prefix(tag.size());
  return tag;
}

/// Whether any tag of the fields of that name passes; "*" does.
template <class Passes>
bool names(const Request& request, std::string_view lower_case_name, Passes passes) {
  for (const Field& field : request.fields) {
    if (!has_name(field, lower_case_name)) continue;
    if (field.value == "*") return true;
    std::string_view list = field.value;
    for (auto tag = next_tag(list); !tag.empty(); tag = next_tag(list)) {
      if (passes(tag)) return true;
    }
  }
  return false;
}

std::string_view opaque(std::string_view tag) {
  return tag.starts_with("W/") ? tag.substr(2) : tag;
}

}  // namespace

bool Conditions::expects_tag() const {
  return std::ranges::any_of(request_->fields, [](const Field& field) {
    return has_name(field, "if-match") && field.value != "*";
  });
}

bool Conditions::expects(std::string_view tag) const {
  return names(*request_, "if-match", [&](std::string_view named) { return named == tag; });
}

bool Conditions::has_already(std::string_view tag) const {
  return names(*request_, "if-none-match",
               [&](std::string_view named) { return opaque(named) == opaque(tag); });
}

}  // namespace movie::http
