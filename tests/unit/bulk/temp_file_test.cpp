#include "bulk/temp_file.hpp"

#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <system_error>

#include "support/temp_dir.hpp"

namespace movie::bulk {
namespace {

/// TMPDIR while it lives.
struct TempFolder {
  explicit TempFolder(const std::string& path) { ::setenv("TMPDIR", path.c_str(), 1); }
  ~TempFolder() { ::unsetenv("TMPDIR"); }
};

TEST(TempFile, GivesBackWhatWasWritten) {
  const test::TempDir folder;
  const TempFolder in(folder.path());
  TempFile file;
  std::string all;
  for (int i = 0; i < 50'000; ++i) {
    const std::string text = std::to_string(i);
    file.append(text);
    all += text;
  }
  EXPECT_TRUE(std::filesystem::is_empty(folder.path())) << "it has no name";
  std::string read(all.size() + 10, '\0');
  EXPECT_EQ(file.read(0, read), all.size());
  EXPECT_EQ(read.substr(0, all.size()), all);
  EXPECT_EQ(file.read(all.size(), read), 0u);
  EXPECT_EQ(file.read(all.size() + 1, read), 0u);

  TempFileReader reader(file);
  std::string together;
  for (std::size_t size = 1; together.size() + size <= all.size(); size = size % 777 + 1)
    together += reader.next(size);
  together += reader.next(all.size() - together.size());
  EXPECT_EQ(together, all);
  EXPECT_THROW(reader.next(1), std::runtime_error);
}

TEST(TempFile, WithoutAFolderThereIsNone) {
  const TempFolder in("/nowhere/at/all");
  EXPECT_THROW(TempFile(), std::system_error);
}

}  // namespace
}  // namespace movie::bulk
