# deb822 stanzas of the machine's own release, changed to unstable and bookworm.
BEGIN { RS = ""; FS = "\n" }
{
    wanted = 0; text = ""; skip = 0
    for (i = 1; i <= NF; i++) {
        if ($i ~ /^#/) continue
        name = tolower($i); sub(/:.*/, "", name)
        if ($i ~ /^[ \t]/) { if (!skip) text = text $i "\n"; continue }
        skip = (name == "suites" || name == "components" || name == "types" || name == "architectures")
        value = $i; sub(/^[^:]*:/, "", value); value = " " value " "
        if (name == "suites" && index(value, " " release " ")) wanted++
        if (name == "components" && index(value, " main ")) wanted++
        if (name == "enabled" && tolower(value) ~ / no /) wanted -= 9
        if (!skip) text = text $i "\n"
    }
    if (wanted == 2)
        printf "Types: deb\nSuites: sid bookworm\nComponents: main\n%s%c", text, 0
}
