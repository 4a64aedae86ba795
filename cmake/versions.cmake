# SPDX-License-Identifier: MIT
# The version stands in three places, as headers and flowc are used without CMake.
file(STRINGS ${PROJECT_SOURCE_DIR}/include/sm_table.h lines
     REGEX "^#define SM_VERSION_[A-Z]+ [0-9]")
string(REGEX REPLACE "[^0-9;]" "" header "${lines}")
list(JOIN header . header)
file(STRINGS ${PROJECT_SOURCE_DIR}/gen/flow/version.py flowc
     REGEX "^VERSION = \"${PROJECT_VERSION}\"$")
if(NOT header STREQUAL PROJECT_VERSION OR NOT flowc)
    message(FATAL_ERROR "CMakeLists.txt has version ${PROJECT_VERSION}: "
        "include/sm_table.h and gen/flow/version.py must have the same")
endif()
