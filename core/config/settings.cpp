#include "config/settings.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <sched.h>

#include <array>
#include <charconv>
#include <cmath>
#include <limits>
#include <thread>

#include "config/text.hpp"
#include "log/escape.hpp"
#include "log/log.hpp"

namespace movie::config {
namespace {

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

std::string mode(std::string_view value, Draft& draft) {
  draft.db_mode = value;
  const bool named = value.size() <= 31 && value.front() >= 'a' && value.front() <= 'z' &&
                     std::all_of(value.begin(), value.end(), [](char c) {
                       return c == '_' || is_digit(c) || (c >= 'a' && c <= 'z');
                     });
  return named ? ""
               : "memory, sqlite, postgres or another plug-in's name: a-z, then a-z, 0-9 and _, at "
                 "most 31";
}

std::string level(std::string_view value, Draft& draft) {
  const auto known = log::level_from(value);
  if (!known) return "DEBUG, INFO, WARNING, ERROR or CRITICAL";
  draft.log_level = log::name_of(*known);
  return {};
}

/// What a browser sends as Origin: scheme://host[:port], nothing behind it.
bool is_origin(std::string_view text) {
  const auto host = text.find("://");
  return host != text.npos && host > 0 && host + 3 < text.size() &&
         text.find_first_of("/?#@* ", host + 3) == text.npos;
}

std::string origins(std::string_view value, Draft& draft) {
  draft.cors_origins.clear();
  while (!value.empty()) {
    const auto size = std::min(value.find(','), value.size());
    const std::string_view origin = trimmed(value.substr(0, size));
    value.remove_prefix(std::min(size + 1, value.size()));
    if (origin == "*")
      return "named origins: with credentials, which are allowed here, browsers refuse *";
    if (origin.empty()) continue;
    if (!is_origin(origin) || !refuse_text(origin).empty()) {
      return "origins parted by commas, each scheme://host[:port] without a path, such as "
             "http://localhost:5173";
    }
    draft.cors_origins.emplace_back(origin);
  }
  return {};
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

constexpr std::size_t kGiB = std::size_t{1} << 30;
constexpr std::uint64_t kTiB = std::uint64_t{1} << 40;

constexpr std::array kSettings{
    Row{"MOVIE_APP_NAME", "what /health and /openapi.json call the service", text<&Draft::app_name>,
        shown<&Draft::app_name>},
    Row{"MOVIE_DB_MODE", "where films are kept: memory, sqlite, postgres or another plug-in's name",
        mode, shown<&Draft::db_mode>},
    Row{"MOVIE_DATABASE_URL_SQLITE", "the store of mode sqlite", text<&Draft::url_sqlite>,
        shown_url<&Draft::url_sqlite>},
    Row{"MOVIE_DATABASE_URL_POSTGRES", "the store of mode postgres", text<&Draft::url_postgres>,
        shown_url<&Draft::url_postgres>},
    Row{"MOVIE_DATABASE_URL_TEST", "wins over the mode's URL where its scheme fits",
        text<&Draft::url_test>, shown_url<&Draft::url_test>},
    Row{"MOVIE_DATABASE_ECHO", "log each statement, values left out",
        boolean<&Draft::database_echo>, shown<&Draft::database_echo>},
    Row{"MOVIE_POOL_SIZE", "connections to the store", whole<&Draft::pool_size, 1, 10'000>,
        shown<&Draft::pool_size>},
    Row{"MOVIE_POOL_TIMEOUT", "seconds an operation waits for a connection",
        seconds<&Draft::pool_timeout, 0, 86'400>, shown<&Draft::pool_timeout>},
    Row{"MOVIE_DEFAULT_PAGE_SIZE", "read and shown, without effect",
        whole<&Draft::default_page_size, 1, 1'000>, shown<&Draft::default_page_size>},
    Row{"MOVIE_FEATURE_PREVIEW", "read and shown, without effect", boolean<&Draft::feature_preview>,
        shown<&Draft::feature_preview>},
    Row{"LOG_LEVEL", "DEBUG, INFO, WARNING, ERROR or CRITICAL", level, shown<&Draft::log_level>},
    Row{"MOVIE_HOST", "the address to listen on", text<&Draft::host>, shown<&Draft::host>},
    Row{"MOVIE_PORT", "the port to listen on; 0: any free one", whole<&Draft::port, 0, 65'535>,
        shown<&Draft::port>},
    Row{"MOVIE_THREADS", "HTTP threads; the cores unless given", whole<&Draft::threads, 1, 1'024>,
        shown<&Draft::threads>},
    Row{"MOVIE_CORS_ORIGINS", "the pages that may call from a browser, parted by commas", origins,
        shown<&Draft::cors_origins>},
    Row{"MOVIE_MAX_BODY_BYTES", "a longer body is refused with 413",
        whole<&Draft::max_body_bytes, 1, kGiB>, shown<&Draft::max_body_bytes>},
    Row{"MOVIE_MAX_BULK_BYTES", "a longer body of POST /movies/bulk is refused with 413",
        whole<&Draft::max_bulk_bytes, 1, kTiB>, shown<&Draft::max_bulk_bytes>},
    Row{"MOVIE_REQUEST_TIMEOUT", "seconds from a request's last byte to its answer",
        seconds<&Draft::request_timeout, 1, 3'600>, shown<&Draft::request_timeout>},
    Row{"MOVIE_STARTUP_TIMEOUT",
        "seconds to wait for the store before --migrate or --seed gives up",
        seconds<&Draft::startup_timeout, 0, 3'600>, shown<&Draft::startup_timeout>},
    Row{"MOVIE_PLUGIN_DIR",
        "folders searched for plug-ins first, parted by colons; never read from .env",
        text<&Draft::plugin_dir>, shown<&Draft::plugin_dir>},
};

}  // namespace

unsigned usable_cores() {
  cpu_set_t cores;
  // It fails on a machine with more cores than the set has room for.
  if (::sched_getaffinity(0, sizeof cores, &cores) != 0)
    return std::max(1U, std::thread::hardware_concurrency());
  return static_cast<unsigned>(CPU_COUNT(&cores));
}

std::span<const Row> settings() { return kSettings; }

std::string refuse_text(std::string_view text) {
  return log::needs_escape(text) ? "text in UTF-8 without control characters" : "";
}

}  // namespace movie::config
