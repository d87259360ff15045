#include "outcome.hpp"

#include <algorithm>
#include <array>

namespace movie::pg {
namespace {

struct Rule {
  std::string_view prefix;  ///< of the SQLSTATE; the first that fits counts
  sdk::Status write, read;
};

constexpr std::array kRules{
    Rule{"25006", MOVIE_FULL, MOVIE_UNAVAILABLE},      // read-only transaction
    Rule{"40", MOVIE_BUSY, MOVIE_BUSY},                // serialization failure, deadlock
    Rule{"23505", MOVIE_BUSY, MOVIE_BUSY},             // another program took the id that was next
    Rule{"55P03", MOVIE_BUSY, MOVIE_BUSY},             // lock not available
    Rule{"55006", MOVIE_BUSY, MOVIE_BUSY},             // object in use
    Rule{"57014", MOVIE_TIMEOUT, MOVIE_TIMEOUT},       // statement timeout, cancelled
    Rule{"57", MOVIE_UNAVAILABLE, MOVIE_UNAVAILABLE},  // shutting down, starting up, dropped
    Rule{"08", MOVIE_UNAVAILABLE, MOVIE_UNAVAILABLE},  // connection
    Rule{"2200H", MOVIE_FULL, MOVIE_FULL},             // the sequence has given its last id
    Rule{"22003", MOVIE_FULL, MOVIE_FULL},             // an id beyond an adopted table's INTEGER
    Rule{"53100", MOVIE_FULL, MOVIE_BUSY},             // disk full
    Rule{"53", MOVIE_BUSY, MOVIE_BUSY},                // memory, connections
    Rule{"58", MOVIE_UNAVAILABLE, MOVIE_UNAVAILABLE},  // the server's operating system
    Rule{"42501", MOVIE_FULL, MOVIE_UNAVAILABLE},      // no right to do it
    Rule{"42P01", MOVIE_UNAVAILABLE, MOVIE_UNAVAILABLE},  // no such table: not migrated
    Rule{"42703", MOVIE_UNAVAILABLE, MOVIE_UNAVAILABLE},  // no such column
    Rule{"3F", MOVIE_UNAVAILABLE, MOVIE_UNAVAILABLE},     // no such schema
    Rule{"3D", MOVIE_UNAVAILABLE, MOVIE_UNAVAILABLE},     // no such database
    Rule{"28", MOVIE_UNAVAILABLE, MOVIE_UNAVAILABLE},     // user, password
    Rule{"XX001", MOVIE_CORRUPT, MOVIE_CORRUPT},
    Rule{"XX002", MOVIE_CORRUPT, MOVIE_CORRUPT},
};

std::string field(const PGresult* result, int code) {
  return one_line(PQresultErrorField(result, code));
}

std::string message_of(const PGresult* result, const std::string& sqlstate) {
  std::string message = field(result, PG_DIAG_MESSAGE_PRIMARY);
  if (message.empty()) message = one_line(PQresultErrorMessage(result));
  if (!sqlstate.empty()) message += " (SQLSTATE " + sqlstate + ")";
  return message;
}

}  // namespace

std::uint32_t Fault::native() const {
  std::uint32_t number = 0;
  for (const char c : sqlstate) {
    number = number * 36 + static_cast<std::uint32_t>(c >= 'A' ? c - 'A' + 10 : c - '0');
  }
  return number;
}

bool Fault::stale_statement() const {
  constexpr std::string_view kPlanChanged = "cached plan must not change result type";
  return sqlstate == "26000" || sqlstate == "42P05" ||
         (sqlstate == "0A000" && message.find(kPlanChanged) != std::string::npos);
}

sdk::Status status_of(std::string_view sqlstate, bool write) {
  const auto rule = std::find_if(kRules.begin(), kRules.end(), [&](const Rule& r) {
    return sqlstate.substr(0, r.prefix.size()) == r.prefix;
  });
  if (rule == kRules.end()) return MOVIE_INTERNAL;
  return write ? rule->write : rule->read;
}

Fault fault_of(const PGresult* result, bool write) {
  Fault fault;
  fault.sqlstate = field(result, PG_DIAG_SQLSTATE);
  const std::string severity = field(result, PG_DIAG_SEVERITY_NONLOCALIZED);
  fault.fatal = fault.sqlstate.empty() || severity == "FATAL" || severity == "PANIC";
  fault.status = fault.sqlstate.empty() ? MOVIE_UNAVAILABLE : status_of(fault.sqlstate, write);
  fault.message = message_of(result, fault.sqlstate);
  return fault;
}

void end(sdk::Operation& op, const Fault& fault) {
  op.finish(fault.status, fault.message, fault.native());
}

void end_unknown(sdk::Operation& op, const Fault& fault) {
  op.finish(MOVIE_UNKNOWN, "whether it was done is unknown: " + fault.message, fault.native());
}

}  // namespace movie::pg
