#include "store/slot.hpp"

#include "model/search_key.hpp"
#include "store/contract.hpp"
#include "store/outcome.hpp"

namespace movie::store {
namespace {

extern "C" std::int32_t emit_row(void* ctx, const movie_row* row) noexcept {
  return static_cast<RowDoor*>(ctx)->emit(row);
}
extern "C" std::int32_t next_row(void* ctx, const movie_row** row) noexcept {
  return static_cast<RowDoor*>(ctx)->next(row);
}

std::uint64_t fields(const MoviePatch& values) {
  return (values.title ? MOVIE_TITLE : 0u) | (values.year ? MOVIE_YEAR : 0u) |
         (values.genre ? MOVIE_GENRE : 0u);
}

}  // namespace

void Slot::ask(Operation& operation, bool keyed) {
  operation_ = &operation;
  message_.front() = '\0';
  result_ = {sizeof result_, MOVIE_UNSET, 0, 0, 0, message_.data(), message_.size()};
  op_ = {};
  op_.struct_size = sizeof op_;
  op_.code = static_cast<std::uint32_t>(operation.verb);
  op_.id = operation.id;
  // Of what it creates by the thousands it is not asked unless somebody wants to know.
  op_.emit = operation.verb == Verb::create_many && operation.rows == nullptr ? nullptr : emit_row;
  op_.next = next_row;
  op_.ctx = &door_;
  op_.result = &result_;
  if (operation.if_empty) op_.require |= MOVIE_IF_EMPTY;
  if (operation.keep_ids) op_.require |= MOVIE_KEEP_ID;
  if (operation.verb == Verb::list || operation.verb == Verb::unkeyed)
    ask_for_list(operation.query);
  if (operation.verb == Verb::create || operation.verb == Verb::update ||
      operation.verb == Verb::set_key)
    ask_to_write(operation.values, keyed);
  if (operation.verb == Verb::update) op_.fields = fields(operation.values);
  if (operation.expect) ask_to_expect(*operation.expect);
  if (operation.memo) ask_to_remember(*operation.memo);
  door_.open(operation, keyed);
}

void Slot::ask_for_list(const Query& query) {
  genres_.clear();
  for (const std::string& genre : query.genres) genres_.push_back(as_text(genre));
  contains_.clear();
  for (const std::string& word : query.contains) contains_.push_back(as_text(word));
  query_ = {sizeof query_,
            static_cast<std::uint32_t>(genres_.size()),
            genres_.data(),
            query.skip,
            query.limit,
            query.after,
            query.year_min,
            query.year_max,
            static_cast<std::uint32_t>(query.sort),
            query.descending ? 1u : 0u,
            contains_.size(),
            contains_.data()};
  op_.query = &query_;
  op_.require |= list_bits(query);
}

void Slot::ask_to_write(const MoviePatch& values, bool keyed) {
  row_ = {};
  row_.struct_size = sizeof row_;
  if (values.title) {
    row_.title = as_text(*values.title);
    if (keyed) {
      title_key_ = text::search_key(*values.title);
      row_.title_key = as_text(title_key_);
    }
  }
  if (values.year) row_.year = *values.year;
  if (values.genre) row_.genre = as_text(*values.genre);
  op_.row = &row_;
}

void Slot::ask_to_expect(const MovieDraft& film) {
  expect_ = {sizeof expect_, film.year, 0, as_text(film.title), as_text(film.genre), {}};
  op_.expect = &expect_;
  op_.require |= MOVIE_EXPECT;
}

void Slot::ask_to_remember(const Memo& memo) {
  const auto now = std::chrono::floor<std::chrono::seconds>(memo.now).time_since_epoch();
  memo_ = {sizeof memo_,      static_cast<std::uint32_t>(memo.lifetime.count()),
           as_text(memo.key), as_text(memo.digest),
           now.count(),       memo.most};
  op_.memo = &memo_;
  op_.require |= MOVIE_MEMO;
}

void Slot::conclude(std::int32_t returned, bool no_wait) {
  door_.shut();
  // The plug-in has had the result in its hands: where its message goes is not its to say.
  result_.message = message_.data();
  result_.message_size = message_.size();
  settle(*operation_, result_, returned, door_, no_wait);
}

void Slot::abandon(const char* why) {
  door_.shut();
  operation_->status = unsaid(*operation_);
  operation_->message = why;
}

}  // namespace movie::store
