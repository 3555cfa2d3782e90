# What the machine itself must have. Sourced by ./dev.

# fonts-lato: letters (DejaVu: what it has no signs for); the three libraries: WeasyPrint; chromium: browser tours.
PACKAGES_BASE=(
    python3 python3-venv postgresql ca-certificates
    libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 fonts-lato fonts-dejavu-core
)
PACKAGES_TEST=(chromium)

is_installed() {
    [ "$(dpkg-query -W -f '${db:Status-Status}' "$1" 2>/dev/null)" = installed ]
}

as_root() {
    if [ "$(id -u)" = 0 ]; then "$@"; else sudo "$@"; fi
}

require_root() {
    [ "$(id -u)" = 0 ] || { command -v sudo >/dev/null && sudo -v; } ||
        die "installing system packages needs root or sudo" \
            "as root, once: apt-get install --no-install-recommends ${MISSING[*]}"
}

ensure_packages() { # [test]
    command -v dpkg-query apt-get >/dev/null || return 0 # not Debian: they are the user's to install
    local wanted=("${PACKAGES_BASE[@]}") name
    [ "${1:-}" != test ] || wanted+=("${PACKAGES_TEST[@]}")
    MISSING=()
    for name in "${wanted[@]}"; do
        provided_otherwise "$name" || is_installed "$name" || MISSING+=("$name")
    done
    [ ${#MISSING[@]} -eq 0 ] || locked "$CACHE/packages.lock" install_packages
}

# Somebody with an own Python or Chrome does not need Debian's.
provided_otherwise() {
    case $1 in
        python3 | python3-venv) [ -n "${PYTHON:-}" ] ;;
        chromium) command -v google-chrome chromium >/dev/null ;;
        *) return 1 ;;
    esac
}

install_packages() {
    need_space 1500 /usr
    say "installing system packages: ${MISSING[*]}"
    require_root
    local apt=(env DEBIAN_FRONTEND=noninteractive apt-get -qq -o Dpkg::Use-Pty=0 -o DPkg::Lock::Timeout=120)
    quietly apt-update as_root "${apt[@]}" update ||
        die "apt-get update failed" "check the network and the machine's package sources, then run this again"
    quietly apt-install as_root "${apt[@]}" install -y --no-install-recommends "${MISSING[@]}" ||
        die "the system packages could not be installed" "see above; check the network, then run this again"
}

port_is_free() { # a TCP port of 127.0.0.1
    ! (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null
}
