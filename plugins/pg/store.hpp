#pragma once

#include "server.hpp"

namespace movie::pg {

/// A Postgres database as a store of films. Opening it does not connect: the server may come later.
class Store final : public sdk::Store {
 public:
  explicit Store(const sdk::Open& how) : server_(how) {}

  sdk::Limits limits() const override;
  std::shared_ptr<sdk::Session> session(bool writer) override;
  void migrate(const sdk::Migration& how);
  void figures(const sdk::Figures& figures) { server_.figures(figures); }

 private:
  Server server_;
};

}  // namespace movie::pg
