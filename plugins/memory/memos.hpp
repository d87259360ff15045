#pragma once

#include <algorithm>
#include <list>
#include <map>
#include <string>

#include "film.hpp"

namespace movie::memory {

/// Creates that are remembered by a key, with the film as it was created then. What is added was
/// allocated before: adding cannot fail.
class Memos {
 public:
  struct Memo {
    std::string key, digest;
    std::int64_t expires_s;
    Ref<Film> film;
  };
  using List = std::list<Memo>;
  using Places = std::map<std::string_view, List::iterator>;

  /// A memo on its own, and those that made room for it: gone with it.
  struct Entry {
    explicit Entry(const sdk::Memo& memo, const Ref<Film>& film) {
      one.push_back({std::string(memo.key), std::string(memo.digest), memo.expires_s, film});
      Places places{{one.front().key, one.begin()}};
      place = places.extract(places.begin());
    }
    List one, gone;
    Places::node_type place;
  };

  /// Null: the key is not remembered.
  const Memo* find(const sdk::Memo& wanted) const noexcept {
    const auto found = places_.find(wanted.key);
    const bool lives = found != places_.end() && found->second->expires_s > wanted.now_s;
    return lives ? &*found->second : nullptr;
  }

  /// Whatever was remembered by its key is forgotten, and so are a few old ones.
  void add(Entry& entry, const sdk::Memo& memo) noexcept {
    if (const auto old = places_.find(memo.key); old != places_.end()) drop(old, entry.gone);
    by_age_.splice(by_age_.end(), entry.one);
    places_.insert(std::move(entry.place));
    for (int few = 0; few < 4 && is_to_go(memo); ++few) {
      drop(places_.find(by_age_.front().key), entry.gone);
    }
  }

 private:
  bool is_to_go(const sdk::Memo& memo) const noexcept {
    return by_age_.size() > memo.most ||
           (!by_age_.empty() && by_age_.front().expires_s <= memo.now_s);
  }
  void drop(Places::iterator at, List& gone) noexcept {
    gone.splice(gone.end(), by_age_, at->second);
    places_.erase(at);
  }

  List by_age_;
  Places places_;  ///< of by_age_'s, by their keys
};

}  // namespace movie::memory
