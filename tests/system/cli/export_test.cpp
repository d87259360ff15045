#include <signal.h>
#include <sys/stat.h>

#include <filesystem>

#include "tool.hpp"

namespace movie::test {
namespace {

using testing::HasSubstr;

class Export : public Tool {
 protected:
  void SetUp() override { done({"seed", "--sample", "2500"}); }
  [[nodiscard]] std::size_t files() const {
    return static_cast<std::size_t>(
        std::distance(std::filesystem::directory_iterator(folder.path()), {}));
  }
};

TEST_F(Export, WritesNothingElseToStandardOutput) {
  for (const auto& arguments : {Arguments{"export"}, Arguments{"export", "-"}}) {
    const Ended ended = run(arguments);
    EXPECT_THAT(ended.out,
                testing::StartsWith("id,title,year,genre\r\n1,Sample 1,2010,Sci-Fi\r\n"));
    EXPECT_EQ(std::count(ended.out.begin(), ended.out.end(), '\n'), 2501);
    EXPECT_THAT(ended.err,
                testing::AllOf(HasSubstr("Mode: sqlite"), HasSubstr("Exported 2500 movies.\n")));
  }
}

TEST_F(Export, GoesOnBehindAPageThatItsBytesEnd) {
  done({"reset", "--yes"});
  std::string longest;
  for (int i = 0; i < 200; ++i) longest += "\u00fc";
  std::string films = "id,title,year,genre\r\n";
  for (int id = 1; id <= 1200; ++id) films += std::to_string(id) + "," + longest + ",2000,x\r\n";
  done({"import", "--keep-ids", "-"}, films);
  EXPECT_EQ(exported(), films);
}

TEST_F(Export, ReplacesAFileWhenAllIsWritten) {
  file("all.csv", "old");
  std::filesystem::create_symlink("all.csv", folder / "link.csv");
  const std::size_t before = files();
  EXPECT_THAT(done({"export", "link.csv"}), HasSubstr("Exported 2500 movies.\n"));
  EXPECT_EQ(read("all.csv"), exported());
  EXPECT_TRUE(std::filesystem::is_symlink(folder / "link.csv"));
  EXPECT_EQ(files(), before) << "nothing is left over";
}

TEST_F(Export, LeavesTheOldFileWhenItFails) {
  file("all.csv", "old");
  const std::size_t before = files();
  environment["MOVIE_DATABASE_URL_SQLITE"] = "sqlite:///other.db";
  EXPECT_EQ(run({"export", "all.csv"}).status, 3);
  EXPECT_EQ(read("all.csv"), "old");
  EXPECT_LE(files(), before + 1) << "other.db at most";
}

TEST_F(Export, ObeysTheUmask) {
  const mode_t before = ::umask(027);
  done({"export", "all.csv"});
  ::umask(before);
  struct stat facts {};
  ASSERT_EQ(::stat((folder / "all.csv").c_str(), &facts), 0);
  EXPECT_EQ(facts.st_mode & 0777U, 0640U);
}

TEST_F(Export, SaysWhyItCannotWrite) {
  for (const auto& [name, why] : {std::pair{"none/all.csv", "No such file"},
                                  {"data", "Is a directory"},
                                  {"/dev/full", "No space left"}}) {
    const Ended ended = run({"export", name});
    EXPECT_EQ(ended.status, 1) << name;
    EXPECT_THAT(ended.err, HasSubstr(why));
  }
}

TEST_F(Export, EndsQuietlyWhenItsReaderHasGone) {
  Start how = start({"export"});
  how.arguments.push_back("/dev/stdout");
  for (const Start& each : {start({"export"}), how}) {
    Process process(each);
    process.close_output();
    const Ended ended = process.wait();
    EXPECT_THAT(ended.status, testing::AnyOf(0, 128 + SIGPIPE)) << "0: all was written before";
    EXPECT_THAT(ended.err, testing::Not(HasSubstr("movie-tools:")));
  }
}

}  // namespace
}  // namespace movie::test
