#include "http/conditions.hpp"

#include <algorithm>

namespace movie::http {
namespace {

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

/// Whether any tag of the field passes; "*" does.
template <class Passes>
bool names(const Request& request, std::string_view lower_case_name, Passes passes) {
  const auto field = request.list_field(lower_case_name);
  if (!field) return false;
  if (*field == "*") return true;
  std::string_view list = *field;
  for (auto tag = next_tag(list); !tag.empty(); tag = next_tag(list)) {
    if (passes(tag)) return true;
  }
  return false;
}

std::string_view opaque(std::string_view tag) {
  return tag.starts_with("W/") ? tag.substr(2) : tag;
}

}  // namespace

bool Conditions::expects_tag() const {
  const auto field = request_->list_field("if-match");
  return field && *field != "*";
}

bool Conditions::expects(std::string_view tag) const {
  return names(*request_, "if-match", [&](std::string_view named) { return named == tag; });
}

bool Conditions::has_already(std::string_view tag) const {
  return names(*request_, "if-none-match",
               [&](std::string_view named) { return opaque(named) == opaque(tag); });
}

}  // namespace movie::http
