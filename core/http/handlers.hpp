#pragma once

#include "http/call.hpp"

namespace movie::http {

Reply health(const Call& call);
Reply healthz(const Call& call);
Reply livez(const Call& call);
Reply readyz(const Call& call);

Reply openapi(const Call& call);
Reply docs(const Call& call);
Reply docs_start(const Call& call);
Reply docs_style(const Call& call);
Reply docs_script(const Call& call);

Reply list_movies(const Call& call);
Reply export_movies(const Call& call);
Reply create_movie(const Call& call);
Reply bulk_create_movies(const Call& call);
Reply read_movie(const Call& call);
Reply replace_movie(const Call& call);
Reply update_movie(const Call& call);
Reply delete_movie(const Call& call);

}  // namespace movie::http
