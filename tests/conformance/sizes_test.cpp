#include <cstddef>
#include <cstring>

#include "suite.hpp"

namespace movie::conformance {
namespace {

using testing::ElementsAre;

/// A struct as a host of another age lays it out: `size` bytes of which the first are `from`, the
/// rest 0xFF, in memory that ends right there.
template <class Struct>
class Laid {
 public:
  Laid(const Struct& from, std::size_t size)
      : bytes_(new (std::align_val_t(alignof(Struct))) std::byte[size]) {
    std::memset(bytes_, 0xFF, size);
    std::memcpy(bytes_, &from, std::min(size, sizeof(Struct)));
    const auto struct_size = static_cast<std::uint32_t>(size);
    std::memcpy(bytes_, &struct_size, sizeof struct_size);
  }
  ~Laid() { ::operator delete[](bytes_, std::align_val_t(alignof(Struct))); }
  Laid(const Laid&) = delete;
  Laid& operator=(const Laid&) = delete;
  Struct* get() { return reinterpret_cast<Struct*>(bytes_); }

 private:
  std::byte* bytes_;
};

#define UP_TO(Struct, member) offsetof(Struct, member)

/// Every struct may be shorter or longer than the plug-in knows it [S-1].
class Sizes : public Suite {
 protected:
  movie_row row_ = {sizeof row_, 1979, 0, {"Alien", 5}, {"Horror", 6}, {nullptr, 0}};
  movie_query query_ = {sizeof query_, 0,         nullptr, 0, UINT64_MAX, 0,
                        INT32_MIN,     INT32_MAX, 0,       0, 0,          nullptr};
  movie_result result_ = {sizeof result_, MOVIE_UNSET, 0, 0, 0, nullptr, 0};

  static std::int32_t keep(void* ctx, const movie_row* row) {
    static_cast<std::vector<Film>*>(ctx)->push_back({row->id,
                                                     {row->title.data, row->title.size},
                                                     row->year,
                                                     {row->genre.data, row->genre.size}});
    return 0;
  }
  movie_op op(std::uint32_t code, std::int64_t id, std::uint64_t fields) {
    return {sizeof(movie_op), code, 0,       0,      id,       fields,  &row_,
            &query_,          keep, nullptr, &rows_, &result_, nullptr, nullptr};
  }
  std::int32_t execute(const movie_op* op) {
    const movie_call call{sizeof call, 0, 0, {nullptr, 0}, 1, &op};
    return session().execute(call);
  }
  /// Lists by query_, laid out in `size` bytes.
  std::int32_t list(std::size_t size, std::uint32_t require) {
    Laid<movie_query> laid(query_, size);
    movie_op list = op(MOVIE_OP_LIST, 0, 0);
    list.query = laid.get();
    list.require = require;
    return execute(&list) == MOVIE_OK ? result_.status : MOVIE_INTERNAL;
  }
  std::vector<Film> rows_;
};

TEST_P(Sizes, OfAnOperationGrown) {  // [S-1]
  Laid<movie_op> grown(op(MOVIE_OP_CREATE, 0, 0), sizeof(movie_op) + 24);
  EXPECT_EQ(execute(grown.get()), MOVIE_OK);
  EXPECT_EQ(result_.status, MOVIE_OK);
  EXPECT_THAT(rows_, ElementsAre(Film{1, "Alien", 1979, "Horror"}));
}

TEST_P(Sizes, OfACallGrown) {  // [S-1]
  const movie_op create = op(MOVIE_OP_CREATE, 0, 0);
  const movie_op* const ops[] = {&create};
  Laid<movie_call> grown({0, 0, 0, {nullptr, 0}, 1, ops}, sizeof(movie_call) + 8);
  EXPECT_EQ(session().execute(*grown.get()), MOVIE_OK);
  EXPECT_EQ(result_.status, MOVIE_OK);
}

TEST_P(Sizes, OfARowGrown) {  // [S-1]
  Laid<movie_row> grown(row_, sizeof(movie_row) + 8);
  movie_op create = op(MOVIE_OP_CREATE, 0, 0);
  create.row = grown.get();
  EXPECT_EQ(execute(&create), MOVIE_OK);
  EXPECT_THAT(rows_, ElementsAre(Film{1, "Alien", 1979, "Horror"}));
}

TEST_P(Sizes, OfAnExpectedRowGrown) {  // [S-1]
  MOVIE_NEEDS(MOVIE_EXPECT);
  make("Alien", 1979, "Horror");
  Laid<movie_row> grown(row_, sizeof(movie_row) + 8);
  movie_op remove = op(MOVIE_OP_REMOVE, 1, 0);
  remove.require = MOVIE_EXPECT;
  remove.expect = grown.get();
  EXPECT_EQ(execute(&remove), MOVIE_OK);
  EXPECT_EQ(result_.status, MOVIE_OK);
}

TEST_P(Sizes, OfAMemoGrown) {  // [S-1]
  MOVIE_NEEDS(MOVIE_MEMO);
  Laid<movie_memo> grown({0, 100, {"key", 3}, {"digest", 6}, 1'800'000'000, 1'000},
                         sizeof(movie_memo) + 8);
  movie_op create = op(MOVIE_OP_CREATE, 0, 0);
  create.require = MOVIE_MEMO;
  create.memo = grown.get();
  for (const std::int64_t there : {0, 1}) {
    EXPECT_EQ(execute(&create), MOVIE_OK);
    EXPECT_EQ(result_.status, MOVIE_OK);
    EXPECT_EQ(result_.count, there);
  }
  EXPECT_EQ(all().size(), 1u);
}

/// Rows that the host gives one after another, some of them grown.
struct GrownRows {
  Laid<movie_row> first, second;
  int given = 0;

