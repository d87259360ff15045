#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "movie/store.h"
#include "store/plugin.hpp"
#include "store/suspicion.hpp"

namespace movie::store {

/// What a call is for: the stable code of its failure, and what was expected of it; the function.
struct CallPurpose {
  std::string_view code, expected, function;
};

/// Words for the exception at hand, that came out of that function of the plug-in. Raises
/// suspicion.
std::string exception_out_of(std::string_view function, const Plugin& plugin,
                             Suspicion& suspicion) noexcept;

/// Runs `call`, which calls that function of the plug-in. Returns words for what was thrown; empty:
/// nothing was.
template <class Call>
std::string thrown_by(Suspicion& suspicion, const Plugin& plugin, std::string_view function,
                      const Call& call) noexcept {
  try {
    call();
    return {};
  } catch (...) {
    return exception_out_of(function, plugin, suspicion);
  }
}

/// Calls into the plug-in while starting up. Throws StoreError with the plug-in's own reason unless
/// `call` returns MOVIE_OK; an exception that comes through the C boundary counts as a failure of
/// the plug-in.
void call_or_throw(Suspicion& suspicion, const Plugin& plugin, CallPurpose purpose,
                   const std::function<std::int32_t(movie_error*)>& call);

}  // namespace movie::store
