# SPDX-License-Identifier: MIT
# What a mistake in the C would cost less with: for all that is installed.
# Without optimisation there is no _FORTIFY_SOURCE, so the presets dev and asan
# have the rest alone.  A compiler that lacks one of them goes without it.
include(CheckCCompilerFlag)
include(CheckCSourceCompiles)
include(CheckLinkerFlag)
include(CheckPIESupported)
check_pie_supported(LANGUAGES C)

add_library(acme_hardening INTERFACE)
foreach(flag -fstack-protector-strong -fstack-clash-protection
        -fcf-protection=full -mbranch-protection=standard)
    string(MAKE_C_IDENTIFIER "has${flag}" has)
    check_c_compiler_flag("-Werror ${flag}" ${has})
    if(${has})
        target_compile_options(acme_hardening INTERFACE ${flag})
    endif()
endforeach()

# 3 where compiler and C library have it: they warn else.
set(CMAKE_REQUIRED_FLAGS "-Werror -O1 -U_FORTIFY_SOURCE -D_FORTIFY_SOURCE=3")
check_c_source_compiles("#include <stdio.h>
    int main(void) { return puts(\"\") < 0; }" has_fortify_source_3)
unset(CMAKE_REQUIRED_FLAGS)
if(has_fortify_source_3)
    set(level 3)
else()
    set(level 2)
endif()
target_compile_options(acme_hardening INTERFACE
    $<$<CONFIG:Release,MinSizeRel,RelWithDebInfo>:-U_FORTIFY_SOURCE>
    $<$<CONFIG:Release,MinSizeRel,RelWithDebInfo>:-D_FORTIFY_SOURCE=${level}>)

# Of what is linked: no table of addresses can be written to.
check_linker_flag(C LINKER:-z,relro,-z,now has_full_relro)
if(has_full_relro)
    target_link_options(acme_hardening INTERFACE LINKER:-z,relro,-z,now)
endif()
