" SPDX-License-Identifier: MIT
au BufRead,BufNewFile *.flow,*.shared setfiletype flow
