# SPDX-License-Identifier: MIT
"""Sources that look into bytes and are not proved: why, and what looks at them
instead.
"""
from typing import Dict, Tuple

OWN = "it reads and writes what this program, or mbedTLS, made"
OPERATOR = "it reads the operator's words, and whole strings only"
YET = "nobody has proved it yet"
UNPROVED: Dict[str, Tuple[str, str]] = {
    "src/format/http/http_message.c": (YET, "tests/fuzz/fuzz_http_response.c"),
    "src/protocol/http/http_response.c": (YET, "tests/unit/protocol/http/http_reader_bad.c"),
    "src/protocol/problem.c": (YET, "tests/fuzz/fuzz_problem.c"),
    "src/crypto/key/key_jwk_read.c": (YET, "tests/unit/crypto/key/key_jwk.c"),
    "src/crypto/x509/leaf.c": (
        "CBMC had not done 3 bytes after 40 s of CPU",
        "tests/unit/crypto/x509/leaf_damaged.c"),
    "src/crypto/x509/leaf_fits.c": (YET, "tests/unit/crypto/x509/leaf.c"),
    "src/format/url_resolve.c": (YET, "tests/unit/format/url.c"),
    "src/protocol/reason.c": (
        "CBMC had not done 6 bytes after 60 s of CPU",
        "tests/fuzz/fuzz_problem.c"),
    "src/tls/tls.c": (
        "CBMC had not done 2 bytes after 40 s of CPU, as each copy is of a "
        "length that is not known", "tests/unit/tls/tls_limits.c"),
    "src/format/json/json_tree.c": (
        "how much text comes depends on json_parse.rl, which is not proved",
        "tests/fuzz/fuzz_json.c"),
    "src/format/json/json_parse.rl": (
        "CBMC had not done 2 bytes after 25 s of CPU, by -G1",
        "tests/fuzz/fuzz_json.c"),
    "src/client/http/exchange_url.c": (
        "it looks for a '#', and hands on to `url_resolve` and `url`",
        "tests/scenario"),
    "src/crypto/key/jws.c": (
        OWN, "tests/unit/crypto/key/jws.c"),
    "src/crypto/key/key_jwk_write.c": (
        OWN, "tests/unit/crypto/key/key_jwk.c"),
    "src/format/base64url.c": (
        "it writes; the decoder is `base64`", "tests/unit/format/base64url.c"),
    "src/format/json/json_write.c": (
        "it writes", "tests/unit/format/json/json_write.c"),
    "src/lws/options/dns_names.c": (
        OPERATOR, "tests/unit/lws/options/dns_names.c"),
    "src/lws/privsep/privsep_log.c": (
        "it cuts lines that the privileged process of this program "
        "wrote", "tests/unit/lws/privsep/privsep.c"),
    "src/lws/serve/mbedtls/server_tls_mbedtls.c": (
        "it compares the ends of PEM blocks (`pem`), of a pair that "
        "is read as a whole", "tests/e2e"),
    "src/store/file/staging_link_form.c": (
        "it compares the end of a link's text", "tests/unit/store/pair/pair.c"),
    "src/store/pair/foreign_layout.c": (
        OPERATOR, "tests/unit/store/pair/foreign.c"),
    "src/tls/trust/trust.c": (
        "it walks over the operator's roots by `pem`, `cert`, "
        "`cert_outline` and `trust_aux`, and with strstr(), which "
        "CBMC has not", "tests/unit/tls/trust/trust.c"),
    "src/tls/trust/trust_file.c": (
        "it reads the file as a whole", "tests/unit/tls/trust/trust.c"),
    "src/base/buf.c": (
        "model/base.c stands for it, with not a byte to spare",
        "tests/unit/base/buf.c"),
    "src/client/order/identifiers.c": (
        "it drops a last dot, and compares", "tests/scenario"),
    "src/crypto/digest.c": (OWN, "tests/unit/crypto/key/jws.c"),
    "src/crypto/key/key_pem.c": (
        "the PEM is proved as `pem` and `base64`, the key is mbedTLS's to read",
        "tests/unit/crypto/key/key.c"),
    "src/crypto/key/signature.c": (OWN, "tests/unit/crypto/key/jws.c"),
    "src/crypto/x509/cert_pem.c": (
        "it writes; any bytes are its input, whole",
        "tests/unit/crypto/x509/cert.c"),
    "src/crypto/x509/parsed_pair.c": (
        "it hands blocks of PEM to mbedTLS (`pem`, `cert`)",
        "tests/unit/crypto/x509/parsed_pair.c"),
    "src/crypto/x509_write/challenge_cert.c": (
        OWN, "tests/unit/crypto/x509_write/challenge_cert.c"),
    "src/crypto/x509_write/csr_subject.c": (
        OPERATOR, "tests/unit/crypto/x509_write/csr.c"),
    "src/lws/connect/tls_client_cache.c": (
        OWN, "tests/e2e"),
    "src/lws/options/options_values.c": (
        OPERATOR, "tests/unit/lws/options/options.c"),
    "src/lws/privsep/privileged/privileged_request.c": (
        "it takes the parts that `privsep_message` finds, whole",
        "tests/fuzz/fuzz_privsep_request.c"),
    "src/lws/startup/lwsws_conf.c": (
        "lws's parser reads it", "tests/unit/lws/startup/lwsws.c"),
    "src/store/file/file_temp.c": (OWN, "tests/unit/store/file/file.c"),
    "src/store/file/folder.c": (
        OPERATOR, "tests/unit/store/file/folder_way.c"),
    "src/store/pair/foreign.c": (
        OPERATOR, "tests/unit/store/pair/foreign.c"),
}
