#include "http/answers.hpp"
#include "http/docs/page.hpp"
#include "http/embedded.hpp"
#include "http/handlers.hpp"

namespace movie::http {

Reply docs(const Call&) { return docs_page(embedded::docs_page(), ""); }

Reply docs_start(const Call&) { return error_answer(404); }
Reply docs_style(const Call&) { return error_answer(404); }
Reply docs_script(const Call&) { return error_answer(404); }

}  // namespace movie::http
