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

std::string exception_out_of(std::string_view function, const Plugin& plugin,
                             Suspicion& suspicion) noexcept {
  std::string what;
  try {
    throw;
  } catch (const std::exception& thrown) {
    what = thrown.what();
  } catch (...) {
    what = "something that is no std::exception";
  }
  if (what.empty()) what = "an exception without words";
  suspicion.raise(plugin.facts.name, function, what);
  return what;
}

void call_or_throw(Suspicion& suspicion, const Plugin& plugin, CallPurpose purpose,
                   const std::function<std::int32_t(movie_error*)>& call) {
  std::array<char, 1024> message{};
  movie_error error{sizeof(movie_error), 0, message.data(), message.size()};
  Status status = Status::internal;
  std::string reason =
      thrown_by(suspicion, plugin, purpose.function, [&] { status = as_status(call(&error)); });
  if (!reason.empty()) {
    status = Status::internal;
    reason = fmt::format("an exception thrown by the plug-in: {}", reason);
  } else {
    if (status == Status::ok) return;
    reason = with_native({message.data(), ::strnlen(message.data(), message.size())}, error.native);
    if (reason.empty()) reason = "no reason given";
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
