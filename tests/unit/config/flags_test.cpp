#include "config/flags.hpp"

#include <gtest/gtest.h>

#include <CLI/CLI.hpp>

#include "config/config.hpp"
#include "support/temp_dir.hpp"

namespace movie::config {
namespace {

Config parsed(std::vector<const char*> arguments) {
  const test::TempDir folder;
  std::map<std::string, std::string> given;
  CLI::App app;
  add_flags(app, given);
  arguments.insert(arguments.begin(), "program");
  app.parse(static_cast<int>(arguments.size()), arguments.data());
  const char* const no_environment[] = {nullptr};
  return load(given, no_environment, folder.path()).config;
}

TEST(Flags, OneForEachSetting) {
  EXPECT_EQ(parsed({"--port", "9000"}).port, 9000);
  EXPECT_EQ(parsed({"--db-mode=memory"}).db_mode, "memory");
  EXPECT_EQ(parsed({"--log-level", "debug"}).log_level, "DEBUG");
  EXPECT_EQ(parsed({"--plugin-dir", "/a:/b"}).plugin_dir, "/a:/b");
  EXPECT_EQ(parsed({"--database-url-sqlite", "sqlite:///x"}).database_url, "sqlite:///x");
}

TEST(Flags, SwitchesTakeAValueOrNone) {
  EXPECT_TRUE(parsed({"--database-echo"}).database_echo);
  EXPECT_TRUE(parsed({"--database-echo=on"}).database_echo);
  EXPECT_FALSE(parsed({"--database-echo=false"}).database_echo);
  EXPECT_FALSE(parsed({}).database_echo);
  EXPECT_THROW(parsed({"--database-echo=perhaps"}), ConfigError);
}

TEST(Flags, UnknownOneIsAUsageError) { EXPECT_THROW(parsed({"--prot", "1"}), CLI::ParseError); }

}  // namespace
}  // namespace movie::config
