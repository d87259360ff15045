#include "bulk/csv_records.hpp"

#include <new>
#include <utility>

namespace movie::bulk {
namespace {

constexpr std::size_t kGrowth = 1 << 16;  // libcsv's own 128 bytes make a long field quadratic

// Strict: a lenient reader would guess at misplaced quotes, and join or split films without a word.
constexpr unsigned char kOptions = CSV_STRICT | CSV_STRICT_FINI;

}  // namespace

std::string_view Record::field(std::size_t i) const {
  const std::size_t begin = i == 0 ? 0 : ends_[i - 1];
  return std::string_view(text_).substr(begin, ends_[i] - begin);
}

CsvRecords::CsvRecords(Source source) : input_(std::move(source)) { start_parser(); }

CsvRecords::~CsvRecords() { csv_free(&parser_); }

const Record* CsvRecords::next() {
  begin_record();
  while (!complete_ && !ended_) {
    if (unread_.empty()) unread_ = input_.next();
    if (unread_.empty()) {
      finish();
    } else {
      feed(take_piece());
    }
  }
  return complete_ ? &record_ : nullptr;
}

/// What is unread up to the end of the line, which CR, LF or both make.
std::string_view CsvRecords::take_piece() {
  const std::size_t end = unread_.find_first_of("\r\n");
  const std::string_view piece = unread_.substr(0, end == std::string_view::npos ? end : end + 1);
  unread_.remove_prefix(piece.size());
  return piece;
}

void CsvRecords::begin_record() {
  record_.text_.clear();
  record_.ends_.clear();
  record_.malformed_ = false;
  record_size_ = 0;
  complete_ = false;
}

void CsvRecords::feed(std::string_view piece) {
  const char last = piece.back();
  const bool ends_line = last == '\n' || last == '\r';
  if (skipping_) {
    skipping_ = !ends_line;
  } else {
    parse(piece);
    skipping_ = record_.malformed_ && !ends_line;
  }
  const bool ends_crlf = piece == "\n" && last_ == '\r';
  if (ends_line && !ends_crlf) ++line_;
  last_ = last;
}

void CsvRecords::parse(std::string_view piece) {
  const bool blank = piece.find_first_not_of(" \t\r\n") == std::string_view::npos;
  if (record_size_ == 0) record_.line_ = line_;
  if (record_size_ > 0 || !blank) record_size_ += piece.size();
  if (record_size_ > kLongestRow) {
    throw ReadError("line " + std::to_string(record_.line_) + ": the row is longer than " +
                    std::to_string(kLongestRow) + " bytes; is a closing quote missing?");
  }
  const std::size_t parsed =
      csv_parse(&parser_, piece.data(), piece.size(), on_field, on_record, this);
  if (parsed < piece.size()) abandon_record();
}

void CsvRecords::start_parser() {
  if (csv_init(&parser_, kOptions) != 0) throw std::bad_alloc();
  csv_set_blk_size(&parser_, kGrowth);
}

/// Where libcsv has stopped inside a record; it is to go on with the next line.
void CsvRecords::abandon_record() {
  if (csv_error(&parser_) != CSV_EPARSE) throw std::bad_alloc();
  csv_free(&parser_);
  start_parser();
  record_.malformed_ = complete_ = true;
}

void CsvRecords::finish() {
  ended_ = true;
  if (csv_fini(&parser_, on_field, on_record, this) != 0) {
    if (csv_error(&parser_) != CSV_EPARSE) throw std::bad_alloc();
    throw ReadError("line " + std::to_string(record_.line_) +
                    ": a quoted field of this row is never closed");
  }
}

void CsvRecords::on_field(void* text, std::size_t size, void* self) noexcept {
  Record& record = static_cast<CsvRecords*>(self)->record_;
  if (size > 0) record.text_.append(static_cast<const char*>(text), size);
  record.ends_.push_back(record.text_.size());
}

void CsvRecords::on_record(int, void* self) noexcept {
  static_cast<CsvRecords*>(self)->complete_ = true;
}

}  // namespace movie::bulk
