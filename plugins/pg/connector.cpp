#include "connector.hpp"

#include <algorithm>
#include <array>
#include <cstdlib>

#include "pipeline.hpp"

namespace movie::pg {
namespace {

/// How long one host may take, unless the URL's connect_timeout says otherwise: shorter than a lost
/// packet's third repetition, so that a server that is back is found in time.
constexpr std::chrono::seconds kPatience{2};

std::chrono::seconds patience(const ConnInfo& info) {
  const long given = std::strtol(std::string(info.option("connect_timeout")).c_str(), nullptr, 10);
  return given > 0 ? std::chrono::seconds(given) : kPatience;
}

constexpr std::array<std::pair<const char*, const char*>, 3> kKeepAlive{
    {{"keepalives_idle", "15"}, {"keepalives_interval", "5"}, {"tcp_user_timeout", "30000"}}};

/// "a,b,c" -> "b,c,a"
std::string rotated(const std::string& list) {
  const std::size_t comma = list.find(',');
  return comma == std::string::npos ? list : list.substr(comma + 1) + "," + list.substr(0, comma);
}

void forward_notice(void* server, const char* message) {
  static_cast<Server*>(server)->log(MOVIE_LOG_DEBUG, one_line(message));
}

struct FreeOptions {
  void operator()(PQconninfoOption* options) const noexcept { PQconninfoFree(options); }
};

}  // namespace

Fault Connector::connect(Handle& handle, Clock::time_point deadline) {
  if (attempt_ == nullptr) {
    if (Fault away = server_->may_connect()) return away;
    if (Fault refused = start()) return refused;
  }
  if (Fault fault = advance(deadline)) return fault;
  server_->connected();
  handle = std::move(attempt_);
  return {};
}

ConnInfo Connector::target() const {
  ConnInfo target = server_->info();
  for (const auto& [keyword, value] : hosts_.options) target.set(keyword, value);
  // A server that fell silent must not hold those who set no deadline.
  for (const auto& [keyword, value] : kKeepAlive) {
    if (target.option(keyword).empty()) target.set(keyword, value);
  }
  target.set("client_encoding", "UTF8");
  target.set("fallback_application_name", server_->client());
  return target;
}

Fault Connector::start() {
  const ConnInfo to = target();
  std::vector<const char*> keywords, values;
  for (const auto& [keyword, value] : to.options) {
    keywords.push_back(keyword.c_str());
    values.push_back(value.c_str());
  }
  keywords.push_back(nullptr);
  values.push_back(nullptr);
  attempt_.reset(PQconnectStartParams(keywords.data(), values.data(), 0));
  if (attempt_ == nullptr) throw std::bad_alloc();
  if (PQstatus(attempt_.get()) == CONNECTION_BAD) return give_up(reason());
  PQsetNoticeProcessor(attempt_.get(), &forward_notice, server_);
  events_ = POLLOUT;
  give_up_at_ = Clock::now() + patience(to);
  return {};
}

Fault Connector::advance(Clock::time_point deadline) {
  while (true) {
    if (!wait_for(PQsocket(attempt_.get()), events_, std::min(deadline, give_up_at_))) {
      if (Clock::now() < give_up_at_)
        return {MOVIE_UNAVAILABLE, {}, "the connection to Postgres is not there yet", false};
      turn_to_next_host();
      return give_up("the server did not answer in time");
    }
    switch (PQconnectPoll(attempt_.get())) {
      case PGRES_POLLING_OK:
        return {};
      case PGRES_POLLING_READING:
        events_ = POLLIN;
        break;
      case PGRES_POLLING_WRITING:
        events_ = POLLOUT;
        break;
      default:
        return give_up(reason());
    }
  }
}

std::string Connector::reason() const {
  const char* password = PQpass(attempt_.get());
  return without_secret(one_line(PQerrorMessage(attempt_.get())),
                        password == nullptr ? "" : password);
}

/// libpq goes on to the next host when one refuses, but not when it is silent.
void Connector::turn_to_next_host() {
  const std::unique_ptr<PQconninfoOption, FreeOptions> used(PQconninfo(attempt_.get()));
  for (const PQconninfoOption* at = used.get(); at != nullptr && at->keyword != nullptr; ++at) {
    const std::string_view keyword = at->keyword;
    const bool names_host = keyword == "host" || keyword == "hostaddr" || keyword == "port";
    if (names_host && at->val != nullptr) hosts_.set(keyword, rotated(at->val));
  }
}

Fault Connector::give_up(std::string why) {
  attempt_.reset();
  Fault fault{MOVIE_UNAVAILABLE, {}, "Postgres cannot be reached: " + std::move(why), true};
  server_->failed(fault);
  return fault;
}

}  // namespace movie::pg
