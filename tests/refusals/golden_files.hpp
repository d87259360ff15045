#pragma once

#include <filesystem>
#include <string>

namespace movie::test {

/// Makes libstore_<what>.so in `folder` with the fault that `what` names ("empty", "cut_header",
/// …). False: no such fault is known here; it may be one of the built plug-ins.
bool make_bad_file(const std::string& what, const std::filesystem::path& folder);

}  // namespace movie::test
