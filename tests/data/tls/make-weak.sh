#!/bin/sh
# SPDX-License-Identifier: MIT
# Make weak/: chains by a digest or a key that is too weak, for a use that is
# not ours, and one for the longest of host names; once, as the outputs are
# committed.  All leaves have leaf.key and end in 2100.  Needs OpenSSL 3.
set -eu
cd "$(dirname "$0")"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
. ./sign.sh
rm -rf weak
mkdir weak
cp leaf.key "$work"
cp ../crypto/rsa1024.pem "$work/short.key"
cd weak

end=21000101000000Z
authority='basicConstraints = critical, CA:true'
san='subjectAltName = DNS:ca.test'

# above ISSUER FILE EXTENSION...: a CA, and a leaf by it, as a chain
above() {
	issuer_of_it=$1 file=$2
	shift 2
	[ -e "$work/$file.key" ] || new_key "$work/$file.key"
	sign "$issuer_of_it" "$work/$file.key" "CA $file" "$file.pem" $end \
		"$authority" "$@"
	md=sha256 sign "$file" "$work/leaf.key" leaf leaf.pem $end "$san"
	cat leaf.pem "$file.pem" >"$work/chain"
	rm leaf.pem
	mv "$work/chain" "$file.pem"
}

new_key "$work/root.key"
sign self "$work/root.key" "Root root" root.pem $end "$authority"
md=sha1
cp "$work/root.key" "$work/sha1-root.key"
sign self "$work/root.key" "Root root" sha1-root.pem $end "$authority"
sign root "$work/leaf.key" leaf sha1.pem $end "$san"
above root sha1-above
md=
above root short
above root no-signer 'keyUsage = critical, digitalSignature'
sign root "$work/leaf.key" leaf usage.pem $end "$san" \
	'keyUsage = critical, keyCertSign'
sign root "$work/leaf.key" leaf extended.pem $end "$san" \
	'extendedKeyUsage = clientAuth'
sign root "$work/leaf.key" leaf good.pem $end "$san" \
	'keyUsage = critical, digitalSignature' 'extendedKeyUsage = serverAuth'
sign root "$work/leaf.key" leaf wide.pem $end 'subjectAltName = DNS:*.test'
