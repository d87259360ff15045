#include "lists.hpp"

namespace movie::conformance {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

/// Lists of the films in whose key each of some texts occurs.
class Search : public Lists {
 protected:
  void SetUp() override { MOVIE_NEEDS(MOVIE_SEARCH); }
  std::vector<std::int64_t> found(std::vector<std::string> contains) {
    const Outcome outcome = run(searched(std::move(contains)));
    EXPECT_EQ(outcome.status, MOVIE_OK) << outcome.message;
    return ids(outcome.rows);
  }
};

TEST_P(Search, FindsATextWhereverItStands) {  // [S-43]
  make("alien"), make("the alien"), make("aliens return"), make("a lien"), make("inalienable");
  EXPECT_THAT(found({"alien"}), ElementsAre(1, 2, 3, 5));
  EXPECT_THAT(found({"a"}), ElementsAre(1, 2, 3, 4, 5));
  EXPECT_THAT(found({"n"}), ElementsAre(1, 2, 3, 4, 5));
  EXPECT_THAT(found({"predator"}), IsEmpty());
}

TEST_P(Search, FindsWhatHoldsAllOfSeveral) {  // [S-43]
  make("blade runner"), make("runner blade"), make("blade"), make("runner");
  EXPECT_THAT(found({"blade", "runner"}), ElementsAre(1, 2));
  EXPECT_THAT(found({"runner", "blade"}), ElementsAre(1, 2));
  EXPECT_THAT(found({"blade", "blade"}), ElementsAre(1, 2, 3));
  EXPECT_THAT(found({"blade", "x"}), IsEmpty());
  EXPECT_THAT(found({"b", "l", "a", "d", "e", "run", "ner"}), ElementsAre(1, 2));
}

TEST_P(Search, TextsMayOverlap) {  // [S-43]
  make("banana"), make("ban ana");
  EXPECT_THAT(found({"bana", "nana"}), ElementsAre(1));
  EXPECT_THAT(found({"ana", "nan"}), ElementsAre(1));
  EXPECT_THAT(found({"banana", "banana", "an"}), ElementsAre(1));
  EXPECT_THAT(found({"anan"}), ElementsAre(1));
}

TEST_P(Search, OfNothingFindsAll) {  // [S-43]: none
  make("alien"), make("brazil");
  EXPECT_THAT(found({}), ElementsAre(1, 2));
}

TEST_P(Search, FindsNothingLongerThanTheTitle) {  // [S-43]
  make("alien"), make("aliens");
  EXPECT_THAT(found({"aliens"}), ElementsAre(2));
  EXPECT_THAT(found({"aliensalien"}), IsEmpty());
  EXPECT_THAT(found({std::string(5000, 'a')}), IsEmpty());
  EXPECT_THAT(found({"alien", "alienx"}), IsEmpty());
}

TEST_P(Search, LooksIntoTheKeyByBytes) {  // [S-49]; the client's is in lower case
  make("ALIEN"), make("alien");
  EXPECT_THAT(found({"alien"}), ElementsAre(1, 2));
  EXPECT_THAT(found({"ALIEN"}), IsEmpty()) << "the title is not looked into, nor is case";
  EXPECT_THAT(found({"Alien"}), IsEmpty());
}

TEST_P(Search, FindsNothingInOtherMembers) {  // [S-43]
  make("alien", 1979, "horror");
  EXPECT_THAT(found({"horror"}), IsEmpty());
  EXPECT_THAT(found({"1979"}), IsEmpty());
}

TEST_P(Search, WhatPatternsMeanIsTakenLiterally) {  // [S-6]
  const std::string titles[] = {"100% a_b", "100 a.b", "c:\\d [e] *", "'it''s' \"so\"", "$1 ?1 :a"};
  for (const std::string& title : titles) make(title);
  EXPECT_THAT(found({"%"}), ElementsAre(1));
  EXPECT_THAT(found({"0%"}), ElementsAre(1));
  EXPECT_THAT(found({"_"}), ElementsAre(1));
  EXPECT_THAT(found({"a_b"}), ElementsAre(1));
  EXPECT_THAT(found({"a.b"}), ElementsAre(2));
  EXPECT_THAT(found({"\\"}), ElementsAre(3));
  EXPECT_THAT(found({"\\d"}), ElementsAre(3));
  EXPECT_THAT(found({"\\%"}), IsEmpty());
  EXPECT_THAT(found({"\\_"}), IsEmpty());
  EXPECT_THAT(found({"[e]"}), ElementsAre(3));
  EXPECT_THAT(found({"*"}), ElementsAre(3));
  EXPECT_THAT(found({"'"}), ElementsAre(4));
  EXPECT_THAT(found({"''"}), ElementsAre(4));
  EXPECT_THAT(found({"\""}), ElementsAre(4));
  EXPECT_THAT(found({"$1", "?1", ":a"}), ElementsAre(5));
  EXPECT_THAT(found({"'or'1'='1"}), IsEmpty());
}

TEST_P(Search, FindsLettersOfManyBytes) {  // [S-6]
  const std::string titles[] = {"amélie", "ame\u0301lie", "千と千尋の神隠し", "😀😁", "😁", "é"};
  for (const std::string& title : titles) make(title);
  EXPECT_THAT(found({"é"}), ElementsAre(1, 6));
  EXPECT_THAT(found({"e\u0301"}), ElementsAre(2));
  EXPECT_THAT(found({"e"}), ElementsAre(1, 2)) << "the e at their ends";
  EXPECT_THAT(found({"am", "lie"}), ElementsAre(1, 2));
  EXPECT_THAT(found({"千尋"}), ElementsAre(3));
  EXPECT_THAT(found({"神", "千"}), ElementsAre(3));
  EXPECT_THAT(found({"尋千"}), IsEmpty());
  EXPECT_THAT(found({"😁"}), ElementsAre(4, 5));
  EXPECT_THAT(found({"😀😁"}), ElementsAre(4));
  EXPECT_THAT(found({"É"}), IsEmpty());
}

TEST_P(Search, FindsTheLongestText) {  // [S-15]
  std::string longest;
  for (int at = 0; at < 200; ++at) longest += "😀";
  make(longest), make(longest.substr(4));
  EXPECT_THAT(found({longest}), ElementsAre(1));
  EXPECT_THAT(found({longest.substr(4)}), ElementsAre(1, 2));
}

TEST_P(Search, LooksForManyTexts) {  // [S-43]
  std::vector<std::string> letters;
  std::string title;
  for (int at = 0; at < 50; ++at) {
    letters.push_back(std::to_string(100 + at) + "x");
    title += letters.back();
  }
  make(title), make(title.substr(1));
  EXPECT_THAT(found(letters), ElementsAre(1));
}

TEST_P(Search, IsNotLookedAtWithoutTheBit) {  // [S-43]
  make("alien");
  Ask ask = searched({"brazil"});
  ask.require = 0;
  EXPECT_THAT(ids(run(ask).rows), ElementsAre(1));
}

TEST_P(Search, OfTextsThatAreNotThereIsInvalid) {  // [S-43]
  const movie_text no_text{nullptr, 5};
  for (const movie_text* contains : {static_cast<const movie_text*>(nullptr), &no_text}) {
    const movie_query query{sizeof query, 0,         nullptr, 0, UINT64_MAX, 0,
                            INT32_MIN,    INT32_MAX, 0,       0, 1,          contains};
    movie_result result{sizeof result, MOVIE_UNSET, 0, 0, 0, nullptr, 0};
    const auto emit = [](void*, const movie_row*) { return std::int32_t{0}; };
    movie_op op{sizeof op, MOVIE_OP_LIST, MOVIE_SEARCH, 0,       0,       0,       nullptr,
                &query,    emit,          nullptr,      nullptr, &result, nullptr, nullptr};
    const movie_op* const ops[] = {&op};
    session().execute({sizeof(movie_call), 0, 0, {nullptr, 0}, 1, ops});
    EXPECT_EQ(result.status, MOVIE_INVALID);
    op.require = 0, result.status = MOVIE_UNSET;
    session().execute({sizeof(movie_call), 0, 0, {nullptr, 0}, 1, ops});
    EXPECT_EQ(result.status, MOVIE_OK) << "without the bit it is not looked at";
  }
}

TEST_P(Search, GoesWithEveryWindow) {  // [S-25]
  const auto films = make_many(300);
  for (const std::vector<std::string>& contains :
       std::vector<std::vector<std::string>>{{"1"}, {"film", "2"}, {"11"}, {"none"}}) {
    for (const std::uint64_t skip : {std::uint64_t{0}, std::uint64_t{5}, UINT64_MAX}) {
      for (const std::uint64_t limit : {std::uint64_t{0}, std::uint64_t{7}, UINT64_MAX}) {
        for (const std::int64_t after : {0, 12, 100, 1000}) {
          Ask ask = searched(contains);
          ask.skip = skip, ask.limit = limit, ask.after = after;
          expect_as_expected(films, ask);
        }
      }
    }
  }
}

TEST_P(Search, EmitMayStopIt) {  // [S-54]
  make_many(100);
  Ask ask = searched({"film"});
  ask.stop_after = 3;
  EXPECT_EQ(run(ask).rows.size(), 3u);
}

MOVIE_CONFORMS(Search);

}  // namespace
}  // namespace movie::conformance
