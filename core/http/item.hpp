#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>

#include "http/call.hpp"
#include "http/conditions.hpp"

namespace movie::http {

/// A question about one film, whose row becomes the answer's body: create, update or remove.
class ItemQuestion : public Question, public store::RowSink {
 public:
  explicit ItemQuestion(store::Verb what, MoviePatch values_to_set = {});

  bool take(const MovieView& row) override;
  Reply succeeded() override;
  Response failed() override;

 protected:
  /// The film's representation, with its tag.
  [[nodiscard]] Response shown(int answer_status);
  [[nodiscard]] const std::string& tag() const { return tag_; }

 private:
  std::string body_, tag_;
  std::int64_t row_id_ = 0;
};

/// A film that is read: 304 if the client has it already.
class ReadQuestion final : public ItemQuestion {
 public:
  ReadQuestion(std::int64_t film_id, Conditions conditions);
  Reply succeeded() override;

 private:
  Conditions conditions_;
};

/// A look at a film before it is changed under If-Match. If the tag is the film's, the change
/// follows, which the store makes only if the film still is the one that was seen.
class CheckQuestion final : public Question, public store::RowSink {
 public:
  CheckQuestion(std::unique_ptr<ItemQuestion> change, Conditions conditions);
  bool take(const MovieView& row) override;
  Reply succeeded() override;

 private:
  std::unique_ptr<ItemQuestion> change_;
  Conditions conditions_;
  MovieDraft seen_;
  std::string tag_;
};

}  // namespace movie::http
