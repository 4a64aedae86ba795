#!/bin/sh
# SPDX-License-Identifier: MIT
# Make the certificates of the transport tests, once; the outputs are
# committed.  All leaves have one key (leaf.key) and end in 2100, but for
# expired.pem; renewed.pem, with a key of its own, is what a renewal brings.
# Needs OpenSSL 3.
set -eu
cd "$(dirname "$0")"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

. ./sign.sh

authority='basicConstraints = critical, CA:true'
new_key "$work/root.key"
new_key "$work/other-root.key"
new_key "$work/intermediate.key"
new_key leaf.key
new_key renewed.key
sign self "$work/root.key" "Test Root" root.pem 21000101000000Z "$authority"
sign self "$work/other-root.key" "Other Root" other-root.pem \
	21000101000000Z "$authority"
sign root "$work/intermediate.key" "Test Intermediate" intermediate.pem \
	21000101000000Z "$authority"

# leaf ISSUER FILE SAN [END [KEY]]
leaf() {
	sign "$1" "${5:-leaf.key}" leaf "$2" "${4:-21000101000000Z}" \
		"subjectAltName = $3" "extendedKeyUsage = serverAuth"
}
leaf root good.pem DNS:ca.test,DNS:acme.ca.test
leaf root expired.pem DNS:ca.test 20010101000000Z
leaf self self-signed.pem DNS:ca.test
leaf root ip.pem IP:127.0.0.1,IP:::1,DNS:ca.test
# "abcd" has the bytes of the address 97.98.99.100.
leaf root ip-as-dns.pem DNS:127.0.0.1,DNS:abcd
# More names than a sentence has room for, and one of another kind.
label=abcdefghijklmnopqrstuvwxyz-abcdefghijklmnopqrstuvwxyz
leaf self names.pem URI:https://ca.test/,DNS:$label.test,DNS:$label.example
leaf intermediate chain.pem DNS:ca.test
leaf intermediate renewed.pem DNS:ca.test 21000101000000Z renewed.key
cat intermediate.pem >>chain.pem
cat intermediate.pem >>renewed.pem
rm intermediate.pem

# A bundle in which the first of two certificates does not parse.
{
	echo '-----BEGIN CERTIFICATE-----'
	echo 'bm90IGEgY2VydGlmaWNhdGU='
	echo '-----END CERTIFICATE-----'
	cat root.pem
} >bundle.pem

# One in which all is malformed but the last certificate.
{
	echo '-----END CERTIFICATE-----'
	echo '-----BEGIN CERTIFICATE-----'
	echo '*** not base64 ***'
	echo '-----END CERTIFICATE-----'
	cat leaf.key
	echo '-----BEGIN CERTIFICATE----'
	cat root.pem
	echo '-----BEGIN CERTIFICATE-----'
} >ragged.pem
openssl x509 -in root.pem -outform DER -out root.der
