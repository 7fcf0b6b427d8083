# shellcheck shell=bash
#
# Copyright (c) 2026 vpn-passthrough authors.
# SPDX-License-Identifier: EPL-2.0
#
# What the machine must have: a JDK, a Maven, Debian packages; and the doctor, who looks at all of it.

readonly JDK_OLDEST=21
readonly JDK_NEWEST=25
readonly MAVEN_OLDEST=3.9.5
readonly MAVEN_FETCHED=3.9.11
readonly MAVEN_FETCHER=org.apache.maven.plugins:maven-dependency-plugin:3.8.1:unpack

# Debian packages of the demo and the end-to-end tests; Ubuntu has them under the same names.
readonly PACKAGES=(
    openvswitch-switch              # the switches
    mininet                         # the network around them
    iproute2 iputils-ping ethtool   # addresses, ping, offloads of veth devices
    procps                          # ps, for Karaf's scripts and Mininet
    python3-cryptography            # plain ESP with real ciphers
    strongswan strongswan-swanctl   # real IPsec peers
    libcharon-extra-plugins         # ... their ESP in user space, where the kernel has none
    libstrongswan-standard-plugins  # ... their ciphers
    tcpdump                         # captures
    tshark                          # the independent decoder that checks ours
    curl                            # the examples of the README
)

JDK=            # the JDK in use, and why this one
JDK_VERSION=
JDK_REASON=
MVN=            # the Maven in use

# jdk_version HOME: its major version, nothing if there is no compiler.
jdk_version() {
    [[ -x $1/bin/javac && -r $1/release ]] || return 0
    sed -n 's/^JAVA_VERSION="\([0-9]*\).*/\1/p' "$1/release"
}

fits() {
    [[ -n $1 ]] && (($1 >= JDK_OLDEST && $1 <= JDK_NEWEST))
}

take_jdk() {
    JDK=$1
    JDK_VERSION=$2
    JDK_REASON=$3
}

# find_jdk: JAVA_HOME if it fits; else the oldest that does, as OpenDaylight itself is made for 21.
find_jdk() {
    local home version best='' best_version=$((JDK_NEWEST + 1)) not=''
    if [[ -n ${JAVA_HOME:-} ]]; then
        version=$(jdk_version "$JAVA_HOME")
        if fits "$version"; then
            take_jdk "$JAVA_HOME" "$version" "JAVA_HOME"
            return 0
        fi
        not="; JAVA_HOME is no JDK from $JDK_OLDEST to $JDK_NEWEST"
    fi
    for home in /usr/lib/jvm/* "$(dirname "$(dirname "$(readlink -f "$(type -P javac || echo /none/bin/javac)")")")"; do
        version=$(jdk_version "$home")
        if fits "$version" && ((version < best_version)); then
            best=$home
            best_version=$version
        fi
    done
    [[ -n $best ]] || return 1
    take_jdk "$best" "$best_version" "the oldest from $JDK_OLDEST to $JDK_NEWEST in /usr/lib/jvm and PATH$not"
}

how_to_get_jdk() {
    say "Debian 13, Ubuntu 24.04 and newer: apt-get install openjdk-21-jdk-headless"
    say "elsewhere: a JDK from $JDK_OLDEST to $JDK_NEWEST, Eclipse Temurin say, below /usr/lib/jvm or in JAVA_HOME"
}

need_jdk() {
    local -a how
    if ! find_jdk; then
        mapfile -t how < <(how_to_get_jdk)
        die "$MISSING" "no JDK from $JDK_OLDEST to $JDK_NEWEST found" "${how[@]}"
    fi
    say "JDK $JDK_VERSION: $JDK ($JDK_REASON)"
    export JAVA_HOME=$JDK
}

# maven_version MVN: for example 3.8.7
maven_version() {
    "$1" -v 2>/dev/null | sed -n 's/.*Apache Maven \([0-9.]*\).*/\1/p'
}

# at_least VERSION OLDEST
at_least() {
    [[ -n $1 && $(printf '%s\n%s\n' "$2" "$1" | sort -V | head -n 1) == "$2" ]]
}

# find_maven: one that is new enough: in PATH, or fetched before.
find_maven() {
    local found
    for found in "$(type -P mvn || true)" "$CACHE/maven/apache-maven-$MAVEN_FETCHED/bin/mvn"; do
        if [[ -x $found ]] && at_least "$(maven_version "$found")" "$MAVEN_OLDEST"; then
            MVN=$found
            return 0
        fi
    done
    return 1
}

# fetch_maven: an older Maven fetches the newer one, from where it fetches everything else. It stands in a folder of its
# own while it does, because outside of a project it makes a stray one.
fetch_maven() {
    local stand
    stand=$(mktemp -d)
    cd "$stand" || return
    mvn -B "$MAVEN_FETCHER" -Dartifact="org.apache.maven:apache-maven:$MAVEN_FETCHED:zip:bin" \
        -DoutputDirectory="$CACHE/maven" && chmod +x "$CACHE/maven/apache-maven-$MAVEN_FETCHED/bin/mvn"
    rm -rf "$stand"
}

