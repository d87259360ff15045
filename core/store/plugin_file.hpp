#pragma once

#include <filesystem>

namespace movie::store {

/// The real path of a plug-in's file, once it is sure that only its owner, its group and root can
/// change what is loaded: a regular file, not writable by others, and no folder above it (or above
/// the link that led to it) is. A folder with the sticky bit (/tmp) is fine as long as the next
/// thing inside belongs to root or to this user. Writing by the group is accepted: users of Debian
/// have a group of their own and often umask 002. Throws PluginError.
std::filesystem::path trusted_file(const std::filesystem::path& file);

}  // namespace movie::store
