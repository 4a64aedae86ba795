# SPDX-License-Identifier: MIT
# ragel_add_parser(TARGET FILE.rl): compile FILE.rl to C in the build folder
# and add it to TARGET.
find_program(RAGEL ragel REQUIRED)

function(ragel_add_parser target file)
    cmake_path(GET file STEM name)
    set(output ${CMAKE_CURRENT_BINARY_DIR}/${name}.c)
    add_custom_command(OUTPUT ${output}
        COMMAND ${RAGEL} -C -T0 -o ${output} ${CMAKE_CURRENT_SOURCE_DIR}/${file}
        DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/${file}
        COMMENT "Ragel ${file}" VERBATIM)
    # A command is built by a target of its own folder only.
    add_custom_target(${target}_${name}_rl DEPENDS ${output})
    add_dependencies(${target} ${target}_${name}_rl)
    set_property(GLOBAL APPEND PROPERTY SM_GENERATED_TARGETS ${target}_${name}_rl)
    target_sources(${target} PRIVATE ${output})
    # What Ragel writes to look a byte up in its small tables.
    set_source_files_properties(${output} TARGET_DIRECTORY ${target}
        PROPERTIES COMPILE_OPTIONS -Wno-sign-conversion)
endfunction()
