#include "store/figure_door.hpp"

#include <algorithm>
#include <cstddef>
#include <exception>

#include "log/log.hpp"
#include "store/sound_text.hpp"

namespace movie::store {
namespace {

constexpr std::size_t kMostFigures = 256, kLongestName = 63;
constexpr std::size_t kFigureSize = offsetof(movie_figure, value) + sizeof(movie_figure::value);

/// [a-z][a-z0-9_]*
bool is_name(std::string_view name) {
  const auto lower = [](char c) { return c >= 'a' && c <= 'z'; };
  return !name.empty() && name.size() <= kLongestName && lower(name[0]) &&
         std::ranges::all_of(
             name, [&](char c) { return lower(c) || (c >= '0' && c <= '9') || c == '_'; });
}

}  // namespace

bool FigureDoor::tells(const movie_figure& figure) const {
  return figures_.size() < kMostFigures && figure.struct_size >= kFigureSize &&
         figure.kind <= MOVIE_COUNTER && figure.name.size <= kLongestName &&
         is_name(view(figure.name)) && std::ranges::none_of(figures_, [&](const Figure& before) {
           return before.name == view(figure.name);
         });
}

void FigureDoor::open() {
  figures_.clear();
  thread_ = std::this_thread::get_id();
}

std::vector<Figure> FigureDoor::take() {
  thread_ = std::thread::id();
  return std::move(figures_);
}

void FigureDoor::report(const movie_figure* given) noexcept {
  if (given == nullptr || std::this_thread::get_id() != thread_.load()) return;
  try {
    if (!tells(*given)) return;
    figures_.push_back(
        {std::string(view(given->name)), given->kind == MOVIE_COUNTER, given->value});
  } catch (const std::exception& error) {
    log::debug("a figure of the store is lost: {}", error.what());
  }
}

}  // namespace movie::store
