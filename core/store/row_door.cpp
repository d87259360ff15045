#include "store/row_door.hpp"

#include <fmt/format.h>

#include <cstddef>
#include <exception>

#include "model/search_key.hpp"
#include "store/contract.hpp"
#include "store/sound_text.hpp"

namespace movie::store {
namespace {

constexpr std::size_t kRowSize = offsetof(movie_row, genre) + sizeof(movie_row::genre);

}  // namespace

void RowDoor::open(const Operation& operation, bool keyed) {
  thread_.store(std::this_thread::get_id(), std::memory_order_relaxed);
  from_elsewhere_.store(false, std::memory_order_relaxed);
  operation_ = &operation;
  keyed_ = keyed;
  rows_ = given_ = 0;
  last_id_ = operation.query.after;
  enough_ = false;
  verdict_ = Status::ok;
  complaint_.clear();
}

bool RowDoor::on_its_thread() {
  if (std::this_thread::get_id() == thread_.load(std::memory_order_relaxed)) return true;
  from_elsewhere_.store(true, std::memory_order_relaxed);
  return false;
}

std::string_view RowDoor::complaint() const {
  if (from_elsewhere_) return "the plug-in handed over rows on another thread";
  return complaint_;
}

bool RowDoor::object(Status verdict, std::string_view complaint) {
  verdict_ = verdict;
  complaint_ = complaint;
  return false;
}

/// Only an order by id can be judged here: what another program wrote may be sorted by what it is
/// in the store, and emitted as what it can be read as.
bool RowDoor::judge_listed(const movie_row& row) {
  const Query& query = operation_->query;
  const bool first = last_id_ == 0;
  const bool in_order = query.descending ? row.id < last_id_ : row.id > last_id_;
  if (query.sort == SortKey::id && !first && !in_order) {
    return object(Status::internal,
                  fmt::format("the plug-in emitted row {} after {}", row.id, last_id_));
  }
  if (rows_ >= query.limit)
    return object(Status::internal, "the plug-in emitted more rows than asked for");
  last_id_ = row.id;
  return true;
}

bool RowDoor::judge_created(const movie_row& row) {
  if (row.id <= last_id_) {
    return object(Status::internal,
                  fmt::format("the plug-in created row {} after {}", row.id, last_id_));
  }
  if (rows_ >= given_) return object(Status::internal, "the plug-in created rows that nobody gave");
  last_id_ = row.id;
  return true;
}

bool RowDoor::judge(const movie_row& row) {
  if (row.struct_size < kRowSize)
    return object(Status::corrupt, "the plug-in emitted a row of too small a size");
  if (row.id <= 0)
    return object(Status::corrupt, fmt::format("the plug-in emitted a row with id {}", row.id));
  if (!sound(row.title) || !sound(row.genre)) {
    return object(
        Status::corrupt,
        fmt::format("the plug-in emitted row {} with text that is not UTF-8, or has NUL", row.id));
  }
  switch (operation_->verb) {
    case Verb::list:
    case Verb::unkeyed:
      return judge_listed(row);
    case Verb::get:
    case Verb::update:
      if (row.id == operation_->id) return true;
      return object(Status::internal,
                    fmt::format("the plug-in emitted row {} for {}", row.id, operation_->id));
    case Verb::remove:
      if (operation_->expect && row.id == operation_->id) return true;
      return object(Status::internal, "the plug-in emitted a row for an operation that has none");
    case Verb::create:
      return true;
    case Verb::create_many:
      return judge_created(row);
    default:
      return object(Status::internal, "the plug-in emitted a row for an operation that has none");
  }
}

std::int32_t RowDoor::emit(const movie_row* row) noexcept {
  if (!on_its_thread() || operation_ == nullptr || enough_ || verdict_ != Status::ok) return 1;
  try {
    if (row == nullptr ? !object(Status::internal, "the plug-in emitted a null row") : !judge(*row))
      return 1;
    ++rows_;
    if (operation_->rows == nullptr) return 0;
    enough_ = !operation_->rows->take({row->id, view(row->title), row->year, view(row->genre)});
    return enough_ ? 1 : 0;
  } catch (const std::exception& error) {
    object(Status::internal, fmt::format("the receiver of rows failed: {}", error.what()));
  } catch (...) {
    object(Status::internal, "the receiver of rows failed");
  }
  return 1;
}

std::int32_t RowDoor::next(const movie_row** row) noexcept {
  if (!on_its_thread() || operation_ == nullptr || operation_->source == nullptr ||
      verdict_ != Status::ok)
    return -1;
  try {
    if (row == nullptr) {
      object(Status::internal, "the plug-in asked for a row without a place for it");
      return -1;
    }
    const MovieDraft* draft = operation_->source->next();
    if (draft == nullptr) return 0;
    if (keyed_) title_key_ = text::search_key(draft->title);
    outgoing_ = {sizeof(movie_row),     draft->year,           draft->id,
                 as_text(draft->title), as_text(draft->genre), as_text(title_key_)};
    *row = &outgoing_;
    ++given_;
    return 1;
  } catch (const std::exception& error) {
    object(Status::invalid, fmt::format("the source of rows failed: {}", error.what()));
  } catch (...) {
    object(Status::invalid, "the source of rows failed");
  }
  return -1;
}

}  // namespace movie::store
