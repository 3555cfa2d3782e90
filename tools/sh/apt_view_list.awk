# One-line sources of the machine's own release, changed to unstable and bookworm.
/^[ \t]*deb[ \t]/ {
    sub(/#.*/, ""); sub(/^[ \t]*deb[ \t]+/, "")
    options = ""
    if (match($0, /^\[[^]]*\][ \t]*/)) {
        options = substr($0, 1, RLENGTH); $0 = substr($0, RLENGTH + 1)
    }
    uri = $1; suite = $2; $1 = $2 = ""
    if (suite ~ ("^(" release "|(old)*stable)$") && $0 " " ~ / main /)
        printf "deb %s%s sid main\ndeb %s%s bookworm main%c", options, uri, options, uri, 0
}
