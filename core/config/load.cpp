#include <fmt/format.h>

#include "config/config.hpp"
#include "config/settings.hpp"
#include "config/sources.hpp"
#include "config/text.hpp"
#include "config/url.hpp"
#include "log/escape.hpp"

namespace movie::config {
namespace {

constexpr std::string_view kUrl = "MOVIE_DATABASE_URL_", kTest = "MOVIE_DATABASE_URL_TEST";

std::string origin_of(const Sources& sources, std::string_view key) {
  const Sources::Value* value = sources.find(key);
  return value == nullptr ? "default" : value->origin;
}

void refuse(std::string_view key, const Sources::Value& value, std::string_view allowed) {
  if (allowed.empty()) return;
  const bool url = key.starts_with(kUrl);
  throw ConfigError(fmt::format("{}={} ({}): must be {}", key,
                                log::escaped(url ? without_password(value.text) : value.text),
                                value.origin, allowed));
}

/// One body alone must fit, and while it comes it may be held twice for a moment.
void require_room_for_a_body(const Draft& draft, const Sources& sources) {
  constexpr std::string_view kInput = "MOVIE_MAX_INPUT_BYTES", kBody = "MOVIE_MAX_BODY_BYTES";
  if (draft.max_input_bytes / 2 >= draft.max_body_bytes) return;
  throw ConfigError(fmt::format("{}={} ({}): must be at least twice {}, which is {} ({})", kInput,
                                draft.max_input_bytes, origin_of(sources, kInput), kBody,
                                draft.max_body_bytes, origin_of(sources, kBody)));
}

/// The URL of the mode itself, its key in `store`.
void choose_own_url(Loaded& loaded, const Draft& draft, const Sources& sources) {
  loaded.store.key = std::string(kUrl) + upper(draft.db_mode);
  if (draft.db_mode == "memory") {
    loaded.store.key.clear();
  } else if (draft.db_mode == "sqlite") {
    loaded.config.database_url = draft.url_sqlite;
  } else if (draft.db_mode == "postgres") {
    loaded.config.database_url = draft.url_postgres;
  } else if (const auto* value = sources.find(loaded.store.key)) {
    refuse(loaded.store.key, *value, refuse_text(value->text));
    loaded.config.database_url = value->text;
    if (loaded.store.key != kTest) {
      loaded.settings.push_back({loaded.store.key, without_password(value->text), value->origin});
    }
  }
}

/// MOVIE_DATABASE_URL_TEST in its place, if the scheme says that it is meant for this mode.
void choose_test_url(Loaded& loaded, const Draft& draft, const Sources& sources) {
  if (draft.url_test.empty() || loaded.store.key == kTest) return;
  const std::string shown = without_password(draft.url_test), origin = origin_of(sources, kTest);
  if (draft.db_mode == "memory" || !fits_mode(draft.url_test, draft.db_mode)) {
    loaded.config.warnings.push_back(
        fmt::format("{}={} ({}) is ignored: it does not fit MOVIE_DB_MODE={}", kTest, shown, origin,
                    draft.db_mode));
    return;
  }
  loaded.config.warnings.push_back(fmt::format("{} ({}) takes the place of {}: the store is {}",
                                               kTest, origin, loaded.store.key, shown));
  loaded.config.database_url = draft.url_test;
  loaded.store.key = kTest;
}

}  // namespace

Loaded load(const std::map<std::string, std::string>& flags, const char* const* environment,
            const std::string& directory) {
  Draft draft;
  const Sources sources(flags, environment, directory, draft.warnings);
  Loaded loaded;
  for (const Row& row : settings()) {
    if (const auto* value = sources.find(row.key))
      refuse(row.key, *value, row.parse(value->text, draft));
    loaded.settings.push_back({std::string(row.key), row.show(draft), origin_of(sources, row.key)});
  }
  require_room_for_a_body(draft, sources);
  loaded.config = draft;
  choose_own_url(loaded, draft, sources);
  choose_test_url(loaded, draft, sources);
  loaded.store.value = without_password(loaded.config.database_url);
  loaded.store.origin = origin_of(sources, loaded.store.key);
  const auto file =
      draft.db_mode == "sqlite" ? sqlite_file(loaded.config.database_url, directory) : std::nullopt;
  loaded.file = file.value_or("").string();
  loaded.in_memory = draft.db_mode == "memory" || (file && file->empty());
  return loaded;
}

}  // namespace movie::config
