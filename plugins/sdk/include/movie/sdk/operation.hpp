#pragma once

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <optional>

#include "movie/sdk/values.hpp"

namespace movie::sdk {

using Clock = std::chrono::steady_clock;  // CLOCK_MONOTONIC, as movie_call.deadline_ns

inline Clock::time_point deadline(std::uint64_t ns) noexcept {
  constexpr auto kLast =
      static_cast<std::uint64_t>(Clock::time_point::max().time_since_epoch().count());
  return ns == 0 || ns >= kLast ? Clock::time_point::max()
                                : Clock::time_point(Clock::duration(static_cast<Clock::rep>(ns)));
}
inline bool passed(Clock::time_point deadline) noexcept {
  return deadline != Clock::time_point::max() && Clock::now() >= deadline;
}

/// Copies a message into the other side's buffer, cut between code points where it is too long.
inline void copy_message(std::string_view message, char* to, std::uint64_t size) noexcept {
  if (to == nullptr || size == 0) return;
  std::size_t length = std::min<std::uint64_t>(message.size(), size - 1);
  if (length < message.size()) {
    while (length > 0 && (static_cast<unsigned char>(message[length]) & 0xC0u) == 0x80u) --length;
  }
  std::memcpy(to, message.data(), length);
  to[length] = '\0';
}

/// One operation of a call: the host's question, and where its outcome goes. Valid during the call;
/// cheap to copy before the first row is emitted.
class Operation {
 public:
  Operation(const movie_op& op, bool no_wait, Clock::time_point deadline,
            std::uint64_t capabilities) noexcept
      : op_(op), capabilities_(capabilities), deadline_(deadline), no_wait_(no_wait) {}

  /// MOVIE_OP_…; a CREATE whose id is given is a CREATE_MANY of one row, so that a backend has one
  /// place for ids that it did not choose.
  std::uint32_t code() const noexcept {
    return creates_kept() ? std::uint32_t{MOVIE_OP_CREATE_MANY} : op_.code;
  }
  bool requires_bit(std::uint32_t bit) const noexcept { return (op_.require & bit) != 0; }
  /// The call asked that whatever would wait ends MOVIE_AGAIN instead.
  bool no_wait() const noexcept { return no_wait_; }
  Clock::time_point deadline() const noexcept { return deadline_; }
  bool writes() const noexcept {
    return op_.code == MOVIE_OP_CREATE || op_.code == MOVIE_OP_UPDATE ||
           op_.code == MOVIE_OP_REMOVE || op_.code == MOVIE_OP_CREATE_MANY ||
           op_.code == MOVIE_OP_CLEAR || op_.code == MOVIE_OP_SET_KEY ||
           op_.code == MOVIE_OP_KEY_VERSION || op_.code == MOVIE_OP_NEXT_ID;
  }

  std::int64_t id() const noexcept { return op_.id; }
  /// UPDATE: MOVIE_TITLE | MOVIE_YEAR | MOVIE_GENRE, those of row() to set.
  std::uint64_t fields() const noexcept { return op_.fields; }
  /// CREATE, UPDATE, SET_KEY.
  Row row() const noexcept { return row_of(*op_.row); }
  /// UPDATE, REMOVE: what the film must be, if anything.
  std::optional<Row> expected() const noexcept {
    return requires_bit(MOVIE_EXPECT) ? std::optional(row_of(*op_.expect)) : std::nullopt;
  }
  /// CREATE: what it is to be remembered by, if anything.
  std::optional<Memo> memo() const noexcept {
    if (!requires_bit(MOVIE_MEMO)) return std::nullopt;
    const movie_memo from = sized(op_.memo);
    const std::int64_t expires =
        std::min(from.now_s, INT64_MAX - std::int64_t{from.lifetime_s}) + from.lifetime_s;
    return Memo{view(from.key), view(from.digest), from.now_s, expires, from.most};
  }
  /// LIST, UNKEYED.
  Query query() const noexcept {
    const movie_query from = sized(op_.query);
    Query query;
    query.skip = from.skip;
    query.limit = from.limit;
    query.after = from.after;
    if (requires_bit(MOVIE_FILTER)) {
      query.genres = Texts(from.genres, from.n_genres);
      query.year_min = from.year_min;
      query.year_max = from.year_max;
    }
    if (requires_bit(MOVIE_SORT)) {
      query.sort = from.sort;
      query.descending = from.descending != 0;
    }
    if (requires_bit(MOVIE_SEARCH)) query.contains = Texts(from.contains, from.n_contains);
    return query;
  }
  /// LIST: count() is to get the number of all rows that match.
  bool wants_total() const noexcept { return requires_bit(MOVIE_TOTAL); }
  /// LIST: all of it is to be of one moment.
  bool wants_snapshot() const noexcept { return requires_bit(MOVIE_SNAPSHOT); }
  /// CREATE_MANY: the next row, valid until the next call. False: the end. Throws Failure when the
  /// host abandons the operation, or gives ids that are to be kept and do not ascend from 1:
  /// whatever was created must then be undone.
  bool next(Row& row) {
    const movie_row* raw = nullptr;
    const std::int32_t more = next(raw);
    if (more == 0) return false;
    if (more < 0) throw Failure(MOVIE_INVALID, "the host abandoned its rows");
    if (raw == nullptr || !readable(sized(raw))) throw Failure(MOVIE_INVALID, "next gave no row");
    row = row_of(*raw);
    if (!requires_bit(MOVIE_KEEP_ID)) return true;
    if (row.id <= kept_) throw Failure(MOVIE_INVALID, "ids to be kept must ascend from 1");
    kept_ = row.id;
    return true;
  }

