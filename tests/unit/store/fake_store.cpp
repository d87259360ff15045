#include "unit/store/fake_store.hpp"

#include <algorithm>
#include <string_view>

namespace movie::test {
namespace {

std::string_view view(const movie_text& text) { return {text.data, text.size}; }
movie_text text(std::string_view text) { return {text.data(), text.size()}; }

struct FakeSession {
  FakeStore* store;
  bool writer;
};

}  // namespace

/// The functions of the plug-in's table. The URL is the number of the FakeStore's address.
struct FakeStore::Table {
  static std::int32_t open(const movie_open* how, movie_store** handle, movie_limits* limits,
                           movie_error* error) {
    auto* self = reinterpret_cast<FakeStore*>(std::stoull(std::string(view(how->url))));
    self->host = how->host;
    for (std::uint32_t i = 0; i < how->n_options; ++i) {
      self->options[std::string(view(how->options[i].name))] = view(how->options[i].value);
    }
    if (self->on_open) {
      if (const std::int32_t status = self->on_open(error); status != MOVIE_OK) return status;
    }
    *limits = self->limits;
    *handle = reinterpret_cast<movie_store*>(self);
    return MOVIE_OK;
  }
  static void close(movie_store* handle) { ++reinterpret_cast<FakeStore*>(handle)->closed; }
  static std::int32_t session_open(movie_store* handle, std::uint32_t writer,
                                   movie_session** session, movie_error* error) {
    auto* self = reinterpret_cast<FakeStore*>(handle);
    if (self->on_session) {
      if (const std::int32_t status = self->on_session(error); status != MOVIE_OK) return status;
    }
    const std::lock_guard lock(self->mutex_);
    self->most_sessions = std::max(self->most_sessions, ++self->sessions);
    self->writers += writer != 0 ? 1 : 0;
    *session = reinterpret_cast<movie_session*>(new FakeSession{self, writer != 0});
    return MOVIE_OK;
  }
  static void session_close(movie_session* handle) {
    auto* session = reinterpret_cast<FakeSession*>(handle);
    const std::lock_guard lock(session->store->mutex_);
    --session->store->sessions;
    delete session;
  }
  static std::int32_t execute(movie_session* handle, const movie_call* call) {
    auto* session = reinterpret_cast<FakeSession*>(handle);
    FakeStore& self = *session->store;
    if (self.on_call) return self.on_call(session->writer, *call);
    for (std::uint64_t i = 0; i < call->n_ops; ++i) {
      const movie_op& op = *call->ops[i];
      op.result->status = self.on_op ? self.on_op(*call, op) : self.work(op);
    }
    return MOVIE_OK;
  }
  static std::int32_t migrate(movie_store* handle, const movie_migration* how, movie_error* error) {
    return reinterpret_cast<FakeStore*>(handle)->on_migrate(*how, error);
  }
  static void figures(movie_store* handle, void (*report)(void*, const movie_figure*), void* ctx) {
    reinterpret_cast<FakeStore*>(handle)->on_figures(report, ctx);
  }
};

FakeStore::FakeStore() { limits.struct_size = sizeof limits; }

const store::Plugin& FakeStore::plugin() {
  tables_.push_back({MOVIE_ABI_MAJOR, MOVIE_ABI_MINOR, sizeof(movie_plugin), 0, "fake", "1",
                     capabilities, Table::open, Table::close, Table::session_open,
                     Table::session_close, Table::execute, on_migrate ? Table::migrate : nullptr,
                     on_figures ? Table::figures : nullptr});
  plugin_ = {"libstore_fake.so",
             {"fake", "1", MOVIE_ABI_MAJOR, MOVIE_ABI_MINOR, 0, capabilities},
             &tables_.back()};
  return plugin_;
}

std::unique_ptr<store::Store> FakeStore::open() {
  store::OpenOptions how;
  how.url = std::to_string(reinterpret_cast<std::uintptr_t>(this));
  how.client = "test/1";
  return store::Store::open(plugin(), how);
}

std::int32_t FakeStore::emit(const movie_op& op, std::int64_t id) {
  const Row& row = rows_.at(id);
  const movie_row out{sizeof(movie_row), row.year, id, text(row.title), text(row.genre), {}};
  return op.emit(op.ctx, &out);
}

void FakeStore::fill(Row& row, const movie_op& op, std::uint64_t fields) {
  if ((fields & MOVIE_TITLE) != 0) row.title = view(op.row->title);
  if ((fields & MOVIE_YEAR) != 0) row.year = op.row->year;
  if ((fields & MOVIE_GENRE) != 0) row.genre = view(op.row->genre);
}

std::int32_t FakeStore::list(const movie_op& op) {
  std::uint64_t skip = op.query->skip;
  std::uint64_t limit = op.query->limit;
  for (auto row = rows_.upper_bound(op.query->after); row != rows_.end() && limit > 0; ++row) {
    if (skip > 0) {
      --skip;
      continue;
    }
    --limit;
    if (emit(op, row->first) != 0) break;
  }
  return MOVIE_OK;
}

std::int32_t FakeStore::work(const movie_op& op) {
  const std::lock_guard lock(mutex_);
  if (op.require != 0 || (op.fields != 0 && op.code != MOVIE_OP_UPDATE)) return MOVIE_UNSUPPORTED;
  const bool there = rows_.contains(op.id);
  switch (op.code) {
    case MOVIE_OP_GET:
      if (there) emit(op, op.id);
      return there ? MOVIE_OK : MOVIE_NOT_FOUND;
    case MOVIE_OP_LIST:
      return list(op);
    case MOVIE_OP_CREATE:
      fill(rows_[next_id_], op, MOVIE_TITLE | MOVIE_YEAR | MOVIE_GENRE);
      emit(op, next_id_++);
      return MOVIE_OK;
    case MOVIE_OP_UPDATE:
      if (!there) return MOVIE_NOT_FOUND;
      fill(rows_[op.id], op, op.fields);
      emit(op, op.id);
      return MOVIE_OK;
    case MOVIE_OP_REMOVE:
      return rows_.erase(op.id) > 0 ? MOVIE_OK : MOVIE_NOT_FOUND;
    case MOVIE_OP_PING:
      return MOVIE_OK;
    default:
      return MOVIE_UNSUPPORTED;
  }
}

}  // namespace movie::test
