# SPDX-License-Identifier: MIT
# shellcheck shell=sh
# What this system's release lacks, from where the system gets its packages.
# apt has sources, lists and a cache of its own in ${folder}, which the script
# sets: the system's stay as they are.

# It can't be had: exit status 77.
cannot() {
	printf '%s: %s\n' "${0##*/}" "$1" >&2
	exit 77
}

own_apt() {
	apt-get -q -o Dir::Etc::SourceList="$folder/sources.list" \
		-o Dir::Etc::SourceParts=/dev/null \
		-o Dir::State::Lists="$folder/state/lists" \
		-o Dir::Cache="$folder/cache" \
		-o APT::Sandbox::User=root "$@" >> "$folder/apt.log" 2>&1
}

# own_apt_knows deb|deb-src RELEASE: own_apt can be asked for its packages.
own_apt_knows() {
	command -v apt-get > /dev/null || cannot 'no apt-get'
	keys=/usr/share/keyrings/debian-archive-keyring.gpg
	[ -e $keys ] || cannot 'not a Debian system'
	mirror=$(apt-get indextargets --format '$(SITE)' 'Created-By: Packages' |
		grep -E '/debian/?$' | head -n 1)
	[ -n "$mirror" ] || cannot 'no Debian mirror is configured'
	mkdir -p "$folder/state/lists/partial" "$folder/cache/archives/partial"
	printf '%s [signed-by=%s] %s %s main\n' "$1" $keys "$mirror" "$2" \
		> "$folder/sources.list"
	: > "$folder/apt.log"
	own_apt update || cannot "apt-get update failed, see $folder/apt.log"
}
