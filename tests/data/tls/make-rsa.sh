#!/bin/sh
# SPDX-License-Identifier: MIT
# Make the two pairs of the store's tests, once; the outputs are committed.
# They are RSA, as it takes mbedTLS forty times as long to see that a P-256 key
# and a certificate belong together, and faults are made by the thousand.  Needs
# OpenSSL 3.
set -eu
cd "$(dirname "$0")"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

. ./sign.sh

mkdir -p rsa
cd rsa
for key in "$work/root.key" "$work/intermediate.key" old.key renewed.key; do
	new_rsa_key "$key"
done
authority='basicConstraints = critical, CA:true'
sign self "$work/root.key" "Test Root" root.pem 21000101000000Z "$authority"
sign root "$work/intermediate.key" "Test Intermediate" intermediate.pem \
	21000101000000Z "$authority"
for pair in old renewed; do
	sign intermediate $pair.key leaf $pair.pem 21000101000000Z \
		'subjectAltName = DNS:ca.test' 'extendedKeyUsage = serverAuth'
	cat intermediate.pem >>$pair.pem
done
rm root.pem intermediate.pem
