#pragma once

#include <libpq-fe.h>

#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <variant>

#include "movie/sdk/values.hpp"

namespace movie::pg {

/// A statement and the types of its parameters. One with a name is prepared once per connection,
/// unless the connection is pooled.
struct Statement {
  const char* name;
  const char* text;
  std::span<const Oid> types;
};

/// The catalogue: every statement that an operation needs.
namespace stmt {
extern const Statement kGet, kGetMany, kFirst, kFirstOfGenre, kList, kPages, kHop, kListOfGenre,
    kPing;
extern const Statement kCreate, kCreateAll, kUpdate, kRemove, kUpdateExpected, kRemoveExpected;
extern const Statement kSetKey, kKeyVersion;
extern const Statement kCreateOnce, kForgetMemos, kMemo;
extern const Statement kLock, kLockAll, kAnyFilm, kCreateMany, kKeepMany, kCount, kTruncate,
    kSequenceIsBehind, kMendSequence, kRaiseSequence;
extern const Statement kMark, kEnterLane, kLeaveLane, kSweepLanes, kHighest, kCreatedBy, kWrittenBy;
extern const Statement kLimitTime, kBegin, kBeginReading, kFetch, kCommit, kRollback, kSettings,
    kForget, kLook;
/// Those that are prepared.
std::span<const Statement* const> prepared();
}  // namespace stmt

/// An array of text or int4 in libpq's binary form.
struct Array {
  std::string bytes;
};
Array text_array(std::span<const std::string_view> values);
Array int_array(std::span<const std::int32_t> values);
Array id_array(std::span<const std::int64_t> values);

/// monostate: NULL. Text is borrowed until the step has been sent.
using Param = std::variant<std::monostate, std::int64_t, std::int32_t, std::string_view, Array>;

constexpr std::size_t kMostParams = 8;

/// A statement with its values, on its way through a pipeline.
struct Step {
  const Statement* statement;
  std::array<Param, kMostParams> params{};
  bool prepare = false;  ///< prepare it instead of running it

  /// Queues it; false: libpq refused, its connection says why.
  bool send(PGconn* connection, bool named) const;
};

/// Columns id, title, year, genre of a result in binary form. The text lives as long as the result.
sdk::Row row_of(const PGresult* result, int row);
std::int64_t int_of(const PGresult* result, int row, int column);
std::string_view text_of(const PGresult* result, int row, int column);

}  // namespace movie::pg
