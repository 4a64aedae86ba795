# SPDX-License-Identifier: MIT
# Make FOLDER an empty one.
file(REMOVE_RECURSE ${FOLDER})
file(MAKE_DIRECTORY ${FOLDER})
