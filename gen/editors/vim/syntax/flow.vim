" SPDX-License-Identifier: MIT
" Vim syntax of flows: the tables that flowc compiles.
if exists("b:current_syntax")
	finish
endif

syn case match
syn keyword flowBlock include flow state choice call each
syn keyword flowDeclaration context start exits queue count events guards kinds
syn keyword flowDeclaration define durations limits actions timers never happy
syn keyword flowLine on after if else ignore entry exit forever
syn keyword flowWord struct in as limit max at once raises nothing gives take or
syn keyword flowWord is within min jitter any all unless since
syn match flowVerb "\.\%(left\|use\|reset\)\>"
syn match flowName "\<[A-Z_][A-Z0-9_]*\>"
syn match flowNumber "\<\d\+\%(\.\d\+\)\?\%(ms\|s\|min\|h\|d\)\?\>%\?"
syn match flowSign "->\|[/&!*^<=]"
syn region flowStory start=+"+ end=+"+ oneline
syn match flowComment "#.*$" contains=@Spell

hi def link flowBlock Structure
hi def link flowDeclaration Type
hi def link flowLine Statement
hi def link flowWord Keyword
hi def link flowVerb Special
hi def link flowName Constant
hi def link flowNumber Number
hi def link flowSign Operator
hi def link flowStory String
hi def link flowComment Comment

let b:current_syntax = "flow"
