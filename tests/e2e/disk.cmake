# SPDX-License-Identifier: MIT
# A disk that fails while the server runs, as root and where root is given up;
# of the same with other builds of lws a few belong to every run.

# acme_add_disk_tests(PREFIX KIND OFTEN [LWS NAME] [CONFIGURATIONS...]): of
# test_disk.KIND and DroppedKIND; those of the list OFTEN in `standard`, too.
function(acme_add_disk_tests prefix kind often)
    foreach(what full read_only gone)
        foreach(user "" Dropped)
            string(TOLOWER "${prefix}disk_${what}_${user}" test)
            string(REGEX REPLACE "_$" "" test ${test})
            set(when CONFIGURATIONS full)
            if(often STREQUAL "all")
                set(when "")
            elseif("${what}${user}" IN_LIST often)
                set(when CONFIGURATIONS standard full)
            endif()
            acme_add_e2e_test(${test}
                test_disk.${user}${kind}.test_is_${what} ${when} ${ARGN}
                MOUNTS COST 40)
        endforeach()
    endforeach()
endfunction()

acme_add_disk_tests("" Disk all)
if(CMAKE_C_FLAGS MATCHES "-fsanitize")
    return()
endif()
acme_add_disk_tests("" Disk "" LWS ${with_mbedtls})
acme_add_disk_tests(lwsws_ LwswsDisk "fullDropped;gone" LWS ${with_mbedtls})
foreach(lws ${with_openssl} ${newer_lws})
    acme_add_disk_tests(lwsws_ LwswsDisk "" LWS ${lws})
endforeach()
