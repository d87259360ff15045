#include "http/answers.hpp"
#include "http/handlers.hpp"

namespace movie::http {

Reply openapi(const Call& call) { return json_answer(200, std::string(call.openapi)); }

}  // namespace movie::http
