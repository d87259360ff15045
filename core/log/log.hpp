#pragma once

#include <fmt/format.h>

#include <cstdint>
#include <string_view>

/// The program's log: one line a record on standard error. spdlog ends behind this header.
namespace movie::log {

/// Python's numbers, which are also those of movie/store.h.
enum class Level : std::int32_t { debug = 10, info = 20, warning = 30, error = 40, critical = 50 };

/// `level`: a name of Python's (DEBUG, INFO, WARNING, WARN, ERROR, CRITICAL, FATAL, NOTSET) in any case.
/// Throws std::invalid_argument. Before it is called, warnings and worse are written.
void set_up(std::string_view level);

[[nodiscard]] bool enabled(Level level) noexcept;

/// [any thread] One record. Control characters are escaped, so that a record stays one line.
void write(Level level, std::string_view line) noexcept;

template <class... Args>
void record(Level level, fmt::format_string<Args...> format, Args&&... args) {
  if (enabled(level)) write(level, fmt::format(format, std::forward<Args>(args)...));
}
template <class... Args>
void debug(fmt::format_string<Args...> format, Args&&... args) { record(Level::debug, format, std::forward<Args>(args)...); }
template <class... Args>
void info(fmt::format_string<Args...> format, Args&&... args) { record(Level::info, format, std::forward<Args>(args)...); }
template <class... Args>
void warning(fmt::format_string<Args...> format, Args&&... args) { record(Level::warning, format, std::forward<Args>(args)...); }
template <class... Args>
void error(fmt::format_string<Args...> format, Args&&... args) { record(Level::error, format, std::forward<Args>(args)...); }

/// Writes what is buffered; before the program ends.
void flush() noexcept;

}  // namespace movie::log
