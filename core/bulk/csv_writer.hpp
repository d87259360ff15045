#pragma once

#include <string>
#include <string_view>

#include "model/movie.hpp"

/// CSV as RFC 4180 has it: CRLF, and quotes only where they are needed.
namespace movie::bulk {

/// The header: id,title,year,genre
inline constexpr std::string_view kCsvHeader = "id,title,year,genre\r\n";

/// One line.
void append_csv(std::string& out, const MovieView& movie);

}  // namespace movie::bulk
