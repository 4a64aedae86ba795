# SPDX-License-Identifier: MIT
# lws.LWS.*: what of the suite depends on lws (core.cmake), and lwsws, with an
# lws that tools/lib/lws-from-source builds: of this system's version (${release_lws})
# with mbedTLS in every run of tools/test, with OpenSSL with --full.  With --full
# Debian 12 tries Debian 13's 4.3.5 and mbedTLS 3.6 too, not the other way round:
# 4.1.6 wants mbedTLS 2.28.  Without a sanitizer, as lws is.
if(CMAKE_C_FLAGS MATCHES "-fsanitize")
    return()
endif()

# acme_add_lws_build(LWS CONFIGURATIONS...)
function(acme_add_lws_build lws)
    set(tests lws)
    if(lws IN_LIST newer_lws) # with a newer mbedTLS, too
        set(tests all)
    endif()
    add_test(NAME lws.${lws}.build CONFIGURATIONS ${ARGN}
        COMMAND ${CMAKE_CURRENT_SOURCE_DIR}/scripts/lws_build
                ${PROJECT_BINARY_DIR}/lws/${lws} ${lws}
                -DCMAKE_C_COMPILER=${CMAKE_C_COMPILER} -DSM_TRACE=${SM_TRACE}
                -DACME_TESTS=${tests})
    set_tests_properties(lws.${lws}.build PROPERTIES LABELS e2e TIMEOUT 1800
        COST 1000 PROCESSORS 2 FIXTURES_SETUP ${lws})
    foreach(class lwsws.Page lwsws.Folder lwsws.MoreVhosts lwsws.Reload
            lwsws_bad.BadOptions lwsws_pair.BadPair
            lwsws_pair.BadPairOfAUser lwsws_vhosts.WrongOne
            lwsws_vhosts.GoodOne)
        string(REGEX REPLACE ".*\\." "lwsws_" test ${class})
        string(TOLOWER ${test} test)
        acme_add_e2e_test(${test} test_${class} CONFIGURATIONS ${ARGN}
            LWS ${lws} TIMEOUT 900)
    endforeach()
    acme_add_e2e_test(lwsws_rootless test_rootless.LwswsRootless
        CONFIGURATIONS ${ARGN} LWS ${lws} TIMEOUT 900 COST 30)
    acme_add_e2e_test(lwsws_own_certificates test_own_certificates.Lwsws
        CONFIGURATIONS ${ARGN} LWS ${lws} COST 30)
    # What is built with this lws and no other.
    add_test(NAME lws.${lws}.units CONFIGURATIONS ${ARGN}
        COMMAND ${CMAKE_CTEST_COMMAND} --test-dir
                ${PROJECT_BINARY_DIR}/lws/${lws}/build -R "^unit\\."
                --output-on-failure --no-tests=error)
    set_tests_properties(lws.${lws}.units PROPERTIES LABELS e2e TIMEOUT 900
        FIXTURES_REQUIRED ${lws})
    acme_add_core_suite(LWS ${lws} CONFIGURATIONS ${ARGN})
    acme_add_e2e_test(account_shared test_keys.AcrossBackends
        LWS ${lws} CONFIGURATIONS ${ARGN})
    acme_add_e2e_test(valgrind test_valgrind.Valgrind LWS ${lws}
        CONFIGURATIONS full COST 100 TIMEOUT 900)
endfunction()

acme_add_lws_build(${with_mbedtls} standard full)
foreach(lws ${with_openssl} ${newer_lws})
    acme_add_lws_build(${lws} full)
endforeach()

acme_add_e2e_test(adopt_kinds test_kinds LWS ${with_mbedtls}
    CONFIGURATIONS standard full)

# The one event loop that these are built with: lwsws needs it.
acme_add_e2e_test(loop_uv ${loop_core} LOOP uv LWS ${with_mbedtls}
    CONFIGURATIONS standard full COST 40 TIMEOUT 900)
acme_add_e2e_test(loop_uv_hello test_hello LOOP uv LWS ${with_mbedtls}
    CONFIGURATIONS standard full COST 40)
acme_add_e2e_test(loop_uv_more ${loop_more} LOOP uv LWS ${with_mbedtls}
    CONFIGURATIONS full COST 40 TIMEOUT 900)

# The preset lint has this system's lws, and so the other half of src/lws.
add_test(NAME lws.${with_mbedtls}.lint CONFIGURATIONS standard full
    COMMAND ${PROJECT_SOURCE_DIR}/tests/lint/lws_half
            ${PROJECT_BINARY_DIR}/lws/${with_mbedtls}/lint
            ${PROJECT_BINARY_DIR}/lws/${with_mbedtls}/lws ${PROJECT_BINARY_DIR})
set_tests_properties(lws.${with_mbedtls}.lint PROPERTIES LABELS lint TIMEOUT 900
    PROCESSORS 2 FIXTURES_REQUIRED ${with_mbedtls})

acme_add_e2e_test(lwsws_rootless_reload test_rootless.LwswsRootlessReload
    CONFIGURATIONS full LWS ${with_openssl} TIMEOUT 900)
acme_add_e2e_test(lwsws_power test_power.Lwsws test_power.LwswsTwoFolders
    CONFIGURATIONS full LWS ${with_openssl} TIMEOUT 3600 COST 90)
foreach(user Root Dropped)
    string(TOLOWER ${user} word)
    acme_add_e2e_test(lwsws_killed_calls_${word}
        test_killed_calls.KilledCallsLwsws${user}
        test_killed_calls.PromotionLwsws${user}
        test_killed_calls.MendingLwsws${user}
        CONFIGURATIONS full LWS ${with_openssl} TIMEOUT 3600 COST 90)
endforeach()
# What they do with files is the same source; what lws does with them is not.
foreach(lws ${with_mbedtls} ${newer_lws})
    acme_add_e2e_test(lwsws_power test_power.Lwsws test_power.LwswsTwoFolders
        CONFIGURATIONS full LWS ${lws} TIMEOUT 1800 COST 80 EVERY 24)
    acme_add_e2e_test(lwsws_killed_calls_some
        test_killed_calls.KilledCallsLwswsRoot
        test_killed_calls.PromotionLwswsRoot
        test_killed_calls.PromotionLwswsDropped
        test_killed_calls.MendingLwswsDropped
        CONFIGURATIONS full LWS ${lws} TIMEOUT 1800 COST 80 EVERY 16)
endforeach()
acme_add_e2e_test(lwsws_killed_calls
    test_killed_calls.KilledCallsLwswsRoot.test_renewal
    test_killed_calls.KilledCallsLwswsDropped.test_renewal
    test_killed_calls.PromotionLwswsDropped
    test_killed_calls.MendingLwswsRoot
    CONFIGURATIONS standard LWS ${with_mbedtls} EVERY 60)
