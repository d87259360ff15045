#include "model/fields.hpp"

#include "model/text.hpp"
#include "model/title_case.hpp"

namespace movie {
namespace {

Judged<std::string_view> judge_text(std::string_view text, std::size_t longest) {
  text = text::trimmed(text);
  if (text.empty()) return tl::unexpected(Fault{FaultType::string_too_short, 1});
  if (text.size() > longest && text::code_points(text) > longest) {
    return tl::unexpected(Fault{FaultType::string_too_long, static_cast<std::int64_t>(longest)});
  }
  if (text.find('\0') != std::string_view::npos) {
    return tl::unexpected(Fault{FaultType::value_error});  // PostgreSQL cannot hold it
  }
  return text;
}

Judged<std::string> as_it_stands(const Judged<std::string>& judged, std::string_view text,
                                 std::size_t longest) {
  if (!judged) return judged;
  if (text.size() > longest && text::code_points(text) > longest) {
    return tl::unexpected(Fault{FaultType::string_too_long, static_cast<std::int64_t>(longest)});
  }
  return std::string(text);
}

}  // namespace

std::string_view name(Field field) noexcept {
  switch (field) {
    case Field::title:
      return "title";
    case Field::year:
      return "year";
    case Field::genre:
      return "genre";
  }
  return "";
}

std::optional<Field> field_named(std::string_view name) noexcept {
  for (const Field field : kFields) {
    if (movie::name(field) == name) return field;
  }
  return std::nullopt;
}

Judged<std::string> judge_title(std::string_view text) {
  return judge_text(text, kMaxTitle).map([](std::string_view title) { return std::string(title); });
}

Judged<std::string> judge_genre(std::string_view text) {
  const Judged<std::string_view> judged = judge_text(text, kMaxGenre);
  if (!judged) return tl::unexpected(judged.error());
  std::string genre = text::title_case(*judged);
  // Full mappings can lengthen: 50 of "ß" become 51 characters.
  if (genre.size() > kMaxGenre && text::code_points(genre) > kMaxGenre) {
    return tl::unexpected(Fault{FaultType::string_too_long, kMaxGenre});
  }
  return genre;
}

Judged<std::string> keep_title(std::string_view text) {
  return as_it_stands(judge_title(text), text, kMaxTitle);
}

Judged<std::string> keep_genre(std::string_view text) {
  return as_it_stands(judge_genre(text), text, kMaxGenre);
}

Judged<LaxInteger> judge_bounds(LaxInteger integer, Bounds bounds) {
  if (integer.value < bounds.least) {
    return tl::unexpected(Fault{FaultType::greater_than_equal, bounds.least});
  }
  if (integer.value > bounds.most) {
    return tl::unexpected(Fault{FaultType::less_than_equal, bounds.most});
  }
  return integer;
}

Judged<std::int32_t> judge_year(const Judged<LaxInteger>& integer) {
  return integer.and_then([](LaxInteger year) {
                  return judge_bounds(year, {kMinYear, kMaxYear});
                })
      .map([](LaxInteger year) { return static_cast<std::int32_t>(year.value); });
}

Judged<std::int64_t> judge_id(const Judged<LaxInteger>& integer) {
  constexpr std::int64_t kMost = std::numeric_limits<std::int64_t>::max();
  return integer.and_then([](LaxInteger id) {
                  return judge_bounds(id, {1, kMost});
                })
      .and_then([](LaxInteger id) -> Judged<std::int64_t> {
        if (!id.fits) return tl::unexpected(Fault{FaultType::less_than_equal, kMost});
        return id.value;
      });
}

std::string genre_filter(std::string_view text) { return text::title_case(text::trimmed(text)); }

}  // namespace movie
