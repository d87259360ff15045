#include "catalogue.hpp"

#include <gtest/gtest.h>

#include <map>
#include <random>
#include <string>

#include "allocations.hpp"

namespace movie::memory {
namespace {

using test::allocations_left;

/// The same films in the plainest way.
struct Model {
  struct Film {
    std::string title, genre;
    std::int32_t year = 2000;
    bool operator==(const Film&) const = default;
  };
  std::map<std::int64_t, Film> films;
  std::int64_t last_id = 0;

  std::vector<std::int64_t> of_genre(const std::string& genre) const {
    std::vector<std::int64_t> ids;
    for (const auto& [id, film] : films) {
      if (film.genre == genre) ids.push_back(id);
    }
    return ids;
  }
};

/// An order holds the model's films, each after the one before; forwards and backwards.
template <class Order>
void expect_in(const Tree<Order>& tree, const Model& model) {
  ASSERT_EQ(tree.size(), model.films.size());
  std::vector<const Film*> films;
  tree.walk(0, [&](const auto& entry) {
    EXPECT_TRUE(films.empty() || !Order::less(entry, Order::probe(tree.at(films.size() - 1))));
    films.push_back(&Order::film(entry));
    const Model::Film& expected = model.films.at(films.back()->id());
    EXPECT_EQ(films.back()->title(), expected.title);
    EXPECT_EQ(films.back()->genre(), expected.genre);
    EXPECT_EQ(films.back()->year(), expected.year);
    return true;
  });
  EXPECT_EQ(films.size(), model.films.size());
  tree.walk_back(tree.size(), [&](const auto& entry) {
    EXPECT_EQ(&Order::film(entry), films.back());
    films.pop_back();
    return true;
  });
  EXPECT_TRUE(films.empty());
}

void expect_same(const Catalogue& catalogue, const Model& model) {
  expect_in(catalogue.in<ById>(), model);
  expect_in(catalogue.in<ByGenre>(), model);
  expect_in(catalogue.in<ByTitle>(), model);
  expect_in(catalogue.in<ByYear>(), model);
  expect_in(catalogue.in<ByGenreYear>(), model);
}

/// Places, in both orders, of films that are there and of ids and genres that are not.
void expect_same_places(const Catalogue& catalogue, const Model& model, std::mt19937& random) {
  const std::int64_t id = std::uniform_int_distribution<std::int64_t>(0, model.last_id + 1)(random);
  const auto before = std::distance(model.films.begin(), model.films.lower_bound(id));
  EXPECT_EQ(catalogue.in<ById>().rank(id), static_cast<std::uint64_t>(before));
  EXPECT_EQ(static_cast<bool>(catalogue.find(id)), model.films.count(id) == 1);
  const std::string genre = "Genre " + std::to_string(random() % 9);
  const auto ids = model.of_genre(genre);
  const std::uint64_t first = catalogue.in<ByGenre>().rank({genre, 0});
  EXPECT_EQ(catalogue.in<ByGenre>().rank({genre, INT64_MAX}) - first, ids.size());
  if (ids.empty()) return;
  const std::size_t skip = random() % ids.size();
  std::vector<std::int64_t> found;
  catalogue.in<ByGenre>().walk(first + skip, [&](const Ref<Film>& film) {
    found.push_back(film->id());
    return found.size() < ids.size() - skip;
  });
  EXPECT_EQ(found,
            std::vector<std::int64_t>(ids.begin() + static_cast<std::ptrdiff_t>(skip), ids.end()));
}

class CatalogueTest : public testing::Test {
 protected:
  Ref<Film> film(std::int64_t id, const Model::Film& from) {
    return Film::make({id, from.title, from.year, from.genre});
  }

