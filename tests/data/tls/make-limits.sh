#!/bin/sh
# SPDX-License-Identifier: MIT
# Make limits/: CAs that are limited, chains in odd orders, and roots in odd
# files; once, as the outputs are committed.  All leaves have leaf.key and end
# in 2100.  Needs OpenSSL 3.
set -eu
cd "$(dirname "$0")"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
. ./sign.sh
rm -rf limits
mkdir limits
cp leaf.key "$work"
cd limits

end=21000101000000Z
authority='basicConstraints = critical, CA:true'

# root FILE EXTENSION...
root() {
	file=$1
	shift
	new_key "$work/$file.key"
	sign self "$work/$file.key" "Root $file" "$file.pem" $end \
		"$authority" "$@"
}

# inter ISSUER FILE EXTENSION...
inter() {
	issuer_of_it=$1 file=$2
	shift 2
	[ -e "$work/$file.key" ] || new_key "$work/$file.key"
	sign "$issuer_of_it" "$work/$file.key" "CA $file" "$file.pem" $end \
		"$authority" "$@"
}

# leaf ISSUER FILE EXTENSION...
leaf() {
	issuer_of_it=$1 file=$2
	shift 2
	sign "$issuer_of_it" "$work/leaf.key" "${leaf_name:-leaf}" "$file" $end "$@"
}

# chain FILE SAN EXTENSION...: a leaf by a CA that has the extensions
chain() {
	chain_file=$1 san=$2
	shift 2
	inter root limited "$@"
	leaf limited "$chain_file" "subjectAltName = $san"
	cat limited.pem >>"$chain_file"
	rm limited.pem
}

root root
dns=DNS:ca.test
chain permitted.pem $dns 'nameConstraints = permitted;DNS:ca.test'
chain critical.pem $dns 'nameConstraints = critical, permitted;DNS:ca.test'
chain permitted-above.pem $dns 'nameConstraints = permitted;DNS:test'
chain permitted-below.pem $dns 'nameConstraints = permitted;DNS:.ca.test'
chain permitted-other.pem $dns 'nameConstraints = permitted;DNS:other.test'
chain permitted-like.pem $dns 'nameConstraints = permitted;DNS:a.test'
chain permitted-two.pem $dns \
	'nameConstraints = permitted;DNS:other.test, permitted;DNS:Ca.Test'
chain excluded.pem $dns 'nameConstraints = excluded;DNS:test'
chain excluded-other.pem $dns 'nameConstraints = excluded;DNS:a.test'
chain ip.pem IP:127.0.0.1,IP:::1 \
	'nameConstraints = permitted;IP:127.0.0.0/255.0.0.0'
chain ip-excluded.pem IP:127.0.0.1 \
	'nameConstraints = excluded;IP:127.0.0.0/255.255.255.0'
chain mail-not-critical.pem $dns,email:x@b.test \
	'nameConstraints = permitted;email:a.test'
chain directory.pem $dns 'nameConstraints = permitted;dirName:d' \
	'[d]' 'CN = LEAF'
chain directory-other.pem $dns \
	'nameConstraints = permitted;dirName:d' '[d]' 'CN = other'
chain garbled.pem $dns '2.5.29.30 = DER:0500'
chain usage-server.pem $dns 'extendedKeyUsage = clientAuth, serverAuth'
chain usage-any.pem $dns 'extendedKeyUsage = anyExtendedKeyUsage'
chain usage-client.pem $dns 'extendedKeyUsage = clientAuth'
sign root ../../crypto/rsa2048.pem leaf rsa.pem $end "subjectAltName = $dns"
leaf_name=ca.test
leaf root no-san.pem 'extendedKeyUsage = serverAuth'
leaf_name=

# A root that says what it is for.
root constrained 'nameConstraints = critical, permitted;DNS:ca.test'
leaf constrained by-constrained.pem "subjectAltName = $dns, DNS:other.test"
root mailbox 'nameConstraints = critical, permitted;email:a.test'
leaf mailbox mail.pem "subjectAltName = $dns"
leaf mailbox mail-there.pem "subjectAltName = $dns, email:x@b.test"
root policies 'certificatePolicies = critical, 1.3.6.1.4.1.55555.1' \
	'policyMappings = critical, 1.3.6.1.4.1.55555.1:1.3.6.1.4.1.55555.2' \
	'inhibitAnyPolicy = critical, 0' \
	'policyConstraints = critical, inhibitPolicyMapping:0'
leaf policies by-policies.pem "subjectAltName = $dns"
root explicit 'policyConstraints = critical, requireExplicitPolicy:0'
leaf explicit policy.pem "subjectAltName = $dns" \
	'certificatePolicies = 1.3.6.1.4.1.55555.1'
leaf explicit no-policy.pem "subjectAltName = $dns"
inter explicit other 'certificatePolicies = 1.3.6.1.4.1.55555.2'
leaf other policy-other.pem "subjectAltName = $dns" \
	'certificatePolicies = 1.3.6.1.4.1.55555.1'
inter explicit same 'certificatePolicies = 1.3.6.1.4.1.55555.2, 1.3.6.1.4.1.55555.1'
leaf same policy-same.pem "subjectAltName = $dns" \
	'certificatePolicies = 1.3.6.1.4.1.55555.1'
cat other.pem >>policy-other.pem
cat same.pem >>policy-same.pem
rm other.pem same.pem
root mailer 'extendedKeyUsage = emailProtection'
leaf mailer by-mailer.pem "subjectAltName = $dns"

# Four in a row, and one across: "middle" by two roots, one of them unknown.
root unknown
inter root top
inter top middle
cp middle.pem "$work/middle.right"
inter unknown middle
mv middle.pem across.pem
cp "$work/middle.right" middle.pem
inter middle low
leaf low leaf.pem "subjectAltName = $dns"
cat leaf.pem top.pem middle.pem low.pem >upside-down.pem
cat leaf.pem low.pem across.pem middle.pem top.pem >across-first.pem
cat leaf.pem across.pem low.pem unknown.pem >across-only.pem
rm leaf.pem top.pem middle.pem low.pem across.pem unknown.pem

# Roots as files have them.
{
	printf '\357\273\277Subject: a root\r\n'
	sed 's/$/\r/' root.pem
} >marked.crt
sed 's/ CERTIFICATE/ X509 CERTIFICATE/' root.pem >oldest-label.crt
openssl x509 -in root.pem -trustout -addtrust serverAuth -setalias x \
	-out trusted.crt
openssl x509 -in root.pem -trustout -addreject serverAuth -out rejected.crt
openssl x509 -in root.pem -trustout -addtrust emailProtection \
	-out for-mail.crt
sed -n '1,4p' ../bundle.pem | sed '4,$d' >none.crt
