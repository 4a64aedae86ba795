# SPDX-License-Identifier: MIT
# For the scripts beside it, which have a folder $work: keys and certificates.

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

new_rsa_key() {
	openssl genpkey -quiet -algorithm RSA -pkeyopt rsa_keygen_bits:2048 \
		-out "$1"
}

# sign ISSUER SUBJECT_KEY NAME OUT END EXTENSION...: ISSUER "self" signs itself,
# by the digest $md where that is set
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
	openssl ca -batch -notext -config "$work/ca.cnf" -md "${md:-sha256}" "$@" \
		-in "$work/request" -out "$out" -extfile "$work/extensions" \
		-startdate 20000101000000Z -enddate "$end" 2>"$work/log" ||
		{ cat "$work/log" >&2; exit 1; }
}

