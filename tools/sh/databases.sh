# Template databases and copies of them. Sourced by ./dev.
#
#   base template    Odoo's own modules; made once (dumped under the cache for other clones)
#   addon template   the base with our addons installed; made again after each change of their files
#
# Attachments are kept in the database, so that a copy of a database is complete.

BASE_MODULES=account,account_payment,contacts,phone_validation,portal,sale,sms
ADDONS=b2b_collections
DEMO_DB=b2bc_demo

run_odoo() { "$VENV/bin/python" -m odoo "$@"; }

sql() { psql -X -q -A -t -v ON_ERROR_STOP=1 -d "${DATABASE:-postgres}" -c "$1"; }

database_exists() { [ -n "$(sql "SELECT 1 FROM pg_database WHERE datname = '$1'")" ]; }

ensure_template() { locked "$STATE/template.lock" build_templates "$@"; } # [assets]

# The copy is made under the same lock: nobody can be connected to the template meanwhile.
ensure_run_database() { locked "$STATE/template.lock" make_run_database "$@"; } # [assets]

build_templates() { # [assets]: sets TEMPLATE
    local base
    base=b2bc_base_$(base_key)
    TEMPLATE=b2bc_addon_$(addon_key)
    if ! database_exists "$TEMPLATE"; then
        database_exists "$base" || make_base "$base"
        make_addon_template "$base"
        drop_old_templates
    fi
    [ "${1:-}" != assets ] || ensure_assets
}

base_key() {
    {
        printf '%s\n' "$BASE_MODULES" "$VENV" "$ADDONS_PATH"
        cat "$ODOO_PATH/odoo/release.py" "$ROOT/tools/finish_template.py"
        [ ! -e "${ODOO_HOME:-}/.git" ] || git -C "$ODOO_HOME" rev-parse HEAD
    } | hash_of
}

addon_key() {
    {
        base_key
        # No language but English is active in a template: translations are read later.
        cd "$ROOT" && find b2b_collections* \( -name __pycache__ -o -name i18n \) -prune -o -type f -print0 |
            sort -z | xargs -0 sha256sum
    } | hash_of
}

make_base() { # DATABASE
    local dump=$CACHE/$1.dump part=${1}_part
    dropdb --if-exists "$part"
    if [ -e "$dump" ]; then
        say "restoring the base database"
        touch "$dump" # in use: see drop_unused
        createdb -T template0 "$part"
        quietly restore pg_restore -j 2 -d "$part" "$dump" || die "$dump is damaged" "delete it and run this again"
    else
        say "creating the base database: $BASE_MODULES (once, half a minute)"
        createdb -T template0 "$part"
        install_modules "$part" "$BASE_MODULES"
        finish_template "$part"
        pg_dump -Fc -Z 1 -f "$dump.part" "$part"
        mv -- "$dump.part" "$dump"
    fi
    sql "ALTER DATABASE \"$part\" RENAME TO \"$1\""
    drop_databases "datname LIKE 'b2bc_base_%' AND datname <> '$1'"
}

make_addon_template() { # BASE: makes TEMPLATE
    local part=b2bc_addon_part
    say "installing $ADDONS"
    dropdb --if-exists "$part"
    createdb -T "$1" "$part"
    install_modules "$part" "$ADDONS"
    sql "ALTER DATABASE $part RENAME TO \"$TEMPLATE\""
}

install_modules() { # DATABASE MODULES
    local log=$STATE/install.log
    run_odoo -d "$1" -i "$2" --stop-after-init --no-http --max-cron-threads=0 >"$log" 2>&1 || {
        tail -n 40 "$log" >&2
        die "$2 could not be installed" "the whole log: $log"
    }
    if grep -E '^[0-9-]+ [0-9:,]+ [0-9]+ (ERROR|CRITICAL) ' "$log" >&2; then
        die "$2 was installed with errors" "the whole log: $log"
    fi
    grep -E '^[0-9-]+ [0-9:,]+ [0-9]+ WARNING ' "$log" | grep -v 'security risk' >&2 || true
}

finish_template() { # DATABASE
    quietly assets run_tool tools.finish_template --db "$1" ||
        die "the web assets could not be generated" "the whole log: $STATE/assets.log"
}

# Stylesheets and scripts that a test or a first page would otherwise wait for.
ensure_assets() {
    [ "$(sql "SELECT shobj_description(oid, 'pg_database') FROM pg_database WHERE datname = '$TEMPLATE'")" != assets ] ||
        return 0
    say "generating stylesheets and scripts"
    finish_template "$TEMPLATE"
    sql "COMMENT ON DATABASE \"$TEMPLATE\" IS 'assets'"
}

drop_databases() { # SQL CONDITION
    local name
    sql "SELECT datname FROM pg_database WHERE $1" |
        while read -r name; do dropdb --force --if-exists "$name" || true; done
}

# The one before the newest may just be being copied by another run.
drop_old_templates() {
    local addon="datname LIKE 'b2bc_addon_%'"
    drop_databases "$addon AND oid NOT IN
        (SELECT oid FROM pg_database WHERE $addon ORDER BY oid DESC LIMIT 2)"
}

# A run's own copy: two runs at a time do not meet. What a killed run left is removed here.
make_run_database() { # [assets]: sets RUN_DB
    local name pid
    build_templates "$@"
    sql "SELECT datname FROM pg_database WHERE datname LIKE 'b2bc_test_%'" | while read -r name; do
        pid=${name#b2bc_test_}
        kill -0 "${pid%%-*}" 2>/dev/null || drop_databases "datname = '$name'"
    done
    RUN_DB=b2bc_test_$$
    trap drop_run_databases EXIT
    createdb -T "$TEMPLATE" "$RUN_DB"
}

# pytest-xdist adds a suffix for each of its workers.
drop_run_databases() { drop_databases "datname ~ '^$RUN_DB(-|\$)'"; }
