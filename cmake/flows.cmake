# SPDX-License-Identifier: MIT
# sm_add_flow(TARGET FILE.flow): compile a flow to NAME.flow.h and NAME.flow.c
# in the build folder's generated/ and add them to TARGET.  A flow belongs to
# one target, and its name to one flow.
find_package(Python3 3.9 REQUIRED COMPONENTS Interpreter)
set(SM_FLOWC ${PROJECT_SOURCE_DIR}/gen/flowc)
file(GLOB SM_FLOWC_SOURCES CONFIGURE_DEPENDS
     ${PROJECT_SOURCE_DIR}/gen/flow/*.py
     ${PROJECT_SOURCE_DIR}/gen/flow/checks/*.py)
set(SM_GENERATED ${PROJECT_BINARY_DIR}/generated)

function(sm_add_flow target file)
    cmake_path(ABSOLUTE_PATH file BASE_DIRECTORY ${CMAKE_CURRENT_SOURCE_DIR}
               NORMALIZE OUTPUT_VARIABLE input)
    cmake_path(GET input STEM name)
    cmake_path(GET input PARENT_PATH folder)
    # A flow reads the flows it runs and the files it includes.
    file(GLOB neighbours CONFIGURE_DEPENDS ${folder}/*.flow
         ${folder}/*.events ${folder}/*.shared)
    set(outputs ${SM_GENERATED}/${name}.flow.h ${SM_GENERATED}/${name}.flow.c)
    add_custom_command(OUTPUT ${outputs}
        COMMAND ${Python3_EXECUTABLE} ${SM_FLOWC} c -o ${SM_GENERATED} ${input}
        DEPENDS ${neighbours} ${SM_FLOWC} ${SM_FLOWC_SOURCES}
        COMMENT "flowc ${name}.flow" VERBATIM)
    # A command is built by a target of its own folder only.
    add_custom_target(${target}_${name}_flow DEPENDS ${outputs})
    add_dependencies(${target} ${target}_${name}_flow)
    add_dependencies(generated ${target}_${name}_flow)
    target_sources(${target} PRIVATE ${outputs})
    target_include_directories(${target} PRIVATE ${SM_GENERATED})
endfunction()

# The pages and pictures of docs/flows, and the pages that name their lines,
# written anew from the tables.
file(GLOB SM_FLOWS CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/statemachine/*.flow)
add_custom_target(flow_docs
    COMMAND ${Python3_EXECUTABLE} ${SM_FLOWC} docs
            -o ${PROJECT_SOURCE_DIR}/docs/flows ${SM_FLOWS}
    COMMAND ${Python3_EXECUTABLE} ${SM_FLOWC} svg
            -o ${PROJECT_SOURCE_DIR}/docs/flows ${SM_FLOWS}
    COMMAND ${Python3_EXECUTABLE} -B
            ${PROJECT_SOURCE_DIR}/tests/lint/papers.py --write
    COMMENT "docs/flows" VERBATIM)
