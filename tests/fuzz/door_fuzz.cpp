// A plug-in that answers as the input says: wild statuses, counts, rows, sizes, threads of its own,
// exceptions. Whatever it does, operations end with a status that fits, and what is believed is a
// film.

#include <array>
#include <memory>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

#include "fuzz/fuzz.hpp"
#include "log/log.hpp"
#include "model/text.hpp"
#include "movie/store.h"
#include "store/store.hpp"

namespace {

using namespace movie;
using fuzz::hold;

/// What the plug-in is to do, eaten byte by byte; zeros when nothing is left.
struct Script {
  const std::uint8_t* data = nullptr;
  std::size_t size = 0;

  std::uint8_t byte() {
    if (size == 0) return 0;
    --size;
    return *data++;
  }
  std::int64_t number() {
    constexpr std::array<std::int64_t, 8> kTelling{0, 1, 2, -1, INT64_MAX, INT64_MIN, 7, INT32_MAX};
    const std::uint8_t first = byte();
    return first < 8 ? kTelling[first] : first - 64;
  }
  movie_text text() {
    const std::uint8_t how = byte();
    if (how == 255) return {nullptr, 5};
    if (how == 254) return {"x", UINT64_MAX};
    const std::size_t length = std::min<std::size_t>(how % 16, size);
    const movie_text taken{reinterpret_cast<const char*>(data), length};
    data += length;
    size -= length;
    return taken;
  }
};

Script script;
const movie_op* kept = nullptr;  // of an earlier call

void emit(const movie_op& op) {
  if (op.emit == nullptr) return;
  const std::uint8_t how = script.byte();
  if (how == 200) return static_cast<void>(op.emit(op.ctx, nullptr));
  const movie_text title = script.text(), genre = script.text();
  movie_row row{
      sizeof row, static_cast<std::int32_t>(script.number()), script.number(), title, genre, {}};
  if (how == 201) row.struct_size = script.byte();
  if (how == 202) row.id = op.id;
  if (how == 203) {
    std::thread([&] { op.emit(op.ctx, &row); }).join();
  } else {
    op.emit(op.ctx, &row);
  }
}

void ask_for_rows(const movie_op& op) {
  const movie_row* row = nullptr;
  const std::uint8_t how = script.byte();
  if (how == 250) {
    op.next(op.ctx, nullptr);
    return;
  }
  for (int i = 0; i < how % 8; ++i) op.next(op.ctx, &row);
}

void answer(const movie_op& op) {
  for (int step = script.byte() % 8; step > 0; --step) {
    switch (script.byte() % 7) {
      case 0:
      case 1:
        emit(op);
        break;
      case 2:
        ask_for_rows(op);
        break;
      case 3:
        op.result->count = script.number();
        break;
      case 4:
        op.result->message = nullptr;
        op.result->message_size = UINT64_MAX;
        break;
      case 5:
        for (std::uint64_t i = 0; i < op.result->message_size && i < 512; ++i)
          if (op.result->message != nullptr)
            op.result->message[i] = static_cast<char>(script.byte());
        break;
      default:
        op.result->struct_size = script.byte();
    }
  }
  op.result->status = static_cast<std::int32_t>(script.number());
  const std::uint8_t usual = script.byte();
  if (usual < 160) op.result->status = usual % 16 - 1;
}

std::int32_t execute(movie_session*, const movie_call* call) {
  for (std::uint64_t i = 0; i < call->n_ops; ++i) {
    const std::uint8_t how = script.byte();
    if (how == 240) throw std::runtime_error("out");
    if (how == 241) throw 5;
    if (how == 242 && kept != nullptr && kept->emit != nullptr) kept->emit(kept->ctx, nullptr);
    kept = call->ops[i];
    answer(*call->ops[i]);
  }
  return static_cast<std::int32_t>(script.number());
}

std::int32_t migrate(movie_store*, const movie_migration* how, movie_error* error) {
  for (int left = script.byte() % 8; left > 0; --left) {
    movie_step step{sizeof step,
                    static_cast<std::uint32_t>(script.number()),
                    static_cast<std::int32_t>(script.number()),
                    0,
                    script.text(),
                    script.text(),
                    script.text()};
    if (script.byte() == 9) step.struct_size = script.byte();
    how->report(how->ctx, script.byte() == 9 ? nullptr : &step);
  }
  if (script.byte() == 1) error->message = nullptr;
  return script.byte() % 16 - 1;
}

void figures(movie_store*, void (*report)(void*, const movie_figure*), void* ctx) {
  for (int left = script.byte() % 8; left > 0; --left) {
    movie_figure figure{sizeof figure, script.byte() % 4u, script.text(), script.number()};
    if (script.byte() == 9) figure.struct_size = script.byte();
    report(ctx, script.byte() == 9 ? nullptr : &figure);
  }
  if (script.byte() == 1) throw 6;
}

std::int32_t open_store(const movie_open* how, movie_store** store, movie_limits* limits,
                        movie_error*) {
  *store = reinterpret_cast<movie_store*>(&script);
  limits->max_batch = script.byte() % 4;
  limits->struct_size = script.byte();
  how->host->log(how->host->ctx, static_cast<std::int32_t>(script.number()), script.text());
  return MOVIE_OK;
}
void close_store(movie_store*) {}
std::int32_t open_session(movie_store* store, std::uint32_t, movie_session** session,
                          movie_error*) {
  *session = reinterpret_cast<movie_session*>(store);
  return MOVIE_OK;
}
void close_session(movie_session*) {
  if (script.byte() == 1) throw 7;
}

constexpr std::uint64_t kAll = 0xeff;
const movie_plugin kTable{MOVIE_ABI_MAJOR,
                          MOVIE_ABI_MINOR,
                          sizeof(movie_plugin),
                          0,
                          "wild",
                          "1",
                          kAll,
                          open_store,
                          close_store,
                          open_session,
                          close_session,
                          execute,
                          migrate,
                          figures};

/// Keeps nothing, and believes nothing that is no film.
struct Rows final : store::RowSink {
  std::size_t taken = 0;
  bool take(const MovieView& row) override {
    hold(row.id > 0, "an id");
    hold(text::is_utf8(row.title) && text::is_utf8(row.genre), "text");
    return ++taken < 5;
  }
};
struct Films final : store::RowSource {
  MovieDraft film{"T", 2000, "G"};
  int left = 3;
  const MovieDraft* next() override { return left-- > 0 ? &film : nullptr; }
};

std::unique_ptr<store::Operation> question(Rows& rows, Films& films) {
  auto asked = std::make_unique<store::Operation>(static_cast<store::Verb>(1 + script.byte() % 11));
  const std::uint8_t how = script.byte();
  asked->id = 1 + how % 4;
  asked->values = {"T", 2000, "G"};
  asked->rows = (how & 1) != 0 || asked->verb != store::Verb::create_many ? &rows : nullptr;
  asked->source = &films;
  asked->query.limit = how % 16;
  asked->query.total = (how & 2) != 0;
  if ((how & 4) != 0) asked->query.sort = store::SortKey::year;
  const bool changes = asked->verb == store::Verb::update || asked->verb == store::Verb::remove;
  if (changes && (how & 8) != 0) asked->expect = MovieDraft{"T", 2000, "G"};
  return asked;
}

void check(const store::Operation& operation, bool no_wait) {
  hold(operation.status != Status::unset, "each operation ends");
  hold(operation.status != Status::again || no_wait, "again only where nobody wants to wait");
  hold(operation.status != Status::unknown || operation.writes(), "a read is never unknown");
  hold(operation.count >= 0, "a count");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  [[maybe_unused]] static const bool quiet = (log::set_up("CRITICAL"), true);
  script = {data, size};
  kept = nullptr;
  store::Plugin plugin{"wild", {"wild", "1", MOVIE_ABI_MAJOR, MOVIE_ABI_MINOR, 0, kAll}, &kTable};
  const auto store = store::Store::open(plugin, {});
  try {
    static_cast<void>(store->migrate(store::MigrationMode::status));
  } catch (const store::StoreError&) {  // as it must
  }
  for (const store::Figure& figure : store->figures())
    hold(!figure.name.empty() && figure.name.size() < 64, "a figure's name");
  auto session = store->session(true);
  for (int call = 0; call < 4 && script.size > 0; ++call) {
    Rows rows;
    Films films;
    const bool no_wait = script.byte() % 4 == 0;
    std::vector<std::unique_ptr<store::Operation>> asked;
    std::vector<store::Operation*> operations;
    for (int i = script.byte() % 4; i >= 0; --i) {
      asked.push_back(question(rows, films));
      operations.push_back(asked.back().get());
    }
    session.execute(operations, no_wait);
    for (const auto& one : asked) check(*one, no_wait);
  }
  return 0;
}