  static std::int32_t next(void* ctx, const movie_row** row) {
    auto& self = *static_cast<GrownRows*>(ctx);
    if (self.given == 2) return 0;
    *row = self.given++ == 0 ? self.first.get() : self.second.get();
    return 1;
  }
};

TEST_P(Sizes, OfRowsToBeCreatedMayDiffer) {  // [S-1]
  MOVIE_NEEDS(MOVIE_MANY);
  GrownRows source{{row_, sizeof(movie_row) + 8}, {row_, sizeof(movie_row)}};
  movie_op many = op(MOVIE_OP_CREATE_MANY, 0, 0);
  many.emit = nullptr;
  many.next = GrownRows::next;
  many.ctx = &source;
  EXPECT_EQ(execute(&many), MOVIE_OK);
  EXPECT_EQ(result_.status, MOVIE_OK);
  EXPECT_THAT(all(),
              ElementsAre(Film{1, "Alien", 1979, "Horror"}, Film{2, "Alien", 1979, "Horror"}));
}

TEST_P(Sizes, OfARowCutBehindItsYear) {  // [S-1]
  make("Alien", 1979, "Horror");
  Laid<movie_row> cut({0, 1986, 0, {}, {}, {}}, UP_TO(movie_row, id));
  movie_op update = op(MOVIE_OP_UPDATE, 1, MOVIE_YEAR);
  update.row = cut.get();
  EXPECT_EQ(execute(&update), MOVIE_OK);
  EXPECT_EQ(result_.status, MOVIE_OK);
  EXPECT_THAT(rows_, ElementsAre(Film{1, "Alien", 1986, "Horror"}));
}

TEST_P(Sizes, OfAQueryGrownAndCut) {  // [S-1]
  make("Alien"), make("Brazil");
  for (const std::size_t size : {sizeof(movie_query) + 8, UP_TO(movie_query, after)}) {
    rows_.clear();
    Laid<movie_query> laid(query_, size);
    movie_op list = op(MOVIE_OP_LIST, 0, 0);
    list.query = laid.get();
    EXPECT_EQ(execute(&list), MOVIE_OK);
    EXPECT_EQ(ids(rows_), (std::vector<std::int64_t>{1, 2})) << size;
  }
}

TEST_P(Sizes, OfAQueryCutBehindAfterIsOneInOrderOfIdOfAnyTitle) {  // [S-1] the rest reads as zero
  make("Brazil"), make("Alien");
  for (const std::uint32_t bit : {MOVIE_SORT, MOVIE_SEARCH, MOVIE_TOTAL}) {
    if (!can(bit)) continue;
    rows_.clear();
    EXPECT_EQ(list(UP_TO(movie_query, year_min), bit), MOVIE_OK);
    EXPECT_EQ(ids(rows_), (std::vector<std::int64_t>{1, 2})) << bit;
  }
}

TEST_P(Sizes, OfAQueryCutBehindItsYearsHasThem) {  // [S-1]
  MOVIE_NEEDS(MOVIE_FILTER);
  make("Brazil", 1985), make("Alien", 1979);
  query_.year_min = 1979, query_.year_max = 1979;
  EXPECT_EQ(list(UP_TO(movie_query, sort), MOVIE_FILTER), MOVIE_OK);
  EXPECT_EQ(ids(rows_), (std::vector<std::int64_t>{2}));
}

TEST_P(Sizes, OfAQueryGrownHasAllOfItsMembers) {  // [S-1]
  constexpr std::uint32_t kAll = MOVIE_FILTER | MOVIE_SEARCH | MOVIE_SORT | MOVIE_TOTAL;
  MOVIE_NEEDS(kAll);
  make("Brazil", 1985), make("Alien", 1979), make("Aliens", 1986);
  const movie_text contains{"a", 1};
  query_.year_max = 1985, query_.sort = MOVIE_TITLE, query_.descending = 1;
  query_.n_contains = 1, query_.contains = &contains;
  EXPECT_EQ(list(sizeof(movie_query) + 16, kAll), MOVIE_OK);
  EXPECT_EQ(ids(rows_), (std::vector<std::int64_t>{1, 2}));
  EXPECT_EQ(result_.count, 2);
}

TEST_P(Sizes, OfARowCutBeforeItsKeyIsCreated) {  // [S-1] by a host that knew none
  Laid<movie_row> cut(row_, UP_TO(movie_row, title_key));
  movie_op create = op(MOVIE_OP_CREATE, 0, 0);
  create.row = cut.get();
  EXPECT_EQ(execute(&create), MOVIE_OK);
  EXPECT_EQ(result_.status, MOVIE_OK);
  EXPECT_THAT(rows_, ElementsAre(Film{1, "Alien", 1979, "Horror"}));
}

TEST_P(Sizes, OfAQueryCutBeforeItsLimitIsALimitOfNone) {  // [S-1]
  make("Alien");
  Laid<movie_query> cut(query_, UP_TO(movie_query, limit));
  movie_op list = op(MOVIE_OP_LIST, 0, 0);
  list.query = cut.get();
  EXPECT_EQ(execute(&list), MOVIE_OK);
  EXPECT_EQ(result_.status, MOVIE_OK);
  EXPECT_TRUE(rows_.empty());
}

TEST_P(Sizes, OfAResultGrownAndCut) {  // [S-1]
  make("Alien");
  for (const std::size_t size :
       {UP_TO(movie_result, native), UP_TO(movie_result, count), UP_TO(movie_result, message),
        UP_TO(movie_result, message_size), sizeof(movie_result) + 16}) {
    Laid<movie_result> laid(result_, size);
    movie_op get = op(MOVIE_OP_GET, 99, 0);
    get.result = laid.get();
    EXPECT_EQ(execute(&get), MOVIE_OK);
    EXPECT_EQ(laid.get()->status, MOVIE_NOT_FOUND) << size;
    EXPECT_EQ(laid.get()->struct_size, size);
  }
}

TEST_P(Sizes, OfAMessageThatHasNoRoomOrLittle) {  // [S-5]
  for (const std::size_t size : {0u, 1u, 2u, 5u}) {
    std::string room(size + 1, '\x5a');
    movie_result result{sizeof result, MOVIE_UNSET, 0, 0, 0, size == 0 ? nullptr : room.data(),
                        size};
    movie_op unknown = op(4711, 0, 0);
    unknown.result = &result;
    execute(&unknown);
    EXPECT_EQ(result.status, MOVIE_UNSUPPORTED);
    EXPECT_EQ(room.back(), '\x5a') << size;
  }
}

TEST_P(Sizes, OfOperationsInOneCallMayDiffer) {  // [S-1]
  Laid<movie_op> grown(op(MOVIE_OP_CREATE, 0, 0), sizeof(movie_op) + 8);
  movie_result second = result_;
  movie_op plain = op(MOVIE_OP_CREATE, 0, 0);
  plain.result = &second;
  const movie_op* const ops[] = {grown.get(), &plain};
  const movie_call call{sizeof call, 0, 0, {nullptr, 0}, 2, ops};
  EXPECT_EQ(session().execute(call), MOVIE_OK);
  EXPECT_EQ(result_.status, MOVIE_OK);
  EXPECT_EQ(second.status, MOVIE_OK);
  EXPECT_EQ(rows_.size(), 2u);
}

/// What open is given and gives [S-1].
class OpenSizes : public Sizes {
 protected:
  /// Opens another store with structs of these sizes, and closes it.
  void open(std::size_t how_size, std::size_t limits_size, std::size_t error_size) {
    close();
    Laid<movie_open> how({0, 0, nullptr, {url().data(), url().size()}, nullptr, 0}, how_size);
    Laid<movie_limits> limits({}, limits_size);
    std::memset(reinterpret_cast<char*>(limits.get()) + 4, 0, limits_size - 4);
    Laid<movie_error> error({}, error_size);
    std::memset(reinterpret_cast<char*>(error.get()) + 4, 0, error_size - 4);
    movie_store* opened = nullptr;
    ASSERT_EQ(plugin().open(how.get(), &opened, limits.get(), error.get()), MOVIE_OK);
    EXPECT_EQ(limits.get()->struct_size, limits_size);
    plugin().close(opened);
  }
};

TEST_P(OpenSizes, OfWhatIsAskedCut) {  // [S-1]
  open(UP_TO(movie_open, host), sizeof(movie_limits), sizeof(movie_error));
}
TEST_P(OpenSizes, OfWhatIsAskedGrown) {  // [S-1]
  open(sizeof(movie_open) + 16, sizeof(movie_limits), sizeof(movie_error));
}
TEST_P(OpenSizes, OfLimitsCut) {  // [S-59] [S-1]
  open(sizeof(movie_open), UP_TO(movie_limits, max_batch), sizeof(movie_error));
}
TEST_P(OpenSizes, OfLimitsGrown) {  // [S-1]
  open(sizeof(movie_open), sizeof(movie_limits) + 8, sizeof(movie_error));
}
TEST_P(OpenSizes, OfTheErrorCut) {  // [S-1]
  open(sizeof(movie_open), sizeof(movie_limits), UP_TO(movie_error, native));
}

MOVIE_CONFORMS(Sizes);
MOVIE_CONFORMS(OpenSizes);

}  // namespace
}  // namespace movie::conformance
