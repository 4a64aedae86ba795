# SPDX-License-Identifier: MIT
"""The parsers that are proved, each with its bound, and what is assumed.

As a program: writes the tables of parsers.md anew.
"""
import os
import re
import sys
from typing import Dict, Iterable, List, NamedTuple, Set, Tuple

from unproved import UNPROVED

HERE = "tests/proof"
PAGE = "tests/proof/parsers.md"

ASN1 = "tests/proof/model/asn1.c"
COMPARE = "tests/proof/model/compare.c"
BASE64 = "src/format/base64.c"
VECTOR = "src/format/vector.c"
SPAN = "src/base/span.c"


class Planted(NamedTuple):
    """A fault that the proof has to find: ${old} of ${file} becomes ${new}."""
    file: str
    old: str
    new: str


class Proof(NamedTuple):
    """Of tests/proof/NAME.c, which calls what is in ${sources}."""
    parser: str
    sources: Tuple[str, ...]
    bound: int  # bytes, in each run of the tests
    long_bound: int  # with --full
    planted: Planted
    assumed: str = ""
    inside: str = ""  # a source that NAME.c includes, for what is static there
    step: int = 1  # each turn of a loop takes at least so many bytes
    each_length: bool = False  # a run of CBMC for each length
    at_end: bool = False  # of a block that is longer (proof.h)
    least: int = 0  # bytes; for fewer there is little to read
    # Loops that do not depend on the bytes, by CBMC's names.
    loops: Dict[str, int] = {}
    # One turn of each loop is looked at, from anywhere (any_length.h).
    any_length: bool = False
    apart: Tuple[str, ...] = ()  # functions of ${inside}, proved by themselves
    cpu_s: Tuple[float, ...] = ()  # as measured, up to either bound


ANY = 2 ** 30  # bytes: a length is an int where a fault quotes

DER = "mbedTLS's reader of DER does what its header says"

