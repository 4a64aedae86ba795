# SPDX-License-Identifier: MIT
# What `cmake --install` installs: lws-acme-server, the plugin for lwsws, the
# headers, the libraries, and how other projects find them: find_package(lws-acme-client),
# or pkg-config.
include(CMakePackageConfigHelpers)
set(package_dir ${CMAKE_INSTALL_LIBDIR}/cmake/lws-acme-client)

# A folder of its own: lws 4.1 reads no more of one where a plugin won't load.
set(ACME_PLUGIN_DIR ${CMAKE_INSTALL_LIBDIR}/lws-acme-client CACHE STRING
    "where the plugin for lwsws goes")
install(TARGETS protocol_lws_acme_client LIBRARY
        DESTINATION ${ACME_PLUGIN_DIR} COMPONENT plugin)

install(TARGETS lws-acme-server RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR}
        COMPONENT server)

install(TARGETS sm lws-acme-client EXPORT lws-acme-client
        ARCHIVE DESTINATION ${CMAKE_INSTALL_LIBDIR})
install(DIRECTORY ${PROJECT_SOURCE_DIR}/include/
        DESTINATION ${CMAKE_INSTALL_INCLUDEDIR} FILES_MATCHING PATTERN "*.h")
install(EXPORT lws-acme-client NAMESPACE lws-acme-client::
        DESTINATION ${package_dir} FILE lws-acme-client-targets.cmake)

configure_package_config_file(
    ${CMAKE_CURRENT_LIST_DIR}/lws-acme-client-config.cmake.in
    ${PROJECT_BINARY_DIR}/lws-acme-client-config.cmake
    INSTALL_DESTINATION ${package_dir})
write_basic_package_version_file(
    ${PROJECT_BINARY_DIR}/lws-acme-client-config-version.cmake
    COMPATIBILITY SameMinorVersion)
install(FILES ${PROJECT_BINARY_DIR}/lws-acme-client-config.cmake
              ${PROJECT_BINARY_DIR}/lws-acme-client-config-version.cmake
              ${PROJECT_SOURCE_DIR}/cmake/FindMbedTLS.cmake
              ${PROJECT_SOURCE_DIR}/cmake/lws.cmake
        DESTINATION ${package_dir})

if(SM_TRACE STREQUAL "full")
    string(APPEND pc_cflags " -DSM_TRACE=2")
endif()
if(LWS_TLS STREQUAL "openssl")
    set(pc_requires " libssl libcrypto")
endif()
# An mbedTLS that the compiler does not find by itself.
if(NOT MBEDTLS_INCLUDE_DIR IN_LIST CMAKE_C_IMPLICIT_INCLUDE_DIRECTORIES)
    string(APPEND pc_cflags " -I${MBEDTLS_INCLUDE_DIR}")
    cmake_path(GET MBEDTLS_LIBRARY PARENT_PATH mbedtls_libdir)
    set(pc_libs " -L${mbedtls_libdir}")
endif()
configure_file(${CMAKE_CURRENT_LIST_DIR}/lws-acme-client.pc.in
               ${PROJECT_BINARY_DIR}/lws-acme-client.pc @ONLY)
install(FILES ${PROJECT_BINARY_DIR}/lws-acme-client.pc
        DESTINATION ${CMAKE_INSTALL_LIBDIR}/pkgconfig)
