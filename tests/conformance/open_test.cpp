#include <link.h>

#include <cstring>
#include <deque>

#include "suite.hpp"

namespace movie::conformance {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

class Table : public Suite {};

TEST_P(Table, SaysWhatItIs) {  // [S-64]
  EXPECT_EQ(plugin().abi_major, MOVIE_ABI_MAJOR);
  EXPECT_GE(plugin().struct_size, offsetof(movie_plugin, migrate));
  EXPECT_LE(plugin().host_minor, MOVIE_ABI_MINOR);
  EXPECT_EQ(plugin().name, GetParam().name);
  EXPECT_LE(std::strlen(plugin().name), 31u);
  EXPECT_LE(std::strlen(plugin().version), 31u);
}

/// The note of the loaded object whose name ends like `file`; nullptr: none.
const movie_note* note_of(const std::filesystem::path& file) {
  struct Search {
    std::string file;
    const movie_note* found;
  } search{file.string(), nullptr};
  ::dl_iterate_phdr(
      [](dl_phdr_info* object, std::size_t, void* ctx) {
        auto& wanted = *static_cast<Search*>(ctx);
        if (wanted.file != object->dlpi_name) return 0;
        for (int at = 0; at < object->dlpi_phnum; ++at) {
          const auto& segment = object->dlpi_phdr[at];
          if (segment.p_type != PT_NOTE || segment.p_memsz < sizeof(movie_note)) continue;
          const auto* note =
              reinterpret_cast<const movie_note*>(object->dlpi_addr + segment.p_vaddr);
          if (std::memcmp(note->owner, "movie-store", 12) == 0) wanted.found = note;
        }
        return 1;
      },
      &search);
  return search.found;
}

TEST_P(Table, AgreesWithItsNote) {  // [S-72]
  const movie_note* const note = note_of(GetParam().file);
  ASSERT_NE(note, nullptr) << "no note: MOVIE_PLUGIN_NOTE is missing";
  EXPECT_EQ(note->namesz, 12u);
  EXPECT_EQ(note->descsz, 88u);
  EXPECT_EQ(note->type, 1u);
  EXPECT_EQ(note->abi_major, plugin().abi_major);
  EXPECT_EQ(note->abi_minor, plugin().abi_minor);
  EXPECT_EQ(note->host_minor, plugin().host_minor);
  EXPECT_EQ(note->capabilities, plugin().capabilities);
  EXPECT_STREQ(note->name, plugin().name);
  EXPECT_STREQ(note->version, plugin().version);
}

class Open : public Suite {};

TEST_P(Open, RefusesAUrlThatItCannotServeAndSaysWhy) {  // [S-65]
  if (GetParam().bad_url.empty()) GTEST_SKIP() << "takes any URL";
  for (const std::string& bad :
       {bad_url(), std::string("no url at all"), std::string("nonsense://x")}) {
    try {
      Store refused(plugin(), bad);
      ADD_FAILURE() << "opened " << bad;
    } catch (const Refusal& refusal) {
      EXPECT_NE(refusal.status, MOVIE_OK);
      EXPECT_NE(refusal.message, "") << bad;
    }
  }
}

TEST_P(Open, GivesNoStoreWhenItRefuses) {  // [S-65]
  if (GetParam().bad_url.empty()) GTEST_SKIP() << "takes any URL";
  const movie_open how{sizeof how, 0, nullptr, {"nonsense", 8}, nullptr, 0};
  movie_limits limits{};
  limits.struct_size = sizeof limits;
  char message[8];
  std::memset(message, 0x5a, sizeof message);
  movie_error error{sizeof error, 0, message, 4};
  movie_store* store = nullptr;
  EXPECT_NE(plugin().open(&how, &store, &limits, &error), MOVIE_OK);
  EXPECT_EQ(store, nullptr);
  EXPECT_NE(std::memchr(message, '\0', 4), nullptr) << "[S-5] the message ends within message_size";
  EXPECT_EQ(message[4], 0x5a) << "[S-5] and is not written beyond it";
}

TEST_P(Open, MayBeRepeated) {  // [S-57] [S-65]
  for (int at = 0; at < 20; ++at) reopen();
  EXPECT_EQ(make("Alien").title, "Alien");
}

TEST_P(Open, SessionsMayComeAndGo) {  // [S-67]
  const Film film = make("Alien");
  leave();
  for (int at = 0; at < 20; ++at)
    EXPECT_THAT(store().session(at % 2 == 0).run(list()).rows, ElementsAre(film));
}

TEST_P(Open, ReopenedItHoldsWhatWasAcknowledged) {  // [S-12]
  const Film alien = make("Alien", 1979, "Horror"), brazil = make("Brazil", 1985, "Comedy");
  make("Casablanca");
  run(update(alien.id, MOVIE_YEAR, {0, "", 1980, ""}));
  run(remove(3));
  const auto before = all();
  reopen();
  if (GetParam().durable) {
    EXPECT_THAT(before, ElementsAre(Film{1, "Alien", 1980, "Horror"}, brazil));
    EXPECT_EQ(all(), before);
  } else {
    EXPECT_THAT(all(), IsEmpty());
    EXPECT_EQ(make("Alien").id, 1);
  }
}

TEST_P(Open, AStoreThatWasThereItDoesNotClaimToHaveMade) {  // [S-58]
  if (!GetParam().durable) GTEST_SKIP() << "forgets";
  for (int at = 0; at < 2; ++at) {
    reopen();
    EXPECT_EQ(store().limits().flags & MOVIE_CREATED, 0u);
    make("Alien");
  }
}

TEST_P(Open, TwoStoresInOneProcessAreTwoStores) {  // [S-65]
  make("Alien");
  const Place elsewhere(GetParam());
  Store other(plugin(), elsewhere.url());
  if (migrate_of(plugin()) != nullptr) other.migrate(MOVIE_MIGRATE_UP);
  Session session = other.session();
  EXPECT_THAT(session.run(list()).rows, IsEmpty());
  session.run(create("Brazil"));
  EXPECT_EQ(all().back().title, "Alien");
}

TEST_P(Open, TwoOpeningsOfOneStoreShareItsFilms) {  // [S-73] [S-11]
  if (!GetParam().durable) GTEST_SKIP() << "forgets";
  const Film alien = make("Alien");
  leave();
  const auto second = opened();
  Film brazil;
  {
    Session other = second->session();
    EXPECT_THAT(other.run(list()).rows, ElementsAre(alien));
    brazil = other.run(create("Brazil")).rows.at(0);
  }
  EXPECT_THAT(all(), ElementsAre(alien, brazil));
  EXPECT_EQ(status(remove(alien.id)), MOVIE_OK);
  close();
  EXPECT_THAT(second->session().run(list()).rows, ElementsAre(brazil)) << "the first is closed";
}

/// The schema of stores that have one.
class Migrate : public Suite {
 protected:
  void SetUp() override {
    if (migrate_of(plugin()) == nullptr) GTEST_SKIP() << "has no schema";
    close();
    place_.emplace(GetParam());
    fresh_.emplace(plugin(), place_->url());
  }
  void TearDown() override { fresh_.reset(); }
  Store& fresh() { return *fresh_; }
  const std::string& fresh_url() const { return place_->url(); }
  static std::vector<std::int32_t> states(const std::vector<Step>& steps) {
    std::vector<std::int32_t> found;
    for (const Step& step : steps) found.push_back(step.state);
    return found;
  }

