#pragma once

#include <arpa/inet.h>
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <chrono>
#include <cmath>
#include <string>
#include <string_view>
#include <type_traits>

#include "config/settings.hpp"
#include "config/text.hpp"
#include "log/log.hpp"

/// Kinds of settings: how each is read, what it may be, how it is shown. For the table in
/// settings.cpp.
namespace movie::config {

/// The type of a member from a pointer to it.
template <auto member>
using Type = std::remove_cvref_t<decltype(std::declval<Draft&>().*member)>;

/// Fully read, or nothing.
template <class Number, class... Format>
bool read_number(std::string_view text, Number& number, Format... format) {
  const auto [end, error] =
      std::from_chars(text.data(), text.data() + text.size(), number, format...);
  return error == std::errc{} && end == text.data() + text.size() && is_digit(text.front());
}

template <auto member>
std::string text(std::string_view value, Draft& draft) {
  draft.*member = value;
  return refuse_text(value);
}

/// A name or an address; IPv6 as it stands in a URL, too, in brackets.
inline std::string host(std::string_view value, Draft& draft) {
  const bool bracketed = value.size() > 2 && value.front() == '[' && value.back() == ']';
  draft.host = bracketed ? value.substr(1, value.size() - 2) : value;
  return refuse_text(value);
}

template <auto member, Type<member> least, Type<member> most>
std::string whole(std::string_view value, Draft& draft) {
  if (read_number(value, draft.*member) && draft.*member >= least && draft.*member <= most)
    return {};
  return fmt::format("a whole number from {} to {}", least, most);
}

template <auto member, int least_ms, int most_s>
std::string seconds(std::string_view value, Draft& draft) {
  double number = 0;
  if (read_number(value, number, std::chars_format::fixed) && number * 1000 >= least_ms &&
      number <= most_s) {
    draft.*member = std::chrono::milliseconds(std::llround(number * 1000));
    return {};
  }
  return fmt::format("seconds from {} to {}, such as 2.5", least_ms / 1000.0, most_s);
}

template <auto member>
std::string boolean(std::string_view value, Draft& draft) {
  constexpr std::array<std::array<std::string_view, 2>, 4> kWords{
      {{"false", "true"}, {"0", "1"}, {"no", "yes"}, {"off", "on"}}};
  const std::string word = lower(value);
  for (const auto& [no, yes] : kWords) {
    if (word != no && word != yes) continue;
    draft.*member = word == yes;
    return {};
  }
  return "true/false, 1/0, yes/no or on/off";
}

inline std::string mode(std::string_view value, Draft& draft) {
  draft.db_mode = value;
  const bool named = value.size() <= 31 && value.front() >= 'a' && value.front() <= 'z' &&
                     std::all_of(value.begin(), value.end(), [](char c) {
                       return c == '_' || is_digit(c) || (c >= 'a' && c <= 'z');
                     });
  return named ? ""
               : "memory, sqlite, postgres or another plug-in's name: a-z, then a-z, 0-9 and _, at "
                 "most 31";
}

inline std::string level(std::string_view value, Draft& draft) {
  const auto known = log::level_from(value);
  if (!known) return "DEBUG, INFO, WARNING, ERROR or CRITICAL";
  draft.log_level = log::name_of(*known);
  return {};
}

/// Calls `take` with each that is not empty of what commas part.
template <class Take>
void for_each_listed(std::string_view list, Take take) {
  while (!list.empty()) {
    const auto size = std::min(list.find(','), list.size());
    if (const auto one = trimmed(list.substr(0, size)); !one.empty()) take(one);
    list.remove_prefix(std::min(size + 1, list.size()));
  }
}

inline bool is_address(const std::string& text) {
  std::array<unsigned char, sizeof(in6_addr)> parsed{};
  return ::inet_pton(AF_INET, text.c_str(), parsed.data()) == 1 ||
         ::inet_pton(AF_INET6, text.c_str(), parsed.data()) == 1;
}

inline std::string addresses(std::string_view value, Draft& draft) {
  draft.trusted_proxies.clear();
  for_each_listed(value, [&](auto one) { draft.trusted_proxies.emplace_back(one); });
  return std::ranges::all_of(draft.trusted_proxies, is_address)
             ? ""
             : "IPv4 or IPv6 addresses parted by commas, such as 127.0.0.1,::1";
}

/// What a browser sends as Origin: scheme://host[:port], nothing behind it.
inline bool is_origin(std::string_view text) {
  const auto host = text.find("://");
  return host != text.npos && host > 0 && host + 3 < text.size() &&
         text.find_first_of("/?#@* ", host + 3) == text.npos;
}

inline std::string origins(std::string_view value, Draft& draft) {
  draft.cors_origins.clear();
  std::string allowed;
  for_each_listed(value, [&](std::string_view origin) {
    if (!allowed.empty()) return;
    if (origin == "*") {
      allowed = "named origins: with credentials, which are allowed here, browsers refuse *";
    } else if (!is_origin(origin) || !refuse_text(origin).empty()) {
      allowed =
          "origins parted by commas, each scheme://host[:port] without a path, such as "
          "http://localhost:5173";
    }
    draft.cors_origins.emplace_back(origin);
  });
  return allowed;
}

template <auto member>
std::string shown(const Draft& draft) {
  const auto& value = draft.*member;
  if constexpr (std::is_same_v<Type<member>, std::chrono::milliseconds>) {
    return fmt::format("{}", static_cast<double>(value.count()) / 1000);
  } else if constexpr (std::is_same_v<Type<member>, std::vector<std::string>>) {
    return fmt::format("{}", fmt::join(value, ","));
  } else {
    return fmt::format("{}", value);
  }
}

template <auto member>
std::string shown_url(const Draft& draft) {
  return without_password(draft.*member);
}

}  // namespace movie::config
