#pragma once

#include <map>
#include <string>

namespace CLI {
class App;
}

namespace movie::config {

/// One flag a setting (MOVIE_PORT: --port). What is given lands in `given`, by key, as load() takes
/// it; `given` must outlive the parsing. Values are judged by load(), so that a wrong one is
/// refused alike wherever it came from.
void add_flags(CLI::App& app, std::map<std::string, std::string>& given);

}  // namespace movie::config
