# SPDX-License-Identifier: MIT
# The ACME client: lws-acme-server, the plugin for lwsws, the library and its
# header.

# A folder of its own: lws 4.1 reads no more of one where a plugin won't load.
set(ACME_PLUGIN_DIR ${CMAKE_INSTALL_LIBDIR}/lws-acme-client CACHE STRING
    "where the plugin for lwsws goes")
install(TARGETS protocol_lws_acme_client LIBRARY
        DESTINATION ${ACME_PLUGIN_DIR} COMPONENT plugin)

install(TARGETS lws-acme-server RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR}
        COMPONENT server)

install(TARGETS lws-acme-client EXPORT client
        ARCHIVE DESTINATION ${CMAKE_INSTALL_LIBDIR} COMPONENT client)
install(EXPORT client NAMESPACE lws-acme-client:: DESTINATION ${package_dir}
        FILE client-targets.cmake COMPONENT client)
install(FILES ${PROJECT_SOURCE_DIR}/include/lws-acme-client.h
        DESTINATION ${CMAKE_INSTALL_INCLUDEDIR} COMPONENT client)

configure_file(${CMAKE_CURRENT_LIST_DIR}/client-config.cmake.in
               ${PROJECT_BINARY_DIR}/client-config.cmake @ONLY)
install(FILES ${PROJECT_BINARY_DIR}/client-config.cmake
              ${CMAKE_CURRENT_LIST_DIR}/FindMbedTLS.cmake
              ${CMAKE_CURRENT_LIST_DIR}/lws.cmake
        DESTINATION ${package_dir} COMPONENT client)

if(LWS_TLS STREQUAL "openssl")
    set(pc_requires " libssl libcrypto")
endif()
# An mbedTLS that the compiler does not find by itself.
if(NOT MBEDTLS_INCLUDE_DIR IN_LIST CMAKE_C_IMPLICIT_INCLUDE_DIRECTORIES)
    set(pc_cflags " -I${MBEDTLS_INCLUDE_DIR}")
    cmake_path(GET MBEDTLS_LIBRARY PARENT_PATH mbedtls_libdir)
    set(pc_libs " -L${mbedtls_libdir}")
endif()
install_pkgconfig(lws-acme-client client)

# What the numbers of a trace mean, by which flowtrace finds names.
set(maps ${PROJECT_BINARY_DIR}/maps)
file(GLOB flows CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/statemachine/*.flow)
file(GLOB included CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/statemachine/*.events
     ${PROJECT_SOURCE_DIR}/statemachine/*.shared)
sm_find_flowc(flowc flowc_sources)
add_custom_command(OUTPUT ${maps}/written
    COMMAND ${flowc} map -o ${maps} ${flows}
    COMMAND ${CMAKE_COMMAND} -E touch ${maps}/written
    DEPENDS ${flows} ${included} ${flowc_sources} COMMENT "flowc map" VERBATIM)
add_custom_target(acme_maps ALL DEPENDS ${maps}/written)
install(DIRECTORY ${maps}/ DESTINATION
        ${CMAKE_INSTALL_DATADIR}/lws-acme-client/maps COMPONENT client
        FILES_MATCHING PATTERN "*.map.json")
