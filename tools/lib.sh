# Shared by tools/run, tools/test and tools/bench: packages, configuring, building.
# Sourced from the project's root with `set -eu` in force.

say() { printf '%s\n' "$*" >&2; }
die() { say "$(basename "$0"): $*"; exit 1; }

# The packages of the groups named, one a line.
packages() {
    awk -v groups=" $* " '
        /^\[/ { gsub(/[][]/, ""); wanted = index(groups, " " $1 " "); next }
        /^#/ || NF == 0 { next }
        wanted { print $1 }' tools/packages.txt
}

# Installs what is missing of the groups named; silent when nothing is.
need() {
    local missing
    missing=$(for name in $(packages "$@"); do
        dpkg-query -W -f='${Status}' "$name" 2>/dev/null | grep -q 'ok installed$' ||
            printf '%s ' "$name"
    done)
    [ -n "$missing" ] || return 0
    say "installing: $missing"
    local as_root=
    if [ "$(id -u)" -ne 0 ]; then
        command -v sudo >/dev/null || die "needs root or sudo to install: $missing"
        as_root=sudo
    fi
    $as_root apt-get update -q >&2 || die "apt-get update failed"
    # shellcheck disable=SC2086  # the names are words
    $as_root env DEBIAN_FRONTEND=noninteractive \
        apt-get install -q -y --no-install-recommends $missing >&2 ||
        die "could not install: $missing"
}

# configure DIR [-Doption=value …]: sets a build folder up, or again when its options changed.
configure() {
    local dir=$1
    shift
    if [ -z "${CC:-}" ] && command -v ccache >/dev/null; then
        export CC='ccache gcc'
    fi
    if [ ! -f "$dir/build.ninja" ]; then
        rm -rf "$dir"
        meson setup "$dir" "$@" >&2 || die "meson could not configure $dir"
    elif [ "$*" != "$(cat "$dir/options.txt" 2>/dev/null)" ]; then
        meson setup --wipe "$dir" "$@" >&2 || die "meson could not configure $dir"
    fi
    printf '%s\n' "$*" >"$dir/options.txt"
}

# build DIR [TARGET…]: compiles; says only what is wrong when nothing changed.
build() {
    local dir=$1
    shift
    ninja -C "$dir" --quiet "$@" >&2
}
