#include <rapidjson/document.h>

#include <boost/property_tree/xml_parser.hpp>
#include <map>
#include <regex>

#include "runner_test.hpp"

namespace movie::test {
namespace {

using testing::HasSubstr;

/// One run whose cases end in each way, told in every format.
class Reports : public Runner {
 protected:
  void SetUp() override {
    const Ended ended = misbehave(
        "crash@Ids.BeginAtOneAndAscend;bytes@Crud.PingIsOk;exit@Crud.CreateEmitsTheFilmWithItsId;",
        {"--only", "Ids.*", "--only", "Crud.*", "--seed", "7", "--tap", file("tap"), "--junit", file("junit"), "--json", file("json"), "--clauses"});
    ASSERT_EQ(ended.status, 1) << ended.out << ended.err;
    out_ = ended.out;
  }
  std::string out_;
};

TEST_F(Reports, AsTap) {
  const std::regex line(R"((not )?ok (\d+) - (\w+\.\w+)( # SKIP .+)?)");
  std::istringstream in(read("tap"));
  std::string text;
  ASSERT_TRUE(std::getline(in, text));
  EXPECT_EQ(text, "TAP version 13");
  ASSERT_TRUE(std::getline(in, text));
  const std::size_t planned = std::stoul(text.substr(3));
  std::map<std::string, std::string> found;
  std::smatch parts;
  for (bool within = false; std::getline(in, text);) {
    if (text == "  ---" || text == "  ...") {
      within = text == "  ---";
    } else if (std::regex_match(text, parts, line)) {
      EXPECT_FALSE(within);
      EXPECT_EQ(std::stoul(parts[2]), found.size() + 1);
      found[parts[3]] = parts[1].str() + "ok" + parts[4].str();
    } else {
      EXPECT_TRUE(within ? text.rfind("  ", 0) == 0 : text.rfind("# ", 0) == 0) << text;
    }
  }
  EXPECT_EQ(found.size(), planned);
  EXPECT_EQ(found["Ids.BeginAtOneAndAscend"], "not ok");
  EXPECT_EQ(found["Crud.PingIsOk"], "not ok");
  EXPECT_EQ(found["Ids.AreDistinctWithinACall"].substr(0, 2), "ok");
  EXPECT_EQ(found["Batch.OfNothingIsOk"], "ok # SKIP not run");
}

TEST_F(Reports, AsJUnit) {
  boost::property_tree::ptree all;
  std::istringstream in(read("junit"));
  boost::property_tree::read_xml(in, all);
  const auto& suite = all.get_child("testsuites.testsuite");
  int tests = 0, failures = 0, errors = 0, skipped = 0;
  for (const auto& [name, test] : suite) {
    if (name != "testcase") continue;
    ++tests;
    failures += static_cast<int>(test.count("failure"));
    errors += static_cast<int>(test.count("error"));
    skipped += static_cast<int>(test.count("skipped"));
    if (test.get<std::string>("<xmlattr>.name") == "PingIsOk") {
      EXPECT_THAT(test.get<std::string>("failure.<xmlattr>.message"), HasSubstr("<&\"??]]>"));
    }
  }
  EXPECT_EQ(suite.get<int>("<xmlattr>.tests"), tests);
  EXPECT_EQ(suite.get<int>("<xmlattr>.failures"), failures);
  EXPECT_EQ(suite.get<int>("<xmlattr>.errors"), errors);
  EXPECT_EQ(suite.get<int>("<xmlattr>.skipped"), skipped);
  EXPECT_EQ(failures, 1);
  EXPECT_EQ(errors, 2);
}

TEST_F(Reports, AsJson) {
  rapidjson::Document all;
  ASSERT_FALSE(all.Parse(read("json").c_str()).HasParseError());
  EXPECT_STREQ(all["verdict"].GetString(), "failed");
  EXPECT_EQ(all["seed"].GetUint64(), 7u);
  std::map<std::string, std::string> found;
  for (const auto& test : all["cases"].GetArray()) found[test["name"].GetString()] = test["result"].GetString();
  EXPECT_EQ(found["Ids.BeginAtOneAndAscend"], "crashed");
  EXPECT_EQ(found["Crud.CreateEmitsTheFilmWithItsId"], "exited");
  EXPECT_EQ(found["Crud.PingIsOk"], "failed");
  EXPECT_EQ(found["Batch.OfNothingIsOk"], "not_run");
}

TEST_F(Reports, ByClause) {
  EXPECT_THAT(out_, testing::ContainsRegex("\\| S-26 \\| .*BeginAtOne.* \\| failed: "));
  EXPECT_THAT(out_, testing::ContainsRegex("\\| S-46 \\| .* \\| not shown \\|"));
  EXPECT_THAT(out_, testing::ContainsRegex("\\| S-69 \\| .* \\| no case \\|"));
}

using Lists = Runner;

TEST_F(Lists, SayOfEachCaseWhatItNeedsAndShows) {
  const Ended ended = run("--list", {});
  EXPECT_EQ(ended.status, 0) << ended.err;
  EXPECT_THAT(ended.out, HasSubstr("Ids.BeginAtOneAndAscend\tcore\t-\t[S-26]\n"));
  EXPECT_THAT(ended.out, HasSubstr("LongWrite.HoldsUpNoReaderAndIsSeenOnlyWhenDone\textended\tmany,sessions\t[S-31]\n"));
  const Ended one = run("--list", {"--only", "S-72"});
  EXPECT_EQ(one.out, "# case\tlevel\tneeds\tclauses\nTable.AgreesWithItsNote\tcore\t-\t[S-72]\n");
}

TEST_F(Lists, KnowNoCaseByAWrongName) {
  const Ended ended = misbehave("", {"--only", "Nothing.*"});
  EXPECT_EQ(ended.status, 2);
  EXPECT_THAT(ended.err, HasSubstr("no case is called so"));
}

}  // namespace
}  // namespace movie::test
