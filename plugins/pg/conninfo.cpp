#include "conninfo.hpp"

#include <algorithm>
#include <array>
#include <memory>

#include "libpq.hpp"
#include "movie/sdk/values.hpp"

namespace movie::pg {
namespace {

using sdk::Failure;

constexpr std::string_view kEscapes =
    "; in a URL's user and password write @ as %40, : as %3A, / as %2F, ? as %3F, # as %23 and % "
    "as %25";

struct FreeOptions {
  void operator()(PQconninfoOption* options) const noexcept { PQconninfoFree(options); }
};
using Options = std::unique_ptr<PQconninfoOption, FreeOptions>;

/// What we add to libpq's URLs; taken out before libpq sees them.
constexpr std::string_view kPooler = "pooler";

/// "postgresql+psycopg://…" -> "postgresql://…"; anything else as it is.
std::string without_driver(std::string_view url) {
  const std::size_t end = url.find("://");
  const std::size_t plus = url.substr(0, end).find('+');
  if (end == std::string_view::npos || plus == std::string_view::npos) return std::string(url);
  return std::string(url.substr(0, plus)) + std::string(url.substr(end));
}

/// Where the query begins ('?' included), or the URL's end. A '?' before the '@' belongs to the
/// password, as it does for libpq.
std::size_t query_of(std::string_view url) {
  std::size_t from = url.find("://") + 3;
  const std::size_t user_end = url.find_first_of("@/", from);
  if (user_end != std::string_view::npos && url[user_end] == '@') from = user_end;
  return std::min(url.find('?', from), url.size());
}

bool known_keyword(std::string_view keyword) {
  if (keyword == "ssl") return true;  // libpq takes ssl=true for the sake of JDBC's URLs
  const Options defaults(PQconndefaults());
  for (const PQconninfoOption* at = defaults.get(); at != nullptr && at->keyword != nullptr; ++at) {
    if (keyword == at->keyword) return true;
  }
  return false;
}

bool read_pooler(std::string_view value) {
  if (value == "transaction") return true;
  if (value == "session" || value == "none") return false;
  throw Failure(MOVIE_INVALID, "pooler: expected transaction, session or none");
}

/// Takes `pooler=…` out of a URL's query and checks the other names, which libpq would quote from
/// any text.
std::string take_query(std::string_view url, bool& pooled) {
  const std::size_t begin = query_of(url);
  std::string kept(url.substr(0, begin));
  char before = '?';
  for (std::size_t at = begin + 1; at < url.size();) {
    const std::size_t end = std::min(url.find('&', at), url.size());
    const std::string_view item = url.substr(at, end - at);
    const std::size_t equals = std::min(item.find('='), item.size());
    const std::string_view name = item.substr(0, equals);
    if (name == kPooler) {
      pooled = read_pooler(equals < item.size() ? item.substr(equals + 1) : std::string_view());
    } else if (!known_keyword(name)) {
      throw Failure(MOVIE_INVALID, "the URL's query has a parameter that libpq does not know" +
                                       std::string(kEscapes));
    } else {
      kept += before;
      kept += item;
      before = '&';
    }
    at = end + 1;
  }
  return kept;
}

/// libpq quotes the piece that it could not read, and that may be of the password: its reason ends
/// before the piece.
std::string reason_of(const char* message) {
  std::string reason = one_line(message);
  return reason.substr(0, reason.find('"'));
}

ConnInfo parse(const std::string& url) {
  char* problem = nullptr;
  const Options parsed(PQconninfoParse(url.c_str(), &problem));
  const std::unique_ptr<char, decltype(&PQfreemem)> freed(problem, &PQfreemem);
  if (parsed == nullptr) {
    throw Failure(MOVIE_INVALID,
                  "the database URL cannot be read: " + reason_of(problem) + std::string(kEscapes));
  }
  ConnInfo info;
  for (const PQconninfoOption* at = parsed.get(); at->keyword != nullptr; ++at) {
    if (at->val != nullptr) info.options.emplace_back(at->keyword, at->val);
  }
  return info;
}

/// A password with '@' or '/' left as it is ends up in host, port or database, which errors show.
void refuse_spill(const ConnInfo& info) {
  const std::string_view ports = info.option("port");
  const bool numbers = ports.find_first_not_of("0123456789,") == std::string_view::npos;
  const bool spilt = info.option("host").find('@') != std::string_view::npos ||
                     info.option("dbname").find('@') != std::string_view::npos;
  if (spilt || !numbers) {
    throw Failure(MOVIE_INVALID,
                  "the database URL's host, port or database is not one" + std::string(kEscapes));
  }
}

}  // namespace

std::string_view ConnInfo::option(std::string_view keyword) const {
  const auto at = std::find_if(options.begin(), options.end(),
                               [&](const auto& o) { return o.first == keyword; });
  return at == options.end() ? std::string_view() : std::string_view(at->second);
}

void ConnInfo::set(std::string_view keyword, std::string value) {
  const auto at = std::find_if(options.begin(), options.end(),
                               [&](const auto& o) { return o.first == keyword; });
  if (at != options.end()) {
    at->second = std::move(value);
  } else {
    options.emplace_back(keyword, std::move(value));
  }
}

ConnInfo read_url(std::string_view given) {
  const std::string url = without_driver(given);
  const bool uri = url.rfind("postgresql://", 0) == 0 || url.rfind("postgres://", 0) == 0;
  if (!uri && url.find("://") != std::string::npos) {
    throw Failure(MOVIE_INVALID, "the database URL must begin with postgresql:// or postgres://");
  }
  bool pooled = false;
  ConnInfo info = parse(uri ? take_query(url, pooled) : url);
  info.pooled = pooled;
  refuse_spill(info);
  return info;
}

std::string without_secret(std::string text, std::string_view password) {
  if (password.empty()) return text;
  for (std::size_t at = text.find(password); at != std::string::npos;
       at = text.find(password, at + 3)) {
    text.replace(at, password.size(), "***");
  }
  return text;
}

}  // namespace movie::pg
