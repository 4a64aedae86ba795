# SPDX-License-Identifier: MIT
# Other builds than this one, each in a folder of its own in build/.  tools/test
# runs them: configuration `standard` of ctest, or `full`.
#
# preset.NAME: the whole workflow of a preset: configured, built without a
# warning, its tests passed.
function(acme_add_preset_test preset)
    add_test(NAME preset.${preset}
        COMMAND ${CMAKE_COMMAND} --workflow --preset ${preset}
        WORKING_DIRECTORY ${PROJECT_SOURCE_DIR}
        CONFIGURATIONS ${ARGN})
    set_tests_properties(preset.${preset} PROPERTIES LABELS preset
        TIMEOUT 3600 PROCESSORS 4 ENVIRONMENT "CTEST_PARALLEL_LEVEL=4")
endfunction()

acme_add_preset_test(asan standard full)
# What is left to it is there.
add_test(NAME preset.asan_has_all CONFIGURATIONS standard full
    COMMAND ${CMAKE_CURRENT_SOURCE_DIR}/asan_has_all
            ${PROJECT_BINARY_DIR} ${PROJECT_SOURCE_DIR}/build/asan)
set_tests_properties(preset.asan_has_all PROPERTIES LABELS preset
    DEPENDS preset.asan)
acme_add_preset_test(lint standard full)
acme_add_preset_test(release full)
# Users build it with compilers that we have not seen.
set_property(TEST preset.release APPEND PROPERTY ENVIRONMENT CFLAGS=-Werror)

# build.NAME: built by clang without a warning, with these options.
function(acme_add_clang_build name)
    add_test(NAME build.${name} CONFIGURATIONS full
        COMMAND ${CMAKE_CTEST_COMMAND} --build-and-test
            ${PROJECT_SOURCE_DIR} ${PROJECT_SOURCE_DIR}/build/${name}
            --build-generator Ninja --build-options
            -DCMAKE_C_COMPILER=clang -DCMAKE_COMPILE_WARNING_AS_ERROR=ON
            ${ARGN})
    set_tests_properties(build.${name} PROPERTIES LABELS preset TIMEOUT 900
        PROCESSORS 2 FIXTURES_SETUP ${name})
endfunction()

acme_add_clang_build(release-clang -DCMAKE_BUILD_TYPE=Release)
acme_add_clang_build(fuzz -DCMAKE_BUILD_TYPE=Debug -DACME_FUZZ=ON
    -DCMAKE_C_FLAGS=-fsanitize=fuzzer-no-link,address,undefined)

# fuzz.NAME.long: a minute of inputs that nobody thought of.  What is found on
# the way stays in the build folder.
file(GLOB sources CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/tests/fuzz/fuzz_*.c)
foreach(source ${sources})
    cmake_path(GET source STEM program)
    string(REPLACE "fuzz_" "" name ${program})
    set(found ${PROJECT_BINARY_DIR}/fuzz/${name})
    file(MAKE_DIRECTORY ${found})
    add_test(NAME fuzz.${name}.long CONFIGURATIONS full
        COMMAND ${PROJECT_SOURCE_DIR}/build/fuzz/tests/fuzz/${program}
            -max_total_time=60 -timeout=10 -verbosity=0 -print_final_stats=1
            -artifact_prefix=${found}/ ${found}
            ${PROJECT_SOURCE_DIR}/tests/data/fuzz/${name})
    set_tests_properties(fuzz.${name}.long PROPERTIES LABELS fuzz TIMEOUT 900
        FIXTURES_REQUIRED fuzz)
endforeach()
