#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sched.h>

#include <fstream>
#include <sstream>

#include "config/config.hpp"
#include "config/env_text.hpp"
#include "config/settings.hpp"
#include "support/temp_dir.hpp"

namespace movie::config {
namespace {

using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using Map = std::map<std::string, std::string>;

class Load : public testing::Test {
 protected:
  Loaded load(const Map& flags = {}, const std::vector<std::string>& environment = {},
              const std::string& dot_env = {}) {
    if (!dot_env.empty()) std::ofstream(folder_ / ".env") << dot_env;
    std::filesystem::permissions(folder_ / ".env", std::filesystem::perms(0600), ignored_);
    std::vector<const char*> raw;
    for (const std::string& variable : environment) raw.push_back(variable.c_str());
    raw.push_back(nullptr);
    return config::load(flags, raw.data(), folder_.path());
  }
  Config environment(const std::vector<std::string>& variables) {
    return load({}, variables).config;
  }
  std::string refusal(const Map& flags, const std::vector<std::string>& environment = {},
                      const std::string& dot_env = {}) {
    try {
      load(flags, environment, dot_env);
      return "was taken";
    } catch (const ConfigError& error) {
      return error.what();
    }
  }
  static const Setting& setting(const Loaded& loaded, std::string_view key) {
    return *std::find_if(loaded.settings.begin(), loaded.settings.end(),
                         [&](const Setting& s) { return s.key == key; });
  }

