#include "json/object.hpp"

#include "json/strict_reader.hpp"

namespace movie::json {

tl::expected<FieldReader, NoObject> read_object(std::string_view text, std::size_t max_depth,
                                                bool whole) {
  using Why = NoObject::Why;
  tl::expected<FieldReader, NoObject> fields(tl::in_place, max_depth, whole);
  if (!read_strictly(text, *fields)) {
    fields = FieldReader(max_depth, whole);
    if (const auto error = read_as_python(text, *fields)) {
      return tl::unexpected(NoObject{Why::malformed, *error});
    }
  }
  if (fields->too_deep()) return tl::unexpected(NoObject{Why::too_deep});
  if (!fields->is_object()) return tl::unexpected(NoObject{Why::other_value});
  return fields;
}

}  // namespace movie::json
