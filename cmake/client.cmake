# SPDX-License-Identifier: MIT
# The ACME client: a library that needs lws and mbedTLS, its programs and its
# tests, which are built where this project is no part of another.
find_package(PkgConfig REQUIRED)
find_package(Threads REQUIRED)
find_package(MbedTLS REQUIRED)
include(lws)
if(LWS_TLS STREQUAL "openssl")
    find_package(OpenSSL REQUIRED)
    set(lws_tls_library OpenSSL::SSL)
else()
    set(lws_tls_library MbedTLS::mbedtls)
endif()
include(relocations)
include(ragel)

add_library(lws-acme-client STATIC)
add_library(lws-acme-client::lws-acme-client ALIAS lws-acme-client)
target_include_directories(lws-acme-client
    PUBLIC $<BUILD_INTERFACE:${PROJECT_SOURCE_DIR}/include>
           $<INSTALL_INTERFACE:${CMAKE_INSTALL_INCLUDEDIR}>
    PRIVATE ${PROJECT_SOURCE_DIR}/src)
target_compile_definitions(lws-acme-client PRIVATE
    ACME_VERSION="${PROJECT_VERSION}")
target_link_libraries(lws-acme-client
    PUBLIC lws-acme-client-sm PkgConfig::LWS MbedTLS::mbedtls
           ${lws_tls_library} Threads::Threads
    PRIVATE $<BUILD_INTERFACE:acme_warnings> $<BUILD_INTERFACE:acme_hardening>)

foreach(layer base format crypto protocol tls store client lws)
    add_subdirectory(src/${layer})
endforeach()
if(CMAKE_C_FLAGS MATCHES "--coverage")
    add_library(coverage_forked STATIC tests/coverage/forked.c)
    target_link_libraries(lws-acme-client
        PRIVATE $<BUILD_INTERFACE:coverage_forked>)
endif()
if(PROJECT_IS_TOP_LEVEL)
    add_subdirectory(tools)
    include(flow_docs)
    if(BUILD_TESTING)
        add_subdirectory(tests)
    endif()
endif()

# All C that a tool writes.
get_property(rules GLOBAL PROPERTY SM_GENERATED_TARGETS)
add_custom_target(acme_generated)
add_dependencies(acme_generated ${rules})
