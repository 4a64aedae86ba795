# SPDX-License-Identifier: MIT
# The framework: archive, headers, compiler of flows, sm_add_flow(), and what
# find_package() reads first.  All bear the name lws-acme-client-sm, so that they
# meet no other package's: libSM is X11's.  It needs no lws and no mbedTLS.
set(share_dir ${CMAKE_INSTALL_DATADIR}/lws-acme-client-sm)
install(TARGETS lws-acme-client-sm EXPORT sm
        ARCHIVE DESTINATION ${CMAKE_INSTALL_LIBDIR} COMPONENT sm)
install(EXPORT sm NAMESPACE lws-acme-client:: DESTINATION ${package_dir}
        FILE sm-targets.cmake COMPONENT sm)
foreach(header sm sm_host sm_table sm_trace)
    install(FILES ${PROJECT_SOURCE_DIR}/include/${header}.h
            DESTINATION ${CMAKE_INSTALL_INCLUDEDIR}/lws-acme-client-sm
            COMPONENT sm)
endforeach()

# flowc and flowtrace find their parts beside the file that the link leads to.
install(PROGRAMS ${SM_FLOWC} DESTINATION ${share_dir} COMPONENT sm)
install(PROGRAMS ${PROJECT_SOURCE_DIR}/gen/flowtrace DESTINATION ${share_dir}
        COMPONENT sm)
install(DIRECTORY ${PROJECT_SOURCE_DIR}/gen/flow
                  ${PROJECT_SOURCE_DIR}/gen/traces DESTINATION ${share_dir}
        COMPONENT sm FILES_MATCHING PATTERN "*.py"
        PATTERN "simulator/*" PATTERN __pycache__ EXCLUDE)
install(DIRECTORY ${PROJECT_SOURCE_DIR}/gen/editors DESTINATION ${share_dir}
        COMPONENT sm)
foreach(program flowc flowtrace)
    file(RELATIVE_PATH to /${CMAKE_INSTALL_BINDIR} /${share_dir}/${program})
    file(CREATE_LINK ${to} ${PROJECT_BINARY_DIR}/${program} SYMBOLIC)
    install(PROGRAMS ${PROJECT_BINARY_DIR}/${program}
            DESTINATION ${CMAKE_INSTALL_BINDIR} COMPONENT sm)
endforeach()

set(installed_flowc ${share_dir}/flowc)
configure_package_config_file(
    ${CMAKE_CURRENT_LIST_DIR}/lws-acme-client-config.cmake.in
    ${PROJECT_BINARY_DIR}/lws-acme-client-config.cmake
    INSTALL_DESTINATION ${package_dir} PATH_VARS installed_flowc)
write_basic_package_version_file(
    ${PROJECT_BINARY_DIR}/lws-acme-client-config-version.cmake
    COMPATIBILITY SameMinorVersion)
install(FILES ${PROJECT_BINARY_DIR}/lws-acme-client-config.cmake
              ${PROJECT_BINARY_DIR}/lws-acme-client-config-version.cmake
              ${CMAKE_CURRENT_LIST_DIR}/sm_add_flow.cmake
        DESTINATION ${package_dir} COMPONENT sm)

if(sm_trace_level)
    set(pc_trace " -DSM_TRACE=${sm_trace_level}")
endif()
install_pkgconfig(lws-acme-client-sm sm)

# Pages.  flow(5) is the language page.
set(flow_5 ${PROJECT_BINARY_DIR}/flow.5)
set(language_page ${PROJECT_SOURCE_DIR}/statemachine/README.md)
set(man_page ${PROJECT_SOURCE_DIR}/gen/man_page.py)
add_custom_command(OUTPUT ${flow_5}
    COMMAND ${Python3_EXECUTABLE} -B ${man_page} ${language_page} ${flow_5}
    DEPENDS ${man_page} ${language_page} COMMENT "flow(5)" VERBATIM)
add_custom_target(acme_manual ALL DEPENDS ${flow_5})
install(FILES ${PROJECT_SOURCE_DIR}/docs/man/flowc.1
              ${PROJECT_SOURCE_DIR}/docs/man/flowtrace.1
        DESTINATION ${CMAKE_INSTALL_MANDIR}/man1 COMPONENT sm)
install(FILES ${flow_5} DESTINATION ${CMAKE_INSTALL_MANDIR}/man5 COMPONENT sm)

set(doc_dir ${CMAKE_INSTALL_DATAROOTDIR}/doc/lws-acme-client-sm)
install(FILES ${PROJECT_SOURCE_DIR}/docs/framework.md
              ${PROJECT_SOURCE_DIR}/docs/trace.md
              ${PROJECT_SOURCE_DIR}/docs/trace-way.svg DESTINATION ${doc_dir}
        COMPONENT sm)
install(FILES ${language_page} DESTINATION ${doc_dir}
        RENAME flow-language.md COMPONENT sm)
install(FILES ${PROJECT_SOURCE_DIR}/docs/tutorials/first-flow.md
        DESTINATION ${doc_dir}/tutorials COMPONENT sm)
install(DIRECTORY ${PROJECT_SOURCE_DIR}/examples/flows/
        DESTINATION ${doc_dir}/examples COMPONENT sm)
