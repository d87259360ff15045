/// SQLite's own C API, one thread, one connection: what the file allows before any HTTP.
///   bench_sqlite <new file> <seconds each>  -> one JSON object, rows or statements a second
#include <sqlite3.h>

#include <cstdio>
#include <cstdlib>
#include <memory>
#include <string>

#include "rate.hpp"

namespace {

using movie::bench::Random;
using movie::bench::rate;

constexpr int kFilms = 10'000;

/// As migrations/0002_find_films.sql makes them.
constexpr char kIndexes[] =
    "CREATE INDEX movies_title ON movies (title); CREATE INDEX movies_year ON movies (year);"
    "CREATE INDEX movies_genre ON movies (genre);"
    "CREATE INDEX movies_genre_year ON movies (genre, year)";

class Database {
 public:
  explicit Database(const char* file) {
    if (sqlite3_open(file, &handle_) != SQLITE_OK) fail();
  }
  ~Database() { sqlite3_close_v2(handle_); }
  Database(const Database&) = delete;
  Database& operator=(const Database&) = delete;

  void execute(const char* statements) {
    if (sqlite3_exec(handle_, statements, nullptr, nullptr, nullptr) != SQLITE_OK) fail();
  }
  sqlite3_stmt* prepare(const char* text) {
    sqlite3_stmt* statement = nullptr;
    if (sqlite3_prepare_v2(handle_, text, -1, &statement, nullptr) != SQLITE_OK) fail();
    return statement;
  }
  [[noreturn]] void fail() {
    std::fprintf(stderr, "bench_sqlite: %s\n", sqlite3_errmsg(handle_));
    std::exit(1);
  }

 private:
  sqlite3* handle_ = nullptr;
};

struct Finalize {
  void operator()(sqlite3_stmt* statement) const { sqlite3_finalize(statement); }
};
using Statement = std::unique_ptr<sqlite3_stmt, Finalize>;

struct Bench {
  Database& database;
  double seconds;
  Random random{};
  int films = 0;
  int touched = 0;
  Statement insert{database.prepare("INSERT INTO movies (title, year, genre) VALUES (?1, ?2, ?3)")};

  std::uint64_t run(const Statement& statement) {
    int code = SQLITE_ROW;
    while ((code = sqlite3_step(statement.get())) == SQLITE_ROW) {
      for (int column : {1, 3}) touched += sqlite3_column_bytes(statement.get(), column);
    }
    if (code != SQLITE_DONE) database.fail();
    sqlite3_reset(statement.get());
    return 1;
  }
  std::uint64_t add(int rows) {
    if (rows > 1) database.execute("BEGIN IMMEDIATE");
    for (int row = 0; row < rows; ++row) {
      // As load.lua's: at random places in an index.
      const std::string title = std::to_string(random.below(1 << 30)) + std::to_string(++films);
      sqlite3_bind_text(insert.get(), 1, title.data(), static_cast<int>(title.size()),
                        SQLITE_STATIC);
      sqlite3_bind_int(insert.get(), 2, 1950 + films % 70);
      sqlite3_bind_text(insert.get(), 3, "Drama", 5, SQLITE_STATIC);
      run(insert);
    }
    if (rows > 1) database.execute("COMMIT");
    return static_cast<std::uint64_t>(rows);
  }
  double read_one() {
    const Statement one(
        database.prepare("SELECT id, title, year, genre FROM movies WHERE id = ?1"));
    return rate(seconds, [&] {
      sqlite3_bind_int64(one.get(), 1, 1 + random.below(kFilms));
      return run(one);
    });
  }
  double list(int limit, int lowest, int highest) {
    const Statement page(database.prepare(
        "SELECT id, title, year, genre FROM movies ORDER BY id LIMIT ?1 OFFSET ?2"));
    return rate(seconds, [&] {
      sqlite3_bind_int(page.get(), 1, limit);
      sqlite3_bind_int64(page.get(), 2, lowest + random.below(highest - lowest + 1));
      return run(page);
    });
  }
  double create(int rows) {
    return rate(seconds, [&] { return add(rows); });
  }
};

}  // namespace

int main(int argc, char** argv) {
  if (argc != 3) {
    std::fprintf(stderr, "usage: bench_sqlite <new file> <seconds each>\n");
    return 2;
  }
  Database database(argv[1]);
  database.execute(
      "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; CREATE TABLE movies (id INTEGER "
      "PRIMARY KEY AUTOINCREMENT, "
      "title VARCHAR(200) NOT NULL, year INTEGER NOT NULL, genre VARCHAR(50) NOT NULL)");
  Bench bench{database, std::atof(argv[2])};
  bench.add(kFilms);
  std::printf("{\"read_one\": %.0f, ", bench.read_one());
  std::printf("\"list_20\": %.0f, ", bench.list(20, 0, kFilms * 9 / 10));
  std::printf("\"list_deep\": %.0f, ", bench.list(100, kFilms * 9 / 10, kFilms * 9 / 10));
  for (const int rows : {1, 32, 256})
    std::printf("\"create, %d a commit\": %.0f, ", rows, bench.create(rows));
  database.execute(kIndexes);
  for (const int rows : {1, 32, 256})
    std::printf("\"create with indexes, %d a commit\": %.0f%s", rows, bench.create(rows),
                rows < 256 ? ", " : "}\n");
}
