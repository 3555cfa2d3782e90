# deb822 stanzas of the machine's own release, changed to unstable and bookworm.
BEGIN { RS = ""; FS = "\n" }
{
    ours = 0; main = 0; enabled = 1; kept = ""
    for (i = 1; i <= NF; i++) {
        if ($i ~ /^#/) continue
        if ($i !~ /^[ \t]/) {
            name = tolower($i); sub(/:.*/, "", name)
            value = $i; sub(/^[^:]*:/, "", value); value = " " value " "
            if (name == "suites") ours = value ~ (" (" release "|(old)*stable) ")
            if (name == "components") main = value ~ / main /
            if (name == "enabled") enabled = tolower(value) !~ / no /
        }
        if (name !~ /^(types|suites|components|enabled)$/) kept = kept $i "\n"
    }
    if (ours && main && enabled)
        printf "Types: deb\nSuites: sid bookworm\nComponents: main\n%s%c", kept, 0
}