need_maven() {
    if ! find_maven; then
        type -P mvn >/dev/null || install_packages maven
        step "Fetching Maven $MAVEN_FETCHED (OpenDaylight's build needs $MAVEN_OLDEST or newer)" "$LOGS/maven.log" \
            fetch_maven || die "$MISSING" "no Maven $MAVEN_OLDEST or newer, and it could not be fetched"
        find_maven || die "$MISSING" "the Maven in $CACHE/maven does not run"
    fi
    # Maven 3.9 itself warns at each start on JDK 24 and newer.
    ((JDK_VERSION < 24)) \
        || export MAVEN_OPTS="${MAVEN_OPTS:-} --sun-misc-unsafe-memory-access=allow --enable-native-access=ALL-UNNAMED"
}

maven() {
    cd "$ROOT" && "$MVN" -B -ntp "$@"
}

# maven_in_short: without the 2000 lines in which Karaf's plugin lists what goes into the distribution.
maven_in_short() {
    maven "$@" | grep --line-buffered -v '^\[INFO\] \{3,\}[^ ]\|^\[INFO\] $'
}

installed() {
    [[ $(dpkg-query -W -f='${db:Status-Status}' "$1" 2>/dev/null) == installed ]]
}

# missing_packages NAME...: those that are not installed.
missing_packages() {
    local package
    for package in "$@"; do
        installed "$package" || say "$package"
    done
}

apt() {
    export DEBIAN_FRONTEND=noninteractive
    apt-get update && apt-get install -y --no-install-recommends "$@"
}

install_packages() {
    local -a wanted
    if ! type -P apt-get dpkg-query >/dev/null; then
        say "No Debian or Ubuntu: going on as if the contents of these packages were here: $*"
        return 0
    fi
    mapfile -t wanted < <(missing_packages "$@")
    ((${#wanted[@]} > 0)) || return 0
    ((EUID == 0)) || die "$MISSING" "packages are missing; to install them:" \
        "sudo apt-get update && sudo apt-get install --no-install-recommends ${wanted[*]}"
    step "Installing Debian packages: ${wanted[*]}" "$LOGS/apt.log" apt "${wanted[@]}" \
        || die "$MISSING" "the packages could not be installed"
}

need_root() {
    ((EUID == 0)) || die "$MISSING" "$1 makes network namespaces, which takes root" "sudo ./passthrough $1"
}

ILL=false

# found NAME WHAT, ill NAME STATE REMEDY, lacks NAME REMEDY: one line of the doctor's table.
found() {
    printf '  %-32s %-8s %s\n' "$1" ok "$2"
}

ill() {
    ILL=true
    printf '  %-32s %-8s %s\n' "$1" "$2" "$3"
}

lacks() {
    ill "$1" MISSING "$2"
}

doctor_tools() {
    if find_jdk; then
        found "JDK $JDK_OLDEST to $JDK_NEWEST" "$JDK_VERSION, $JDK ($JDK_REASON)"
        export JAVA_HOME=$JDK
    else
        lacks "JDK $JDK_OLDEST to $JDK_NEWEST" "$(how_to_get_jdk | paste -sd ';' | sed 's/;/; /')"
    fi
    if find_maven; then
        found "Maven $MAVEN_OLDEST or newer" "$MVN"
    elif type -P mvn >/dev/null; then
        found "Maven $MAVEN_OLDEST or newer" "an older one, $(type -P mvn), fetches it at the first build"
    else
        lacks "Maven" "apt-get install maven; any version, it fetches the one that the build needs"
    fi
}

doctor_machine() {
    local port
    if ((EUID == 0)); then
        found "root" "for demo and test"
    else
        lacks "root" "for demo and test: sudo ./passthrough ..."
    fi
    if [[ -c /dev/net/tun ]]; then
        found "/dev/net/tun" "for ESP in user space"
    else
        lacks "/dev/net/tun" "modprobe tun; in a container: run it with --device /dev/net/tun"
    fi
    for port in "$REST_PORT" "$OPENFLOW_PORT"; do
        if port_is_taken "$port"; then
            ill "port $port" TAKEN "by another controller: end that one"
        else
            found "port $port" "free"
        fi
    done
}

doctor_packages() {
    local package
    for package in "${PACKAGES[@]}" "${LAB_PACKAGES[@]}"; do
        if installed "$package"; then
            found "$package" "$(dpkg-query -W -f='${Version}' "$package")"
        else
            lacks "$package" "apt-get install --no-install-recommends $package; demo, test and lab do it"
        fi
    done
}

cmd_doctor() {
    (($# == 0)) || reject doctor "$1"
    doctor_tools
    doctor_machine
    doctor_packages
    if $ILL; then
        exit "$MISSING"
    fi
    say "Nothing is missing."
}