PROOFS: Dict[str, Proof] = {
    "base64": Proof(
        "base64 and base64url", (BASE64,), 5, 8,
        Planted(BASE64, "text.len / 4 * 3 +", "text.len / 4 * 3 - 1 +"),
        each_length=True),
    "cert": Proof(
        "a certificate's DER, serial number and issuer",
        ("src/crypto/x509/cert.c", ASN1), 34, 34,
        Planted("src/crypto/x509/cert.c", ">= ACME_SERIAL_HEX_MAX",
                "> ACME_SERIAL_HEX_MAX"), DER, at_end=True, cpu_s=(13.4,)),
    "cert_outline": Proof(
        "a certificate's names", ("src/crypto/x509/cert_outline.c", ASN1, SPAN),
        8, 10,
        Planted("src/crypto/x509/cert_outline.c", "at, at + text->len,",
                "at, at + text->len + 1,"), DER, each_length=True, step=2),
    "cert_outline_word": Proof(
        "a name's common name or organization",
        ("src/crypto/x509/cert_outline.c", ASN1, SPAN), 4, 6,
        Planted("src/crypto/x509/cert_outline.c", "at, at + text->len,",
                "at, at + text->len + 1,"), DER,
        step=2, loops={"memcmp.0": 5}),
    "chain_names": Proof(
        "the names of a chain's certificates",
        ("src/crypto/x509/chain_read.c", "src/crypto/x509/chain_leaf.c",
         SPAN), 4, 4,
        Planted("src/crypto/x509/chain_read.c", "at + name.len <= names.len",
                "at + name.len <= names.len + 1"), at_end=True, cpu_s=(4.7,)),
    "client_hello": Proof(
        "a ClientHello, put together from its records",
        ("src/format/client_hello.c", VECTOR), 12, 12,
        Planted("src/format/client_hello.c", "n < rest->len ? n : rest->len",
                "n <= rest->len + 1 ? n : rest->len"),
        step=5, loops={"acme_vector_number.0": 4}, cpu_s=(6,)),
    "client_hello_fields": Proof(
        "the fields of a ClientHello",
        ("src/format/client_hello.c", VECTOR, SPAN), 46, 48,
        Planted("src/format/client_hello.c", "rest->len >= 2",
                "rest->len >= 1"), each_length=True,
        least=42, loops={"find.0": 7, "acme_vector_number.0": 5}),
    "extension": Proof(
        "an extension of a certificate",
        ("src/crypto/x509/extension.c", ASN1), 8, 12,
        Planted("src/crypto/x509/extension.c", "value_of(at, at + len,",
                "value_of(at, at + len + 1,"), DER, step=2),
    "field": Proof(
        "Content-Length, Connection, Content-Type, Replay-Nonce, seconds of "
        "Retry-After", (COMPARE,), ANY, ANY,
        Planted("src/format/http/field.rl",
                "if (seconds < ACME_FIELD_MAX_RETRY_AFTER_S)",
                "if (seconds >= 0)"),
        inside="src/format/http/field.rl", any_length=True, cpu_s=(4.1,)),
    "http01": Proof(
        "the path and the host of a request for a challenge response",
        (COMPARE,), ANY, ANY,
        Planted("src/lws/serve/http01.c", "path.len >= mount.len &&",
                "path.len + 1 >= mount.len &&"),
        inside="src/lws/serve/http01.c", any_length=True, cpu_s=(10.3,)),
    "http_chunked": Proof(
        "the chunked coding", ("src/format/http/http_chunked.rl",), 2, 3,
        Planted("src/format/http/http_chunked.rl",
                "if (n > chunked->chunk_left)",
                "if (n > chunked->chunk_left + 1)"),
        each_length=True, loops={"acme_http_chunked_parse.0": 3}),
    "http_date_calendar": Proof(
        "the calendar of HTTP-date", (), 0, 0,
        Planted("src/format/http/http_date.rl", "date->month, date->year)",
                "date->month + 1, date->year)"),
        "the numbers are those that the grammar reads; a year of two digits "
        "is completed",
        inside="src/format/http/http_date.rl", loops={"to_unix.0": 13},
        cpu_s=(0.7,)),
    "http_field_lines": Proof(
        "the fields that are asked for",
        ("src/format/http/http_fields.c", SPAN), 3, 3,
        Planted("src/format/http/http_fields.c", "end - colon - 1",
                "end - colon + 1"),
        "each line of a head has an end", at_end=True, cpu_s=(4.6,)),
    "http_fields": Proof(
        "an answer's fields", ("src/format/http/http_head.rl",), 2, 3,
        Planted("src/format/http/http_head.rl", "if (p[-2] ==",
                "if (p[1] =="), "a status line stands before",
        each_length=True, loops={"acme_http_head_parse.0": 40}),
    "http_head": Proof(
        "an answer's head", ("src/format/http/http_head.rl",), 3, 4,
        Planted("src/format/http/http_head.rl", "ACME_HTTP_HEAD_MAX_LEN : len",
                "ACME_HTTP_HEAD_MAX_LEN : len + 1"),
        each_length=True),
    "json_integer": Proof(
        "the members of a JSON document", (COMPARE,), ANY, ANY,
        Planted("src/format/json/json_value.c",
                "if (i == text.len ||", "if (i > text.len ||"),
        inside="src/format/json/json_value.c", any_length=True, cpu_s=(0.9,)),
    "key_exchange": Proof(
        "the lists of a ClientHello",
        ("src/tls/key_exchange.c", VECTOR), 6, 8,
        Planted("src/tls/key_exchange.c", "list->len < 2", "list->len < 1"),
        "mbedTLS knows any cipher suites and groups",
        step=2, loops={"is_ephemeral.0": 15}),
    "link": Proof(
        "Link", ("src/format/http/link.rl", SPAN), 5, 6,
        Planted("src/format/http/link.rl", "p + value->len : p, *eof",
                "p + value->len + 1 : p, *eof")),
    "name_constraints": Proof(
        "name constraints", (ASN1, SPAN), 6, 6,
        Planted("src/tls/name_constraints.c",
                "base.len != 2 * address.len", "base.len < address.len"),
        DER, inside="src/tls/name_constraints.c",
        loops={"read_subtrees.0": 4, "has_form.0": 3, "leaves.0": 10,
               "leaves_forms.0": 10}, at_end=True, cpu_s=(20.8,)),
    "pem": Proof(
        "PEM", ("src/format/pem.rl", SPAN, BASE64), 6, 10,
        Planted("src/format/pem.rl", "p + pem->text.len : p",
                "p + pem->text.len + 1 : p")),
    "pem_block": Proof(
        "a block of PEM", ("src/format/pem.rl", SPAN, BASE64), 1, 2,
        Planted("src/format/pem.rl", "(size_t)((const char *)p - block->whole.data)",
                "(size_t)((const char *)p + 1 - block->whole.data)"),
        "the lines of BEGIN and END are good", each_length=True,
        loops={"read_block.0": 40}),
    "policies": Proof(
        "policies", ("src/tls/policies.c", ASN1), 4, 4,
        Planted("src/tls/policies.c", "!len || *at ==", "*at =="), DER,
        loops={"main.0": 4, "has.0": 3, "acme_policies_allow.0": 3,
               "acme_policies_allow.1": 3}, at_end=True, cpu_s=(12.6,)),
    "printable": Proof(
        "what a log shows", ("src/base/printable.c", "src/base/utf8.c"), 4, 4,
        Planted("src/base/printable.c", "fits = piece.len <= size - 1 - len",
                "fits = piece.len <= size - len"),
        loops={"is_hidden.0": 22, "form_of.0": 10}, at_end=True, cpu_s=(7,)),
    "privsep_message": Proof(
        "messages of the privileged process",
        ("src/lws/privsep/privileged/privsep_message.c",), 160, 400,
        Planted("src/lws/privsep/privileged/privsep_message.c", "head.len[i] > bytes.len",
                "head.len[i] > bytes.len + 1")),
    "retry_after": Proof(
        "Retry-After and dates",
        ("src/format/http/field.rl", "src/format/http/http_date.rl", SPAN),
        4, 6,
        Planted("src/format/http/field.rl", "p + value.len : p;\n\tint64_t",
                "p + value.len + 1 : p;\n\tint64_t")),
    "sni": Proof(
        "the host name that lws takes",
        ("src/lws/serve/mbedtls/sni.c", VECTOR), 12, 12,
        Planted("src/lws/serve/mbedtls/sni.c", "text.len <= len",
                "text.len <= len + 9"),
        loops={"acme_vector_number.0": 4, "find_host.0": 5}, at_end=True,
        cpu_s=(4.6,)),
    "span": Proof(
        "comparisons of spans", (), ANY, ANY,
        Planted("src/base/span.c", "i < a.len", "i <= a.len"),
        inside="src/base/span.c", any_length=True, cpu_s=(0.3,)),
    "state_file": Proof(
        "the members of the state file",
        ("src/client/enrollment/state_file.c",), 40, 80,
        Planted("src/client/enrollment/state_file.c", "found.len >= size",
                "found.len > size + 1"), "the document is read as it is"),
    "tls_hello": Proof(
        "the extensions ALPN and SNI",
        ("src/format/tls_hello.c", VECTOR), 12, 16,
        Planted("src/format/vector.c", "span->len < len",
                "span->len + 1 < len"), each_length=True),
    "trust_aux": Proof(
        "what OpenSSL adds to a trusted root",
        ("src/tls/trust/trust_aux.c", ASN1), 6, 8,
        Planted("src/tls/trust/trust_aux.c", "has_servers(at, at + len);",
                "has_servers(at, at + len + 1);"), DER, step=2),
    "url": Proof(
        "URLs", ("src/format/url.rl", SPAN), 8, 20,
        Planted("src/format/url.rl", "p + text.len : p, *eof",
                "p + text.len + 1 : p, *eof")),
    "utf8": Proof(
        "UTF-8", ("src/base/utf8.c",), 4, 5,
        Planted("src/base/utf8.c", "form->len > len", "form->len > len + 1"),
        each_length=True, loops={"form_of.0": 10}),
}

