# SPDX-License-Identifier: MIT
# preset.NAME: the whole workflow of another preset, in a build folder of its
# own: configured, built without a warning, its tests passed.  tools/test runs
# them (configuration `standard` of ctest, or `full`).
function(acme_add_preset_test preset)
    add_test(NAME preset.${preset}
        COMMAND ${CMAKE_COMMAND} --workflow --preset ${preset}
        WORKING_DIRECTORY ${PROJECT_SOURCE_DIR}
        CONFIGURATIONS ${ARGN})
    set_tests_properties(preset.${preset} PROPERTIES LABELS preset
        TIMEOUT 1200 PROCESSORS 2 ENVIRONMENT "CTEST_PARALLEL_LEVEL=2")
endfunction()

acme_add_preset_test(asan standard full)
acme_add_preset_test(lint standard full)
acme_add_preset_test(release full)
