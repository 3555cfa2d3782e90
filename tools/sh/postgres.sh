# Private PostgreSQL servers on a unix socket. Sourced by ./dev.
#
# Each clone has two: `durable` keeps what a user made (and gives honest benchmarks), `test`
# trades safety for speed. They go on running between commands; ./dev stop ends them.

CLUSTER_SETTINGS="
listen_addresses = ''
max_connections = 100
shared_buffers = 256MB
max_wal_size = 2GB
jit = off
"
THROW_AWAY_SETTINGS="
fsync = off
synchronous_commit = off
full_page_writes = off
"

# PostgreSQL refuses to run as root. The account it then runs as may not be able to look into
# root's home, so its files live where it can.
if [ "$(id -u)" = 0 ]; then
    CLUSTERS=/var/lib/b2b-collections/$CLONE
    as_server() { (cd / && runuser -u postgres -- "$@"); }
else
    CLUSTERS=$STATE/postgres
    as_server() { "$@"; }
fi

cluster_data() { echo "$CLUSTERS/$1/data"; }

# A socket's whole path must fit into 107 bytes.
cluster_socket() { # CLUSTER
    local folder=$CLUSTERS/$1
    [ ${#folder} -lt 90 ] || folder=${XDG_RUNTIME_DIR:-${TMPDIR:-/tmp}}/b2bc-$(id -u)-$CLONE-$1
    echo "$folder"
}

# The server that made the files, else the newest one installed.
find_postgres() { # CLUSTER
    local made_by="*"
    [ ! -e "$(cluster_data "$1")/PG_VERSION" ] || made_by=$(<"$(cluster_data "$1")/PG_VERSION")
    # shellcheck disable=SC2086  # the star is meant
    PG_BIN=$(printf '%s\n' /usr/lib/postgresql/$made_by/bin | sort -V | tail -n 1)
    if [ ! -x "$PG_BIN/initdb" ] && [ "$made_by" = "*" ]; then
        PG_BIN=$(dirname "$(command -v initdb || echo /no/initdb)")
    fi
    [ -x "$PG_BIN/initdb" ] ||
        die "PostgreSQL (${PG_BIN%/bin}) is not installed" \
            "install it, or start with empty databases: ./dev clean"
    export PATH="$PG_BIN:$PATH"
}

ensure_cluster() { # CLUSTER: running, and the target of psql, createdb and Odoo
    find_postgres "$1"
    export PGHOST PGPORT=5432 PGUSER=odoo
    PGHOST=$(cluster_socket "$1")
    export PGOPTIONS=--client-min-messages=warning # no notice of what is not there to drop
    server_is_up || locked "$STATE/cluster.lock" start_cluster "$1"
    write_odoo_conf "$1"
}

server_is_up() { "$PG_BIN/pg_isready" -q -t 2; }

start_cluster() { # CLUSTER
    ! server_is_up || return 0
    local data log
    data=$(cluster_data "$1")
    log=$CLUSTERS/$1/server.log
    [ -e "$data/PG_VERSION" ] || create_cluster "$1"
    prepare_server_folder "$PGHOST"
    say "starting PostgreSQL ($1)"
    # 9>&-: the server must not keep the lock of this script.
    as_server "$PG_BIN/pg_ctl" -s -w -D "$data" -l "$log" \
        -o "-c unix_socket_directories='$PGHOST' -p $PGPORT" start >/dev/null 9>&- || {
        tail -n 15 "$log" >&2
        die "PostgreSQL does not start" "see $log; ./dev clean starts with empty databases"
    }
}

prepare_server_folder() {
    mkdir -p "$1"
    [ "$(id -u)" != 0 ] || chown postgres: "$1"
    chmod 700 "$1"
}

create_cluster() { # CLUSTER
    local data part settings=$CLUSTER_SETTINGS
    data=$(cluster_data "$1")
    part=$data.part
    [ "$1" != test ] || settings+=$THROW_AWAY_SETTINGS
    mkdir -p "$CLUSTERS"
    need_space 1000 "$CLUSTERS"
    say "creating the $1 database server"
    prepare_server_folder "$CLUSTERS/$1"
    rm -rf -- "$part"
    # Only this user can reach the socket's folder, so the socket needs no password.
    quietly initdb as_server "$PG_BIN/initdb" -D "$part" --username="$PGUSER" --auth=trust \
        --encoding=UTF8 --locale=C.UTF-8 --no-sync ||
        die "the database server could not be created"
    printf '%s' "$settings" >>"$part/postgresql.conf"
    mv -- "$part" "$data"
}

stop_cluster() { # CLUSTER
    local data
    data=$(cluster_data "$1")
    [ -e "$data/postmaster.pid" ] || return 0
    say "stopping PostgreSQL ($1)"
    find_postgres "$1"
    as_server "$PG_BIN/pg_ctl" -s -D "$data" -m fast stop ||
        rm -f -- "$data/postmaster.pid"
}

remove_state() {
    rm -rf -- "$CLUSTERS" "$STATE" "$(cluster_socket durable)" "$(cluster_socket test)"
}

write_odoo_conf() { # CLUSTER
    export ODOO_CONF=$STATE/odoo-$1.conf
    export ODOO_RC=$ODOO_CONF
    local cron=1
    [ "$1" != test ] || cron=0
    cat >"$ODOO_CONF.$$" <<CONF
[options]
addons_path = $ROOT,$ADDONS_PATH
data_dir = $STATE/data
db_host = $PGHOST
db_port = $PGPORT
db_user = $PGUSER
http_interface = 127.0.0.1
list_db = False
max_cron_threads = $cron
screenshots = $STATE/screenshots
CONF
    mv -- "$ODOO_CONF.$$" "$ODOO_CONF"
}
