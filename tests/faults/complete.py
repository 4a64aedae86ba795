# SPDX-License-Identifier: MIT
"""Is there a call of the system in src/ that the interposer does not know?

    complete.py NM LIBC INTERPOSER ARCHIVE...

Whatever the archives take from the C library is made to fail by interposer.c,
asks the system nothing, or is excused here, with the reason.
"""
import subprocess
import sys
from typing import Iterable, List, Set

# They ask the system nothing, or for memory alone, which the tests of memory
# refuse.
NO_CALLS = """
    __assert_fail __cmsg_nxthdr __ctype_b_loc __ctype_tolower_loc
    __errno_location __stack_chk_fail __xpg_strerror_r abort bsearch calloc
    explicit_bzero free freeaddrinfo gai_strerror gmtime_r gnu_dev_makedev
    inet_ntop inet_pton malloc malloc_trim memchr memcmp memcpy memmem memmove
    memrchr memset qsort realloc snprintf strcasecmp strchr strcmp strcspn
    strerror strftime strlen strncasecmp strncmp strncpy strnlen strpbrk
    strrchr strspn strstr strtol strtoul vsnprintf
    __explicit_bzero_chk __fdelt_chk __memcpy_chk __memmove_chk __memset_chk __snprintf_chk
    __strcpy_chk __strncpy_chk __vsnprintf_chk strcpy
    pthread_cond_destroy pthread_cond_init pthread_mutex_destroy
    pthread_mutex_init pthread_once sigaddset sigdelset sigemptyset sigfillset
    sigismember
""".split()

EXCUSED = {
    "which can't fail": """
        _exit clock_gettime geteuid getpid time""",
    "which fail only for a mistake of the program": """
        getrlimit munmap pthread_cond_signal pthread_cond_wait pthread_join
        pthread_mutex_lock pthread_mutex_unlock pthread_setname_np
        pthread_sigmask sigpending sigprocmask signal sigtimedwait""",
    "whose failure changes nothing, a pause that is shorter": "nanosleep",
    "which read a stream that fopen() has refused": "__isoc99_fscanf fclose",
    "a list that is closed when it has been read": "closedir",
    "whose failure is memory alone": "pthread_atfork",
    "of the trace's file: there is no trace then, and the log says so":
        "ftruncate lseek pread",
}


def symbols(nm: str, kind: str, path: str) -> Set[str]:
    """Without versions."""
    listed = subprocess.run([nm, *kind.split(), path], check=True,
                            capture_output=True, text=True).stdout
    return {line.split()[-1].split("@")[0]
            for line in listed.splitlines() if len(line.split()) > 1}


def unknown(used: Set[str], known: Set[str]) -> List[str]:
    excused = {name for names in EXCUSED.values() for name in names.split()}
    return sorted(used - known - excused - set(NO_CALLS))


def main(nm: str, libc: str, interposer: str, archives: Iterable[str]) -> int:
    used: Set[str] = set()
    for archive in archives:
        used |= symbols(nm, "-u", archive)
    used &= symbols(nm, "-D --defined-only", libc)
    known = symbols(nm, "--defined-only", interposer)
    for name in unknown(used, known):
        print(f"src/ calls {name}(), which tests/faults/interposer.c does not "
              "know: add it there and to calls.h, or say in "
              "tests/faults/complete.py why not")
    print(f"calls: {len(used & known)} of {len(used)} functions are made to "
          "fail")
    return len(unknown(used, known)) > 0 or len(used & known) < 40


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], sys.argv[2], sys.argv[3], sys.argv[4:]))
