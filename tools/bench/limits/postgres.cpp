/// libpq's pipeline mode, one connection, 64 prepared statements at once: what the server allows
/// one lane.
///   bench_postgres <URL of a migrated store with films 1..10000> <seconds each>  -> one JSON
///   object
#include <libpq-fe.h>

#include <array>
#include <cstdio>
#include <cstdlib>
#include <memory>
#include <string>

#include "rate.hpp"

namespace {

using movie::bench::Random;
using movie::bench::rate;

constexpr int kTogether = 64;

class Lane {
 public:
  explicit Lane(const char* url) : connection_(PQconnectdb(url), &PQfinish) {
    if (PQstatus(connection_.get()) != CONNECTION_OK) fail();
    prepare("read", "SELECT id, title, year, genre FROM movies WHERE id = $1");
    prepare("create", "INSERT INTO movies (title, year, genre) VALUES ($1, $2, $3) RETURNING id");
    if (PQenterPipelineMode(connection_.get()) != 1) fail();
  }

  void read(std::int64_t id) { send("read", {std::to_string(id), {}, {}}, 1); }
  void create(int number) {
    send("create", {"Film " + std::to_string(number), "1999", "Drama"}, 3);
  }
  void sync() {
    if (PQpipelineSync(connection_.get()) != 1) fail();
  }
  /// Takes the answers up to that many Syncs.
  void receive(int syncs) {
    while (syncs > 0) {
      const std::unique_ptr<PGresult, decltype(&PQclear)> result(PQgetResult(connection_.get()),
                                                                 &PQclear);
      if (result == nullptr) continue;  // between two statements
      const ExecStatusType status = PQresultStatus(result.get());
      if (status == PGRES_PIPELINE_SYNC) --syncs;
      if (status != PGRES_PIPELINE_SYNC && status != PGRES_TUPLES_OK) fail();
    }
  }

 private:
  [[noreturn]] void fail() {
    std::fprintf(stderr, "bench_postgres: %s\n", PQerrorMessage(connection_.get()));
    std::exit(1);
  }
  void prepare(const char* name, const char* statement) {
    const std::unique_ptr<PGresult, decltype(&PQclear)> result(
        PQprepare(connection_.get(), name, statement, 0, nullptr), &PQclear);
    if (PQresultStatus(result.get()) != PGRES_COMMAND_OK) fail();
  }
  void send(const char* name, const std::array<std::string, 3>& values, int count) {
    const std::array<const char*, 3> texts{values[0].c_str(), values[1].c_str(), values[2].c_str()};
    if (PQsendQueryPrepared(connection_.get(), name, count, texts.data(), nullptr, nullptr, 0) != 1)
      fail();
  }

  std::unique_ptr<PGconn, decltype(&PQfinish)> connection_;
};

}  // namespace

int main(int argc, char** argv) {
  if (argc != 3) {
    std::fprintf(stderr, "usage: bench_postgres <URL> <seconds each>\n");
    return 2;
  }
  Lane lane(argv[1]);
  const double seconds = std::atof(argv[2]);
  Random random;
  int films = 0;
  const auto turn = [&](auto one, bool each_commits) {
    return rate(seconds, [&] {
      for (int at = 0; at < kTogether; ++at) {
        one();
        if (each_commits) lane.sync();
      }
      if (!each_commits) lane.sync();
      lane.receive(each_commits ? kTogether : 1);
      return kTogether;
    });
  };
  const auto create = [&] { lane.create(++films); };
  std::printf("{\"read_one, 64 a Sync\": %.0f, ",
              turn([&] { lane.read(1 + random.below(10'000)); }, false));
  std::printf("\"create, 64 a commit\": %.0f, ", turn(create, false));
  std::printf("\"create, a commit each, 64 in flight\": %.0f}\n", turn(create, true));
}
