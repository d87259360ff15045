#pragma once

#include <cstdint>
#include <movie/plugin.hpp>
#include <string>
#include <vector>

#include "connection.hpp"
#include "query.hpp"

namespace movie::sqlite {

/// The statements of a list that filters, searches or sorts, for one query. Its texts and the
/// query's must outlive what is bound.
///
/// An index leads to the first page: the one in the list's order, or those of single genres or
/// years merged, or, where only few films match, their own, sorted. SQLite has no statistics here
/// (nobody runs ANALYZE on other people's files), so what it must not choose is hidden from it by a
/// unary +.
class Selection {
 public:
  Selection(Connection& connection, const sdk::Query& query);

  /// The list's rows: id, title, year, genre.
  [[nodiscard]] std::string rows() const;
  /// One row: how many films match, whatever after, skip and limit.
  [[nodiscard]] std::string total() const;
  void bind(Query& statement) const;

 private:
  void choose_for_search(Connection& connection);
  void choose_arms(Connection& connection);
  [[nodiscard]] int worth_looking_through() const;
  [[nodiscard]] bool is_near(Connection& connection) const;
  [[nodiscard]] std::string next_films() const;
  [[nodiscard]] std::vector<std::int64_t> years(Connection& connection) const;
  [[nodiscard]] bool few(Connection& connection, const std::string& condition) const;
  [[nodiscard]] std::string filters(bool indexed) const;
  [[nodiscard]] std::string behind() const;
  [[nodiscard]] std::string genre_condition(bool indexed) const;
  [[nodiscard]] std::string year_condition(bool indexed) const;
  [[nodiscard]] std::string search_condition() const;
  [[nodiscard]] std::string order(bool indexed) const;

  const sdk::Query& query_;
  std::vector<std::string_view> genres_;  ///< each once
  std::vector<std::string> arms_;         ///< conditions of the parts to be merged
  bool near_ = false;                     ///< the page is among the next few films in their order
};

}  // namespace movie::sqlite
