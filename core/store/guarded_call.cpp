#include "store/guarded_call.hpp"

#include <fmt/format.h>

#include <array>
#include <cstring>
#include <exception>
#include <string>

#include "store/contract.hpp"
#include "store/refusal.hpp"
#include "store/store.hpp"

namespace movie::store {

void call_or_throw(const Plugin& plugin, CallPurpose purpose,
                   const std::function<std::int32_t(movie_error*)>& call) {
  std::array<char, 1024> message{};
  movie_error error{sizeof(movie_error), 0, message.data(), message.size()};
  Status status = Status::internal;
  std::string reason;
  try {
    status = as_status(call(&error));
    if (status == Status::ok) return;
    reason.assign(message.data(), ::strnlen(message.data(), message.size()));
    if (reason.empty()) reason = "no reason given";
  } catch (const std::exception& thrown) {
    reason = fmt::format("an exception thrown by the plug-in: {}", thrown.what());
  } catch (...) {
    reason = "an exception thrown by the plug-in";
  }
  if (status == Status::unset) status = Status::internal;
  const PluginError line =
      refused({purpose.code, plugin.file.string(), std::string(purpose.expected),
               fmt::format("{} ({})", reason, name_of(status)),
               status == Status::unavailable ? "check that the store runs and that its URL is right"
               : status == Status::internal  ? "report it to the plug-in's author"
                                             : "check the store's URL and settings"});
  throw StoreError(status, line.what());
}

}  // namespace movie::store
