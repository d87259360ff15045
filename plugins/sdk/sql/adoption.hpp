#pragma once

#include <span>
#include <string>

namespace movie::sql {

/// A column of a table `movies` that another program made.
struct Column {
  std::string name;
  std::string type;          ///< as declared, in any case
  bool primary_key = false;  ///< alone
  bool not_null = false;     ///< for who asks
};

/// What keeps the table from being taken over as `movies(id, title, year, genre)`; empty: nothing.
std::string difference(std::span<const Column> columns);

/// SQL: whether a row breaks what clients must keep to today. Such rows are kept and served.
/// `length`: the dialect's function that counts characters.
std::string breaks_rules(const std::string& length);

/// "took over 3 films, 1 of them against today's rules"
std::string adoption_report(const std::string& films, const std::string& breaking);

}  // namespace movie::sql
