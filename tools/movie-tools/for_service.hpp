#pragma once

#include <filesystem>

namespace movie::tools {

/// Where the installed service has what it needs.
struct ServicePlaces {
  std::filesystem::path program;   ///< movie-tools as installed
  std::filesystem::path settings;  ///< the environment that it is started with
  std::filesystem::path data;      ///< the folder whose owner it runs as
};

/// The places that this build is installed to.
ServicePlaces installed_places();

/// What root does with the installed program is done for the service: with its settings, where the
/// environment has no others, and as the user whom its data belong to, so that no file of root's is
/// left among them. Of root's rights that to read everything is kept: the data may lie below a
/// folder, and a file to import in one, that only root may enter. Elsewhere it does nothing.
/// Before there are threads. Throws config::ConfigError or Failure.
void act_for_service(const ServicePlaces& places);

}  // namespace movie::tools
