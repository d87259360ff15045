// What another program left is served alike, byte for byte, whichever database it lies in.

#include <gmock/gmock.h>
#include <gtest/gtest.h>


#include "application.hpp"
#include "support/http_client.hpp"

namespace movie::test {
namespace {

using testing::HasSubstr;

/// A mode beside SQLite.
class Alike : public testing::TestWithParam<std::string> {
 protected:
  void SetUp() override {
    MOVIE_NEEDS(GetParam());
    MOVIE_NEEDS_PYTHON();
  }
};

INSTANTIATE_TEST_SUITE_P(Backends, Alike, testing::Values("postgres"),
                         [](const auto& one) { return one.param; });

constexpr auto kLists = {"/movies?limit=100",
                         "/movies?sort=-id&count=true",
                         "/movies?sort=title",
                         "/movies?sort=-title&count=true",
                         "/movies?sort=title&skip=3&limit=5",
                         "/movies?sort=year",
                         "/movies?sort=-year",
                         "/movies?sort=genre",
                         "/movies?sort=-genre",
                         "/movies?genre=drama&count=true",
                         "/movies?genre=drama&sort=title",
                         "/movies?genre=drama&sort=-title",
                         "/movies?genre=drama&sort=year",
                         "/movies?genre=drama&sort=-year&count=true",
                         "/movies?year_min=1900&year_max=2001&count=true",
                         "/movies?year_min=1900&year_max=2001&sort=-id",
                         "/movies?year_min=1900&year_max=2001&sort=title",
                         "/movies?q=alien&sort=title&count=true",
                         "/movies?q=l&sort=-title&count=true",
                         "/movies?q=l&sort=title&limit=1",
                         "/movies?genre=horror&q=alien&sort=-year",
                         "/movies?page_size=4&page=2&sort=title"};

/// Migrates the database, and answers every list, when all titles can be searched.
std::map<std::string, std::string> answers(Application& application, const std::string& mode) {
  application.python("odd");
  const Ended up = application.tools({"migrate", "up"});
  EXPECT_EQ(up.status, 0) << up.err;
  EXPECT_THAT(up.err, HasSubstr("took over 16 films of another program, "));
  auto environment = application.environment();
  environment["LOG_LEVEL"] = "INFO";
  Service service(mode, environment);
  service.process().wait_for_line(Process::kErr, "were given title keys");
  HttpClient client(service.port());
  std::map<std::string, std::string> all;
  for (const std::string list : kLists) {
    const auto response = client.request("GET", list);
    EXPECT_EQ(response.status, 200) << mode << ": " << list << ": " << response.body;
    all[list] = response.body + "; of " + response.field("X-Total-Count").value_or("?");
  }
  return all;
}

TEST_P(Alike, EveryListOfWhatAnotherProgramLeft) {
  Application one("sqlite"), other(GetParam());
  const auto wanted = answers(one, "sqlite"), found = answers(other, GetParam());
  for (const auto& [list, answer] : wanted) EXPECT_EQ(found.at(list), answer) << list;
}

}  // namespace
}  // namespace movie::test
