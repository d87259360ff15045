#pragma once

#include <ctime>
#include <string>
#include <string_view>

namespace movie::http {

/// The Date field of answers, made once a second. Used on one thread.
class DateLine {
 public:
  /// "Date: Sun, 06 Nov 1994 08:49:37 GMT\r\n", valid until the next call.
  std::string_view now();

 private:
  std::time_t second_ = -1;
  std::string line_;
};

}  // namespace movie::http
