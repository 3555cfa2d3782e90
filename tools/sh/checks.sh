# Lint and tests. Sourced by ./dev.

lint_step() { # NAME COMMAND...
    say "lint: $1"
    (cd "$ROOT" && "${@:2}") || LINT_FAILED+=("$1")
}

# The rc file's `disable` loses to its own `enable=odoolint`, so it stands here. Large models
# are split by concern on purpose; env._ is as good as self.env._; a helper's `write` or `read`
# is not a model's.
PYLINT_OFF=missing-readme,missing-return,consider-merging-classes-inherited
PYLINT_OFF+=,prefer-env-translation,method-required-super

lint() {
    LINT_FAILED=()
    local addons=() manifest
    for manifest in "$ROOT"/b2b_collections*/__manifest__.py; do
        [ -e "$manifest" ] && addons+=("$(basename "$(dirname "$manifest")")")
    done
    lint_step "ruff check" ruff check --quiet --output-format=concise .
    lint_step "ruff format" ruff format --quiet --diff .
    lint_step pylint-odoo python -m pylint --rcfile=.pylintrc -j 2 --score=n \
        --disable="$PYLINT_OFF" "${addons[@]}"
    # Those left out are matters of spelling that Odoo itself does not follow.
    lint_step oca-checks oca-checks-odoo-module \
        --disable=xml-header-wrong,xml-field-numeric-without-eval,xml-tag-position \
        "${addons[@]/%//__manifest__.py}"
    lint_step "old idioms" old_idioms
    [ ${#LINT_FAILED[@]} -eq 0 ] || die "lint: $(IFS=,; echo "${LINT_FAILED[*]}")" "see above; ruff format . and ruff check --fix . mend most of it"
}

# What Odoo's own upgrade scripts would rewrite was not written for 19.
old_idioms() {
    run_odoo upgrade_code --addons-path . --from 17.0 --glob 'b2b_collections*/**/*' --dry-run
}

run_tests() { # PYTEST ARGS
    local selected=() argument
    for argument in "$@"; do
        [ ! -e "$ROOT/${argument%%::*}" ] || selected+=("${argument#./}")
    done
    if without_odoo "${selected[@]}"; then
        # Without Odoo: these must not need it, and take milliseconds.
        run_pytest -p no:odoo "$@"
        return
    fi
    ensure_cluster test
    if with_browser "${selected[@]}"; then ensure_run_database assets; else ensure_run_database; fi
    [ $# -gt 0 ] || set -- -n 2
    run_pytest --odoo-config="$ODOO_CONF" --odoo-database="$RUN_DB" --odoo-http \
        --odoo-log-level=error "$@"
}

# Its closing line is the last thing to be seen, whatever it says.
run_pytest() { (cd "$ROOT" && exec python -m pytest "$@") || exit; }

without_odoo() { # SELECTED...
    local path
    [ $# -gt 0 ] || return 1
    for path in "$@"; do
        case $path in tests/core* | tests/tools*) ;; *) return 1 ;; esac
    done
}

with_browser() { # SELECTED...
    local path
    [ $# -gt 0 ] || return 0
    for path in "$@"; do
        case $path in tests | tests/ | tests/browser*) return 0 ;; esac
    done
    return 1
}
