#include "config/env_text.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "config/config.hpp"
#include "config/text.hpp"

namespace movie::config {
namespace {

constexpr std::string_view kBlank = " \t\v\f";
constexpr std::string_view kLineEnd = "\r\n";

class Parser {
 public:
  explicit Parser(std::string_view text) : rest_(text) {
    if (rest_.starts_with("\xEF\xBB\xBF")) rest_.remove_prefix(3);
  }

  std::vector<EnvEntry> entries() {
    std::vector<EnvEntry> all;
    for (skip_blank_lines(); !rest_.empty(); skip_blank_lines()) {
      if (rest_.front() != '#') entry(all);
      end_of_line();
    }
    return all;
  }

 private:
  void entry(std::vector<EnvEntry>& all) {
    const unsigned line = line_;
    if (rest_.starts_with("export") && rest_.size() > 6 && kBlank.find(rest_[6]) != kBlank.npos) {
      take(6);
      skip(kBlank);
    }
    std::string name = this->name();
    skip(kBlank);
    if (!rest_.starts_with('=')) return;
    take(1);
    all.push_back({std::move(name), value(), line});
  }

  std::string name() {
    const unsigned line = line_;
    std::string name =
        rest_.starts_with('\'')
            ? quoted("")
            : std::string(take(std::min(rest_.find_first_of("=# \t\v\f\r\n"), rest_.size())));
    if (name.empty()) fail(line, "no name before the =");
    return name;
  }

  std::string value() {
    const bool blank = skip(kBlank);
    if (rest_.starts_with('\'')) return quoted("\\'");
    if (rest_.starts_with('"')) return quoted("\\'\"abfnrtv");
    std::string_view text = rest_.substr(0, rest_.find_first_of(kLineEnd));
    if (blank && text.starts_with('#')) return {};
    take(text.size());
    for (std::size_t hash = text.find('#', 1); hash != text.npos; hash = text.find('#', hash + 1)) {
      if (kBlank.find(text[hash - 1]) != kBlank.npos) text = text.substr(0, hash);
    }
    return std::string(trimmed(text));
  }

  /// What stands between quotes; a backslash before one of `escapable` is an escape, before the
  /// quote it hides it.
  std::string quoted(std::string_view escapable) {
    const unsigned line = line_;
    const char quote = take(1).front();
    std::string out;
    while (!rest_.empty() && rest_.front() != quote) {
      const char c = take(1).front();
      if (c != '\\' || rest_.empty() || escapable.find(rest_.front()) == escapable.npos) {
        out += c;
      } else {
        out += unescaped(take(1).front());
      }
    }
    if (rest_.empty()) fail(line, fmt::format("no closing {}", quote));
    take(1);
    return out;
  }

  static char unescaped(char c) {
    constexpr std::string_view kNames = "abfnrtv", kMeant = "\a\b\f\n\r\t\v";
    const auto at = kNames.find(c);
    return at == kNames.npos ? c : kMeant[at];
  }

  /// Only a comment may follow.
  void end_of_line() {
    skip(kBlank);
    if (rest_.starts_with('#')) take(std::min(rest_.find_first_of(kLineEnd), rest_.size()));
    if (!rest_.empty() && kLineEnd.find(rest_.front()) == kLineEnd.npos)
      fail(line_, "neither NAME=value nor a comment");
  }

  void skip_blank_lines() { skip(" \t\v\f\r\n"); }

  /// True: there was something to skip.
  bool skip(std::string_view characters) {
    return !take(std::min(rest_.find_first_not_of(characters), rest_.size())).empty();
  }

  std::string_view take(std::size_t size) {
    const std::string_view taken = rest_.substr(0, size);
    rest_.remove_prefix(size);
    for (std::size_t i = 0; i < size; ++i) {  // \r\n counts at its \n
      const char next = i + 1 < size ? taken[i + 1] : rest_.empty() ? '\0' : rest_.front();
      if (taken[i] == '\n' || (taken[i] == '\r' && next != '\n')) ++line_;
    }
    return taken;
  }

  [[noreturn]] static void fail(unsigned line, std::string_view what) {
    throw ConfigError(fmt::format(
        ".env:{}: {}; write NAME=value, with quotes around a value that holds them", line, what));
  }

  std::string_view rest_;
  unsigned line_ = 1;
};

}  // namespace

std::vector<EnvEntry> parse_env(std::string_view text) { return Parser(text).entries(); }

}  // namespace movie::config
