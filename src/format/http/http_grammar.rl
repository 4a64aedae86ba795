# SPDX-License-Identifier: MIT
# These are the common rules of RFC 9110 §5.6 and RFC 9112 §2 and §5, by their
# names there.
# A lone LF ends the start line and a field line, as §2.2 allows a recipient;
# the frame of a chunk is no such line, and has CRLF.  A value may hold whatever
# ends no line: it is judged by who needs it.
%%{
	machine http_grammar;

	CRLF = "\r\n";
	line_end = "\r"? "\n";
	SP = " ";
	OWS = [ \t]*;
	BWS = OWS;
	DIGIT = digit;
	obs_text = 0x80..0xff;
	VCHAR = 0x21..0x7e;
	tchar = "!" | "#" | "$" | "%" | "&" | "'" | "*" | "+" | "-" | "." |
		"^" | "_" | "`" | "|" | "~" | digit | alpha;
	token = tchar+;
	text = any - [\0\r\n];
	quoted_pair = "\\" ( [ \t] | VCHAR | obs_text );
	qdtext = [ \t] | ( VCHAR - ["\\] ) | obs_text;
	quoted_string = '"' ( qdtext | quoted_pair )* '"';
}%%
