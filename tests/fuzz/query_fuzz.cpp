// Any bytes as the query of a list: a question within the limits, or faults.

#include "fuzz/fuzz.hpp"
#include "http/list/links.hpp"
#include "http/list/parameters.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using movie::fuzz::hold;
  const auto query = movie::fuzz::text_of(data, size);
  movie::json::Faults faults;
  const auto asked = movie::http::read_list_parameters(query, std::nullopt, faults);
  hold(asked.has_value() != faults.any(), "a question, or faults");
  if (!asked) return static_cast<void>(faults.body()), 0;
  hold(asked->query.limit >= 1 && asked->query.limit <= 1000, "a limit within its bounds");
  hold(asked->query.genres.size() <= 8, "no more genres than a store is told to expect");
  const movie::http::ListPage page{3, true, 7, 1'000};
  const auto links = movie::http::page_links(query, *asked, page);
  hold(links.find_first_of("\r\n") == std::string::npos && links.find('\0') == std::string::npos,
       "links are a field's value");
  return 0;
}
