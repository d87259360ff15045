#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace movie::http {

class BodySink;

/// A header field of a request as it was sent, the value trimmed. Names compare without case.
struct Field {
  std::string_view name, value;
};

/// A request, borrowed: everything in it is valid until it has been answered.
struct Request {
  std::string_view method;  ///< as sent: methods are case-sensitive
  std::string_view
      target;  ///< origin-form, not decoded: "/movies?skip=2". An absolute-form one is cut
  std::vector<Field> fields;
  std::string_view body;             ///< chunks joined
  std::shared_ptr<BodySink> sink{};  ///< where the body went instead (Application::plan_body)
  std::string_view peer;             ///< "127.0.0.1:54321", for the access log
  bool keep_alive = true;

  /// The first field of that name (lower case).
  [[nodiscard]] std::optional<std::string_view> field(std::string_view lower_case_name) const;
  /// All fields of that name, whose value is a list, as one (RFC 9110, 5.3).
  [[nodiscard]] std::optional<std::string> list_field(std::string_view lower_case_name) const;
};

class Exchange;

/// What is still to come of a body that is given piece by piece. Belongs to the transport.
class BodyRest {
 public:
  virtual ~BodyRest() = default;
  /// What was given before has left, so that no more than a piece is held for a client that reads
  /// slowly. Gives the next one to exchange.send(), now or later, or calls exchange.abort(). Called
  /// once, on the worker's thread; must neither block nor throw.
  virtual void more(Exchange& exchange) = 0;
};

/// An answer. The transport adds Date, Content-Length or Transfer-Encoding, Connection, and leaves
/// the body out for HEAD, 204 and 304.
struct Response {
  int status = 200;
  std::string_view content_type{};   ///< a literal; empty: no such field
  std::string body{};                ///< or its first piece
  std::unique_ptr<BodyRest> rest{};  ///< what follows `body`; none: that is all
  std::vector<std::pair<std::string_view, std::string>>
      fields{};        ///< further ones; names are literals, values free of CR, LF, NUL
  bool close = false;  ///< end the connection after this answer
};

/// "Not Found" for 404; the standard's phrases.
std::string_view reason_phrase(int status) noexcept;

}  // namespace movie::http
