#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <ostream>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace movie::config {

/// A setting that cannot be used: one line with the key, the value, where it came from and what is
/// allowed.
class ConfigError : public std::runtime_error {
  using std::runtime_error::runtime_error;
};

/// Every setting, read once at start. The defaults here are the documented ones.
struct Config {
  std::string app_name = "Movie Service";
  std::string db_mode = "sqlite";
  std::string database_url;  ///< the one in force for db_mode; may hold a password. Empty: the
                             ///< plug-in needs none
  bool database_echo = false;
  unsigned pool_size = 5;
  std::chrono::milliseconds pool_timeout{30'000};
  unsigned default_page_size = 20;  ///< read and shown, without effect
  bool feature_preview = false;     ///< read and shown, without effect
  std::string host = "127.0.0.1";   ///< without brackets
  std::uint16_t port = 8000;        ///< 0: any free one, named by the first line on start
  unsigned threads = 0;             ///< never 0 once read: the cores
  std::vector<std::string> cors_origins{"http://localhost:8501", "http://localhost:5173"};
  std::size_t max_body_bytes = 1 << 20;
  std::uint64_t max_bulk_bytes = 1 << 30;
  std::chrono::milliseconds request_timeout{4'000};
  std::chrono::milliseconds startup_timeout{30'000};

  // What a client may ask of the server (http/server.hpp says what each means).
  std::size_t max_connections = 16'384;
  std::size_t max_target_bytes = 8 << 10;
  std::size_t max_header_bytes = 16 << 10;
  std::size_t max_header_fields = 64;
  std::size_t max_json_depth = 512;
  std::size_t max_input_bytes = 12 << 20;
  std::size_t max_output_bytes = 64 << 20;
  std::chrono::milliseconds idle_timeout{60'000};
  std::chrono::milliseconds header_timeout{10'000};
  std::chrono::milliseconds body_timeout{30'000};
  std::size_t min_body_rate = 16 << 10;
  std::chrono::milliseconds write_timeout{30'000};
  std::chrono::milliseconds drain_delay{0};
  std::chrono::milliseconds drain_timeout{8'000};
  std::vector<std::string> trusted_proxies{"127.0.0.1"};

  std::string plugin_dir;          ///< colon-separated; flag or real environment only
  std::string log_level = "INFO";  ///< a name of Python's: DEBUG, INFO, WARNING, ERROR, CRITICAL

  std::vector<std::string> warnings;  ///< to be logged once logging is set up
};

/// A setting as it may be shown to anybody: the key (MOVIE_PORT), the value with its password
/// hidden, and the origin: "flag --port", "environment", ".env:12" or "default".
struct Setting {
  std::string key, value, origin;
};

struct Loaded {
  Config config;
  std::vector<Setting>
      settings;      ///< every one, in the order of .env.example, what that leaves out behind it
  Setting store;     ///< the URL in force; its key is empty if the mode has none
  std::string file;  ///< the absolute file behind an SQLite URL; empty: none
  bool in_memory = false;  ///< the store lives in the memory of the process that opens it
};

/// `flags`: settings given on the command line, by key ("MOVIE_PORT" -> "9000"). `environment`:
/// NULL-terminated, as environ. `.env` is read from `directory`. A flag wins over the environment,
/// that over .env, that over the default. Throws ConfigError.
Loaded load(const std::map<std::string, std::string>& flags, const char* const* environment,
            const std::string& directory = ".");

/// What `--check-config` prints: each setting as KEY=value with its origin, the URL in force, the
/// warnings.
void print(std::ostream& out, const Loaded& loaded);

/// The URL, or libpq keyword string, with its passwords replaced by ***. Rather hides too much than
/// too little.
std::string without_password(std::string_view url);

}  // namespace movie::config
