// Any text as a .env file: entries, or one line that says why not.

#include "config/config.hpp"
#include "config/env_text.hpp"
#include "fuzz/fuzz.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using movie::fuzz::hold;
  try {
    for (const auto& entry : movie::config::parse_env(movie::fuzz::text_of(data, size)))
      hold(!entry.name.empty() && entry.line > 0, "an entry has a name and a line");
  } catch (const movie::config::ConfigError& error) {
    hold(std::string_view(error.what()).find('\n') == std::string_view::npos, "one line");
  }
  return 0;
}
