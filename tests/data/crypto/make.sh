#!/bin/sh
# SPDX-License-Identifier: MIT
# Makes the keys and certificates beside it with OpenSSL 3, where they are not
# there yet; they are committed, as tests must not differ from run to run.
# None of them is used anywhere but in tests.  The rfc*.jwk are not made: they
# are the RFCs' own examples.
set -eu
cd "$(dirname "$0")"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

make() { # FILE COMMAND...: its output becomes FILE
    [ -e "$1" ] && return
    file=$1
    shift
    "$@" >"$work/out"
    mv "$work/out" "$file"
}

# --- keys ---------------------------------------------------------------
make p256.pem openssl ecparam -name prime256v1 -genkey
make p256-pkcs8.pem openssl pkcs8 -topk8 -nocrypt -in p256.pem
make p384.pem openssl ecparam -name secp384r1 -genkey -noout
make p521.pem openssl ecparam -name secp521r1 -genkey -noout
make ed25519.pem openssl genpkey -algorithm ED25519
for bits in 1024 2048 3072 4096 8192; do
    make rsa$bits.pem openssl genrsa -traditional $bits
done
# Its PEM has 2031 bytes before its last line, and 2061 with it.
make rsa2552.pem openssl genrsa -traditional 2552
make rsa2048-pkcs8.pem openssl pkcs8 -topk8 -nocrypt -in rsa2048.pem
make encrypted.pem openssl pkcs8 -topk8 -passout pass:secret -in p256.pem
make mismatch.pem python3 keys.py mismatch p256.pem
for part in x y d; do
    make p256-short-$part.pem python3 keys.py short $part
done
for key in p256 p384 p521 rsa2048 rsa3072 rsa4096 p256-short-x p256-short-y \
    p256-short-d; do
    make $key.jwk python3 keys.py jwk $key.pem
done
make rsa2048-ned.jwk python3 keys.py ned rsa2048.pem
make rsa2048.jws python3 keys.py jws rsa2048.pem

# --- certificates -------------------------------------------------------
cat >"$work/ca.conf" <<CONF
[ca]
default_ca = default
[default]
database = $work/index
new_certs_dir = $work
serial = $work/serial
policy = policy
default_md = sha256
unique_subject = no
[policy]
commonName = optional
organizationName = optional
[root]
basicConstraints = critical, CA:TRUE
keyUsage = critical, keyCertSign, cRLSign
[leaf]
basicConstraints = critical, CA:FALSE
subjectAltName = DNS:a.example, DNS:B.example, DNS:*.c.example
[withip]
subjectAltName = DNS:a.example, IP:192.0.2.1
[clients]
subjectAltName = DNS:a.example
extendedKeyUsage = clientAuth
[servers]
subjectAltName = DNS:a.example
keyUsage = critical, keyEncipherment
extendedKeyUsage = clientAuth, serverAuth
[anything]
subjectAltName = DNS:a.example
extendedKeyUsage = anyExtendedKeyUsage
[signer]
subjectAltName = DNS:a.example
keyUsage = critical, keyCertSign
[nosan]
basicConstraints = CA:FALSE
[constrained]
basicConstraints = critical, CA:TRUE
keyUsage = critical, keyCertSign, cRLSign
nameConstraints = critical, permitted;DNS:example
certificatePolicies = critical, 1.3.6.1.4.1.55555.1
policyConstraints = critical, requireExplicitPolicy:3
policyMappings = critical, 1.3.6.1.4.1.55555.1:1.3.6.1.4.1.55555.2
inhibitAnyPolicy = critical, 0
[critical]
subjectAltName = DNS:a.example
1.2.3.4.5 = critical, DER:0500
[criticalca]
basicConstraints = critical, CA:TRUE
1.2.3.4.5 = critical, DER:0500
CONF

cert() { # NAME KEY SUBJECT EXTENSIONS ISSUER SERIAL [OPTION...]
    [ -e "$1.crt" ] && return
    name=$1 key=$2 subject=$3 extensions=$4 issuer=$5 serial=$6
    shift 6
    : >"$work/index"
    echo "$serial" >"$work/serial"
    openssl req -new -key "$key" -subj "$subject" -out "$work/csr"
    if [ "$issuer" = self ]; then
        set -- -selfsign -keyfile "$key" "$@"
    else
        set -- -cert "$issuer.crt" -keyfile "$issuer.pem" "$@"
    fi
    openssl ca -batch -notext -preserveDN -config "$work/ca.conf" \
        -extensions "$extensions" -startdate 20260101000000Z \
        -enddate 21000228235959Z -in "$work/csr" -out "$name.crt" "$@" \
        2>"$work/log" || { cat "$work/log" >&2; exit 1; }
}

