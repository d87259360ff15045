#pragma once

#include <functional>
#include <string_view>

#include "movie/store.h"
#include "store/plugin.hpp"

namespace movie::store {

/// What a call is for: the stable code of its failure, and what was expected of it.
struct CallPurpose {
  std::string_view code, expected;
};

/// Calls into the plug-in while starting up. Throws StoreError with the plug-in's own reason unless
/// `call` returns MOVIE_OK; an exception that comes through the C boundary counts as a failure of
/// the plug-in.
void call_or_throw(const Plugin& plugin, CallPurpose purpose,
                   const std::function<std::int32_t(movie_error*)>& call);

}  // namespace movie::store
