#pragma once

#include <fmt/format.h>

#include <cstdint>
#include <optional>
#include <string_view>
#include <utility>

/// The program's log: one line a record on standard error,
///   2024-05-06T07:08:09.123Z WARNING text
/// spdlog ends behind this header. Warnings and worse are written at once, and so is a record that
/// follows a quiet moment; records in quick succession share a write, which comes at most 50 ms
/// later or when the program ends.
namespace movie::log {

/// Python's numbers, which are also those of movie/store.h.
enum class Level : std::int32_t {
  notset = 0,
  debug = 10,
  info = 20,
  warning = 30,
  error = 40,
  critical = 50
};

/// A name of Python's (DEBUG, INFO, WARNING, WARN, ERROR, CRITICAL, FATAL, NOTSET) in any case, as
/// its level.
[[nodiscard]] std::optional<Level> level_from(std::string_view name) noexcept;
/// The name that Python prints: WARNING, not WARN.
[[nodiscard]] std::string_view name_of(Level level) noexcept;

/// `level`: as level_from takes it, else throws std::invalid_argument. Before it is called,
/// warnings and worse are written.
void set_up(std::string_view level);

[[nodiscard]] bool enabled(Level level) noexcept;

/// [any thread] One record. Control characters and bytes that are no UTF-8 are escaped, so that a
/// record stays one line.
void write(Level level, std::string_view line) noexcept;

/// [any thread] Costs one relaxed load when the level is disabled.
template <class... Args>
void record(Level level, fmt::format_string<Args...> format, Args&&... args) {
  if (enabled(level)) write(level, fmt::format(format, std::forward<Args>(args)...));
}
template <class... Args>
void debug(fmt::format_string<Args...> format, Args&&... args) {
  record(Level::debug, format, std::forward<Args>(args)...);
}
template <class... Args>
void info(fmt::format_string<Args...> format, Args&&... args) {
  record(Level::info, format, std::forward<Args>(args)...);
}
template <class... Args>
void warning(fmt::format_string<Args...> format, Args&&... args) {
  record(Level::warning, format, std::forward<Args>(args)...);
}
template <class... Args>
void error(fmt::format_string<Args...> format, Args&&... args) {
  record(Level::error, format, std::forward<Args>(args)...);
}

/// [any thread] Writes what is buffered; before the program ends other than by exit() or from main.
void flush() noexcept;

}  // namespace movie::log
