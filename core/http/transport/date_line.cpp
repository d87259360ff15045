#include "http/transport/date_line.hpp"

#include <fmt/chrono.h>

namespace movie::http {

std::string_view DateLine::now() {
  timespec now{};
  ::clock_gettime(CLOCK_REALTIME_COARSE, &now);
  if (now.tv_sec != second_) {
    second_ = now.tv_sec;
    line_ = fmt::format("Date: {:%a, %d %b %Y %H:%M:%S} GMT\r\n", fmt::gmtime(second_));
  }
  return line_;
}

}  // namespace movie::http
