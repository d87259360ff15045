#pragma once

#include <atomic>
#include <cstdint>
#include <memory>
#include <string>

#include "bulk/temp_file.hpp"
#include "http/body_sink.hpp"
#include "model/result.hpp"

namespace movie::http {

class Spools;

/// A body as it came, kept beside the memory until it is looked at.
class Spool final : public BodySink {
 public:
  Spool(Spools& spools, bool for_results);
  ~Spool() override;
  Spool(const Spool&) = delete;
  Spool& operator=(const Spool&) = delete;

  [[nodiscard]] std::uint64_t most() const override;
  int take(std::string_view bytes) override;
  [[nodiscard]] std::string_view trouble() const override { return trouble_; }
  [[nodiscard]] bulk::TempFile& file() { return file_; }
  /// It no longer counts as taken, though the request that it belongs to is still being answered.
  void release() noexcept;

 private:
  Spools& spools_;
  const bool for_results_;
  bool counts_ = true;
  bulk::TempFile file_;
  std::string trouble_;
};

/// Gives out a few spools at a time, so that bodies cannot fill the disk, nor what is told of their
/// rows, which lies there until the client has read it. Outlives them. Safe to use from several
/// threads.
class Spools {
 public:
  /// `most_bytes`: of a body.
  explicit Spools(std::uint64_t most_bytes) : most_bytes_(most_bytes) {}

  /// `for_results`: the answer tells of each row. Fails with `busy` where all are taken, with `full`
  /// where no file can be had.
  Result<std::shared_ptr<Spool>> open(bool for_results);

 private:
  friend class Spool;
  static constexpr unsigned kMost = 4;
  static constexpr unsigned kMostForResults = 16;  // those released included

  const std::uint64_t most_bytes_;
  std::atomic<unsigned> taken_{0}, for_results_{0};
};

}  // namespace movie::http
