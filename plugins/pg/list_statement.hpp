#pragma once

#include <string>

#include "movie/sdk/store.hpp"
#include "statements.hpp"

namespace movie::pg {

/// Rows a round trip: what a client may ask for at once, and a bound on the memory of a long list.
constexpr std::uint64_t kChunk = 1'000;

/// bigint's largest, for counts that need not fit.
std::int64_t clamp(std::uint64_t count);

enum class ListForm {
  page,
  page_and_total,  ///< a fifth column says how many match; no film: one row of NULLs before it
  total,           ///< one column, one row
  cursor,          ///< declares the cursor "list"
  unkeyed          ///< the films without a title key; of the query after and limit count
};

/// A list in SQL: its text follows from the kinds of things that are asked for, the values are
/// bound. Borrows the query's texts. Its step refers to it.
class ListStatement {
 public:
  ListStatement(const sdk::Query& query, ListForm form);
  ListStatement(const ListStatement&) = delete;
  ListStatement& operator=(const ListStatement&) = delete;
  [[nodiscard]] Step step() const { return {&statement_, params_}; }

 private:
  std::string text_;
  Statement statement_;
  std::array<Param, kMostParams> params_;
};

/// Nothing but genres is asked for, by id: such a list can be gone on with behind its last film.
bool by_id_alone(const sdk::Query& query);
/// It may read far more rows than it gives.
bool may_take_long(const sdk::Query& query, bool total);

}  // namespace movie::pg
