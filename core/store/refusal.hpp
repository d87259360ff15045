#pragma once

#include <string>
#include <string_view>

#include "store/plugin.hpp"

namespace movie::store {

/// The parts of the one line that tells why a plug-in cannot be used.
struct Refusal {
  std::string_view code;  ///< stable
  std::string subject;    ///< the file, or the mode where there is no file
  std::string expected, found, remedy;
};

/// `code: subject: expected …, found …; remedy`, on one line whatever the parts hold.
PluginError refused(const Refusal& why);

}  // namespace movie::store
