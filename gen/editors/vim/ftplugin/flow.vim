" SPDX-License-Identifier: MIT
" :make lists what is wrong; errors have gcc's form.
if exists("b:did_ftplugin")
	finish
endif
let b:did_ftplugin = 1

setlocal commentstring=#\ %s comments=:#
setlocal expandtab shiftwidth=2
setlocal makeprg=flowc\ check\ %:S
let b:undo_ftplugin = "setl cms< com< et< sw< mp<"
