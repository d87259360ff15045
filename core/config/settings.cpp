#include "config/settings.hpp"

#include <sched.h>

#include <algorithm>
#include <array>
#include <thread>

#include "config/setting_kinds.hpp"
#include "log/escape.hpp"

namespace movie::config {
namespace {

constexpr std::size_t kMiB = std::size_t{1} << 20;
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
    Row{"MOVIE_HOST", "the address to listen on", host, shown<&Draft::host>},
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
    Row{"MOVIE_MAX_CONNECTIONS", "open at once; one more is answered 503 and closed",
        whole<&Draft::max_connections, 1, 1'000'000>, shown<&Draft::max_connections>},
    Row{"MOVIE_MAX_TARGET_BYTES", "a longer request target is refused with 414",
        whole<&Draft::max_target_bytes, 64, kMiB>, shown<&Draft::max_target_bytes>},
    Row{"MOVIE_MAX_HEADER_BYTES", "of all fields of a request; more are refused with 431",
        whole<&Draft::max_header_bytes, 256, kMiB>, shown<&Draft::max_header_bytes>},
    Row{"MOVIE_MAX_HEADER_FIELDS", "of a request; more are refused with 431",
        whole<&Draft::max_header_fields, 4, 1'024>, shown<&Draft::max_header_fields>},
    Row{"MOVIE_MAX_JSON_DEPTH", "how deeply a body's arrays and objects may be nested",
        whole<&Draft::max_json_depth, 1, 100'000>, shown<&Draft::max_json_depth>},
    Row{"MOVIE_MAX_INPUT_BYTES",
        "of requests under way, in all; beyond it who holds most for longest is refused with 503",
        whole<&Draft::max_input_bytes, kMiB, 64 * kGiB>, shown<&Draft::max_input_bytes>},
    Row{"MOVIE_MAX_OUTPUT_BYTES",
        "of answers that clients do not take, in all; beyond it who is slowest is cut off",
        whole<&Draft::max_output_bytes, kMiB, 64 * kGiB>, shown<&Draft::max_output_bytes>},
    Row{"MOVIE_IDLE_TIMEOUT", "seconds a connection may stay open without a request",
        seconds<&Draft::idle_timeout, 1, 86'400>, shown<&Draft::idle_timeout>},
    Row{"MOVIE_HEADER_TIMEOUT", "seconds from a request's first byte to the end of its fields",
        seconds<&Draft::header_timeout, 1, 3'600>, shown<&Draft::header_timeout>},
    Row{"MOVIE_BODY_TIMEOUT",
        "seconds for a body, and one more for each MOVIE_MIN_BODY_RATE bytes received",
        seconds<&Draft::body_timeout, 1, 3'600>, shown<&Draft::body_timeout>},
    Row{"MOVIE_MIN_BODY_RATE", "bytes a second below which a body is given up with 408",
        whole<&Draft::min_body_rate, 1, kGiB>, shown<&Draft::min_body_rate>},
    Row{"MOVIE_WRITE_TIMEOUT", "seconds without the client taking a byte of its answer",
        seconds<&Draft::write_timeout, 1, 3'600>, shown<&Draft::write_timeout>},
    Row{"MOVIE_DRAIN_DELAY",
        "seconds from SIGTERM, with /readyz 503, until no connection is taken any more",
        seconds<&Draft::drain_delay, 0, 3'600>, shown<&Draft::drain_delay>},
    Row{"MOVIE_DRAIN_TIMEOUT", "seconds then for what is in flight",
        seconds<&Draft::drain_timeout, 1, 3'600>, shown<&Draft::drain_timeout>},
    Row{"MOVIE_TRUSTED_PROXIES",
        "addresses, parted by commas, whose X-Forwarded-For the access log believes", addresses,
        shown<&Draft::trusted_proxies>},
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
