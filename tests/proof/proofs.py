# SPDX-License-Identifier: MIT
"""The parsers that are proved, each with its bound, and what is assumed.

As a program, with the path of this folder: does its README have them all, as
they are here?
"""
import os
import sys
from typing import Dict, List, NamedTuple, Tuple

ASN1 = "tests/proof/model/asn1.c"
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
    assumed: str = "nothing"
    step: int = 1  # each turn of a loop takes at least so many bytes
    each_length: bool = False  # a run of CBMC for each length
    least: int = 0  # bytes; for fewer there is little to read
    # Loops that do not depend on the bytes, by CBMC's names.
    loops: Dict[str, int] = {}


DER = "mbedTLS's reader of DER does what its header says"

PROOFS: Dict[str, Proof] = {
    "base64": Proof(
        "base64 and base64url", (BASE64,), 5, 8,
        Planted(BASE64, "text.len / 4 * 3 +", "text.len / 4 * 3 - 1 +"),
        each_length=True),
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
        "Content-Length, Connection, Content-Type, Replay-Nonce",
        ("src/format/http/field.rl", SPAN), 4, 6,
        Planted("src/format/http/field.rl", "if (number > UINT64_MAX / 10 ||",
                "if (p[1] && number > UINT64_MAX / 10 ||")),
    "http_chunked": Proof(
        "the chunked coding", ("src/format/http/http_chunked.rl",), 2, 3,
        Planted("src/format/http/http_chunked.rl",
                "if (n > chunked->chunk_left)",
                "if (n > chunked->chunk_left + 1)"),
        each_length=True, loops={"acme_http_chunked_parse.0": 3}),
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
    "privsep_message": Proof(
        "messages of the privileged process",
        ("src/lws/privsep/child/message.c",), 160, 400,
        Planted("src/lws/privsep/child/message.c", "head.len[i] > bytes.len",
                "head.len[i] > bytes.len + 1")),
    "retry_after": Proof(
        "Retry-After and dates",
        ("src/format/http/field.rl", "src/format/http/http_date.rl", SPAN),
        4, 6,
        Planted("src/format/http/field.rl", "p + value.len : p;\n\tint64_t",
                "p + value.len + 1 : p;\n\tint64_t")),
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


def rows() -> List[str]:
    """Of the table in the README."""
    return [f"| `{name}` | {proof.parser} "
            f"| {', '.join(os.path.basename(it) for it in proof.sources)} "
            f"| {f'{proof.least} to ' if proof.least else ''}{proof.bound}, "
            f"{proof.long_bound} | {proof.assumed} |"
            for name, proof in sorted(PROOFS.items())]


def main(folder: str) -> int:
    with open(os.path.join(folder, "README.md"), encoding="utf-8") as file:
        have = [line for line in file.read().splitlines()
                if line.startswith("| `")]
    files = sorted(it[:-2] for it in os.listdir(folder) if it.endswith(".c"))
    if have == rows() and files == sorted(PROOFS):
        return 0
    print("README.md is to have these rows, and the folder these files:",
          *rows(), sep="\n")
    return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
