# SPDX-License-Identifier: MIT
# What `cmake --install` installs, and how other projects find it, by CMake or
# by pkg-config: the state-machine framework, and the ACME client.
include(CMakePackageConfigHelpers)
set(package_dir ${CMAKE_INSTALL_LIBDIR}/cmake/lws-acme-client)
set(pkgconfig_dir ${CMAKE_INSTALL_LIBDIR}/pkgconfig)
# Of the .pc files, from their folder to the prefix.
file(RELATIVE_PATH pc_prefix /${pkgconfig_dir} /)
string(REGEX REPLACE "/$" "" pc_prefix ${pc_prefix})

function(install_pkgconfig name component)
    configure_file(${PROJECT_SOURCE_DIR}/cmake/${name}.pc.in
                   ${PROJECT_BINARY_DIR}/${name}.pc @ONLY)
    install(FILES ${PROJECT_BINARY_DIR}/${name}.pc
            DESTINATION ${pkgconfig_dir} COMPONENT ${component})
endfunction()

include(install_sm)
if(ACME_CLIENT)
    include(install_client)
endif()
