# SPDX-License-Identifier: MIT
# The libwebsockets that pkg-config finds: PkgConfig::LWS; LWS_TLS is the TLS
# library that its headers say it was built with, openssl or mbedtls.
pkg_check_modules(LWS REQUIRED IMPORTED_TARGET libwebsockets)
find_file(lws_config lws_config.h HINTS ${LWS_INCLUDE_DIRS} NO_CACHE REQUIRED)
file(STRINGS ${lws_config} with_mbedtls REGEX "^#define LWS_WITH_MBEDTLS")
if(with_mbedtls)
    set(LWS_TLS mbedtls)
else()
    set(LWS_TLS openssl)
endif()

# The versions of mbedTLS that a library is, or needs: "libmbedtls.so.14".
function(lws_mbedtls_of library field result)
    execute_process(COMMAND ${CMAKE_OBJDUMP} -p ${library} OUTPUT_VARIABLE text
                    ERROR_QUIET)
    string(REGEX MATCH "${field} +(libmbedtls\\.so[.0-9]*)" found "${text}")
    set(${result} "${CMAKE_MATCH_1}" PARENT_SCOPE)
endfunction()

# Two of them in one process would mix up their functions, which have the same
# names, so that both would work on the other's structures.
if(LWS_TLS STREQUAL "mbedtls" AND CMAKE_OBJDUMP)
    list(GET LWS_LINK_LIBRARIES 0 lws_library)
    lws_mbedtls_of(${lws_library} NEEDED theirs)
    lws_mbedtls_of(${MBEDTLS_LIBRARY} SONAME ours)
    if(theirs AND NOT theirs STREQUAL ours)
        message(FATAL_ERROR "${lws_library} uses ${theirs}, but what is found "
            "is ${MBEDTLS_LIBRARY} (${ours}): say where the same one is, with "
            "-DMbedTLS_ROOT=FOLDER or -DCMAKE_PREFIX_PATH=FOLDER")
    endif()
endif()
