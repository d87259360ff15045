#include "contract/compare.hpp"

#include <algorithm>
#include <cctype>
#include <set>

#include "contract/compare_body.hpp"

namespace movie::test {
namespace {

std::string lower(std::string text) {
  std::ranges::transform(text, text.begin(),
                         [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return text;
}

std::string without_space(const std::string& text) {
  std::string out;
  std::ranges::copy_if(text, std::back_inserter(out),
                       [](unsigned char c) { return std::isspace(c) == 0; });
  return out;
}

/// The comma-separated words of a value, lower case.
std::set<std::string> tokens(const std::string& value) {
  std::set<std::string> all;
  std::string token;
  for (const char c : lower(value) + ",") {
    if (c == ',') {
      const auto begin = token.find_first_not_of(" \t");
      if (begin != std::string::npos)
        all.insert(token.substr(begin, token.find_last_not_of(" \t") - begin + 1));
      token.clear();
    } else {
      token += c;
    }
  }
  return all;
}

bool includes(const std::string& all, const std::string& wanted) {
  const auto have = tokens(all), want = tokens(wanted);
  return std::ranges::includes(have, want);
}

/// All values of a field joined, as a list may be sent in several.
std::optional<std::string> joined(const HttpResponse& answer, const std::string& name) {
  std::optional<std::string> value;
  for (const auto& [key, text] : answer.fields) {
    if (lower(key) == name) value = value ? *value + ", " + text : text;
  }
  return value;
}

bool sent(const Step& step, const std::string& name) {
  return std::ranges::any_of(step.headers,
                             [&](const auto& header) { return lower(header.first) == name; });
}

bool is_made_trace_id(const std::string& id) {
  return id.size() == 12 && id.starts_with("req-") &&
         id.find_first_not_of("0123456789abcdef", 4) == std::string::npos;
}

using Text = std::optional<std::string>;

bool same_content_type(const Text& want, const Text& got, Level level) {
  if (!want) return level == Level::must || !got;  // an empty answer may name a type
  if (!got) return false;
  const auto a = without_space(lower(*want)), b = without_space(lower(*got));
  return a == b || (level == Level::must && a.substr(0, a.find(';')) == b.substr(0, b.find(';')));
}

bool same_vary(const Step& step, const Text& want, const Text& got, Level level) {
  const auto have = got.value_or("");
  if (level == Level::nice) return includes(have, want.value_or(""));
  return !sent(step, "origin") || includes(have, "origin") || includes(have, "*");
}

bool same_header(const Step& step, const std::string& name, const Text& want, const Text& got,
                 const Names& names, Level level) {
  const auto have = got.value_or("");
  if (name == "x-trace-id") {
    if (!want) return true;
    return got && (*want == "made" ? is_made_trace_id(have) : have == latin1(want->substr(1)));
  }
  if (name == "vary") return same_vary(step, want, got, level);
  if (name == "content-type") return same_content_type(want, got, level);
  if (name == "allow") return !want || (includes(have, *want) && !includes(have, step.method));
  if (name == "access-control-allow-methods" && want)
    return includes(have, "DELETE, GET, OPTIONS, PATCH, POST, PUT");
  if (name == "access-control-allow-headers" && want) return tokens(*want) == tokens(have);
  if (level == Level::must && name == "access-control-max-age") return true;
  if (level == Level::must && !want && name.starts_with("access-control-") && !sent(step, "origin"))
    return true;
  if (name == "location" && want)
    return (have.starts_with("/") ? names.base + have : have) == *want;
  return want == got;
}

}  // namespace

std::vector<std::string> compare(const Step& step, const Names& names, const HttpResponse& answer,
                                 Level level) {
  std::vector<std::string> wrong;
  if (std::ranges::find(step.statuses, answer.status) == step.statuses.end()) {
    wrong.push_back("status " + std::to_string(answer.status) + ", want " +
                    std::to_string(step.statuses.front()) +
                    (step.statuses.size() > 1 ? " or others" : ""));
  }
  for (const auto& [name, expected] : step.expected_headers) {
    if (level == Level::must &&
        std::ranges::find(step.loose_headers, name) != step.loose_headers.end())
      continue;
    Text want = expected;
    if (want) want = replaced(with_ids(*want, names.ids), "{base}", names.base);
    const auto got = joined(answer, name);
    if (!same_header(step, name, want, got, names, level)) {
      wrong.push_back("header " + name + ": '" + got.value_or("(none)") + "', want '" +
                      want.value_or("(none)") + "'");
    }
  }
  if (const auto problem = compare_body(step, names, answer, level)) wrong.push_back(*problem);
  return wrong;
}

}  // namespace movie::test
