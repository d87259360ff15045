#include "config/config.hpp"

namespace movie::config {

void print(std::ostream& out, const Loaded& loaded) {
  for (const auto& [key, value, origin] : loaded.settings)
    out << key << '=' << value << "  # " << origin << '\n';
  out << "\nMode " << loaded.config.db_mode << ", ";
  if (loaded.store.key.empty()) {
    out << "no URL\n";
  } else {
    out << "URL in force: " << loaded.store.value << "  # " << loaded.store.key << ", "
        << loaded.store.origin << '\n';
  }
  if (!loaded.file.empty()) out << "File: " << loaded.file << '\n';
  for (const std::string& warning : loaded.config.warnings) out << "Warning: " << warning << '\n';
}

}  // namespace movie::config
