#include "draw.hpp"

#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <sstream>
#include <stdexcept>

namespace movie::conformance::history {
namespace {

constexpr std::size_t kLeft = 90, kTop = 40, kColumn = 36, kBar = 18, kGap = 10, kLine = 16;

std::string escaped(const std::string& text) {
  std::string safe;
  for (const char c : text) {
    switch (c) {
      case '&':
        safe += "&amp;";
        break;
      case '<':
        safe += "&lt;";
        break;
      case '>':
        safe += "&gt;";
        break;
      default:
        safe += c;
    }
  }
  return safe;
}

class Picture {
 public:
  Picture(const History& history, const Finding& finding) : history_(history), finding_(finding) {
    for (const Event& event : history.events) {
      times_.insert(event.start);
      if (event.end != kNever) times_.insert(event.end);
    }
    place_bars();
  }

  std::string svg() {
    for (const auto& [thread, row] : rows_) {
      text(4, kTop + row * (kBar + kGap) + 13, "thread " + std::to_string(thread));
    }
    for (std::size_t index = 0; index < history_.events.size(); ++index) bar(index);
    if (failed()) stuck_line();
    const std::size_t height = legend(kTop + lines_ * (kBar + kGap) + 20);
    std::ostringstream all;
    all << "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"" << std::max(width(), widest_ * 7)
        << "\" height=\"" << height << "\" font-family=\"monospace\" font-size=\"11\">\n"
        << "<rect width=\"100%\" height=\"100%\" fill=\"white\"/>\n"
        << body_.str() << "</svg>\n";
    return all.str();
  }

 private:
  bool failed() const { return finding_.verdict != Verdict::kLinearizable; }
  std::size_t width() const { return kLeft + (times_.size() + 2) * kColumn; }

  /// A thread's row has as many lines as it has operations in one call.
  void place_bars() {
    line_of_.resize(history_.events.size());
    std::map<unsigned, std::size_t> lines;
    std::map<std::pair<unsigned, std::uint64_t>, std::size_t> in_call;
    for (std::size_t index = 0; index < history_.events.size(); ++index) {
      const Event& event = history_.events[index];
      line_of_[index] = in_call[{event.thread, event.start}]++;
      lines[event.thread] = std::max(lines[event.thread], line_of_[index] + 1);
    }
    for (const auto& [thread, many] : lines) {
      rows_[thread] = lines_;
      lines_ += many;
    }
  }

  std::size_t x(std::uint64_t time) const {
    const auto column = std::distance(times_.begin(), times_.lower_bound(time));
    return kLeft + static_cast<std::size_t>(column) * kColumn;
  }

  /// Its place in the longest order, from 1; 0: none.
  std::size_t place(std::size_t index) const {
    const auto found = std::ranges::find(finding_.order, index);
    return found == finding_.order.end()
               ? 0
               : static_cast<std::size_t>(found - finding_.order.begin()) + 1;
  }
  bool is_stuck(std::size_t index) const { return failed() && finding_.stuck == index; }

  void text(std::size_t left, std::size_t base, const std::string& what,
            const char* fill = "black") {
    body_ << "<text x=\"" << left << "\" y=\"" << base << "\" fill=\"" << fill << "\">"
          << escaped(what) << "</text>\n";
    widest_ = std::max(widest_, what.size() + 4);
  }

  void bar(std::size_t index) {
    const Event& event = history_.events[index];
    const std::size_t left = x(event.start) + 2;
    const std::size_t right = x(event.end) + (event.end == kNever ? kColumn : 0) - 2;
    const std::size_t top = kTop + (rows_[event.thread] + line_of_[index]) * (kBar + kGap);
    const char* const colour = is_stuck(index)     ? "#e06c5f"
                               : place(index) != 0 ? "#9fd49a"
                                                   : "#d5d5d5";
    body_ << "<rect x=\"" << left << "\" y=\"" << top << "\" width=\"" << right - left
          << "\" height=\"" << kBar << "\" fill=\"" << colour << "\" stroke=\"black\""
          << (event.maybe ? " stroke-dasharray=\"4 3\"" : "") << "><title>" << escaped(told(event))
          << "</title></rect>\n";
    text(left + 4, top + 13, "#" + std::to_string(index));
  }

  void stuck_line() {
    const std::uint64_t end = history_.events[finding_.stuck].end;
    const std::size_t at = x(end) + (end == kNever ? kColumn : 0);
    body_ << "<line x1=\"" << at << "\" x2=\"" << at << "\" y1=\"" << kTop - 12 << "\" y2=\""
          << kTop + lines_ * (kBar + kGap) << "\" stroke=\"#c0392b\" stroke-dasharray=\"5 4\"/>\n";
    text(at + 4, kTop - 14, "stuck: #" + std::to_string(finding_.stuck), "#c0392b");
  }

  void films(std::size_t& base, const std::string& when,
             const std::map<std::int64_t, Film>& films) {
    text(4, base += kLine, when + (films.empty() ? "none" : ""));
    for (const auto& [id, film] : films) {
      std::ostringstream line;
      line << film;
      text(20, base += kLine, line.str());
    }
  }

  std::size_t legend(std::size_t base) {
    films(base, "Films at first: ", history_.films);
    base += kLine;
    for (std::size_t index = 0; index < history_.events.size(); ++index) {
      const Event& event = history_.events[index];
      const std::size_t at = place(index);
      text(4, base += kLine,
           "#" + std::to_string(index) + " thread " + std::to_string(event.thread) + "  " +
               told(event) + (at != 0 ? "   (" + std::to_string(at) + ".)" : ""),
           is_stuck(index) ? "#c0392b" : "black");
    }
    if (failed()) {
      base += kLine;
      films(base, "Films after the longest order, where the red one cannot follow: ",
            finding_.state.films);
    }
    return base + kLine;
  }

  const History& history_;
  const Finding& finding_;
  std::set<std::uint64_t> times_;
  std::map<unsigned, std::size_t> rows_;  ///< thread -> its first line
  std::vector<std::size_t> line_of_;      ///< event -> line in its thread's row
  std::size_t lines_ = 0, widest_ = 40;
  std::ostringstream body_;
};

}  // namespace

std::string drawn(const History& history, const Finding& finding) {
  return Picture(history, finding).svg();
}

std::filesystem::path draw(const History& history, const Finding& finding,
                           const std::string& name) {
  const char* const named = std::getenv("MOVIE_CONFORMANCE_PICTURES");
  const std::filesystem::path folder =
      named != nullptr ? std::filesystem::path(named) : std::filesystem::temp_directory_path();
  const auto file = folder / ("history-" + name + "-" + std::to_string(::getpid()) + ".svg");
  std::ofstream out(file);
  out << drawn(history, finding);
  if (!out.flush()) throw std::runtime_error(file.string() + ": cannot be written");
  return file;
}

}  // namespace movie::conformance::history
