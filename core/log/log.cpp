#include "log/log.hpp"

#include <spdlog/logger.h>
#include <spdlog/pattern_formatter.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <cstdlib>
#include <memory>
#include <stdexcept>
#include <string>

#include "log/escape.hpp"
#include "log/stderr_sink.hpp"

namespace movie::log {
namespace {

struct Name {
  std::string_view name;
  Level level;
  spdlog::level::level_enum native;
};
/// Of two names for a level the one that Python prints stands first.
constexpr std::array kNames{
    Name{"DEBUG", Level::debug, spdlog::level::debug},
    Name{"INFO", Level::info, spdlog::level::info},
    Name{"WARNING", Level::warning, spdlog::level::warn},
    Name{"WARN", Level::warning, spdlog::level::warn},
    Name{"ERROR", Level::error, spdlog::level::err},
    Name{"CRITICAL", Level::critical, spdlog::level::critical},
    Name{"FATAL", Level::critical, spdlog::level::critical},
    Name{"NOTSET", Level::notset, spdlog::level::trace},
};

std::atomic<Level> threshold{Level::warning};

template <class Value>
const Name& entry_of(Value Name::*member, Value value) {
  const auto found =
      std::find_if(kNames.begin(), kNames.end(), [&](const Name& n) { return n.*member == value; });
  return found == kNames.end() ? kNames.back() : *found;
}

/// %* in the pattern: the level as Python writes it.
class LevelName final : public spdlog::custom_flag_formatter {
 public:
  void format(const spdlog::details::log_msg& record, const std::tm&,
              spdlog::memory_buf_t& out) override {
    const std::string_view name = entry_of(&Name::native, record.level).name;
    out.append(name.data(), name.data() + name.size());
  }
  [[nodiscard]] std::unique_ptr<custom_flag_formatter> clone() const override {
    return std::make_unique<LevelName>();
  }
};

StderrSink* the_sink = nullptr;  ///< for atexit, which takes no argument

spdlog::logger* make_logger() {
  auto formatter = std::make_unique<spdlog::pattern_formatter>(spdlog::pattern_time_type::utc);
  formatter->add_flag<LevelName>('*').set_pattern("%Y-%m-%dT%H:%M:%S.%eZ %* %v");
  auto sink = std::make_shared<StderrSink>();
  sink->set_formatter(std::move(formatter));
  the_sink = sink.get();
  std::atexit([] { the_sink->stop_buffering(); });
  auto* made = new spdlog::logger("movie", std::move(sink));
  made->set_level(spdlog::level::trace);  // `threshold` alone decides
  return made;
}

/// Never destroyed: other static objects may still log while the program ends.
spdlog::logger& logger() {
  static spdlog::logger* const instance = make_logger();
  return *instance;
}

bool same_name(std::string_view any_case, std::string_view upper) {
  return std::equal(any_case.begin(), any_case.end(), upper.begin(), upper.end(),
                    [](char a, char b) {
                      return (a >= 'a' && a <= 'z' ? static_cast<char>(a - 'a' + 'A') : a) == b;
                    });
}

}  // namespace

std::optional<Level> level_from(std::string_view name) noexcept {
  for (const Name& entry : kNames) {
    if (same_name(name, entry.name)) return entry.level;
  }
  return std::nullopt;
}

std::string_view name_of(Level level) noexcept { return entry_of(&Name::level, level).name; }

void set_up(std::string_view level) {
  const auto known = level_from(level);
  if (!known) throw std::invalid_argument(fmt::format("unknown log level '{}'", level));
  threshold.store(*known, std::memory_order_relaxed);
}

bool enabled(Level level) noexcept { return level >= threshold.load(std::memory_order_relaxed); }

void write(Level level, std::string_view line) noexcept try {
  const auto native = entry_of(&Name::level, level).native;
  if (needs_escape(line)) {
    logger().log(native, escaped(line));
  } else {
    logger().log(native, line);
  }
} catch (...) {
  // Out of memory: the record is lost, which is better than what wanted to log it.
}

void flush() noexcept { logger().flush(); }

}  // namespace movie::log