  /// CREATE_MANY: whether the rows are to be emitted with their ids. Emitting them all the same
  /// does no harm.
  bool wants_rows() const noexcept { return op_.emit != nullptr; }
  /// Hands a row to the host; its text is needed during this call only. False: the host has enough.
  bool emit(const Row& row) noexcept {
    if (stopped_) return false;
    if (op_.emit == nullptr) return true;  // nobody looks, which stops nothing
    const movie_row raw{sizeof(movie_row), row.year, row.id, text(row.title), text(row.genre), {}};
    stopped_ = op_.emit(op_.ctx, &raw) != 0;
    return !stopped_;
  }
  /// CREATE_MANY, CLEAR, a LIST's total: how many rows. KEY_VERSION: the version recorded. NEXT_ID:
  /// the least id that may come next, 0 if none is left. CREATE: 1 if its memo was there already.
  void count(std::int64_t rows) noexcept {
    if (!creates_kept()) write(offsetof(movie_result, count), &rows, sizeof(rows));
  }

  /// The outcome so far. It counts when execute has returned, and may be replaced until then; of a
  /// message or native code nothing and 0 leave what was told before.
  Status status() const noexcept { return op_.result->status; }
  void finish(Status status, std::string_view message = {}, std::uint32_t native = 0) noexcept {
    write(offsetof(movie_result, status), &status, sizeof(status));
    if (native != 0) write(offsetof(movie_result, native), &native, sizeof(native));
    if (message.empty()) return;
    const movie_result result = sized(op_.result);
    copy_message(message, result.message, result.message_size);
  }

  /// What the host must not ask, or not of this plug-in: MOVIE_OK if the operation may run.
  Status refusal() const noexcept {
    if ((op_.require & ~known_bits()) != 0 || !known_code()) return MOVIE_UNSUPPORTED;
    if ((op_.fields & ~(op_.code == MOVIE_OP_UPDATE ? kFields : 0)) != 0) return MOVIE_UNSUPPORTED;
    if (!arguments_given()) return MOVIE_INVALID;
    return passed(deadline_) ? MOVIE_TIMEOUT : MOVIE_OK;
  }

 private:
  static constexpr std::uint64_t kFields = MOVIE_TITLE | MOVIE_YEAR | MOVIE_GENRE;

  bool creates_kept() const noexcept {
    return op_.code == MOVIE_OP_CREATE && requires_bit(MOVIE_KEEP_ID);
  }
  std::int32_t next(const movie_row*& row) {
    if (!creates_kept()) return op_.next(op_.ctx, &row);
    row = op_.row;
    return kept_ == 0 ? 1 : 0;
  }
  static Row row_of(const movie_row& from) noexcept {
    const movie_row row = sized(&from);
    return {row.id, view(row.title), row.year, view(row.genre), view(row.title_key)};
  }
  static bool readable(const movie_row& row) noexcept {
    return sdk::readable(row.title) && sdk::readable(row.genre) && sdk::readable(row.title_key);
  }
  static bool readable(const movie_memo& memo) noexcept {
    return sdk::readable(memo.key) && memo.key.size != 0 && sdk::readable(memo.digest);
  }
  static bool readable(const movie_text* texts, std::uint64_t count) noexcept {
    if (texts == nullptr) return count == 0;
    return std::all_of(texts, texts + count, [](movie_text one) { return sdk::readable(one); });
  }

