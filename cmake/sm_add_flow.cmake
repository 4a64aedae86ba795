# SPDX-License-Identifier: MIT
# sm_add_flow(TARGET FILE.flow [STUBS]): compile a flow to NAME.flow.h and
# NAME.flow.c, and add them to TARGET, which links lws-acme-client::sm.  STUBS
# adds NAME.stubs.h and NAME.stubs.c, too: what C does not define is a stub.
#
# They are written to the folder `generated` of the build folder that the caller
# stands in, or to SM_GENERATED where that is set.  The flows of one folder have
# different names; several targets there may have the same flow.
#
# Who includes this sets SM_FLOWC, the path of the compiler.
cmake_path(GET SM_FLOWC PARENT_PATH sm_flowc_folder)
file(GLOB sm_flowc_sources CONFIGURE_DEPENDS
     ${sm_flowc_folder}/flow/*.py ${sm_flowc_folder}/flow/*/*.py)
set_property(GLOBAL PROPERTY SM_FLOWC ${SM_FLOWC} ${sm_flowc_sources})

# How to call it, and what its output depends on.
function(sm_find_flowc command sources)
    get_property(found GLOBAL PROPERTY SM_FLOWC)
    get_property(python GLOBAL PROPERTY SM_PYTHON)
    if(NOT python)
        find_package(Python3 3.9 REQUIRED COMPONENTS Interpreter)
        set(python ${Python3_EXECUTABLE})
        set_property(GLOBAL PROPERTY SM_PYTHON ${python})
    endif()
    list(GET found 0 program)
    set(${command} ${python} ${program} PARENT_SCOPE)
    set(${sources} ${found} PARENT_SCOPE)
endfunction()

# The target RULE writes both files of the flow INPUT to FOLDER: `flowc c` those
# that end in flow.h and flow.c, `flowc stubs` in stubs.h and stubs.c.
function(sm_compile_flow rule input folder command end)
    sm_find_flowc(flowc sources)
    cmake_path(GET input STEM name)
    cmake_path(GET input PARENT_PATH beside)
    # A flow reads the flows it runs and the files it includes.
    file(GLOB flows_beside CONFIGURE_DEPENDS ${beside}/*.flow ${beside}/*.events
         ${beside}/*.shared)
    set(outputs ${folder}/${name}.${end}.h ${folder}/${name}.${end}.c)
    add_custom_command(OUTPUT ${outputs}
        COMMAND ${flowc} ${command} -o ${folder} ${input}
        DEPENDS ${input} ${flows_beside} ${sources}
        COMMENT "flowc ${command} ${name}.flow" VERBATIM)
    add_custom_target(${rule} DEPENDS ${outputs})
    set_property(GLOBAL APPEND PROPERTY SM_COMPILED ${input})
    set_property(GLOBAL APPEND PROPERTY SM_GENERATED_TARGETS ${rule})
endfunction()

# What the command writes for the flow INPUT is added to the target.
function(sm_add_compiled target input folder command end)
    # The rule of this flow, and its file.  A command is built by a target of
    # its own folder only.
    cmake_path(GET input STEM name)
    get_property(known DIRECTORY PROPERTY SM_${end}_${name})
    if(NOT known)
        set(known ${target}_${name}_${end} ${input})
        sm_compile_flow(${known} ${folder} ${command} ${end})
        set_property(DIRECTORY PROPERTY SM_${end}_${name} ${known})
    endif()
    list(POP_FRONT known rule)
    if(NOT known STREQUAL input)
        message(FATAL_ERROR "sm_add_flow: ${input} has the name of ${known}")
    endif()
    add_dependencies(${target} ${rule})
    target_sources(${target} PRIVATE ${folder}/${name}.${end}.h
                                     ${folder}/${name}.${end}.c)
endfunction()

# Tables in the folder of who calls it that were forgotten: no sm_add_flow()
# compiles them.
function(sm_warn_of_forgotten)
    get_property(compiled GLOBAL PROPERTY SM_COMPILED)
    file(GLOB flows CONFIGURE_DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/*.flow)
    foreach(flow IN LISTS flows)
        cmake_path(GET flow FILENAME name)
        if(NOT flow IN_LIST compiled)
            message(WARNING "${name} is compiled for no target: write "
                            "sm_add_flow(TARGET ${name})")
        endif()
    endforeach()
endfunction()

function(sm_add_flow target file)
    cmake_parse_arguments(PARSE_ARGV 2 arg "STUBS" "" "")
    if(arg_UNPARSED_ARGUMENTS)
        message(FATAL_ERROR "sm_add_flow: after ${file} stands STUBS or "
                            "nothing, not ${arg_UNPARSED_ARGUMENTS}")
    endif()
    cmake_path(ABSOLUTE_PATH file BASE_DIRECTORY ${CMAKE_CURRENT_SOURCE_DIR}
               NORMALIZE OUTPUT_VARIABLE input)
    if(NOT EXISTS ${input})
        message(FATAL_ERROR "sm_add_flow: there is no ${input}")
    endif()
    set(folder ${CMAKE_CURRENT_BINARY_DIR}/generated)
    if(SM_GENERATED)
        set(folder ${SM_GENERATED})
    endif()
    sm_add_compiled(${target} ${input} ${folder} c flow)
    if(arg_STUBS)
        sm_add_compiled(${target} ${input} ${folder} stubs stubs)
    endif()
    target_include_directories(${target} PRIVATE ${folder})
endfunction()