 private:
  std::optional<Place> place_;
  std::optional<Store> fresh_;
};

TEST_P(Migrate, StatusReportsEveryStepOfAFreshStoreAsPending) {  // [S-60]
  const auto steps = fresh().migrate(MOVIE_MIGRATE_STATUS);
  EXPECT_THAT(states(steps),
              testing::AllOf(testing::Not(IsEmpty()), testing::Each(MOVIE_STEP_PENDING)));
  for (std::size_t at = 1; at < steps.size(); ++at)
    EXPECT_LT(steps[at - 1].number, steps[at].number);
}

TEST_P(Migrate, PlanReportsTheTextOfPendingStepsAndAppliesNone) {  // [S-61]
  for (int at = 0; at < 2; ++at) {
    const auto steps = fresh().migrate(MOVIE_MIGRATE_PLAN);
    EXPECT_THAT(states(steps),
                testing::AllOf(testing::Not(IsEmpty()), testing::Each(MOVIE_STEP_PENDING)));
    for (const Step& step : steps) EXPECT_NE(step.text, "") << step.name;
  }
}

TEST_P(Migrate, UpAppliesAllOnce) {  // [S-63] [S-62]
  EXPECT_THAT(fresh().migrate(MOVIE_MIGRATE_UP), testing::Not(IsEmpty()));
  fresh().migrate(MOVIE_MIGRATE_UP);
  EXPECT_THAT(states(fresh().migrate(MOVIE_MIGRATE_STATUS)), testing::Each(MOVIE_STEP_APPLIED));
  EXPECT_THAT(fresh().migrate(MOVIE_MIGRATE_PLAN), IsEmpty());
  EXPECT_EQ(fresh().session().run(create("Alien")).status, MOVIE_OK);
}

TEST_P(Migrate, UpMayBeAskedForTwentyTimesAtOnce) {  // [S-62] [S-73]
  if (!GetParam().durable) GTEST_SKIP() << "forgets";
  std::deque<Beside> running;
  for (int at = 0; at < 20; ++at)
    running.emplace_back([this] { Store(plugin(), fresh_url()).migrate(MOVIE_MIGRATE_UP); });
  running.clear();
  EXPECT_THAT(states(fresh().migrate(MOVIE_MIGRATE_STATUS)), testing::Each(MOVIE_STEP_APPLIED));
  EXPECT_EQ(fresh().session().run(create("Alien")).status, MOVIE_OK);
}

TEST_P(Migrate, AStoreThatIsBehindIsUnavailable) {  // [S-66] [S-20]
  EXPECT_EQ(fresh().session().run(list()).status, MOVIE_UNAVAILABLE);
  EXPECT_EQ(fresh().session().run(ping()).status, MOVIE_UNAVAILABLE);
}

MOVIE_CONFORMS(Table);
MOVIE_CONFORMS(Open);
MOVIE_CONFORMS(Migrate);

}  // namespace
}  // namespace movie::conformance