  bool known_code() const noexcept {
    if (op_.code == MOVIE_OP_CREATE_MANY) return (capabilities_ & MOVIE_MANY) != 0;
    if (op_.code == MOVIE_OP_CLEAR) return (capabilities_ & MOVIE_CLEARS) != 0;
    if (op_.code == MOVIE_OP_NEXT_ID) return (capabilities_ & MOVIE_KEEP_ID) != 0;
    if (op_.code >= MOVIE_OP_UNKEYED && op_.code <= MOVIE_OP_KEY_VERSION) {
      return (capabilities_ & MOVIE_REKEYS) != 0;
    }
    return op_.code >= MOVIE_OP_GET && op_.code <= MOVIE_OP_PING;
  }
  std::uint64_t known_bits() const noexcept {
    constexpr std::uint64_t kOfLists =
        MOVIE_FILTER | MOVIE_SEARCH | MOVIE_SORT | MOVIE_TOTAL | MOVIE_SNAPSHOT;
    if (op_.code == MOVIE_OP_LIST) return capabilities_ & kOfLists;
    if (creates_kept()) return capabilities_ & MOVIE_KEEP_ID;
    if (op_.code == MOVIE_OP_CREATE) return capabilities_ & MOVIE_MEMO;
    if (op_.code == MOVIE_OP_CREATE_MANY) return capabilities_ & (MOVIE_IF_EMPTY | MOVIE_KEEP_ID);
    if (op_.code == MOVIE_OP_UPDATE || op_.code == MOVIE_OP_REMOVE) {
      return capabilities_ & MOVIE_EXPECT;
    }
    return 0;
  }
  bool arguments_given() const noexcept {
    if (requires_bit(MOVIE_EXPECT)) {
      const bool given = op_.emit != nullptr && op_.expect != nullptr;
      if (!given || !readable(sized(op_.expect))) return false;
    }
    if (requires_bit(MOVIE_MEMO) && (op_.memo == nullptr || !readable(sized(op_.memo))))
      return false;
    switch (op_.code) {
      case MOVIE_OP_GET:
        return op_.emit != nullptr;
      case MOVIE_OP_LIST:
        return op_.emit != nullptr && op_.query != nullptr && query_given();
      case MOVIE_OP_UNKEYED:
        return op_.emit != nullptr && op_.query != nullptr;
      case MOVIE_OP_SET_KEY:
        return op_.row != nullptr && readable(sized(op_.row));
      case MOVIE_OP_CREATE:
      case MOVIE_OP_UPDATE:
        return op_.emit != nullptr && op_.row != nullptr && readable(sized(op_.row));
      case MOVIE_OP_CREATE_MANY:
        return op_.next != nullptr;
      default:
        return true;
    }
  }
  bool query_given() const noexcept {
    const movie_query query = sized(op_.query);
    if (requires_bit(MOVIE_FILTER) && !readable(query.genres, query.n_genres)) return false;
    if (requires_bit(MOVIE_SEARCH) && !readable(query.contains, query.n_contains)) return false;
    if (!requires_bit(MOVIE_SORT)) return true;
    const bool known = query.sort == 0 || query.sort == MOVIE_TITLE || query.sort == MOVIE_YEAR ||
                       query.sort == MOVIE_GENRE;
    return known && (query.sort == 0 || query.after == 0);
  }
  /// Writes a member of the result unless it lies beyond the host's struct_size.
  void write(std::size_t offset, const void* value, std::size_t size) noexcept {
    if (offset + size > op_.result->struct_size) return;
    std::memcpy(reinterpret_cast<char*>(op_.result) + offset, value, size);
  }

  movie_op op_;
  std::uint64_t capabilities_;
  Clock::time_point deadline_;
  bool no_wait_;
  bool stopped_ = false;
  std::int64_t kept_ = 0;  // the id of the last row to be created
};

/// The operations that the host hands over at once: independent of each other, to be grouped as the
/// backend likes.
class Call {
 public:
  Call(const movie_call& call, std::uint64_t capabilities) noexcept
      : call_(call), capabilities_(capabilities), deadline_(sdk::deadline(call.deadline_ns)) {}
  std::size_t size() const noexcept { return call_.n_ops; }
  Operation operator[](std::size_t at) const noexcept {
    return Operation(sized(call_.ops[at]), no_wait(), deadline_, capabilities_);
  }
  bool no_wait() const noexcept { return (call_.require & MOVIE_NO_WAIT) != 0; }
  Clock::time_point deadline() const noexcept { return deadline_; }
  /// Which request this is, for log lines; may be empty.
  std::string_view trace() const noexcept { return view(call_.trace); }

 private:
  movie_call call_;
  std::uint64_t capabilities_;
  Clock::time_point deadline_;
};

}  // namespace movie::sdk
