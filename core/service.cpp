#include "service.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <cstdio>
#include <memory>
#include <optional>
#include <string>
#include <thread>

#include "config/version.hpp"
#include "heartbeat.hpp"
#include "http/api.hpp"
#include "http/server.hpp"
#include "signals.hpp"
#include "startup.hpp"
#include "store/lanes.hpp"
#include "store/title_keys.hpp"
#include "supervisor.hpp"

namespace movie {
namespace {

/// What a free lane may take to wake up.
constexpr std::chrono::milliseconds kHandOver{10};

/// What closing the store may take, once all is answered.
constexpr std::chrono::seconds kLeaving{5};

http::Limits limits(const config::Config& config) {
  return {.connections = config.max_connections,
          .target_bytes = config.max_target_bytes,
          .header_bytes = config.max_header_bytes,
          .header_fields = config.max_header_fields,
          .idle_time = config.idle_timeout,
          .header_time = config.header_timeout,
          .body_time = config.body_timeout,
          .body_bytes_per_second = config.min_body_rate,
          .input_bytes = config.max_input_bytes,
          .output_bytes = config.max_output_bytes,
          .write_time = config.write_timeout};
}

std::unique_ptr<http::Server> listen(const config::Config& config, http::Api& api) try {
  return std::make_unique<http::Server>(
      http::ServerOptions{.host = config.host,
                          .port = config.port,
                          .threads = config.threads,
                          .max_body_bytes = config.max_body_bytes,
                          .request_timeout = config.request_timeout,
                          .limits = limits(config)},
      api);
} catch (const http::BindError& error) {
  if (error.error() == EADDRINUSE) {
    throw StartupError(
        config::kFailed,
        fmt::format("port {} is in use by another program; set MOVIE_PORT", config.port));
  }
  throw StartupError(config::kFailed,
                     fmt::format("cannot listen on {} port {}: {}; set MOVIE_HOST and MOVIE_PORT",
                                 config.host, config.port, error.what()));
}

void announce(const config::Config& config, const store::Store& store, std::uint16_t port) {
  const auto url = config::without_password(config.database_url);
  const bool is_v6 = config.host.find(':') != std::string::npos;
  fmt::print("movie-service {}: mode {}, store {}, http://{}:{}\n", config::version(),
             config.db_mode, url.empty() ? store.plugin().facts.name : url,
             is_v6 ? "[" + config.host + "]" : config.host, port);
  std::fflush(stdout);
}

/// Goes on serving for as long as whoever sends requests here may need to see that /readyz says no.
/// The supervisor is to wait for as long as all of it may take.
void take_leave(const config::Config& config, const Supervisor& supervisor, http::Api& api,
                http::Server& server) {
  const std::chrono::microseconds longest = config.drain_delay + config.drain_timeout + kLeaving;
  supervisor.tell(fmt::format(
      "STOPPING=1\nSTATUS=answering what is in flight\nEXTEND_TIMEOUT_USEC={}", longest.count()));
  api.announce_end();
  server.take_leave();
  std::this_thread::sleep_for(config.drain_delay);
}

}  // namespace

void serve(const config::Config& config, store::Store& store) {
  hold_signals();
  store::Lanes::Options options;
  options.patience = std::max(config.pool_timeout, kHandOver);
  std::optional<store::Lanes> lanes(std::in_place, store, options);
  http::Api api({.app_name = config.app_name,
                 .version = std::string(config::version()),
                 .db_mode = config.db_mode,
                 .cors_origins = config.cors_origins,
                 .request_timeout = config.request_timeout,
                 .max_json_depth = config.max_json_depth,
                 .trusted_proxies = config.trusted_proxies,
                 .max_bulk_bytes = config.max_bulk_bytes},
                *lanes, config.threads);
  const auto server = listen(config, api);
  server->run();
  std::optional<store::TitleKeys> title_keys(std::in_place, store, *lanes);
  announce(config, store, server->port());
  const Supervisor supervisor;
  std::optional<Heartbeat> heartbeat(std::in_place, supervisor, config, *server);
  wait_for_signal();
  take_leave(config, supervisor, api, *server);
  heartbeat.reset();
  server->stop(config.drain_timeout);
  // What the lanes still hold comes back to the workers, so these end last.
  title_keys.reset();
  api.leave();
  lanes.reset();
}

}  // namespace movie
