# embed(<sources> <name> <file>): appends to the list <sources> a file that puts the bytes of another into the program, as
# embedded::<name>() of embedded.hpp.
function(embed sources name file)
  set(generated ${CMAKE_CURRENT_BINARY_DIR}/embedded/${name}.cpp)
  configure_file(${PROJECT_SOURCE_DIR}/core/http/embedded.cpp.in ${generated} @ONLY)
  set_source_files_properties(${generated} PROPERTIES OBJECT_DEPENDS ${file})
  set(${sources} ${${sources}} ${generated} PARENT_SCOPE)
endfunction()
