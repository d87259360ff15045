# Debian packages by CPack, one a component: the core, each plug-in, and what a plug-in's author needs.
zipped(${generated}/debian/changelog ${generated}/debian/changelog.gz)

# Whose headers or static library are compiled into what a component installs, where their licence asks for its text beside the
# program (Boost's and tl::expected's do not). Taken from where Debian has them, at the time of building. A plug-in has none: what it
# includes of others only declares.
set(headers_service libpistache-dev rapidjson-dev libicu-dev libcli11-dev libfmt-dev libspdlog-dev)
set(headers_conformance libgtest-dev libgmock-dev libcli11-dev libfmt-dev)

# third_party_notices(<component> <package>): the licences of others that hold for it, installed beside its own.
function(third_party_notices component package)
  set(notices "")
  foreach(library IN LISTS headers_${component})
    set(text /usr/share/doc/${library}/copyright)
    if(NOT EXISTS ${text})
      message(WARNING "${text} is missing: ${package} will not be complete without it. Install ${library}")
      continue()
    endif()
    file(READ ${text} text)
    string(APPEND notices "==== ${library} ====\n\n${text}\n")
  endforeach()
  if(notices)
    file(WRITE ${generated}/debian/${package}/third-party-notices "${notices}")
    zipped(${generated}/debian/${package}/third-party-notices ${generated}/debian/${package}/third-party-notices.gz)
    install(FILES ${generated}/debian/${package}/third-party-notices.gz DESTINATION ${CMAKE_INSTALL_DATADIR}/doc/${package}
            COMPONENT ${component})
  endif()
endfunction()

# What a plug-in needs of the core is the ABI, so that is what its package depends on.
file(STRINGS ${PROJECT_SOURCE_DIR}/core/abi/include/movie/store.h abi REGEX "^#define MOVIE_ABI_(MAJOR|MINOR) ")
string(REGEX REPLACE "^.*MAJOR ([0-9]+)u?;.*MINOR ([0-9]+)u?.*$" "\\1;\\2" abi "${abi}")
list(GET abi 0 abi_major)
list(GET abi 1 abi_minor)
set(abi_package movie-store-abi-${abi_major})

# debian_package(<component> <package> <summary> <text> [FIELD value …]): its name and fields, if anything is installed for it.
get_cmake_property(installed COMPONENTS)
macro(debian_package component package summary text)
  if(${component} IN_LIST installed)
    list(APPEND CPACK_COMPONENTS_ALL ${component})
    string(TOUPPER ${component} upper)
    set(CPACK_DEBIAN_${upper}_DESCRIPTION "${summary}\n${text}")
    set(CPACK_DEBIAN_${upper}_PACKAGE_NAME ${package})
    set(CPACK_DEBIAN_${upper}_PACKAGE_SHLIBDEPS ON)
    set(fields ${ARGN})
    while(fields)
      list(POP_FRONT fields field value)
      set(CPACK_DEBIAN_${upper}_${field} "${value}")
    endwhile()
    install(FILES ${CMAKE_CURRENT_SOURCE_DIR}/debian/copyright ${generated}/debian/changelog.gz
            DESTINATION ${CMAKE_INSTALL_DATADIR}/doc/${package} COMPONENT ${component})
    third_party_notices(${component} ${package})
  endif()
endmacro()

debian_package(service movie-service "movie catalogue over HTTP with pluggable storage"
  "The server and its tools. Films are kept by a plug-in, of which each is a\npackage of its own; the service uses movie-store-sqlite unless told otherwise."
  PACKAGE_RECOMMENDS "movie-store-sqlite" PACKAGE_PROVIDES "${abi_package} (= ${abi_major}.${abi_minor})" PACKAGE_SECTION "web")
set(CPACK_DEBIAN_SERVICE_PACKAGE_CONTROL_EXTRA
  ${generated}/debian/postinst ${generated}/debian/prerm ${generated}/debian/postrm ${generated}/debian/triggers
  ${CMAKE_CURRENT_SOURCE_DIR}/debian/conffiles)
install(FILES debian/movie-service.lintian-overrides DESTINATION ${CMAKE_INSTALL_DATADIR}/lintian/overrides RENAME movie-service
        COMPONENT service)

set(text_memory "Films in the server's memory, gone when it ends: for demonstrations and tests.")
set(text_sqlite "Films in an SQLite database: durable, for one machine.")
set(text_pg "Films in a PostgreSQL database, which several servers may share.")
foreach(plugin IN LISTS MOVIE_PLUGINS)
  debian_package(store-${plugin} movie-store-${plugin} "storage plug-in '${plugin}' of movie-service" "${text_${plugin}}"
    PACKAGE_DEPENDS "${abi_package} (>= ${abi_major}.${abi_minor})" PACKAGE_SECTION "database")
endforeach()
debian_package(dev movie-service-dev "files for writing storage plug-ins of movie-service"
  "The C header of the plug-in interface, helpers for C and C++, what CMake and\npkg-config need to find them, and the projects that\nmovie-tools plugin new begins."
  PACKAGE_SUGGESTS "movie-conformance, movie-service" PACKAGE_SECTION "libdevel")
debian_package(conformance movie-conformance "conformance tests for storage plug-ins of movie-service"
  "Runs a storage plug-in through all that the plug-in interface promises." PACKAGE_SECTION "devel")

set(CPACK_PACKAGE_NAME movie-service)
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "")  # each package has its own
set(CPACK_PACKAGE_CONTACT "Movie Service <packages@movie-service.example>")
set(CPACK_PACKAGE_VENDOR "Movie Service")
set(CPACK_RESOURCE_FILE_LICENSE ${PROJECT_SOURCE_DIR}/LICENSE)
set(CPACK_STRIP_FILES ON)
set(CPACK_INSTALL_DEFAULT_DIRECTORY_PERMISSIONS OWNER_READ OWNER_WRITE OWNER_EXECUTE GROUP_READ GROUP_EXECUTE WORLD_READ WORLD_EXECUTE)
set(CPACK_DEB_COMPONENT_INSTALL ON)
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_CONTROL_STRICT_PERMISSION ON)
set(CPACK_VERBATIM_VARIABLES ON)

# The source as it stands in a checkout, without what is built: cpack -G TGZ --config <build>/CPackSourceConfig.cmake
set(CPACK_SOURCE_GENERATOR TGZ)
set(CPACK_SOURCE_PACKAGE_FILE_NAME movie-service-${PROJECT_VERSION})
set(CPACK_SOURCE_IGNORE_FILES "^${PROJECT_SOURCE_DIR}/(build|data|\\.git|\\.env$)" "/__pycache__/")
include(CPack)
