# SPDX-License-Identifier: MIT
# The pages and pictures of docs/flows, and the pages that name their lines,
# written anew from the tables.
file(GLOB SM_FLOWS CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/statemachine/*.flow)
add_custom_target(flow_docs
    COMMAND ${Python3_EXECUTABLE} ${SM_FLOWC} docs
            -o ${PROJECT_SOURCE_DIR}/docs/flows ${SM_FLOWS}
    COMMAND ${Python3_EXECUTABLE} ${SM_FLOWC} svg
            -o ${PROJECT_SOURCE_DIR}/docs/flows ${SM_FLOWS}
    COMMAND ${Python3_EXECUTABLE} -B
            ${PROJECT_SOURCE_DIR}/tests/lint/papers.py --write
    COMMENT "docs/flows" VERBATIM)