  test::TempDir folder_;
  std::error_code ignored_;
};

TEST_F(Load, DefaultsAreTheDocumentedOnes) {
  const Loaded loaded = load();
  EXPECT_EQ(loaded.config.app_name, "Movie Service");
  EXPECT_EQ(loaded.config.db_mode, "sqlite");
  EXPECT_EQ(loaded.config.database_url, "sqlite:///./data/movies.db");
  EXPECT_EQ(loaded.config.host, "127.0.0.1");
  EXPECT_EQ(loaded.config.port, 8000);
  EXPECT_GE(loaded.config.threads, 1U);
  EXPECT_EQ(loaded.config.request_timeout, std::chrono::seconds(4));
  EXPECT_EQ(loaded.config.max_body_bytes, 1U << 20);
  EXPECT_THAT(loaded.config.cors_origins,
              ElementsAre("http://localhost:8501", "http://localhost:5173"));
  EXPECT_THAT(loaded.config.warnings, IsEmpty());
  for (const Setting& each : loaded.settings) EXPECT_EQ(each.origin, "default") << each.key;
}

TEST_F(Load, ThreadsAreTheCoresThatTheProcessMayUse) {
  cpu_set_t before, one;
  ASSERT_EQ(::sched_getaffinity(0, sizeof before, &before), 0);
  CPU_ZERO(&one);
  CPU_SET(::sched_getcpu(), &one);
  ASSERT_EQ(::sched_setaffinity(0, sizeof one, &one), 0);
  EXPECT_EQ(load().config.threads, 1U);
  ASSERT_EQ(::sched_setaffinity(0, sizeof before, &before), 0);
  EXPECT_EQ(load().config.threads, static_cast<unsigned>(CPU_COUNT(&before)));
}

TEST_F(Load, FlagOverEnvironmentOverDotEnvOverDefault) {
  const std::string dot_env = "# mine\nMOVIE_PORT=1\nMOVIE_THREADS=1\nMOVIE_POOL_SIZE=1";
  const Loaded loaded = load({{"MOVIE_PORT", "3"}}, {"MOVIE_PORT=2", "MOVIE_THREADS=2"}, dot_env);
  EXPECT_EQ(loaded.config.port, 3);
  EXPECT_EQ(setting(loaded, "MOVIE_PORT").origin, "flag --port");
  EXPECT_EQ(loaded.config.threads, 2U);
  EXPECT_EQ(setting(loaded, "MOVIE_THREADS").origin, "environment");
  EXPECT_EQ(loaded.config.pool_size, 1U);
  EXPECT_EQ(setting(loaded, "MOVIE_POOL_SIZE").origin, ".env:4");
  EXPECT_EQ(setting(loaded, "MOVIE_HOST").origin, "default");
}

TEST_F(Load, NamesInAnyCaseUpperCaseFirst) {
  EXPECT_EQ(environment({"movie_db_mode=memory"}).db_mode, "memory");
  EXPECT_EQ(environment({"Movie_Port=7"}).port, 7);
  EXPECT_EQ(environment({"log_level=error"}).log_level, "ERROR");
  EXPECT_EQ(environment({"movie_port=1", "MOVIE_PORT=2", "Movie_port=3"}).port, 2);
  EXPECT_EQ(load({}, {}, "movie_port=1\nmovie_port=4\n").config.port, 4);
}

TEST_F(Load, EmptyIsUnset) {
  EXPECT_EQ(load({{"MOVIE_PORT", ""}}, {"MOVIE_PORT=", "MOVIE_THREADS=  "},
                 "MOVIE_PORT=5\nMOVIE_THREADS=6")
                .config.port,
            5);
  EXPECT_EQ(load({}, {"MOVIE_THREADS=  "}).config.threads, 6U);
}

TEST_F(Load, ValuesAreTrimmed) { EXPECT_EQ(environment({"MOVIE_PORT= 81\r"}).port, 81); }

TEST_F(Load, UnknownKeysAreIgnored) {
  EXPECT_THAT(
      load({}, {"MOVIE_NONSENSE=1", "=C:", "novalue"}, "OTHER=1\nMOVIE_NONSENSE=2").config.warnings,
      IsEmpty());
}

TEST_F(Load, Booleans) {
  for (const char* yes : {"true", "TRUE", "1", "yes", "On"}) {
    EXPECT_TRUE(environment({std::string("MOVIE_DATABASE_ECHO=") + yes}).database_echo) << yes;
  }
  for (const char* no : {"false", "False", "0", "NO", "off"}) {
    EXPECT_FALSE(
        load({{"MOVIE_DATABASE_ECHO", no}}, {"MOVIE_DATABASE_ECHO=1"}).config.database_echo)
        << no;
  }
}

TEST_F(Load, EveryOtherKindOfValue) {
  const Config config =
      environment({"MOVIE_APP_NAME=Kino é", "MOVIE_POOL_TIMEOUT=0", "MOVIE_REQUEST_TIMEOUT=0.25",
                   "MOVIE_PORT=0", "MOVIE_CORS_ORIGINS= https://a.example , http://[::1]:8501 ,",
                   "LOG_LEVEL=warn", "MOVIE_MAX_BODY_BYTES=1", "MOVIE_DEFAULT_PAGE_SIZE=7",
                   "MOVIE_FEATURE_PREVIEW=on", "MOVIE_TRUSTED_PROXIES=10.0.0.1, ::1,"});
  EXPECT_EQ(config.app_name, "Kino é");
  EXPECT_EQ(config.pool_timeout.count(), 0);
  EXPECT_EQ(config.request_timeout.count(), 250);
  EXPECT_EQ(config.port, 0);
  EXPECT_THAT(config.cors_origins, ElementsAre("https://a.example", "http://[::1]:8501"));
  EXPECT_EQ(config.log_level, "WARNING");
  EXPECT_EQ(config.default_page_size, 7U);
  EXPECT_TRUE(config.feature_preview);
  EXPECT_THAT(config.trusted_proxies, ElementsAre("10.0.0.1", "::1"));
}

TEST_F(Load, TheHostStandsWithoutItsBrackets) {
  for (const char* written : {"::1", "[::1]"})
    EXPECT_EQ(environment({std::string("MOVIE_HOST=") + written}).host, "::1") << written;
}

struct Wrong {
  const char *key, *value, *allowed;
};

class Refuses : public Load, public testing::WithParamInterface<Wrong> {};

TEST_P(Refuses, NamingKeyValueOriginAndWhatIsAllowed) {
  const auto [key, value, allowed] = GetParam();
  const std::string pair = std::string(key) + "=" + value;
  EXPECT_EQ(refusal({}, {pair}), pair + " (environment): must be " + allowed);
}

constexpr const char* kPort = "a whole number from 0 to 65535";
constexpr const char* kTimeout = "seconds from 0.001 to 3600, such as 2.5";
constexpr const char* kOrigins =
    "origins parted by commas, each scheme://host[:port] without a path, such as "
    "http://localhost:5173";
constexpr const char* kMode =
    "memory, sqlite, postgres or another plug-in's name: a-z, then a-z, 0-9 and _, at most 31";

INSTANTIATE_TEST_SUITE_P(
    Config, Refuses,
    testing::Values(
        Wrong{"MOVIE_PORT", "abc", kPort}, Wrong{"MOVIE_PORT", "65536", kPort},
        Wrong{"MOVIE_PORT", "-1", kPort}, Wrong{"MOVIE_PORT", "+1", kPort},
        Wrong{"MOVIE_PORT", "80x", kPort}, Wrong{"MOVIE_PORT", "1e3", kPort},
        Wrong{"MOVIE_PORT", "99999999999999999999", kPort},
        Wrong{"MOVIE_THREADS", "0", "a whole number from 1 to 1024"},
        Wrong{"MOVIE_POOL_SIZE", "0", "a whole number from 1 to 10000"},
        Wrong{"MOVIE_TRUSTED_PROXIES", "10.0.0.1,proxy",
              "IPv4 or IPv6 addresses parted by commas, such as 127.0.0.1,::1"},
        Wrong{"MOVIE_MAX_BODY_BYTES", "1M", "a whole number from 1 to 1073741824"},
        Wrong{"MOVIE_DEFAULT_PAGE_SIZE", "1001", "a whole number from 1 to 1000"},
        Wrong{"MOVIE_REQUEST_TIMEOUT", "0", kTimeout},
        Wrong{"MOVIE_REQUEST_TIMEOUT", "0.0001", kTimeout},
        Wrong{"MOVIE_REQUEST_TIMEOUT", "nan", kTimeout},
        Wrong{"MOVIE_REQUEST_TIMEOUT", "inf", kTimeout},
        Wrong{"MOVIE_REQUEST_TIMEOUT", "1e1", kTimeout},
        Wrong{"MOVIE_REQUEST_TIMEOUT", "4s", kTimeout},
        Wrong{"MOVIE_POOL_TIMEOUT", "-1", "seconds from 0 to 86400, such as 2.5"},
        Wrong{"MOVIE_DATABASE_ECHO", "maybe", "true/false, 1/0, yes/no or on/off"},
        Wrong{"MOVIE_FEATURE_PREVIEW", "2", "true/false, 1/0, yes/no or on/off"},
        Wrong{"LOG_LEVEL", "loud", "DEBUG, INFO, WARNING, ERROR or CRITICAL"},
        Wrong{"MOVIE_DB_MODE", "SQLite", kMode}, Wrong{"MOVIE_DB_MODE", "../x", kMode},
        Wrong{"MOVIE_DB_MODE", "2x", kMode},
        Wrong{"MOVIE_DB_MODE", "a2345678901234567890123456789012", kMode},
        Wrong{"MOVIE_CORS_ORIGINS", "http://a,*",
              "named origins: with credentials, which are allowed here, browsers refuse *"},
        Wrong{"MOVIE_CORS_ORIGINS", "http://a/", kOrigins},
        Wrong{"MOVIE_CORS_ORIGINS", "localhost:5173", kOrigins},
        Wrong{"MOVIE_CORS_ORIGINS", "http://*.example", kOrigins}));

TEST_F(Load, RefusalNamesFlagOrLineOfDotEnv) {
  EXPECT_THAT(refusal({{"MOVIE_PORT", "x"}}, {"MOVIE_PORT=1"}),
              HasSubstr("MOVIE_PORT=x (flag --port)"));
  EXPECT_THAT(refusal({}, {}, "\n\nMOVIE_PORT=x"), HasSubstr("MOVIE_PORT=x (.env:3)"));
}

TEST_F(Load, RefusalIsOneLineWithoutPassword) {
  EXPECT_THAT(refusal({}, {"MOVIE_APP_NAME=a\nb"}), HasSubstr("MOVIE_APP_NAME=a\\nb"));
  EXPECT_THAT(refusal({}, {"MOVIE_DATABASE_URL_POSTGRES=postgres://u:geheim@h/\xff"}),
              AllOf(HasSubstr("postgres://u:***@h/\\xff"), testing::Not(HasSubstr("geheim"))));
}

TEST_F(Load, RequestsUnderWayHaveRoomForTheLongestBody) {
  EXPECT_EQ(
      refusal({{"MOVIE_MAX_BODY_BYTES", "1000001"}}, {"MOVIE_MAX_INPUT_BYTES=2000000"}),
      "MOVIE_MAX_INPUT_BYTES=2000000 (environment): must be at least twice MOVIE_MAX_BODY_BYTES, "
      "which is 1000001 (flag --max-body-bytes)");
  EXPECT_EQ(environment({"MOVIE_MAX_BODY_BYTES=1000000", "MOVIE_MAX_INPUT_BYTES=2000000"})
                .max_input_bytes,
            2'000'000u);
}

TEST_F(Load, PluginDirComesFromFlagOrEnvironmentOnly) {
  EXPECT_EQ(environment({"MOVIE_PLUGIN_DIR=/a"}).plugin_dir, "/a");
  EXPECT_EQ(load({{"MOVIE_PLUGIN_DIR", "/b"}}).config.plugin_dir, "/b");
  const Loaded loaded = load({}, {}, "movie_plugin_dir=/evil\n");
  EXPECT_EQ(loaded.config.plugin_dir, "");
  EXPECT_THAT(loaded.config.warnings,
              ElementsAre(AllOf(HasSubstr(".env:1"), HasSubstr("--plugin-dir"))));
}

TEST_F(Load, UrlInForceIsTheModes) {
  const std::vector<std::string> variables{"MOVIE_DATABASE_URL_SQLITE=sqlite:///s",
                                           "MOVIE_DATABASE_URL_POSTGRES=postgres://u:p@h/d",
                                           "MOVIE_DATABASE_URL_LMDB=lmdb:///l?token=t"};
  const auto in = [&](const char* mode) { return load({{"MOVIE_DB_MODE", mode}}, variables); };
  EXPECT_EQ(in("memory").config.database_url, "");
  EXPECT_EQ(in("memory").store.key, "");
  EXPECT_TRUE(in("memory").in_memory);
  EXPECT_FALSE(in("sqlite").in_memory);
  EXPECT_TRUE(load({}, {"MOVIE_DATABASE_URL_SQLITE=sqlite://"}).in_memory);
  EXPECT_FALSE(load({}, {"MOVIE_DATABASE_URL_SQLITE=postgres://h/d"}).in_memory)
      << "for the plug-in to refuse";
  EXPECT_EQ(in("sqlite").config.database_url, "sqlite:///s");
  EXPECT_EQ(in("sqlite").file, (folder_ / "s").string());
  EXPECT_EQ(in("postgres").config.database_url, "postgres://u:p@h/d");
  EXPECT_EQ(in("postgres").store.value, "postgres://u:***@h/d");
  EXPECT_EQ(in("lmdb").config.database_url, "lmdb:///l?token=t");
  EXPECT_EQ(setting(in("lmdb"), "MOVIE_DATABASE_URL_LMDB").value, "lmdb:///l?token=***");
  EXPECT_EQ(in("other").config.database_url, "");
  EXPECT_EQ(in("test").config.database_url, "");
}

TEST_F(Load, TestUrlWinsWhereItsSchemeIsTheModes) {
  const auto with = [&](const char* mode, const char* url) {
    return load({{"MOVIE_DB_MODE", mode}}, {std::string("MOVIE_DATABASE_URL_TEST=") + url}).config;
  };
  const Config wins = with("postgres", "postgresql+asyncpg://u:p@h/t");
  EXPECT_EQ(wins.database_url, "postgresql+asyncpg://u:p@h/t");
  EXPECT_THAT(
      wins.warnings,
      ElementsAre(
          "MOVIE_DATABASE_URL_TEST (environment) takes the place of MOVIE_DATABASE_URL_POSTGRES: "
          "the store is postgresql+asyncpg://u:***@h/t"));
  EXPECT_EQ(with("sqlite", "sqlite:///t").database_url, "sqlite:///t");
  EXPECT_EQ(with("lmdb", "lmdb:///t").database_url, "lmdb:///t");
  const Config loses = with("sqlite", "postgres://u:p@h/t");
  EXPECT_EQ(loses.database_url, "sqlite:///./data/movies.db");
  EXPECT_THAT(
      loses.warnings,
      ElementsAre(
          "MOVIE_DATABASE_URL_TEST=postgres://u:***@h/t (environment) is ignored: it does not fit "
          "MOVIE_DB_MODE=sqlite"));
  EXPECT_EQ(with("memory", "memory://x").database_url, "");
}

TEST_F(Load, PrintShowsEverySettingWithItsOriginAndTheUrlInForce) {
  std::ostringstream out;
  print(out, load({{"MOVIE_PORT", "9"}}, {"MOVIE_DATABASE_URL_TEST=postgres://u:geheim@h/d"}));
  for (const Row& row : settings()) EXPECT_THAT(out.str(), HasSubstr(std::string(row.key) + "="));
  EXPECT_THAT(out.str(), AllOf(HasSubstr("MOVIE_PORT=9  # flag --port\n"),
                               HasSubstr("MOVIE_REQUEST_TIMEOUT=4  # default\n"),
                               HasSubstr("Mode sqlite, URL in force: sqlite:///./data/movies.db  # "
                                         "MOVIE_DATABASE_URL_SQLITE, default\n"),
                               HasSubstr("Warning: MOVIE_DATABASE_URL_TEST="),
                               HasSubstr("File: " + (folder_ / "data/movies.db").string() + "\n"),
                               testing::Not(HasSubstr("geheim"))));
}

/// The keys stand in the table's order, and where a value is given it is the default, so that a
/// copy changes nothing.
TEST_F(Load, EnvExampleAgreesWithTheTable) {
  std::ifstream in(ENV_EXAMPLE);
  std::vector<std::string> keys;
  for (std::string line; std::getline(in, line);) {
    const std::string_view bare =
        std::string_view(line).substr(std::min(line.find_first_not_of("# "), line.size()));
    const auto equals = bare.find('=');
    if (equals != bare.npos && bare.find(' ') > equals) keys.emplace_back(bare.substr(0, equals));
  }
  std::vector<std::string> expected;
  for (const Row& row : settings().first(std::min(keys.size(), settings().size())))
    expected.emplace_back(row.key);
  EXPECT_EQ(keys, expected);
  EXPECT_EQ(keys.back(), "LOG_LEVEL");

  std::stringstream text;
  text << std::ifstream(ENV_EXAMPLE).rdbuf();
  const Loaded defaults = load(), copied = load({}, {}, text.str());
  EXPECT_THAT(copied.config.warnings, IsEmpty());
  for (std::size_t i = 0; i < defaults.settings.size(); ++i) {
    EXPECT_EQ(copied.settings[i].value, defaults.settings[i].value) << defaults.settings[i].key;
  }
}

}  // namespace
}  // namespace movie::config
