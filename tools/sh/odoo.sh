# Odoo 19 itself: the user's own, or Debian's package unpacked under the cache. Sourced by ./dev.

# Debian carries Odoo 19 in its unstable suite. It is pure Python and runs on Debian 12 with the
# libraries of requirements-odoo.txt. Several of its files are links into these other packages.
UNSTABLE_PACKAGES=(
    odoo-19 libjs-jquery libjs-jquery-form libjs-underscore
    fonts-montserrat fonts-roboto-unhinted fonts-inconsolata fonts-ocr-b
)
# From Debian 12: unstable's has other file names than Odoo's stylesheets ask for.
BOOKWORM_PACKAGES=(fonts-font-awesome)
# Localizations are half of the 632 addons; tests and the demo use these.
L10N_KEPT='l10n_(id|de|us|generic_coa|din5008)(_[a-z0-9_]*)?'
UNPACK_KEY=1 # raise it when the way of unpacking changes

ensure_odoo() { # sets ODOO_PATH (the parent of odoo/) and ADDONS_PATH
    if [ -n "${ODOO_HOME:-}" ]; then
        use_odoo_home
    else
        ODOO_PATH=$CACHE/odoo-$UNPACK_KEY/usr/lib/python3/dist-packages
        ADDONS_PATH=$ODOO_PATH/odoo/addons
        [ -d "$CACHE/odoo-$UNPACK_KEY" ] || locked "$CACHE/odoo.lock" fetch_odoo
    fi
    export ODOO_PATH
}

use_odoo_home() {
    local home
    home=$(cd "$ODOO_HOME" 2>/dev/null && pwd -P) || die "ODOO_HOME=$ODOO_HOME is not a folder"
    grep -qs '^version_info = (19, 0,' "$home/odoo/release.py" ||
        die "ODOO_HOME=$ODOO_HOME holds no Odoo 19.0" "give a checkout of its branch 19.0, or the folder that holds odoo/"
    # Only `odoo` is taken from there: beside it may lie a whole system's Python packages.
    ODOO_PATH=$STATE/odoo-home
    mkdir -p "$ODOO_PATH"
    ln -sfn "$home/odoo" "$ODOO_PATH/odoo"
    ADDONS_PATH=$home/odoo/addons
    [ ! -d "$home/addons" ] || ADDONS_PATH=$home/addons,$ADDONS_PATH
}

fetch_odoo() {
    [ ! -d "$CACHE/odoo-$UNPACK_KEY" ] || return 0
    need_space 2500 "$CACHE"
    local debs=$CACHE/debs
    mkdir -p "$debs"
    [ -e "$debs/.complete" ] || download_debs "$debs"
    unpack_debs "$debs" "$CACHE/odoo-$UNPACK_KEY"
    rm -rf -- "$debs" "$CACHE/apt"
}

# A second, private view of the machine's own package source: nothing on the machine changes,
# no root is needed, and no mirror is named here.
private_apt() { # COMMAND...
    local view=$CACHE/apt
    apt-get -qq -o Dpkg::Use-Pty=0 \
        -o "Dir::Etc::SourceList=$view/view.$VIEW_FORMAT" -o Dir::Etc::SourceParts=/dev/null \
        -o "Dir::State::Lists=$view/lists" -o "Dir::Cache=$view/cache" \
        -o Acquire::Languages=none -o "APT::Sandbox::User=$(id -un)" "$@"
}

download_debs() { # FOLDER
    say "downloading Odoo 19 from Debian (about 125 MB)"
    command -v apt-get >/dev/null || die "there is no apt-get here" "give your own Odoo 19: ODOO_HOME=<checkout> ./dev ..."
    mkdir -p "$CACHE"/apt/lists/partial "$CACHE"/apt/cache/archives/partial
    update_private_view ||
        die "Debian's unstable suite cannot be read" \
            "check the network and the machine's package sources, or give your own Odoo 19: ODOO_HOME=<checkout> ./dev ..."
    (cd "$1" && quietly download private_apt download \
        "${UNSTABLE_PACKAGES[@]/%//sid}" "${BOOKWORM_PACKAGES[@]/%//bookworm}") ||
        die "Odoo 19 could not be downloaded" "check the network, then run this again"
    touch "$1/.complete"
}

# Third-party sources may carry the release's name as well, so each candidate is tried.
update_private_view() {
    local release number=0 candidate
    # shellcheck source=/dev/null
    release=$(. /etc/os-release && echo "${VERSION_CODENAME:-}")
    rm -f "$CACHE"/apt/candidate.*
    for VIEW_FORMAT in sources list; do
        candidate_sources "$VIEW_FORMAT" "$release" | while IFS= read -r -d '' candidate; do
            number=$((number + 1))
            printf '%s\n' "$candidate" >"$CACHE/apt/candidate.$number.$VIEW_FORMAT"
        done
        for candidate in "$CACHE"/apt/candidate.*."$VIEW_FORMAT"; do
            [ -e "$candidate" ] || continue
            cp "$candidate" "$CACHE/apt/view.$VIEW_FORMAT"
            quietly apt-view private_apt update -o APT::Update::Error-Mode=any && return
        done
    done
    return 1
}

# The machine's definitions of its own release, each changed to the two suites, NUL after each.
# The security archive has its suites named differently and so drops out.
candidate_sources() { # FORMAT RELEASE
    find /etc/apt/sources.list /etc/apt/sources.list.d -name "*.$1" -type f \
        -exec awk -v "release=$2" -f "$ROOT/tools/sh/apt_view_$1.awk" {} + 2>/dev/null
}

unpack_debs() { # FOLDER TARGET
    say "unpacking Odoo 19"
    local part=$2.part deb
    rm -rf -- "$part"
    mkdir -p "$part"
    for deb in "$1"/*.deb; do
        dpkg-deb --fsys-tarfile "$deb" | tar -x -C "$part" --no-same-owner
    done
    drop_localizations "$part/usr/lib/python3/dist-packages/odoo/addons"
    add_missing_stub "$part/usr/lib/python3/dist-packages/odoo/addons"
    mv -- "$part" "$2"
}

drop_localizations() { # ADDONS
    find "$1" -mindepth 1 -maxdepth 1 -regextype posix-extended \
        -name 'l10n_*' ! -regex "$1/$L10N_KEPT" -exec rm -rf -- {} +
}

# Debian leaves this library out. Its absence is a console error, which fails every browser tour.
add_missing_stub() { # ADDONS
    local file=$1/mail/static/lib/selfie_segmentation/selfie_segmentation.js
    [ -e "$file" ] && return
    mkdir -p "$(dirname "$file")"
    echo '/* left out by Debian: background blur in video calls */' >"$file"
}
