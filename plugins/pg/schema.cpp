#include "schema.hpp"

#include <poll.h>

#include "adoption.hpp"
#include "connector.hpp"
#include "pipeline.hpp"

namespace movie::pg {
namespace stmt {
// As text: what reads it may have asked in either form.
const Statement kApplied{
    "",
    "SELECT number::text, min_reader::text, name, checksum FROM movie_schema ORDER BY number",
    {}};
}  // namespace stmt

std::string wrong_encoding(std::string_view encoding) {
  return "the database's encoding is " + std::string(encoding) +
         ", it must be UTF8: create it with ENCODING 'UTF8' TEMPLATE template0";
}

namespace {

using sdk::Failure;

// "movi" and "schm": no other program's advisory lock. Waiting for it does not tell the session
// what others have made meanwhile, and its catalogue cache may still say that movie_schema is
// missing; opening a table does.
constexpr const char* kBegin =
    "BEGIN ISOLATION LEVEL READ COMMITTED; SELECT pg_advisory_xact_lock(1836021353, 1935894637); "
    "SELECT FROM pg_class LIMIT 0";

std::vector<movie::sql::Applied> read_applied(const PGresult* result) {
  std::vector<movie::sql::Applied> steps;
  for (int row = 0; result != nullptr && row < PQntuples(result); ++row) {
    const auto number = [&](int column) {
      return static_cast<std::uint32_t>(std::stoul(PQgetvalue(result, row, column)));
    };
    steps.push_back({number(0), number(1), PQgetvalue(result, row, 2), PQgetvalue(result, row, 3)});
  }
  return steps;
}

[[noreturn]] void fail(const Fault& fault) {
  throw Failure(fault.status, fault.message, fault.native());
}

}  // namespace

std::string schema_obstacle(const PGresult* applied) {
  return movie::sql::obstacle(movie::sql::history(), read_applied(applied));
}

Schema::Schema(Server& server, Clock::time_point deadline) : server_(server), deadline_(deadline) {
  Connector connector(server);
  if (Fault fault = connector.connect(handle_, deadline)) fail(fault);
  PQsetnonblocking(handle_.get(), 1);
  const std::string_view encoding = PQparameterStatus(handle_.get(), "server_encoding");
  if (encoding != "UTF8") throw Failure(MOVIE_UNSUPPORTED, wrong_encoding(encoding));
}

void Schema::begin() { query(kBegin); }

std::vector<movie::sql::Applied> Schema::applied() {
  const Result exists = query("SELECT to_regclass('movie_schema') IS NOT NULL");
  if (std::string_view(PQgetvalue(exists.get(), 0, 0)) != "t") return {};
  return read_applied(query(stmt::kApplied.text).get());
}

void Schema::execute(const std::string& statements) { query(statements); }

void Schema::adopt() {
  const std::string done =
      pg::adopt([this](const std::string& statements) { return query(statements); });
  if (!done.empty()) server_.log(MOVIE_LOG_WARNING, done);
}

void Schema::commit() {
  try {
    query("COMMIT");
  } catch (const Failure& failure) {
    if (PQstatus(handle_.get()) == CONNECTION_OK) throw;
    throw Failure(
        MOVIE_UNKNOWN,
        std::string("whether the migration was committed is unknown, ask for its status: ") +
            failure.what());
  }
}

void Schema::rollback() noexcept {
  try {
    if (PQstatus(handle_.get()) == CONNECTION_OK) query("ROLLBACK");
  } catch (const std::exception& error) {
    server_.log(MOVIE_LOG_WARNING, error.what());
    handle_.reset();  // the server undoes what is not committed
  }
}

/// Runs statements and returns the last one's result.
Result Schema::query(const std::string& statements) {
  server_.echo(statements);
  if (handle_ == nullptr || PQsendQuery(handle_.get(), statements.c_str()) != 1) {
    throw Failure(MOVIE_UNAVAILABLE,
                  "the connection was lost: " + one_line(PQerrorMessage(handle_.get())));
  }
  Result last;
  Fault fault;
  while (Result result = await_answer()) {
    const auto status = PQresultStatus(result.get());
    if (status != PGRES_TUPLES_OK && status != PGRES_COMMAND_OK && status != PGRES_EMPTY_QUERY)
      fault = fault_of(result.get(), true);
    last = std::move(result);
  }
  if (fault) fail(fault);
  return last;
}

Result Schema::await_answer() {
  while (true) {
    const bool unsent = PQflush(handle_.get()) == 1;
    if (PQisBusy(handle_.get()) == 0) return Result(PQgetResult(handle_.get()));
    if (!wait_for(PQsocket(handle_.get()), static_cast<short>(POLLIN | (unsent ? POLLOUT : 0)),
                  deadline_)) {
      handle_.reset();
      throw Failure(MOVIE_TIMEOUT, "the deadline passed before Postgres answered");
    }
    if (PQconsumeInput(handle_.get()) == 0 && PQisBusy(handle_.get()) != 0) {
      throw Failure(MOVIE_UNAVAILABLE,
                    "the connection was lost: " + one_line(PQerrorMessage(handle_.get())));
    }
  }
}

}  // namespace movie::pg