# What looks into bytes: an index, a step, a search, a value of DER or TLS.
READS = re.compile(
    r"(?:\.|->)data *[\[+]|\*[\w.>-]*(?:\.|->)data\b|\bacme_span_bytes\("
    r"|\bmemchr\(|\bmbedtls_asn1_get_|\bacme_vector_(?:take|skip|number)\("
    r"|\bstrto(?:u?ll?|[iu]max)\(|\bsscanf\(")
DEFINED = re.compile(r"^(\w+)\(", re.M)


def functions(name: str, files: Dict[str, str]) -> List[str]:
    """Those of the sources that the proof calls itself."""
    proof = PROOFS[name]
    harness = files[f"{HERE}/{name}.c"]
    sources = [it for it in (*proof.sources, proof.inside)
               if it.startswith("src/")]
    own = set(DEFINED.findall(harness))
    return [it for source in sources for it in DEFINED.findall(files[source])
            if it not in own and re.search(rf"\b{it}\(", harness)]


def listed(numbers: Iterable[float]) -> str:
    """For either bound; once where they are the same."""
    return ", ".join(f"{it:g}" for it in dict.fromkeys(numbers))


def turns(proof: Proof, bound: int) -> int:
    """How often CBMC goes round a loop at most."""
    return 3 if proof.any_length else bound // proof.step + 2


