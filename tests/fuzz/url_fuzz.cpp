// Any text as a store's URL: never a crash, and never the password.

#include "config/config.hpp"
#include "config/url.hpp"
#include "fuzz/fuzz.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using movie::fuzz::hold;
  const auto text = movie::fuzz::text_of(data, size);
  static_cast<void>(movie::config::without_password(text));
  static_cast<void>(movie::config::fits_mode(text, "sqlite"));
  static_cast<void>(movie::config::sqlite_file(text, "/folder"));
  constexpr std::string_view kSecret = "s3cr3t";
  const bool in_user_part = text.find_first_of("@/?#: ") == std::string_view::npos;
  if (!in_user_part || text.find(kSecret) != std::string_view::npos) return 0;
  const std::string url = "postgresql://" + std::string(text) + ":s3cr3t@host/db";
  hold(movie::config::without_password(url).find(kSecret) == std::string::npos,
       "a password is never shown");
  return 0;
}
