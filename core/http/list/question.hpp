#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "http/call.hpp"
#include "http/conditions.hpp"
#include "http/list/links.hpp"
#include "http/list/parameters.hpp"

namespace movie::http {

/// A question about many films, whose rows become an array, a page of one or CSV. Where the page's
/// neighbours are told, it asks for one film more than it shows, to know whether others follow.
class ListQuestion final : public Question, public store::RowSink {
 public:
  /// `target_query`: the request's own, not decoded, for links to its neighbours.
  ListQuestion(ListParameters asked, std::string_view target_query, Conditions conditions);

  bool take(const MovieView& row) override;
  Reply succeeded() override;

 private:
  [[nodiscard]] Response json();
  [[nodiscard]] Response csv();
  [[nodiscard]] std::vector<std::pair<std::string_view, std::string>> fields() const;

  ListParameters asked_;
  std::string target_query_;
  Conditions conditions_;
  ListPage page_;
  std::string body_;
};

}  // namespace movie::http
