# Sourced by ./tributary and ./test: names and installs the system packages that the machine lacks.

# Installs Debian packages after naming them.
install_packages() {
    echo "Tributary needs these system packages, which are missing here: $*" >&2
    if [ "$(id -u)" = 0 ]; then root=""; elif command -v sudo >/dev/null 2>&1; then root="sudo"; else
        echo "error: install them as root: apt-get install -y $*" >&2
        exit 1
    fi
    if ! command -v apt-get >/dev/null 2>&1; then
        echo "error: there is no apt-get here; install the packages by hand" >&2
        exit 1
    fi
    echo "installing them with apt-get" >&2
    { $root apt-get update -q && DEBIAN_FRONTEND=noninteractive $root apt-get install -y -q --no-install-recommends "$@"; } >&2 || {
        echo "error: apt-get could not install: $*" >&2
        exit 1
    }
}

# Whether a shared library is known to the loader, by the start of its name.
has_library() {
    { /sbin/ldconfig -p 2>/dev/null || ldconfig -p 2>/dev/null; } | grep -q "$1"
}

# What the program needs to run.
setup_runtime() {
    missing=""
    has_library "libnetcdf\.so" || missing="$missing libnetcdf-dev"
    has_library "libudunits2\.so" || missing="$missing libudunits2-dev"
    [ -z "$missing" ] || install_packages $missing
}

# What the build needs further: node bundles the report's charts.
setup_build() {
    missing=""
    command -v node >/dev/null 2>&1 || missing="$missing nodejs"
    command -v npm >/dev/null 2>&1 || missing="$missing npm"
    [ -z "$missing" ] || install_packages $missing
    command -v dotnet >/dev/null 2>&1 || {
        echo "error: the .NET SDK 10 is missing; get it from https://dotnet.microsoft.com/download (or: curl -sSL https://dot.net/v1/dotnet-install.sh | bash -s -- --channel 10.0)" >&2
        exit 1
    }
    # An empty HOME must do for dotnet and npm.
    if [ -z "$HOME" ] || [ ! -w "$HOME" ]; then HOME=$(mktemp -d); export HOME; fi
    export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 DOTNET_GENERATE_ASPNET_CERTIFICATE=false
}

# Publishes the command line with its plugins and examples into artifacts/tributary.
build_tributary() {
    log=$(mktemp)
    rm -rf "$1/artifacts/tributary/plugins" "$1/artifacts/tributary/examples"
    if ! (cd "$1" && dotnet publish host/Tributary.Cli -c Release -o artifacts/tributary -v q --nologo) >"$log" 2>&1; then
        cat "$log" >&2
        rm -f "$log"
        echo "error: the build failed" >&2
        exit 1
    fi
    rm -f "$log"
}
