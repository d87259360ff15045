#include "json/object.hpp"

#include "json/strict_reader.hpp"

namespace movie::json {

tl::expected<FieldReader, NoObject> read_object(std::string_view text, bool whole) {
  using Why = NoObject::Why;
  tl::expected<FieldReader, NoObject> fields(tl::in_place, whole);
  if (!read_strictly(text, *fields)) {
    fields = FieldReader(whole);
    if (const auto error = read_as_python(text, *fields)) {
      return tl::unexpected(NoObject{Why::malformed, *error});
    }
  }
  if (fields->too_deep()) return tl::unexpected(NoObject{Why::too_deep});
  if (!fields->is_object()) return tl::unexpected(NoObject{Why::other_value});
  return fields;
}

}  // namespace movie::json
