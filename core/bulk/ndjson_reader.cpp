#include "bulk/ndjson_reader.hpp"

#include <algorithm>
#include <utility>

#include "json/read_row.hpp"

namespace movie::bulk {

Row NdjsonReader::next() {
  do {
    if (!read_line()) return End{};
  } while (!too_long_ && text_.find_first_not_of(" \t\r") == std::string::npos);
  ++row_;
  if (too_long_) {
    return refuse({{"", "the row is longer than " + std::to_string(kLongestRow) + " bytes"}});
  }
  json::RowRead read = json::read_row(text_, ids_.restores());
  if (auto* film = std::get_if<MovieDraft>(&read)) {
    return ids_.checked(std::move(*film), line_, row_);
  }
  if (auto* problems = std::get_if<json::Problems>(&read)) return refuse(std::move(*problems));
  return refuse({{"", json::describe(std::get<json::SyntaxError>(read))}});
}

/// Up to the next LF, which is not kept; of a line that is too long only its beginning is. False:
/// there is none.
bool NdjsonReader::read_line() {
  text_.clear();
  too_long_ = false;
  for (bool any = false;; any = true) {
    if (unread_.empty()) unread_ = input_.next();
    if (unread_.empty()) {
      line_ += any ? 1 : 0;
      return any;
    }
    const std::size_t end = unread_.find('\n');
    const std::string_view piece = unread_.substr(0, end);
    too_long_ = too_long_ || text_.size() + piece.size() > kLongestRow;
    if (!too_long_) text_ += piece;
    unread_.remove_prefix(end == std::string_view::npos ? piece.size() : piece.size() + 1);
    if (end == std::string_view::npos) continue;
    ++line_;
    return true;
  }
}

Refusal NdjsonReader::refuse(std::vector<Problem> problems) const {
  return {line_, row_, std::move(problems)};
}

}  // namespace movie::bulk