def bounds(proof: Proof) -> str:
    if proof.any_length:
        return "any"
    return (f"{proof.least} to " if proof.least else "") + listed(
        (proof.bound, proof.long_bound))


def unwound(proof: Proof) -> str:
    """How often CBMC goes round a loop at most; it proves that this is all."""
    each = listed(turns(proof, bound)
                  for bound in (proof.bound, proof.long_bound))
    loops = [f"`{loop}` {n}" for loop, n in sorted(proof.loops.items())]
    return "; ".join(["one, from anywhere" if proof.any_length else each,
                      *loops])


def assumed(proof: Proof) -> str:
    """Besides what is assumed of all."""
    words = [proof.assumed] if proof.assumed else []
    return "; ".join(words + ["a longer block"] * proof.at_end) or "nothing"


def rows(files: Dict[str, str]) -> List[str]:
    """Of the table of what is proved."""
    return [" | ".join((
        f"| `{name}`", proof.parser,
        ", ".join(f"`{it}`" for it in functions(name, files)),
        bounds(proof), unwound(proof), assumed(proof),
        listed(proof.cpu_s) or "not measured")) + " |"
        for name, proof in sorted(PROOFS.items())]


def unproved_rows() -> List[str]:
    return [f"| {os.path.relpath(path, 'src')} | {why} | {instead} |"
            for path, (why, instead) in sorted(UNPROVED.items())]


def tables(files: Dict[str, str]) -> Dict[str, List[str]]:
    return {
        "proved": [
            "| proof | what is read | functions | bytes | turns of a loop "
            "| assumed besides | seconds of CPU |",
            "|---|---|---|---|---|---|---|", *rows(files)],
        "not proved": [
            "| source, in src | why it is not proved | what looks at it |",
            "|---|---|---|", *unproved_rows()]}


def renewed(page: str, files: Dict[str, str]) -> str:
    for title, table in tables(files).items():
        page = re.sub(
            rf"(<!-- generated: {title} -->\n).*?(?=<!-- end -->)",
            lambda begin, table=table: begin[1] + "\n".join(table) + "\n",
            page, flags=re.S)
    return page


def proved_sources() -> Set[str]:
    return {it for proof in PROOFS.values()
            for it in (*proof.sources, proof.inside) if it}


def main(top: str) -> int:
    """Write the page's tables anew."""
    files = {}
    for path in {*proved_sources(), *(f"{HERE}/{it}.c" for it in PROOFS)}:
        with open(os.path.join(top, path), encoding="utf-8") as file:
            files[path] = file.read()
    with open(os.path.join(top, PAGE), encoding="utf-8") as file:
        page = file.read()
    with open(os.path.join(top, PAGE), "w", encoding="utf-8") as file:
        file.write(renewed(page, files))
    return 0


if __name__ == "__main__":
    sys.exit(main(os.path.join(os.path.dirname(os.path.abspath(__file__)),
                               "..", "..")))
