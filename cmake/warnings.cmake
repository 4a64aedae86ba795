# SPDX-License-Identifier: MIT
# The warnings that the code is clean of, with gcc and clang.  -Werror is the
# presets' business: a user's newer compiler must not break a build.
add_library(acme_warnings INTERFACE)
target_compile_options(acme_warnings INTERFACE
    -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wstrict-prototypes
    -Wmissing-prototypes -Wswitch-enum -Wvla -Wundef)
