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

cat >"$work/ca.cnf" <<END
[ca]
default_ca = this
[this]
new_certs_dir = $work
database = $work/index
rand_serial = yes
default_md = sha256
policy = any
unique_subject = no
[any]
commonName = supplied
END

new_key() {
	openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -out "$1"
}

# sign ISSUER SUBJECT_KEY NAME OUT END EXTENSION...: ISSUER "self" signs itself
sign() {
	issuer=$1 key=$2 name=$3 out=$4 end=$5
	shift 5
	printf '%s\n' "$@" >"$work/extensions"
	: >"$work/index"
	openssl req -new -key "$key" -subj "/CN=$name" -out "$work/request"
	if [ "$issuer" = self ]; then
		set -- -selfsign -keyfile "$key"
	else
		set -- -cert "$issuer.pem" -keyfile "$work/$issuer.key"
	fi
	openssl ca -batch -notext -config "$work/ca.cnf" "$@" \
		-in "$work/request" -out "$out" -extfile "$work/extensions" \
		-startdate 20000101000000Z -enddate "$end" 2>"$work/log" ||
		{ cat "$work/log" >&2; exit 1; }
}

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
