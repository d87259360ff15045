# /docs: Swagger UI from its npm package, or, where that is not asked for, a page that says how to have it.
option(MOVIE_DOCS_UI "Fetch Swagger UI with npm and serve it at /docs" OFF)

set(docs ${CMAKE_CURRENT_SOURCE_DIR}/docs)
if(NOT MOVIE_DOCS_UI)
  embed(documents docs_page ${docs}/without_ui.html)
  list(APPEND documents docs/without_ui.cpp)
  return()
endif()

find_program(NPM npm REQUIRED)
file(READ ${docs}/package.json package)
string(JSON version GET "${package}" dependencies swagger-ui-dist)
configure_file(${docs}/index.html ${CMAKE_CURRENT_BINARY_DIR}/docs/index.html @ONLY)

set(ui ${CMAKE_CURRENT_BINARY_DIR}/docs/node_modules/swagger-ui-dist)
add_custom_command(
  OUTPUT ${ui}/swagger-ui.css ${ui}/swagger-ui-bundle.js
  DEPENDS ${docs}/package.json ${docs}/package-lock.json
  COMMAND ${CMAKE_COMMAND} -E copy ${docs}/package.json ${docs}/package-lock.json ${CMAKE_CURRENT_BINARY_DIR}/docs
  # Without scripts: that of a dependency would report this installation to strangers.
  COMMAND ${NPM} ci --ignore-scripts --no-audit --no-fund
  COMMAND ${CMAKE_COMMAND} -E touch ${ui}/swagger-ui.css ${ui}/swagger-ui-bundle.js
  WORKING_DIRECTORY ${CMAKE_CURRENT_BINARY_DIR}/docs COMMENT "Fetching Swagger UI ${version}" VERBATIM)

embed(documents docs_page ${CMAKE_CURRENT_BINARY_DIR}/docs/index.html)
embed(documents docs_start ${docs}/start.js)
embed(documents swagger_ui_css ${ui}/swagger-ui.css)
embed(documents swagger_ui_bundle_js ${ui}/swagger-ui-bundle.js)
list(APPEND documents docs/swagger_ui.cpp)
install(FILES ${ui}/LICENSE ${ui}/NOTICE ${ui}/swagger-ui-bundle.js.LICENSE.txt
        DESTINATION ${CMAKE_INSTALL_DOCDIR}/swagger-ui COMPONENT service)
