// Any calls to the table of a plug-in built on movie/plugin.hpp, here the memory store's, or on
// movie/plugin.h, the C template: wild codes, bits, ids, fields, sizes and null pointers. Each
// operation ends, nothing is written beyond what the caller has, and the store stays sound.

#include <algorithm>
#include <array>
#include <cstring>
#include <deque>
#include <vector>

#include "fuzz/fuzz.hpp"
#include "movie/store.h"

namespace {

using movie::fuzz::hold;

/// The input, eaten byte by byte; zeros when nothing is left.
struct Input {
  const std::uint8_t* data;
  std::size_t size;

  std::uint8_t byte() {
    if (size == 0) return 0;
    --size;
    return *data++;
  }
  std::int64_t number() {
    constexpr std::array<std::int64_t, 8> kTelling{0, 1, 2, -1, INT64_MAX, INT64_MIN, 3, 1 << 20};
    const std::uint8_t first = byte();
    return first < 8 ? kTelling[first] : first % 8;
  }
  /// Bits of which one is set, or none, or all.
  std::uint32_t bits() {
    const std::uint8_t how = byte();
    return how < 64 ? 0 : how < 128 ? how - 64u : how < 160 ? 1u << how % 32 : how == 255 ? ~0u : 0;
  }
  /// Text that is there, or that is not: sizes are never more than there is, for nobody could tell.
  movie_text text() {
    const std::uint8_t how = byte();
    if (how == 255) return {nullptr, 5};
    if (how == 254) return {nullptr, 0};
    const std::size_t length = std::min<std::size_t>(how % 12, size);
    const movie_text taken{reinterpret_cast<const char*>(data), length};
    data += length;
    size -= length;
    return taken;
  }
};

/// A struct of as many bytes as it says, at the end of its memory.
template <class Struct>
class Sized {
 public:
  Sized(const Struct& from, std::size_t size) : bytes_(std::max<std::size_t>(size, 4), '\x5a') {
    std::memcpy(bytes_.data(), &from, std::min(bytes_.size(), sizeof(Struct)));
    const auto struct_size = static_cast<std::uint32_t>(bytes_.size());
    std::memcpy(bytes_.data(), &struct_size, sizeof struct_size);
  }
  Struct* get() { return reinterpret_cast<Struct*>(bytes_.data()); }

 private:
  std::vector<char> bytes_;
};

/// Usually the size of today, else any up to it that splits no member, or some more.
template <class Struct>
std::size_t size_of(Input& input) {
  const std::uint8_t how = input.byte();
  if (how < 200) return sizeof(Struct);
  return how < 250 ? std::size_t{how} % sizeof(Struct) / 8 * 8 : sizeof(Struct) + 8 * (how - 249u);
}

/// One operation with all that it points to.
struct Asked {
  Input& input;
  std::array<movie_text, 2> genres{}, words{};
  movie_row next_row{};
  std::array<char, 40> message{};
  int rows_left = 20;
  std::deque<Sized<movie_row>> rows{};
  std::deque<Sized<movie_query>> queries{};
  std::deque<Sized<movie_memo>> memos{};
  std::deque<Sized<movie_result>> results{};
  std::deque<Sized<movie_op>> ops{};

  static std::int32_t emit(void* ctx, const movie_row* row) {
    auto& self = *static_cast<Asked*>(ctx);
    hold(row != nullptr && row->struct_size >= sizeof(movie_row) && row->id > 0, "a row");
    return self.input.byte() % 8 == 7 ? 1 : 0;
  }
  static std::int32_t next(void* ctx, const movie_row** row) {
    auto& self = *static_cast<Asked*>(ctx);
    const std::uint8_t how = self.input.byte();
    if (self.rows_left-- <= 0 || how == 0) return 0;
    if (how == 255) return -1;
    self.next_row = self.row();
    self.next_row.struct_size = sizeof(movie_row);
    *row = how == 254 ? nullptr : &self.next_row;
    return 1;
  }

