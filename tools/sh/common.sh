# Paths, messages, locks. Sourced by ./dev.

say() { printf '==> %s\n' "$*" >&2; }

die() { # MESSAGE REMEDY
    printf '\nerror: %s\n' "$1" >&2
    [ -z "${2:-}" ] || printf '  -> %s\n' "$2" >&2
    exit 3
}

# A failure that no message foresaw. 3 is die's: it has said what there is to say, perhaps in a subshell.
unforeseen() {
    [ $? -eq 3 ] || echo "error: $BASH_COMMAND (${BASH_SOURCE[1]##*/}, line ${BASH_LINENO[0]})" >&2
}
trap unforeseen ERR

hash_of() { sha256sum | cut -c1-12; }

CACHE=${XDG_CACHE_HOME:-$HOME/.cache}/b2b-collections
# Two clones on one machine never share a database server, a port or a state folder.
CLONE=$(printf %s "$ROOT" | hash_of)
STATE=${XDG_STATE_HOME:-$HOME/.local/state}/b2b-collections/$CLONE

mkdir -p "$CACHE" "$STATE"

# Runs a command while nobody else (of this user) runs one under the same lock. What the
# command leaves running must not inherit the lock: see 9>&- where a server is started.
locked() { # LOCKFILE COMMAND...
    local file=$1
    shift
    if ! { exec 9>"$file"; flock -n 9; }; then
        say "waiting for another ./dev to finish the same set-up"
        flock 9
    fi
    "$@"
    exec 9>&-
}

free_mb() { df -Pm "$1" | awk 'NR == 2 { print $4 }'; }

need_space() { # MB FOLDER
    local free
    free=$(free_mb "$2")
    [ "$free" -ge "$1" ] ||
        die "too little disk space: $2 has $free MB free, $1 MB are needed" \
            "free some, or point XDG_CACHE_HOME (downloads) and XDG_STATE_HOME (databases) to another disk"
}

# The log of a step is shown only when the step fails.
quietly() { # LOGNAME COMMAND...
    local log=$STATE/$1.log
    shift
    "$@" >"$log" 2>&1 && return
    tail -n 25 "$log" >&2
    return 1
}
