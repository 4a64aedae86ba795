# SPDX-License-Identifier: MIT
# shellcheck shell=sh
# need_packages GROUP...: install what tools/lib/packages lists for these
# groups and this system lacks.  POSIX sh: nothing else is there yet.  Where
# nothing is missing it runs no package manager and needs no network.
# Where it can't install, it lists what is missing and ends the script with 2.

# Is there such a command, or a file of this pattern?
is_there() {
	case $1 in
	/*)
		for path in $1; do
			[ ! -e "$path" ] || return 0
		done
		return 1
		;;
	*) command -v "$1" > /dev/null 2>&1 ;;
	esac
}

missing_packages() {
	while read -r package witness group; do
		case $package in '' | '#'*) continue ;; esac
		case " $* " in *" $group "*) ;; *) continue ;; esac
		is_there "$witness" || printf ' %s' "$package"
	done < tools/lib/packages
}

cannot_install() {
	printf '%s: missing:%s\n' "${0##*/}" "$1" >&2
	printf '%s: %s; install them (the names are Debian'\''s) and run it again\n' \
		"${0##*/}" "$2" >&2
	exit 2
}

# As root, its output in ${apt_log}.  Where another apt holds a lock, as a new
# system's own upgrade does, it is waited for: ten minutes at most.
apt_get() {
	tries=0
	until $as_root env LC_ALL=C DEBIAN_FRONTEND=noninteractive \
		apt-get -q "$@" > "$apt_log" 2>&1; do
		grep -q 'Could not get lock' "$apt_log" && [ $tries -lt 300 ] ||
			return 1
		[ $tries -gt 0 ] ||
			echo 'packages      waiting for another apt, which holds the lock'
		tries=$((tries + 1))
		sleep 2
	done
}

need_packages() {
	missing=$(missing_packages "$@")
	[ -n "$missing" ] || return 0
	command -v apt-get > /dev/null 2>&1 ||
		cannot_install "$missing" "this system has no apt-get"
	as_root=
	if [ "$(id -u)" != 0 ]; then
		command -v sudo > /dev/null 2>&1 ||
			cannot_install "$missing" "neither root nor sudo"
		as_root=sudo
	fi
	printf 'packages      installing%s\n' "$missing"
	apt_log=$(mktemp)
	# shellcheck disable=SC2086 # the list is words
	if apt_get update && apt_get install -y --no-install-recommends $missing
	then
		rm -f "$apt_log"
		return 0
	fi
	tail -n 20 "$apt_log" >&2
	rm -f "$apt_log"
	cannot_install "$missing" "apt-get failed, see above"
}
