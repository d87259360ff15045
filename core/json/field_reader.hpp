#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "json/handler.hpp"
#include "model/fields.hpp"
#include "model/movie.hpp"

namespace movie::json {

/// Judges the fields of a film as a reader passes them; nothing is built for what is not a field.
/// Of a field given twice the last counts.
class FieldReader final : public Handler {
 public:
  /// `whole`: the film as a catalogue held it, with its id and its text as it stands.
  explicit FieldReader(std::size_t max_depth, bool whole = false)
      : whole_(whole), max_depth_(max_depth) {}

  std::optional<Judged<std::string>> title, genre;  ///< nothing: the field was not there
  std::optional<Judged<std::int32_t>> year;
  std::optional<Judged<std::int64_t>> id;  ///< of a whole film only

  /// What is wrong with a field, if anything is; one that is not there only if it is `required`.
  [[nodiscard]] std::optional<Fault> fault_of(Field which, bool required) const;
  /// The same for a whole film's id.
  [[nodiscard]] std::optional<Fault> fault_of_id() const;
  /// The film, once none of the fields, all required, has a fault.
  [[nodiscard]] MovieDraft take_draft();

  /// The outermost value is an object.
  [[nodiscard]] bool is_object() const { return is_object_; }
  /// Reading was broken off because of it.
  [[nodiscard]] bool too_deep() const { return too_deep_; }

  bool null() override;
  bool boolean(bool value) override;
  bool number(std::string_view as_spelt) override;
  bool string(std::string_view text) override;
  bool begin_object() override;
  bool key(std::string_view text) override;
  bool end_object() override;
  bool begin_array() override;
  bool end_array() override;

 private:
  [[nodiscard]] std::optional<Field> field() const;
  [[nodiscard]] bool at_id() const;
  void set_text(Field field, std::string_view text);
  void set_other(const Judged<LaxInteger>& as_integer);
  bool open();
  bool close();

  std::optional<Field>
      member_;  ///< the member of the outermost object that is being read, if it is a field
  bool whole_;
  bool id_member_ = false;  ///< it is the id
  std::size_t max_depth_, depth_ = 0;
  bool is_object_ = false;
  bool too_deep_ = false;
};

}  // namespace movie::json
