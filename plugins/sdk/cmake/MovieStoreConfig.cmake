# find_package(MovieStore 1.0): movie::abi (movie/store.h), movie::sdk (movie/plugin.hpp) and movie_plugin(). The version is the ABI's.
include(${CMAKE_CURRENT_LIST_DIR}/MovieStoreTargets.cmake)
include(${CMAKE_CURRENT_LIST_DIR}/MoviePlugin.cmake)
