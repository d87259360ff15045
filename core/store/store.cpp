#include "store/store.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <exception>
#include <string_view>

#include "log/log.hpp"
#include "model/search_key.hpp"
#include "movie/store.h"
#include "store/contract.hpp"
#include "store/first_call.hpp"
#include "store/guarded_call.hpp"

namespace movie::store {
namespace {

constexpr std::uint64_t kMaxLogLine = 8192;
/// What open is told to keep to, before it is taken to hang.
constexpr auto kOpenTime = kFirstCallLimit * 4 / 5;

std::string_view view(const movie_text& text) {
  return text.data == nullptr ? std::string_view() : std::string_view(text.data, text.size);
}

log::Level as_level(std::int32_t level) {
  if (level < MOVIE_LOG_INFO) return log::Level::debug;
  if (level < MOVIE_LOG_WARNING) return log::Level::info;
  return level < MOVIE_LOG_ERROR ? log::Level::warning : log::Level::error;
}

extern "C" void log_line(void* ctx, std::int32_t level, movie_text line) noexcept {
  try {
    const auto& mode = *static_cast<const std::string*>(ctx);
    line.size = std::min(line.size, kMaxLogLine);
    log::record(as_level(level), "{}: {}", mode, view(line));
  } catch (...) {  // a line that cannot be written must not become the plug-in's trouble
  }
}

Limits as_limits(const movie_limits& given) {
  Limits limits{given.max_sessions, given.max_writers, given.max_batch, given.no_wait_ops,
                (given.flags & MOVIE_CREATED) != 0};
  if (limits.max_sessions > 0) {
    limits.max_writers = std::min(
        limits.max_writers == 0 ? limits.max_sessions : limits.max_writers, limits.max_sessions);
  }
  return limits;
}

/// The steps that a plug-in reports.
struct Report {
  std::vector<MigrationStep> steps;
  std::exception_ptr failure;

  void add(const movie_step& given) {
    movie_step step{};
    std::memcpy(&step, &given, std::min<std::size_t>(given.struct_size, sizeof step));
    if (step.state < MOVIE_STEP_APPLIED || step.state > MOVIE_STEP_CHANGED) {
      throw StoreError(Status::internal,
                       fmt::format("the plug-in reports step {} in state {}, which is none",
                                   step.number, step.state));
    }
    steps.push_back({step.number, step.min_reader, static_cast<StepState>(step.state),
                     std::string(view(step.name)), std::string(view(step.checksum)),
                     std::string(view(step.text))});
  }
};

extern "C" void take_step(void* ctx, const movie_step* step) noexcept {
  auto& report = *static_cast<Report*>(ctx);
  try {
    report.add(*step);
  } catch (...) {
    report.failure = std::current_exception();
  }
}

}  // namespace

/// What the plug-in may refer to until close returns.
struct Store::Host {
  std::string mode;
  movie_host table;

  explicit Host(std::string name)
      : mode(std::move(name)), table{sizeof(movie_host), MOVIE_ABI_MINOR, &mode, log_line} {}
};

Store::Store(const Plugin& plugin, const OpenOptions& options)
    : plugin_(plugin), host_(std::make_unique<Host>(plugin.facts.name)) {
  text::search_key("é");  // throws where ICU's data is missing: now, not in the first request
  const std::string pool_size = std::to_string(options.pool_size);
  const std::string pool_timeout = std::to_string(options.pool_timeout.count());
  const std::array<movie_option, 4> list{{{as_text("pool_size"), as_text(pool_size)},
                                          {as_text("pool_timeout_ms"), as_text(pool_timeout)},
                                          {as_text("echo"), as_text(options.echo ? "1" : "0")},
                                          {as_text("client"), as_text(options.client)}}};
  const movie_open how{
      sizeof(movie_open), list.size(),
      list.data(),        as_text(options.url),
      &host_->table,      as_nanoseconds(std::min(options.deadline, Clock::now() + kOpenTime))};
  movie_limits limits{};
  limits.struct_size = sizeof limits;
  const FirstCall opening(plugin_.file, kOpening);
  call_or_throw(suspicion_, plugin_, {"open-failed", kOpening.expected, "open"},
                [&](movie_error* error) {
                  const std::int32_t status = plugin_.table->open(&how, &handle_, &limits, error);
                  return status == MOVIE_OK && handle_ == nullptr ? MOVIE_INTERNAL : status;
                });
  limits_ = as_limits(limits);
}

std::unique_ptr<Store> Store::open(const Plugin& plugin, const OpenOptions& options) {
  return std::unique_ptr<Store>(new Store(plugin, options));
}

Store::~Store() {
  thrown_by(suspicion_, plugin_, "close", [this] { plugin_.table->close(handle_); });
}

bool Store::migrates() const { return plugin_.table->migrate != nullptr; }

std::vector<MigrationStep> Store::migrate(MigrationMode mode, Clock::time_point deadline) {
  if (!migrates()) return {};
  Report report;
  const movie_migration how{sizeof(movie_migration), static_cast<std::uint32_t>(mode),
                            as_nanoseconds(deadline), take_step, &report};
  call_or_throw(suspicion_, plugin_,
                {"migration-failed", "a readable migration history", "migrate"},
                [&](movie_error* error) { return plugin_.table->migrate(handle_, &how, error); });
  if (report.failure) std::rethrow_exception(report.failure);
  return std::move(report.steps);
}

}  // namespace movie::store
