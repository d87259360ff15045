# Component dev: all that a backend is written and built with. Nothing in it names the machine it was built on.
include(CMakePackageConfigHelpers)

# The package's version is the ABI's, read where it stands.
file(STRINGS ${PROJECT_SOURCE_DIR}/core/abi/include/movie/store.h lines REGEX "^#define MOVIE_ABI_M(AJ|IN)OR ")
string(REGEX REPLACE "[^0-9]+([0-9]+)u;[^0-9]+([0-9]+)u" "\\1.\\2" MOVIE_ABI_VERSION "${lines}")

set(package share/cmake/MovieStore)
set_target_properties(movie_abi PROPERTIES EXPORT_NAME abi)
set_target_properties(movie_sdk PROPERTIES EXPORT_NAME sdk)
install(TARGETS movie_abi movie_sdk EXPORT MovieStoreTargets INCLUDES DESTINATION ${CMAKE_INSTALL_INCLUDEDIR})
install(EXPORT MovieStoreTargets NAMESPACE movie:: DESTINATION ${package} COMPONENT dev)
write_basic_package_version_file(${CMAKE_CURRENT_BINARY_DIR}/MovieStoreConfigVersion.cmake VERSION ${MOVIE_ABI_VERSION}
                                 COMPATIBILITY SameMajorVersion ARCH_INDEPENDENT)
configure_file(cmake/movie-store.pc.in movie-store.pc @ONLY)
install(FILES cmake/MovieStoreConfig.cmake cmake/MoviePlugin.cmake cmake/exports.map
              ${CMAKE_CURRENT_BINARY_DIR}/MovieStoreConfigVersion.cmake
        DESTINATION ${package} COMPONENT dev)
install(FILES ${CMAKE_CURRENT_BINARY_DIR}/movie-store.pc DESTINATION share/pkgconfig COMPONENT dev)
install(DIRECTORY include/movie DESTINATION ${CMAKE_INSTALL_INCLUDEDIR} COMPONENT dev)
# What movie-tools plugin new writes; it looks beside itself, in a build as once installed.
install(DIRECTORY templates DESTINATION ${CMAKE_INSTALL_DATADIR}/movie-service COMPONENT dev)
file(MAKE_DIRECTORY ${CMAKE_BINARY_DIR}/share/movie-service)
file(CREATE_LINK ${CMAKE_CURRENT_SOURCE_DIR}/templates ${CMAKE_BINARY_DIR}/share/movie-service/templates SYMBOLIC)
