#include "sql/adoption.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <string_view>

namespace movie::sql {
namespace {

constexpr std::array<std::string_view, 6> kIntegers{"integer",  "int",    "bigint",
                                                    "smallint", "serial", "bigserial"};
constexpr std::array<std::string_view, 4> kTexts{"varchar", "character varying", "text",
                                                 "nvarchar"};

struct Wanted {
  std::string_view name;
  std::span<const std::string_view> types;
  std::string_view as;
};
constexpr std::array kWanted{
    Wanted{"id", kIntegers, "INTEGER PRIMARY KEY"}, Wanted{"title", kTexts, "VARCHAR(200)"},
    Wanted{"year", kIntegers, "INTEGER"}, Wanted{"genre", kTexts, "VARCHAR(50)"}};

/// "VARCHAR(200)" -> "varchar"
std::string base_type(const std::string& declared) {
  std::string base = declared.substr(0, declared.find('('));
  std::ranges::transform(base, base.begin(),
                         [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  while (!base.empty() && base.back() == ' ') base.pop_back();
  return base;
}

}  // namespace

std::string difference(std::span<const Column> columns) {
  std::string found;
  const auto add = [&](const std::string& what) { found += (found.empty() ? "" : "; ") + what; };
  for (const auto& [name, types, as] : kWanted) {
    const auto column = std::ranges::find(columns, name, &Column::name);
    if (column == columns.end()) {
      add("it lacks " + std::string(name) + " " + std::string(as));
    } else if (std::ranges::find(types, base_type(column->type)) == types.end()) {
      add(std::string(name) + " is " + column->type + ", expected " + std::string(as));
    } else if (name == "id" && !column->primary_key) {
      add("id is not the primary key");
    }
  }
  for (const Column& column : columns) {
    if (std::ranges::find(kWanted, column.name, &Wanted::name) == kWanted.end())
      add("it also has " + column.name + " " + column.type);
  }
  return found;
}

std::string breaks_rules(const std::string& length) {
  return "(title IS NULL OR year IS NULL OR genre IS NULL OR " + length +
         "(title) NOT BETWEEN 1 AND 200 OR " + length +
         "(genre) NOT BETWEEN 1 AND 50 OR year NOT BETWEEN 1888 AND 2100 OR trim(title) <> title "
         "OR trim(genre) <> genre)";
}

std::string adoption_report(const std::string& films, const std::string& breaking) {
  return "took over " + films + " films of another program, " + breaking +
         " of them against today's rules";
}

}  // namespace movie::sql
