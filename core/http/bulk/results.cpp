#include "http/bulk/results.hpp"

#include <cstring>
#include <exception>
#include <optional>
#include <string>
#include <utility>

#include "http/answers.hpp"
#include "http/server.hpp"
#include "json/write.hpp"
#include "log/log.hpp"

namespace movie::http {
namespace {

constexpr std::size_t kPiece = 64 << 10;

/// The answer's body, a piece at a time.
class Results {
 public:
  explicit Results(std::unique_ptr<CheckedRows> rows)
      : rows_(std::move(rows)), ids_(*rows_->ids), refused_(rows_->refused.next()) {}

  [[nodiscard]] bool over() const { return over_; }
  std::string piece();

 private:
  void append_head(std::string& out);
  void append_row(std::string& out);

  std::unique_ptr<CheckedRows> rows_;
  bulk::TempFileReader ids_;
  std::optional<RefusedRows::Row> refused_;  ///< the next one
  std::uint64_t row_ = 0;
  bool begun_ = false, over_ = false;
};

std::string Results::piece() {
  const std::uint64_t all = rows_->good.count() + rows_->refused.count();
  std::string out;
  if (!begun_) append_head(out);
  begun_ = true;
  for (; row_ < all && out.size() < kPiece; ++row_) append_row(out);
  over_ = row_ == all;
  if (over_) out += "]}";
  return out;
}

void Results::append_head(std::string& out) {
  out += "{\"created\":";
  json::append_integer(out, static_cast<std::int64_t>(rows_->good.count()));
  out += ",\"refused\":";
  json::append_integer(out, static_cast<std::int64_t>(rows_->refused.count()));
  out += ",\"results\":[";
}

void Results::append_row(std::string& out) {
  out += row_ == 0 ? "{\"row\":" : ",{\"row\":";
  json::append_integer(out, static_cast<std::int64_t>(row_));
  if (refused_ && refused_->row == row_) {
    out.append(",\"detail\":[").append(refused_->faults) += "]}";
    refused_ = rows_->refused.next();
    return;
  }
  std::int64_t id = 0;
  std::memcpy(&id, ids_.next(sizeof id).data(), sizeof id);
  out += ",\"id\":";
  json::append_integer(out, id);
  out += '}';
}

/// What follows the first piece.
class Rest final : public BodyRest {
 public:
  explicit Rest(std::unique_ptr<Results> results) : results_(std::move(results)) {}
  static std::unique_ptr<BodyRest> of(std::unique_ptr<Results> results) {
    return results->over() ? nullptr : std::make_unique<Rest>(std::move(results));
  }

  void more(Exchange& exchange) override try {
    std::string piece = results_->piece();
    exchange.send(std::move(piece), of(std::move(results_)));
  } catch (const std::exception& error) {
    log::error("the results of a bulk request could not be told: {}", error.what());
    exchange.abort();
  }

 private:
  std::unique_ptr<Results> results_;
};

}  // namespace

Response results_answer(std::unique_ptr<CheckedRows> rows) {
  auto results = std::make_unique<Results>(std::move(rows));
  Response response = json_answer(200, results->piece());
  response.rest = Rest::of(std::move(results));
  return response;
}

}  // namespace movie::http
