#include <gmock/gmock.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <fstream>

#include "films.hpp"
#include "support/temp_dir.hpp"

namespace movie::test {
namespace {

using store::StoreError;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

class OpenTest : public ::testing::Test {
 protected:
  /// Why it cannot be opened; its status goes to status_.
  std::string refusal(const std::string& url) {
    try {
      open_store(url, store::Clock::now() + std::chrono::milliseconds(200));
    } catch (const StoreError& error) {
      status_ = error.status();
      return error.what();
    }
    return "";
  }
  bool created(const std::string& url) { return open_store(url)->limits().created; }

  TempDir folder_;
  std::filesystem::path file_ = folder_ / "movies.db";
  Status status_ = Status::unset;
};

TEST_F(OpenTest, MakesFoldersAndFileAndSaysSo) {  // [S-58]
  const std::string url = url_of(folder_ / "a/b/movies.db");
  EXPECT_TRUE(created(url));
  EXPECT_TRUE(created(url)) << "still nobody has put anything into it";
  Films(url).create("Heat");
  EXPECT_FALSE(created(url));
  EXPECT_EQ(Films(url, Films::Schema::leave).get(1)->title, "Heat");
}

TEST_F(OpenTest, ARelativePathStartsAtTheWorkingDirectory) {
  // In a child, for the working directory is everybody's.
  const pid_t child = ::fork();
  if (child == 0) {
    bool good = ::chdir(folder_.path().c_str()) == 0;
    if (good) Films("sqlite:///./sub%20folder/movies.db").create("Heat");
    ::_exit(good ? 0 : 1);
  }
  int status = 0;
  ::waitpid(child, &status, 0);
  ASSERT_EQ(status, 0);
  EXPECT_EQ(Films(url_of(folder_ / "sub folder/movies.db")).list().size(), 1u);
}

TEST_F(OpenTest, OneFileIsLeftBehind) {
  Films(url_of(file_)).create("Heat");
  for (const auto& entry : std::filesystem::directory_iterator(folder_.path())) {
    EXPECT_EQ(entry.path(), file_);
  }
}

TEST_F(OpenTest, InMemoryIsAStoreOfItsOwnEachTime) {
  for (const char* url : {"sqlite://", "sqlite:///:memory:"}) {
    EXPECT_TRUE(created(url));
    Films films(url);
    EXPECT_EQ(films.create("Heat"), 1);
    EXPECT_EQ(films.store().limits().max_sessions, 1u);
    EXPECT_EQ(films.ping(), Status::ok);
  }
}

TEST_F(OpenTest, WithoutSchemaOperationsAreUnavailableAndSayTheCommand) {
  Films films(url_of(file_), Films::Schema::leave);
  for (const auto verb : {store::Verb::get, store::Verb::list, store::Verb::create,
                          store::Verb::remove, store::Verb::ping, store::Verb::clear}) {
    const auto asked = ask_create("Heat");
    asked->verb = verb;
    films.run(*asked);
    EXPECT_EQ(asked->status, Status::unavailable) << static_cast<int>(verb);
    EXPECT_THAT(asked->message, HasSubstr("movie-tools migrate up"));
  }
  films.store().migrate(store::MigrationMode::up);
  EXPECT_EQ(films.create("Heat"), 1) << "a session need not be opened again";
}

TEST_F(OpenTest, TheSchemaVanishingIsNoticed) {
  Films films(url_of(file_));
  films.create("Heat");
  Other{file_}("DROP TABLE movies; DROP TABLE movie_schema");
  const auto asked = ask(store::Verb::get, 1);
  EXPECT_EQ(films.run(*asked).status, Status::unavailable);
  EXPECT_EQ(films.run(*asked).status, Status::unavailable);
  EXPECT_THAT(asked->message, HasSubstr("movie-tools migrate up"));
}

TEST_F(OpenTest, WhatIsNoDatabaseIsRefused) {
  std::ofstream(file_) << std::string(5000, 'x');
  EXPECT_THAT(refusal(url_of(file_)), HasSubstr(file_.string() + ": file is not a database"));
  EXPECT_EQ(status_, Status::corrupt);
  EXPECT_THAT(refusal(url_of(folder_.path())), HasSubstr(folder_.path().string() + " is a folder"));
  EXPECT_THAT(refusal(url_of(file_ / "below/a/file.db")), HasSubstr("cannot make the folder"));
}

TEST_F(OpenTest, TextThatIsNotUtf8IsRefusedAndTheFileLeftAsItWas) {
  Other{file_}("PRAGMA encoding='UTF-16le'; CREATE TABLE movies (id INTEGER PRIMARY KEY)");
  EXPECT_THAT(refusal(url_of(file_)), HasSubstr("UTF-16le"));
  EXPECT_EQ(status_, Status::unsupported);
  EXPECT_EQ(Other{file_}("PRAGMA journal_mode"), "delete");
}

TEST_F(OpenTest, AFileInUseIsTriedAgainLater) {
  Other other(file_);
  other("CREATE TABLE t (x); BEGIN EXCLUSIVE");
  EXPECT_THAT(refusal(url_of(file_)), HasSubstr("locked"));
  EXPECT_EQ(status_, Status::unavailable);
  other("COMMIT");
  EXPECT_EQ(refusal(url_of(file_)), "");
}

// As a user without rights, which root is not.
TEST_F(OpenTest, WhatCannotBeWrittenIsRefusedWithTheReason) {
  Films(url_of(file_)).create("Heat");
  ::chmod(folder_.path().c_str(), 0777);
  ::chmod(file_.c_str(), 0444);
  const std::filesystem::path closed = folder_ / "closed";
  std::filesystem::create_directory(closed);
  ::chmod(closed.c_str(), 0555);
  int pipe[2];
  ASSERT_EQ(::pipe(pipe), 0);
  const pid_t child = ::fork();
  if (child == 0) {
    if (::geteuid() == 0 && ::seteuid(65534) != 0) ::_exit(1);
    const std::string said = refusal(url_of(file_)) + "\n" + refusal(url_of(closed / "new.db"));
    ::_exit(::write(pipe[1], said.data(), said.size()) > 0 ? 0 : 1);
  }
  int status = 0;
  ::waitpid(child, &status, 0);
  std::string said(1000, '\0');
  said.resize(
      static_cast<std::size_t>(std::max<ssize_t>(0, ::read(pipe[0], said.data(), said.size()))));
  ::close(pipe[0]);
  ::close(pipe[1]);
  EXPECT_EQ(status, 0);
  EXPECT_THAT(said, HasSubstr("cannot write " + file_.string() + ": Permission denied"));
  EXPECT_THAT(said, HasSubstr("cannot write " + closed.string() + ": Permission denied"));
}

TEST_F(OpenTest, ADeletedFileTakesNoMoreWrites) {
  Films films(url_of(file_));
  films.create("Heat");
  std::filesystem::rename(file_, folder_ / "moved.db");
  const auto asked = ask_create("Lost");
  EXPECT_EQ(films.run(*asked).status, Status::unavailable);
  EXPECT_THAT(asked->message, HasSubstr("moved or deleted"));
  EXPECT_EQ(films.ping(), Status::unavailable);
}

}  // namespace
}  // namespace movie::test