make root.pem openssl ecparam -name secp384r1 -genkey -noout
make inter.pem openssl ecparam -name prime256v1 -genkey -noout
make inter-rsa.pem openssl genrsa -traditional 2048
make impostor.pem openssl ecparam -name prime256v1 -genkey -noout
cert root root.pem "/CN=Test Root" root self 01
cert inter inter.pem "/CN=Test CA/O=Tests" root root 02
cert inter-rsa inter-rsa.pem "/CN=Test RSA CA" root root 03
cert impostor impostor.pem "/CN=Test CA/O=Tests" root root 04
cert leaf p256.pem "/CN=a.example" leaf inter 00FFEE0102030405060708090A0B0C0D0E0F
cert leaf-rsa rsa2048.pem "/CN=a.example" leaf inter-rsa 1234
cert leaf-old p256.pem "/CN=a.example" leaf inter 10 \
    -startdate 19691231235958Z -enddate 20000229120000Z
cert leaf-ip p256.pem "/CN=a.example" withip inter 11
cert leaf-nosan p256.pem "/CN=a.example" nosan inter 12
cert leaf-clients p256.pem "/CN=a.example" clients inter 19
cert leaf-servers p256.pem "/CN=a.example" servers inter 1A
cert leaf-anything p256.pem "/CN=a.example" anything inter 1B
cert leaf-signer p256.pem "/CN=a.example" signer inter 1C
cert leaf-critical p256.pem "/CN=a.example" critical inter 13
cert leaf-sha1 rsa2048.pem "/CN=a.example" leaf inter-rsa 14 -md sha1
cert leaf-longserial p256.pem "/CN=a.example" leaf inter \
    11223344556677889900112233445566778899001122334455667788990011223344
cert leaf-nocn p256.pem "/O=Nameless" leaf self 15
cert notca p384.pem "/CN=Not a CA" leaf inter 16
# All that RFC 5280 wants critical in a CA's certificate.
make constrained.pem openssl ecparam -name prime256v1 -genkey -noout
cert constrained constrained.pem "/CN=Limited CA" constrained root 20
cert leaf-constrained p256.pem "/CN=a.example" leaf constrained 21
# inter's name and key, by another root.
make root2.pem openssl ecparam -name prime256v1 -genkey -noout
cert root2 root2.pem "/CN=Test Root 2" root self 22
cert inter-cross inter.pem "/CN=Test CA/O=Tests" root root2 23
# What `openssl x509 -trustout` writes, and the oldest label.
make leaf-trusted.crt openssl x509 -in leaf.crt -trustout \
    -addtrust serverAuth -setalias leaf
make leaf-x509.crt sed 's/ CERTIFICATE/ X509 CERTIFICATE/' leaf.crt
cp p384.pem "$work/notca.pem"
[ -e leaf-notca.crt ] || {
    ln -sf "$PWD/notca.crt" "$work/notca.crt"
    cert leaf-notca p256.pem "/CN=a.example" leaf "$work/notca" 17
}
cert leaf-ed25519 ed25519.pem "/CN=a.example" leaf inter 18
cert leaf-p521 p521.pem "/CN=a.example" leaf inter 19
# What mbedTLS reads none of: by their keys, and by an extension.
make ed448.pem openssl genpkey -algorithm ED448
for curve in ed25519 ed448; do
    make foreign-$curve.crt openssl req -x509 -key $curve.pem \
        -subj "/CN=Foreign" -days 27000
done
cert foreign-critical p384.pem "/CN=Foreign" critical self 32
cert inter-critical inter.pem "/CN=Test CA/O=Tests" criticalca root 33
cert root-critical root.pem "/CN=Test Root" criticalca self 34
cert across-critical root.pem "/CN=Test Root" criticalca root2 35
# Eleven, one above the other.
[ -e long.crt ] || {
    for i in 11 10 9 8 7 6 5 4 3 2; do
        cp impostor.pem "$work/long$i.pem"
        above="$work/long$((i + 1))"
        [ -e "$above.crt" ] || above=self
        cert "$work/long$i" impostor.pem "/CN=CA $i" root "$above" "$(printf %04d $i)"
    done
    cert "$work/long1" p256.pem "/CN=a.example" leaf "$work/long2" 41
    for i in 1 2 3 4 5 6 7 8 9 10 11; do
        cat "$work/long$i.crt"
    done >long.crt
}
