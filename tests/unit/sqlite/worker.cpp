// A program that uses an SQLite store as another process would:
//   sqlite_worker migrate URL               brings the schema up
//   sqlite_worker write URL NAME N SIZE     N batches of SIZE films titled "NAME-<batch>"; says
//   "done <batch>" of each
#include <cstdio>
#include <exception>

#include "films.hpp"

namespace movie::test {
namespace {

void write(Films& films, const std::string& name, int batches, int size) {
  for (int number = 0; number < batches; ++number) {
    std::vector<std::unique_ptr<Asked>> batch;
    for (int at = 0; at < size; ++at)
      batch.push_back(ask_create(name + "-" + std::to_string(number)));
    films.run(batch);
    for (const auto& asked : batch) {
      if (asked->status != Status::ok) throw std::runtime_error(asked->message);
    }
    std::printf("done %d\n", number);
    std::fflush(stdout);
  }
}

}  // namespace
}  // namespace movie::test

int main(int count, char** arguments) {
  using namespace movie::test;
  try {
    const std::vector<std::string> given(arguments + 1, arguments + count);
    Films films(given.at(1));
    if (given.at(0) == "write") {
      write(films, given.at(2), std::stoi(given.at(3)), std::stoi(given.at(4)));
    }
    return 0;
  } catch (const std::exception& error) {
    std::fprintf(stderr, "%s\n", error.what());
    return 1;
  }
}
