# SPDX-License-Identifier: MIT
# The addresses in tables are set when a program starts, by a list that stays in
# memory.  Packed, it takes a bit for most of them, and not 24 bytes.  A C
# library that does not know the packed form refuses to start the program (glibc
# before 2.36), so it is tried; what is built for another system goes without.
include(CheckCSourceRuns)
add_library(acme_relocations INTERFACE)
if(NOT CMAKE_CROSSCOMPILING)
    set(CMAKE_REQUIRED_LINK_OPTIONS LINKER:-z,pack-relative-relocs)
    check_c_source_runs(
        "static int a; int *p = &a; int main(void) { return *p; }"
        has_packed_relocations)
    unset(CMAKE_REQUIRED_LINK_OPTIONS)
    if(has_packed_relocations)
        target_link_options(acme_relocations
            INTERFACE LINKER:-z,pack-relative-relocs)
    endif()
endif()
