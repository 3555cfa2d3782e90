# The virtual environment. Sourced by ./dev.

REQUIREMENTS=("$ROOT"/requirements.txt "$ROOT"/requirements-odoo.txt "$ROOT"/requirements-dev.txt)

python_fits() {
    "$1" -c 'import sys; sys.exit(not (3, 10) <= sys.version_info[:2] <= (3, 12))' 2>/dev/null
}

# The system's own Python first: others (pyenv, conda) may lack what Debian's packages bring.
find_python() {
    local candidate
    if [ -n "${PYTHON:-}" ]; then
        command -v "$PYTHON" >/dev/null || die "PYTHON=$PYTHON does not exist"
        python_fits "$PYTHON" || wrong_python "$PYTHON"
        command -v "$PYTHON"
        return
    fi
    for candidate in /usr/bin/python3.{11,12,10} /usr/bin/python3 python3.{11,12,10} python3; do
        command -v "$candidate" >/dev/null || continue
        python_fits "$candidate" || continue
        command -v "$candidate"
        return
    done
    wrong_python python3
}

wrong_python() {
    die "Odoo 19 with its own pinned libraries needs Python 3.10 to 3.12, this is $("$1" --version 2>&1)" \
        "use Debian 12, or give another one: PYTHON=/path/to/python3.11 ./dev ..."
}

ensure_venv() {
    local python key
    python=$(find_python)
    key=$(cat "${REQUIREMENTS[@]}" <("$python" -VV) <(printf %s "$python") | hash_of)
    VENV=$CACHE/venv-$key
    export VENV PATH="$VENV/bin:$PATH"
    export PYTHONPATH=$ODOO_PATH:$ROOT
    [ -e "$VENV/.complete" ] || locked "$CACHE/venv.lock" build_venv "$python"
    touch "$VENV/.complete" # in use: see drop_unused
}

# What no clone has used for a month goes when something new comes in its place.
drop_unused() {
    local stamp
    find "$CACHE" -maxdepth 1 -name 'b2bc_base_*.dump' -mtime +30 -delete
    find "$CACHE" -maxdepth 2 -name .complete -path '*/venv-*' -mtime +30 | while read -r stamp; do
        rm -rf -- "$(dirname "$stamp")"
    done
}

# Environments cannot be renamed (scripts carry their path), so completeness is a stamp.
build_venv() { # PYTHON
    [ ! -e "$VENV/.complete" ] || return 0
    need_space 1200 "$CACHE"
    drop_unused
    say "installing Python packages (a minute or two)"
    rm -rf -- "$VENV"
    "$1" -m venv "$VENV" || die "$1 cannot make a virtual environment" "apt-get install python3-venv"
    quietly pip "$VENV/bin/python" -m pip install --quiet --disable-pip-version-check \
        --cache-dir "$CACHE/pip" "${REQUIREMENTS[@]/#/--requirement=}" ||
        die "pip could not install the Python packages" "check the network, then run this again"
    touch "$VENV/.complete"
}

# A tool takes its user's relative paths from CALLED_FROM.
run_tool() { # MODULE ARGS
    local module=$1
    shift
    (export CALLED_FROM=$PWD && cd "$ROOT" && exec "$VENV/bin/python" -m "$module" "$@")
}
