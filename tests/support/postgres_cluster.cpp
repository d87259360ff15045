#include "support/postgres_cluster.hpp"

#include <arpa/inet.h>
#include <libpq-fe.h>
#include <pwd.h>
#include <signal.h>
#include <sys/socket.h>
#include <unistd.h>

#include <fstream>
#include <random>
#include <stdexcept>
#include <thread>

#include "support/free_port.hpp"

namespace movie::test {
namespace {

namespace fs = std::filesystem;
using Clock = std::chrono::steady_clock;

constexpr std::chrono::seconds kStartLimit{30};
constexpr const char* kServerUser = "postgres";

std::string random_name(const std::string& prefix) {
  std::random_device device;
  return prefix + std::to_string(device()) + std::to_string(device() % 1000);
}

/// A folder that the server's user owns: the usual temporary folder is closed to it.
fs::path make_folder() {
  std::string pattern = (fs::temp_directory_path() / "movie-pg-XXXXXX").string();
  if (::mkdtemp(pattern.data()) == nullptr) throw std::runtime_error("mkdtemp " + pattern);
  if (::geteuid() == 0) {
    const passwd* user = ::getpwnam(kServerUser);
    if (user == nullptr || ::chown(pattern.c_str(), user->pw_uid, user->pw_gid) != 0) {
      throw std::runtime_error("user postgres does not exist");
    }
  }
  return pattern;
}

std::vector<pid_t> children_of(pid_t parent) {
  const std::string id = std::to_string(parent);
  std::ifstream file("/proc/" + id + "/task/" + id + "/children");
  std::vector<pid_t> children;
  for (pid_t child = 0; file >> child;) children.push_back(child);
  return children;
}

}  // namespace

PostgresClient::PostgresClient(const std::string& url)
    : connection_(PQconnectdb(url.c_str()), &PQfinish) {
  if (PQstatus(connection_.get()) != CONNECTION_OK)
    throw std::runtime_error(PQerrorMessage(connection_.get()));
}

Table PostgresClient::query(const std::string& statements) {
  const std::unique_ptr<PGresult, decltype(&PQclear)> result(
      PQexec(connection_.get(), statements.c_str()), &PQclear);
  const ExecStatusType status = PQresultStatus(result.get());
  if (status != PGRES_TUPLES_OK && status != PGRES_COMMAND_OK) {
    throw std::runtime_error(statements + ": " + PQerrorMessage(connection_.get()));
  }
  Table rows;
  for (int row = 0; row < PQntuples(result.get()); ++row) {
    rows.emplace_back();
    for (int at = 0; at < PQnfields(result.get()); ++at)
      rows.back().emplace_back(PQgetvalue(result.get(), row, at));
  }
  return rows;
}

Table query(const std::string& url, const std::string& statements) {
  return PostgresClient(url).query(statements);
}

std::string scalar(const std::string& url, const std::string& statement) {
  return query(url, statement).at(0).at(0);
}

fs::path PostgresCluster::programs() {
  for (const char* version : {"17", "16", "15", "14"}) {
    const fs::path folder = fs::path("/usr/lib/postgresql") / version / "bin";
    if (fs::exists(folder / "initdb")) return folder;
  }
  return {};
}

Start PostgresCluster::command(const fs::path& program, std::vector<std::string> arguments) const {
  arguments.insert(arguments.begin(), (programs() / program).string());
  if (::geteuid() != 0) {
    Start start{arguments.front(), {arguments.begin() + 1, arguments.end()}, {}, folder_};
    return start;
  }
  const std::vector<std::string> as_user{"--reuid",       kServerUser,   "--regid", kServerUser,
                                         "--init-groups", "--pdeathsig", "QUIT"};
  arguments.insert(arguments.begin(), as_user.begin(), as_user.end());
  return {"/usr/bin/setpriv", arguments, {}, folder_};
}

PostgresCluster::PostgresCluster(std::vector<std::string> settings)
    : folder_(make_folder()), settings_(std::move(settings)), port_(free_port()) {
  const Ended made =
      run(command("initdb", {"-D", (folder_ / "data").string(), "-A", "trust", "-U", "movie",
                             "--no-sync", "-E", "UTF8", "--locale=C.UTF-8", "--no-instructions"}));
  if (made.status != 0) throw std::runtime_error("initdb: " + made.out + made.err);
  start();
}

PostgresCluster::~PostgresCluster() {
  kill();
  std::error_code ignored;  // a destructor has nobody to tell
  fs::remove_all(folder_, ignored);
}

std::string PostgresCluster::url(const std::string& database) const {
  return "postgresql://movie@127.0.0.1:" + std::to_string(port_) + "/" + database;
}

void PostgresCluster::start() {
  std::vector<std::string> arguments{
      "-D", (folder_ / "data").string(), "-k", folder_.string(),
      "-p", std::to_string(port_),       "-c", "listen_addresses=127.0.0.1"};
  for (const std::string& setting : settings_) arguments.insert(arguments.end(), {"-c", setting});
  for (const auto limit = Clock::now() + kStartLimit; Clock::now() < limit;) {
    server_ = std::make_unique<Process>(command("postgres", arguments));
    while (::kill(server_->pid(), 0) == 0 && Clock::now() < limit) {
      if (PQping(url().c_str()) == PQPING_OK) return;
      std::this_thread::sleep_for(std::chrono::milliseconds(10));
      if (server_->has_ended()) break;  // what was killed before still holds its memory: once more
    }
  }
  throw std::runtime_error("postgres does not start: " + server_->terminate().err);
}

void PostgresCluster::stop() {
  if (server_ == nullptr) return;
  server_->signal(SIGINT);
  server_->wait();
  server_.reset();
}

void PostgresCluster::kill() {
  if (server_ == nullptr) return;
  const std::vector<pid_t> children = children_of(server_->pid());
  server_->signal(SIGKILL);
  for (const pid_t child : children) ::kill(child, SIGKILL);
  server_->wait();
  server_.reset();
}

namespace {

/// MOVIE_DATABASE_URL_TEST, if it is a Postgres URL; libpq knows no driver.
std::string given_url() {
  const char* given = std::getenv("MOVIE_DATABASE_URL_TEST");
  std::string url = given == nullptr ? "" : given;
  if (url.rfind("postgres", 0) != 0) return {};
  const std::size_t plus = url.find('+');
  if (plus < url.find("://")) url.erase(plus, url.find("://") - plus);
  return url;
}

/// What ctest's fixture wrote (postgres_fixture.cpp), if its server still stands.
std::string fixture_url() {
  std::string url;
  std::getline(std::ifstream(MOVIE_POSTGRES_FIXTURE), url);
  return !url.empty() && PQping(url.c_str()) == PQPING_OK ? url : "";
}

std::string own_url() {
  static const PostgresCluster cluster({"fsync=off", "max_connections=300"});
  return cluster.url();
}

std::string server_url() {
  for (const auto& find : {&given_url, &fixture_url}) {
    if (std::string url = find(); !url.empty()) return url;
  }
  return own_url();
}

/// The URL with another database.
std::string with_database(const std::string& url, const std::string& name) {
  const std::size_t host = url.find("://") + 3;
  const std::size_t query = std::min(url.find('?', host), url.size());
  const std::size_t path = std::min(url.find('/', host), query);
  return url.substr(0, path) + "/" + name + url.substr(query);
}

}  // namespace

PostgresDatabase::PostgresDatabase(const std::string& options)
    : server_(server_url()),
      name_(random_name("movie_test_")),
      url_(with_database(server_, name_)) {
  try {
    query(server_, "CREATE DATABASE " + name_ + " " + options);
  } catch (const std::runtime_error& error) {
    throw std::runtime_error(
        std::string(error.what()) +
        "The tests' role must be able to create databases: ALTER ROLE … CREATEDB");
  }
}

PostgresDatabase::~PostgresDatabase() {
  try {
    query(server_, "DROP DATABASE IF EXISTS " + name_ + " WITH (FORCE)");
  } catch (const std::runtime_error&) {
    // the server is gone, and its databases with it
  }
}

std::string no_postgres() {
  if (!given_url().empty() || !PostgresCluster::programs().empty()) return {};
  return "no PostgreSQL server to test with: apt-get install postgresql, or set "
         "MOVIE_DATABASE_URL_TEST";
}

}  // namespace movie::test
