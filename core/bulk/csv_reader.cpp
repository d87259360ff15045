#include "bulk/csv_reader.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <string>
#include <utility>

#include "bulk/csv_records.hpp"
#include "bulk/id_order.hpp"
#include "model/fields.hpp"
#include "model/text.hpp"

namespace movie::bulk {
namespace {

constexpr std::string_view kQuoteAdvice =
    "a quote stands inside a field; double it and put the whole field in quotes";

/// Where the header has each field.
struct Columns {
  std::array<std::size_t, kFields.size()> of{};
  std::size_t id = 0;  ///< if the films bring theirs
};

std::string lower_case(std::string_view text) {
  std::string out(text::trimmed(text));
  std::transform(out.begin(), out.end(), out.begin(),
                 [](char c) { return static_cast<char>(c >= 'A' && c <= 'Z' ? c + 32 : c); });
  return out;
}

/// The header on one line, for a message: a quoted name may hold what would end it.
std::string shown(const Record& header) {
  constexpr std::size_t kEnough = 200;
  std::string names;
  for (std::size_t i = 0; i < header.size() && names.size() < kEnough; ++i) {
    if (i > 0) names += ", ";
    names += header.field(i);
  }
  names.resize(std::min(names.size(), kEnough));
  std::ranges::replace_if(
      names, [](char c) { return static_cast<unsigned char>(c) < ' ' || c == '\x7f'; }, '?');
  return text::to_utf8(names);
}

/// `needed`: all that are, for a message.
std::size_t column_of(const Record& header, const std::string& wanted, std::string_view needed) {
  std::optional<std::size_t> found;
  for (std::size_t i = 0; i < header.size(); ++i) {
    if (lower_case(header.field(i)) != wanted) continue;
    if (found) throw ReadError("the header names the column " + wanted + " twice");
    found = i;
  }
  if (!found) {
    throw ReadError("the header has no column " + wanted + "; it has: " + shown(header) +
                    "; needed are " + std::string(needed) + ", separated by commas");
  }
  return *found;
}

Columns read_header(CsvRecords& records, bool with_ids, std::size_t& width) {
  const Record* header = records.next();
  if (header == nullptr)
    throw ReadError("the file is empty; a header with title, year and genre is needed");
  if (header->malformed())
    throw ReadError("line " + std::to_string(header->line()) + ": in the header " +
                    std::string(kQuoteAdvice));
  width = header->size();
  const std::string_view needed = with_ids ? "id, title, year and genre" : "title, year and genre";
  Columns columns{};
  for (const Field field : kFields) {
    columns.of[static_cast<std::size_t>(field)] =
        column_of(*header, std::string(name(field)), needed);
  }
  if (with_ids) columns.id = column_of(*header, "id", needed);
  return columns;
}

template <class T>
void note(std::vector<Problem>& problems, std::string_view field, const Judged<T>& judged) {
  if (!judged) problems.push_back({field, message(judged.error()), judged.error().type});
}

Judged<std::string_view> field_of(const Record& record, std::size_t column) {
  if (column >= record.size()) return tl::unexpected(Fault{FaultType::missing});
  if (!text::is_utf8(record.field(column))) return tl::unexpected(Fault{FaultType::string_unicode});
  return record.field(column);
}

/// Fields without a name are harmless only if they are empty: else a comma has shifted the others.
bool has_surplus(const Record& record, std::size_t columns) {
  for (std::size_t i = columns; i < record.size(); ++i) {
    if (!record.field(i).empty()) return true;
  }
  return false;
}

}  // namespace

struct CsvReader::Impl {
  Impl(Source source, Purpose purpose) : records(std::move(source)), ids(purpose) {}

  /// The header is read with the first row, so that making a reader takes nothing from the source.
  Row next() {
    if (!columns) columns = read_header(records, ids.restores(), width);
    const Record* record = records.next();
    if (record == nullptr) return End{};
    ++row;
    if (record->malformed()) return refuse(*record, {{"", std::string(kQuoteAdvice)}});
    if (has_surplus(*record, width)) {
      return refuse(*record, {{"", "the row has " + std::to_string(record->size()) +
                                       " fields, the header " + std::to_string(width) +
                                       "; a field with a comma must be put in quotes"}});
    }
    return judge(*record);
  }

  [[nodiscard]] Refusal refuse(const Record& record, std::vector<Problem> problems) const {
    return {record.line(), row, std::move(problems)};
  }

  Row judge(const Record& record) {
    const bool whole = ids.restores();
    const auto value = [&](Field field) {
      return field_of(record, columns->of[static_cast<std::size_t>(field)]);
    };
    const Judged<std::int64_t> id =
        whole ? judge_id(field_of(record, columns->id).and_then(integer_from_text)) : 0;
    Judged<std::string> title = value(Field::title).and_then(whole ? keep_title : judge_title);
    const Judged<std::int32_t> year = judge_year(value(Field::year).and_then(integer_from_text));
    Judged<std::string> genre = value(Field::genre).and_then(whole ? keep_genre : judge_genre);
    if (id && title && year && genre) {
      return ids.checked({std::move(*title), *year, std::move(*genre), *id}, record.line(), row);
    }
    std::vector<Problem> problems;
    note(problems, "id", id);
    note(problems, name(Field::title), title);
    note(problems, name(Field::year), year);
    note(problems, name(Field::genre), genre);
    return refuse(record, std::move(problems));
  }

  CsvRecords records;
  IdOrder ids;
  std::optional<Columns> columns;
  std::size_t width = 0;  ///< of the header
  std::uint64_t row = 0;  ///< the number of the last record
};

CsvReader::CsvReader(Source source, Purpose purpose)
    : impl_(std::make_unique<Impl>(std::move(source), purpose)) {}
CsvReader::~CsvReader() = default;
Row CsvReader::next() { return impl_->next(); }
std::uint64_t CsvReader::bytes_read() const { return impl_->records.bytes_read(); }

}  // namespace movie::bulk
