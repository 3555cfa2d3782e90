# One-line sources of the machine's own release, changed to unstable and bookworm.
/^[ \t]*deb[ \t]/ {
    options = ""
    line = $0; sub(/#.*/, "", line); sub(/^[ \t]*deb[ \t]+/, "", line)
    if (match(line, /^\[[^]]*\]/)) { options = substr(line, 1, RLENGTH) " "; line = substr(line, RLENGTH + 1) }
    count = split(line, word, /[ \t]+/)
    first = word[1] == "" ? 2 : 1
    has_main = 0
    for (i = first + 2; i <= count; i++) if (word[i] == "main") has_main = 1
    if (word[first + 1] == release && has_main)
        printf "deb %s%s sid main\ndeb %s%s bookworm main%c", options, word[first], options, word[first], 0
}
