# movie_plugin(<mode> <sources>…) builds libstore_<mode>.so, target store_<mode>, the way every plug-in must be built: one
# exported symbol, nothing left undefined. In C++ it has movie/plugin.hpp, in a project of C alone movie/store.h and, installed, movie/plugin.h.
function(movie_plugin mode)
  set(exports ${CMAKE_CURRENT_FUNCTION_LIST_DIR}/exports.map)
  get_property(languages GLOBAL PROPERTY ENABLED_LANGUAGES)
  add_library(store_${mode} MODULE ${ARGN})
  if(CXX IN_LIST languages)
    target_link_libraries(store_${mode} PRIVATE movie::sdk)
  else()
    target_link_libraries(store_${mode} PRIVATE movie::abi)
  endif()
  target_link_options(store_${mode} PRIVATE -Wl,-z,defs -Wl,--version-script=${exports})
  set_target_properties(store_${mode} PROPERTIES PREFIX lib SUFFIX .so LINK_DEPENDS ${exports}
                        C_VISIBILITY_PRESET hidden CXX_VISIBILITY_PRESET hidden VISIBILITY_INLINES_HIDDEN ON)
endfunction()
