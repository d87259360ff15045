#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace movie::test {

/// The includes of a source file that break the house's order, each as "file:line: what is wrong".
/// `file` is relative to the top of the repository: its folder says which room it stands in.
std::vector<std::string> bad_arrows(const std::filesystem::path& file, std::string_view text);

}  // namespace movie::test