  void create() {
    const Model::Film made{"Film " + std::to_string(random_()), genre(), year()};
    const Ref<Film> created = film(0, made);
    catalogue_.create(created, room_);
    EXPECT_EQ(created->id(), ++model_.last_id);
    model_.films.emplace(created->id(), made);
  }
  void update() {
    if (model_.films.empty()) return;
    auto& [id, old] = *some();
    const Model::Film changed{random_() % 2 == 0 ? old.title : old.title + "!",
                              random_() % 2 == 0 ? old.genre : genre(),
                              random_() % 2 == 0 ? old.year : year()};
    catalogue_.update(catalogue_.find(id), film(id, changed), room_);
    old = changed;
  }
  void remove() {
    if (model_.films.empty()) return;
    const auto gone = some();
    catalogue_.remove(catalogue_.find(gone->first), room_);
    model_.films.erase(gone);
  }
  std::map<std::int64_t, Model::Film>::iterator some() {
    const auto from =
        static_cast<std::int64_t>(random_() % static_cast<std::uint64_t>(model_.last_id + 1));
    const auto at = model_.films.lower_bound(from);
    return at == model_.films.end() ? model_.films.begin() : at;
  }
  std::int32_t year() { return static_cast<std::int32_t>(1990 + random_() % 30); }
  std::string genre() { return "Genre " + std::to_string(random_() % 8); }

  std::mt19937 random_{2026};
  Catalogue catalogue_;
  Catalogue::Room room_;
  Model model_;
};

TEST_F(CatalogueTest, AgreesWithAModelThroughGrowthAndDecay) {
  for (int phase = 0; phase < 8; ++phase) {
    const unsigned creates = phase % 2 == 0 ? 7 : 2;  // of ten
    for (int step = 0; step < 6000; ++step) {
      const auto what = random_() % 10;
      what < creates ? create() : what == 9 ? update() : remove();
      if (step % 100 == 0) expect_same_places(catalogue_, model_, random_);
    }
    expect_same(catalogue_, model_);
  }
  while (!model_.films.empty()) remove();
  expect_same(catalogue_, model_);
  create();
  expect_same(catalogue_, model_);
}

TEST_F(CatalogueTest, ASnapshotStaysAsItWas) {
  for (int at = 0; at < 5000; ++at) create();
  std::vector<std::pair<Catalogue, Model>> snapshots;
  for (int round = 0; round < 6; ++round) {
    snapshots.emplace_back(catalogue_, model_);
    for (int at = 0; at < 500; ++at) create(), update(), remove(), remove();
  }
  for (const auto& [catalogue, model] : snapshots) expect_same(catalogue, model);
  expect_same(catalogue_, model_);
}

TEST_F(CatalogueTest, AChangeWithoutMemoryLeavesEverythingAsItWas) {
  for (int at = 0; at < 64 * 64 + 7; ++at) create();
  const Model::Film other{"Other", "Genre 3", 1888};
  std::int64_t failed = 0;
  const auto with_every_allocation_failing = [&](auto change) {
    for (std::int64_t allowed = 0;; ++allowed) {
      const Catalogue shared = catalogue_;  // so that every node must be copied
      Catalogue::Room empty;
      std::swap(room_, empty);
      allocations_left = allowed;
      try {
        change();
        allocations_left = INT64_MAX;
        return;
      } catch (const std::bad_alloc&) {
        allocations_left = INT64_MAX;
        ++failed;
        expect_same(catalogue_, model_);
      }
    }
  };
  const Ref<Film> created = film(0, other);
  with_every_allocation_failing([&] { catalogue_.create(created, room_); });
  EXPECT_EQ(created->id(), ++model_.last_id) << "no id was used up";
  model_.films.emplace(created->id(), other);
  const Ref<Film> changed = film(100, other);
  with_every_allocation_failing([&] { catalogue_.update(catalogue_.find(100), changed, room_); });
  model_.films.at(100) = other;
  with_every_allocation_failing([&] { catalogue_.remove(catalogue_.find(200), room_); });
  model_.films.erase(200);
  expect_same(catalogue_, model_);
  EXPECT_GT(failed, 10);
}

}  // namespace
}  // namespace movie::memory
