# SPDX-License-Identifier: MIT
# The common rules of RFC 9110 §5.6 and RFC 9112 §2.2, by their names there.
# A lone LF ends a line, as §2.2 allows a recipient.
%%{
	machine http_grammar;

	CRLF = "\r"? "\n";
	SP = " ";
	OWS = [ \t]*;
	BWS = OWS;
	DIGIT = digit;
	obs_text = 0x80..0xff;
	VCHAR = 0x21..0x7e;
	tchar = "!" | "#" | "$" | "%" | "&" | "'" | "*" | "+" | "-" | "." |
		"^" | "_" | "`" | "|" | "~" | digit | alpha;
	token = tchar+;
	quoted_pair = "\\" ( [ \t] | VCHAR | obs_text );
	qdtext = [ \t] | ( VCHAR - ["\\] ) | obs_text;
	quoted_string = '"' ( qdtext | quoted_pair )* '"';
}%%
