#pragma once

#include <optional>
#include <string_view>

namespace movie::http {

/// The origin-form ("/movies?skip=2") of a request target (RFC 9112, 3.2): an absolute-form one
/// loses scheme and authority; `*` of OPTIONS and the authority of CONNECT stay. Nothing: it is
/// none of these forms. The result points into `target`, which may be changed for it.
std::optional<std::string_view> origin_form(std::string_view method, char* target,
                                            std::size_t size);

/// Whether the value of a Host field can be a host with or without a port; an empty one can.
bool valid_host(std::string_view value);

}  // namespace movie::http
