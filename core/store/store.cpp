#include "store/store.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <memory>
#include <mutex>
#include <string_view>

#include "log/log.hpp"
#include "model/search_key.hpp"
#include "movie/store.h"
#include "store/contract.hpp"
#include "store/figure_door.hpp"
#include "store/first_call.hpp"
#include "store/guarded_call.hpp"
#include "store/refusal.hpp"
#include "store/sound_text.hpp"
#include "store/step_door.hpp"

namespace movie::store {
namespace {

constexpr std::uint64_t kMaxLogLine = 8192;
/// What open is told to keep to, before it is taken to hang.
constexpr auto kOpenTime = kFirstCallLimit * 4 / 5;

log::Level as_level(std::int32_t level) {
  if (level < MOVIE_LOG_INFO) return log::Level::debug;
  if (level < MOVIE_LOG_WARNING) return log::Level::info;
  return level < MOVIE_LOG_ERROR ? log::Level::warning : log::Level::error;
}

/// `ctx` is the plug-in's own name, which stays when the store is closed: a thread of the plug-in
/// may not.
extern "C" void log_line(void* ctx, std::int32_t level, movie_text line) noexcept {
  try {
    line.size = std::min(line.size, kMaxLogLine);
    log::record(as_level(level), "{}: {}", static_cast<const char*>(ctx), view(line));
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

extern "C" void report_step(void* ctx, const movie_step* step) noexcept {
  static_cast<StepDoor*>(ctx)->report(step);
}

extern "C" void report_figure(void* ctx, const movie_figure* figure) noexcept {
  static_cast<FigureDoor*>(ctx)->report(figure);
}

}  // namespace

/// What the plug-in may refer to until close returns.
struct Store::Host {
  movie_host table;
  StepDoor steps{};
  FigureDoor figures{};
  std::mutex asking{};  ///< for figures: two may ask at once, and the door is one

  explicit Host(const Plugin& plugin)
      : table{sizeof(movie_host), MOVIE_ABI_MINOR, const_cast<char*>(plugin.table->name),
              log_line} {}
};

Store::Store(const Plugin& plugin, const OpenOptions& options)
    : plugin_(plugin), host_(std::make_unique<Host>(plugin)) {
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

std::vector<Figure> Store::figures() noexcept {
  if (plugin_.table->figures == nullptr) return {};
  FigureDoor& door = host_->figures;
  const std::lock_guard lock(host_->asking);
  door.open();
  thrown_by(suspicion_, plugin_, "figures",
            [&] { plugin_.table->figures(handle_, report_figure, &door); });
  return door.take();
}

bool Store::migrates() const { return plugin_.table->migrate != nullptr; }

std::vector<MigrationStep> Store::migrate(MigrationMode mode, Clock::time_point deadline) {
  if (!migrates()) return {};
  StepDoor& door = host_->steps;
  const movie_migration how{sizeof(movie_migration), static_cast<std::uint32_t>(mode),
                            as_nanoseconds(deadline), report_step, &door};
  door.open();
  const auto shut = [&door](void*) { door.shut(); };
  const std::unique_ptr<void, decltype(shut)> shut_at_the_end(&door, shut);
  call_or_throw(suspicion_, plugin_,
                {"migration-failed", "a readable migration history", "migrate"},
                [&](movie_error* error) { return plugin_.table->migrate(handle_, &how, error); });
  if (const std::string why = door.complaint(); !why.empty()) {
    throw StoreError(Status::internal, refused({"migration-failed", plugin_.file.string(),
                                                "a readable migration history", why,
                                                "report it to the plug-in's author"})
                                           .what());
  }
  return door.take();
}

}  // namespace movie::store
