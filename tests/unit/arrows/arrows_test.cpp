#include "unit/arrows/arrows.hpp"

#include <gmock/gmock.h>

#include <fstream>
#include <iterator>

namespace movie::test {
namespace {

namespace fs = std::filesystem;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

const fs::path kTop = MOVIE_SOURCE_DIR;

std::string content(const fs::path& file) {
  std::ifstream in(file);
  return {std::istreambuf_iterator<char>(in), {}};
}

TEST(ArrowsTest, HoldInTheWholeRepository) {
  std::vector<std::string> bad;
  int files = 0;
  for (const char* folder : {"core", "plugins", "tools"}) {
    for (const auto& entry : fs::recursive_directory_iterator(kTop / folder)) {
      const std::string ending = entry.path().extension().string();
      if (ending != ".c" && ending != ".h" && ending != ".cpp" && ending != ".hpp") continue;
      ++files;
      for (std::string& line :
           bad_arrows(fs::relative(entry.path(), kTop), content(entry.path()))) {
        bad.push_back(std::move(line));
      }
    }
  }
  EXPECT_THAT(bad, IsEmpty());
  EXPECT_GT(files, 50) << "as many were there when this was written";
}

TEST(ArrowsTest, AreReadFromIncludes) {
  EXPECT_THAT(bad_arrows("core/model/x.cpp",
                         "#include <string>\n\n  # include \"store/store.hpp\"  // why\n"),
              ElementsAre("core/model/x.cpp:3: model may not include store (store/store.hpp)"));
  EXPECT_THAT(bad_arrows("core/model/x.cpp", "// #include \"store/store.hpp\"\n"), IsEmpty());
  EXPECT_THAT(bad_arrows("core/http/a/b.cpp", "#include \"../store/store.hpp\"\n"),
              ElementsAre("core/http/a/b.cpp:1: a path with .. (../store/store.hpp)"));
}

TEST(ArrowsTest, LeadWhereTheDesignSays) {
  const auto good = [](const char* file, const std::string& header) {
    return bad_arrows(file, "#include \"" + header + "\"\n").empty();
  };
  EXPECT_TRUE(good("core/http/x.cpp", "store/lanes.hpp"));
  EXPECT_TRUE(good("core/http/x.cpp", "http/x.hpp"));
  EXPECT_TRUE(good("core/main.cpp", "http/server.hpp"));
  EXPECT_TRUE(good("core/store/x.cpp", "movie/store.h"));
  EXPECT_TRUE(good("plugins/sqlite/x.cpp", "movie/plugin.hpp"));
  EXPECT_TRUE(good("plugins/sqlite/x.cpp", "connection.hpp"));
  EXPECT_TRUE(good("tools/movie-tools/x.cpp", "bulk/csv_reader.hpp"));

  EXPECT_TRUE(good("tools/bench/limits/x.cpp", "http/server.hpp"));

  EXPECT_FALSE(good("core/http/x.cpp", "movie/store.h"));
  EXPECT_FALSE(good("core/http/x.cpp", "config/config.hpp"));
  EXPECT_FALSE(good("core/json/x.cpp", "http/message.hpp"));
  EXPECT_FALSE(good("core/store/x.cpp", "config/config.hpp"));
  EXPECT_FALSE(good("core/store/x.cpp", "movie/plugin.hpp"));
  EXPECT_FALSE(good("core/main.cpp", "movie/store.h"));
  EXPECT_FALSE(good("plugins/sqlite/x.cpp", "model/movie.hpp"));
  EXPECT_FALSE(good("plugins/sqlite/x.cpp", "plugins/memory/tree.hpp"));
  EXPECT_FALSE(good("plugins/sdk/x.cpp", "store/store.hpp"));
  EXPECT_FALSE(good("tools/movie-tools/x.cpp", "http/server.hpp"));
  EXPECT_FALSE(good("core/abi/include/movie/store.h", "movie/plugin.hpp"));
}

TEST(ArrowsTest, KeepLibrariesBehindOneDoor) {
  const auto good = [](const char* file, const std::string& header) {
    return bad_arrows(file, "#include <" + header + ">\n").empty();
  };
  EXPECT_TRUE(good("core/http/x.cpp", "pistache/reactor.h"));
  EXPECT_TRUE(good("core/store/x.cpp", "boost/dll/shared_library.hpp"));
  EXPECT_TRUE(good("plugins/sqlite/x.cpp", "sqlite3.h"));
  EXPECT_TRUE(good("tools/bench/limits/x.cpp", "sqlite3.h"));
  EXPECT_FALSE(good("tools/movie-tools/x.cpp", "sqlite3.h"));
  EXPECT_FALSE(good("core/main.cpp", "pistache/reactor.h"));
  EXPECT_FALSE(good("core/json/x.cpp", "boost/beast/http.hpp"));
  EXPECT_FALSE(good("core/http/x.cpp", "rapidjson/document.h"));
  EXPECT_FALSE(good("core/http/x.cpp", "boost/dll.hpp"));
  EXPECT_FALSE(good("core/http/x.cpp", "spdlog/spdlog.h"));
  EXPECT_FALSE(good("plugins/sdk/sql/x.cpp", "sqlite3.h"));
  EXPECT_FALSE(good("core/store/x.cpp", "libpq-fe.h"));
}

}  // namespace
}  // namespace movie::test