  movie_row row() {
    const auto year = static_cast<std::int32_t>(input.number());
    const std::int64_t id = input.number();
    const movie_text title = input.text(), genre = input.text();
    return {sizeof(movie_row), year, id, title, genre, input.text()};
  }
  const movie_row* maybe_row() {
    if (input.byte() == 1) return nullptr;
    return rows.emplace_back(row(), size_of<movie_row>(input)).get();
  }
  const movie_query* maybe_query() {
    if (input.byte() == 1) return nullptr;
    for (auto& one : genres) one = input.text();
    for (auto& one : words) one = input.text();
    const std::uint32_t n_genres = input.byte() % 3;
    const std::uint64_t n_words = input.byte() % 3;
    const movie_query query{sizeof(movie_query),
                            n_genres,
                            input.byte() == 1 ? nullptr : genres.data(),
                            static_cast<std::uint64_t>(input.number()),
                            static_cast<std::uint64_t>(input.number()),
                            input.number(),
                            static_cast<std::int32_t>(input.number()),
                            static_cast<std::int32_t>(input.number()),
                            input.byte() % 6u,
                            input.byte() % 2u,
                            n_words,
                            input.byte() == 1 ? nullptr : words.data()};
    return queries.emplace_back(query, size_of<movie_query>(input)).get();
  }
  const movie_memo* maybe_memo() {
    if (input.byte() == 1) return nullptr;
    const movie_text key = input.text(), digest = input.text();
    const movie_memo memo{sizeof(movie_memo),
                          input.byte(),
                          key,
                          digest,
                          input.number(),
                          static_cast<std::uint64_t>(input.number())};
    return memos.emplace_back(memo, size_of<movie_memo>(input)).get();
  }
  movie_result* maybe_result() {
    const std::uint8_t how = input.byte();
    if (how == 255) return nullptr;
    const movie_result result{
        sizeof(movie_result), MOVIE_UNSET, 0, 0, 0, how == 254 ? nullptr : message.data(),
        how % message.size()};
    return results.emplace_back(result, size_of<movie_result>(input)).get();
  }

  const movie_op* op() {
    movie_op op{};
    const std::uint8_t code = input.byte();
    op.code = code < 240 ? code % 14u : code * 1000u;
    op.require = input.bits();
    op.hint = input.bits();
    op.id = input.number();
    op.fields = input.bits();
    op.row = maybe_row();
    op.query = maybe_query();
    op.emit = input.byte() == 1 ? nullptr : emit;
    op.next = input.byte() == 1 ? nullptr : next;
    op.ctx = this;
    op.result = maybe_result();
    op.expect = maybe_row();
    op.memo = maybe_memo();
    // Callers that do not know of a member are not asked what it would be: the size says so.
    return ops.emplace_back(op, size_of<movie_op>(input)).get();
  }
};

const movie_result* result_of(const movie_op* op) {
  return op->struct_size >= offsetof(movie_op, result) + sizeof op->result ? op->result : nullptr;
}

void call(movie_session* session, Input& input) {
  std::deque<Asked> asked;
  std::vector<const movie_op*> ops;
  for (int left = input.byte() % 4; left >= 0; --left) {
    ops.push_back(input.byte() == 255 ? nullptr : asked.emplace_back(Asked{input}).op());
  }
  const std::uint8_t how = input.byte();
  Sized<movie_call> call({sizeof(movie_call),
                          input.bits(),
                          how == 2 ? 1u : 0u,
                          {"t", 1},
                          ops.size(),
                          how == 1 ? nullptr : ops.data()},
                         size_of<movie_call>(input));
  const std::int32_t returned = movie_plugin_v1.execute(session, call.get());
  hold(returned >= MOVIE_OK && returned <= MOVIE_INTERNAL, "a status");
  if (returned != MOVIE_OK || call.get()->struct_size < sizeof(movie_call)) return;
  for (const movie_op* op : ops) {
    const movie_result* result = op == nullptr ? nullptr : result_of(op);
    if (result == nullptr || result->struct_size < offsetof(movie_result, native)) continue;
    hold(result->status >= MOVIE_OK && result->status <= MOVIE_INTERNAL, "an outcome");
  }
}

/// What is there is listed by id, each film once.
void check(movie_session* session) {
  std::int64_t last = 0;
  const auto take = [](void* ctx, const movie_row* row) -> std::int32_t {
    auto& before = *static_cast<std::int64_t*>(ctx);
    hold(row->id > before, "ascending ids");
    before = row->id;
    return 0;
  };
  const movie_query query{sizeof(movie_query), 0,         nullptr, 0, UINT64_MAX, 0,
                          INT32_MIN,           INT32_MAX, 0,       0, 0,          nullptr};
  movie_result result{sizeof(movie_result), MOVIE_UNSET, 0, 0, 0, nullptr, 0};
  movie_op op{};
  op.struct_size = sizeof op;
  op.code = MOVIE_OP_LIST;
  op.query = &query;
  op.emit = take;
  op.ctx = &last;
  op.result = &result;
  const movie_op* const ops[] = {&op};
  const movie_call whole{sizeof(movie_call), 0, 0, {nullptr, 0}, 1, ops};
  hold(movie_plugin_v1.execute(session, &whole) == MOVIE_OK && result.status == MOVIE_OK, "a list");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  Input input{data, size};
  const movie_open how{sizeof(movie_open), 0, nullptr, {nullptr, 0}, nullptr, 0};
  movie_limits limits{};
  limits.struct_size = sizeof limits;
  movie_store* store = nullptr;
  movie_session* session = nullptr;
  hold(movie_plugin_v1.open(&how, &store, &limits, nullptr) == MOVIE_OK, "it opens");
  hold(movie_plugin_v1.session_open(store, 1, &session, nullptr) == MOVIE_OK, "a session");
  while (input.size > 0) call(session, input);
  check(session);
  movie_plugin_v1.session_close(session);
  movie_plugin_v1.close(store);
  return 0;
}
