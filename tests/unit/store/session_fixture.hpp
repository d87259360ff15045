#pragma once

#include <gtest/gtest.h>

#include <functional>
#include <limits>
#include <memory>
#include <string>
#include <vector>

#include "store/store.hpp"
#include "unit/store/fake_store.hpp"

namespace movie::store {

/// Keeps what it is given.
struct Rows final : RowSink {
  std::vector<Movie> taken;
  std::size_t most = std::numeric_limits<std::size_t>::max();
  bool take(const MovieView& row) override {
    taken.push_back({row.id, std::string(row.title), row.year, std::string(row.genre)});
    return taken.size() < most;
  }
  [[nodiscard]] std::vector<std::int64_t> ids() const {
    std::vector<std::int64_t> all;
    for (const Movie& row : taken) all.push_back(row.id);
    return all;
  }
};

class SessionTest : public ::testing::Test {
 protected:
  void run(Operation& operation, bool no_wait = false) {
    if (!store_) store_ = fake_.open();
    if (operation.rows == nullptr) operation.rows = &rows_;
    store_->session(true).execute(operation, no_wait);
  }
  void create(const std::string& title, const std::string& genre = "Drama") {
    Operation operation(Verb::create);
    operation.values = {title, 2000, genre};
    Rows ignored;
    operation.rows = &ignored;
    run(operation);
    ASSERT_EQ(operation.status, Status::ok) << operation.message;
  }
  /// The outcome of an operation of which the plug-in does `behaviour`.
  Operation& after(Verb verb, std::function<std::int32_t(const movie_op&)> behaviour,
                   bool no_wait = false) {
    fake_.on_op = [behaviour = std::move(behaviour)](const movie_call&, const movie_op& op) {
      return behaviour(op);
    };
    asked_ = std::make_unique<Operation>(verb);
    asked_->id = 7;
    asked_->values = {"T", 2000, "G"};
    run(*asked_, no_wait);
    return *asked_;
  }
  static movie_row row(std::int64_t id, std::string_view title = "T",
                       std::string_view genre = "G") {
    return {sizeof(movie_row), 2000, id, {title.data(), title.size()}, {genre.data(), genre.size()},
            {nullptr, 0}};
  }
  static std::int32_t emit(const movie_op& op, const movie_row& row) {
    return op.emit(op.ctx, &row);
  }

  test::FakeStore fake_;
  std::unique_ptr<Store> store_;
  Rows rows_;
  std::unique_ptr<Operation> asked_;
};

}  // namespace movie::store
