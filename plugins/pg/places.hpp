#pragma once

#include <string>

#include "movie/sdk/store.hpp"

/// Pieces of SQL that find a list's films, with the parameters of ListStatement: $1 where it
/// begins, $2 skip, $3 limit, $4 both together, $5 genres, $6 and $7 years, $8 words.
namespace movie::pg {

/// Whether indexes have all of it; else the server looks at films one by one, and may have to sort.
bool in_order_of_an_index(const sdk::Query& query);

/// " ORDER BY …", of what `alias` names.
std::string order(std::string_view alias, const sdk::Query& query);
/// Conditions on movies AS m: that it is a film's row (another program's may have any id), and of a
/// list by id, that it comes behind $1; " AND …" of what is asked for.
std::string_view behind(const sdk::Query& query);
std::string filters(const sdk::Query& query);
/// A query for the ids of the page, and for what they are sorted by.
std::string places(const sdk::Query& query);
/// A query for the films themselves, by plans that suit many.
std::string films_in_order(const sdk::Query& query);

}  // namespace movie::pg
