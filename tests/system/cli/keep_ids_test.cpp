#include "database.hpp"
#include "tool.hpp"

namespace movie::test {
namespace {

using testing::EndsWith;
using testing::HasSubstr;
using testing::Not;

/// import --keep-ids: an export restored.
class KeepIds : public Tool {
 protected:
  void SetUp() override { done({"migrate", "up"}); }
  static constexpr const char* kEmpty = "id,title,year,genre\r\n";
};

TEST_F(KeepIds, AnExportImportedAndExportedAgainIsTheSameBytes) {
  done({"import", MOVIES_CSV});
  Database other(database());
  other.execute("DELETE FROM movies WHERE id % 7 = 0 OR id > 2900");
  // As another program may have put it; a rule would trim and title-case it.
  other.execute("UPDATE movies SET title = ' as it \"stands\", ', genre = 'sci-fi' WHERE id = 5");
  for (const std::string name : {"all.csv", "all.json", "all.ndjson"}) {
    done({"export", name});
    done({"reset", "--yes"});
    EXPECT_THAT(done({"import", "--keep-ids", name}), HasSubstr("refused 0.\n"));
    done({"export", "again-" + name});
    EXPECT_EQ(read("again-" + name), read(name)) << name;
  }
  done({"import", "-"}, "title,year,genre\nAlien,1979,Horror\n");
  EXPECT_THAT(exported(), EndsWith("\r\n2901,Alien,1979,Horror\r\n"));
}

TEST_F(KeepIds, NeedsAnEmptyStore) {
  done({"seed", "--sample", "1"});
  const std::string before = exported();
  const Ended ended =
      run({"import", "--keep-ids", "-"}, "id,title,year,genre\n7,Alien,1979,Horror\n");
  EXPECT_EQ(ended.status, 1);
  EXPECT_THAT(ended.err, HasSubstr("--keep-ids needs an empty one"));
  EXPECT_EQ(exported(), before);
}

TEST_F(KeepIds, NeedsIdsThatAscend) {
  const Ended ended = run({"import", "--keep-ids", "-"},
                          "id,title,year,genre\n7,A,2000,x\n9,B,2000,x\n8,C,2000,x\n");
  EXPECT_EQ(ended.status, 1);
  EXPECT_THAT(ended.err, testing::AllOf(HasSubstr("line 4: id 8 comes behind 9"),
                                        Not(HasSubstr("defect of the plug-in"))));
  EXPECT_EQ(exported(), kEmpty) << "all or nothing";
}

TEST_F(KeepIds, LeavesRoomForIdsToCome) {
  const Ended ended = run({"import", "--keep-ids", "-"},
                          "id,title,year,genre\n9000000000000000000,A,2000,x\n"
                          "9223372036854775807,B,2000,x\n");
  EXPECT_EQ(ended.status, 0);
  EXPECT_THAT(ended.err,
              HasSubstr("line 3: id: 9223372036854775807 leaves no room for ids to come"));
  done({"import", "-"}, "title,year,genre\nAlien,1979,Horror\n");
  EXPECT_THAT(exported(), EndsWith("\r\n9000000000000000001,Alien,1979,Horror\r\n"));
}

TEST_F(KeepIds, NeedsAColumnOfThem) {
  const Ended ended = run({"import", "--keep-ids", "-"}, "title,year,genre\nA,2000,x\n");
  EXPECT_EQ(ended.status, 1);
  EXPECT_THAT(ended.err, testing::AllOf(HasSubstr("the header has no column id"),
                                        Not(HasSubstr("defect of the plug-in"))));
}

TEST_F(KeepIds, RefusesRowsLikeAnyImport) {
  const std::string csv = "id,title,year,genre\n7,A,2000,x\n,B,2000,x\n9,C,1,x\n11,D,2000,x\n";
  const Ended strict = run({"import", "--keep-ids", "--strict", "-"}, csv);
  EXPECT_EQ(strict.status, 1);
  EXPECT_EQ(exported(), kEmpty);
  const Ended ended = run({"import", "--keep-ids", "-"}, csv);
  EXPECT_EQ(ended.status, 0);
  EXPECT_THAT(ended.err, testing::AllOf(HasSubstr("line 3: id: "), HasSubstr("line 4: year: ")));
  EXPECT_EQ(exported(), "id,title,year,genre\r\n7,A,2000,x\r\n11,D,2000,x\r\n");
}

TEST_F(KeepIds, IsRefusedWhereThePluginCannot) {
  environment = {{"MOVIE_PLUGIN_DIR", CORE_PROFILE_DIR}, {"MOVIE_DB_MODE", "core_profile"}};
  const Ended ended = run({"import", "--keep-ids", "-"}, "id,title,year,genre\n7,A,2000,x\n");
  EXPECT_EQ(ended.status, 1);
  EXPECT_THAT(ended.err, HasSubstr("this plug-in cannot do that"));
}

}  // namespace
}  // namespace movie::test
