# shellcheck shell=bash
#
# Copyright (c) 2026 vpn-passthrough authors.
# SPDX-License-Identifier: EPL-2.0
#
# What the lab with real VPN software needs beside the packages of the end-to-end tests.

readonly LAB_PACKAGES=(
    user-mode-linux                 # a kernel with ESP, PPTP, L2TP and Open vSwitch's datapath
    kmod                            # its modules
    pptpd pptp-linux ppp            # PPTP
    xl2tpd                          # L2TP
    openvpn
    openssl                         # certificates
    socat                           # where daemons log to
    iptables conntrack              # Linux's NAT, to compare with
    iperf3                          # speeds
)

readonly LIBRESWAN=$CACHE/libreswan

# unpack_libreswan: its package and strongSwan's exclude each other, so it is unpacked into a folder of its own. What it
# depends on is installed.
unpack_libreswan() {
    local fetched package
    local -a needs
    fetched=$(mktemp -d) || return
    # apt fetches as a user of its own, who must be able to write there.
    chmod 755 "$fetched"
    cd "$fetched" || return
    apt-get update && apt-get download libreswan || return
    package=$(compgen -G "$fetched/libreswan_*.deb") || return
    mapfile -t needs < <(dpkg-deb -f "$package" Depends | tr ',' '\n' | sed 's/[|(].*//; s/ //g' | grep -v '^iproute$')
    apt "${needs[@]}" || return
    rm -rf "$LIBRESWAN"
    dpkg -x "$package" "$LIBRESWAN.new" && dpkg-deb -f "$package" Version >"$LIBRESWAN.new/version" \
        && mv "$LIBRESWAN.new" "$LIBRESWAN"
    rm -rf "$fetched"
}

need_lab() {
    install_packages "${PACKAGES[@]}" "${LAB_PACKAGES[@]}"
    if [[ ! -r $LIBRESWAN/version ]]; then
        rm -rf "$LIBRESWAN.new"
        step "Fetching Libreswan (its package excludes strongSwan's: it is unpacked, not installed)" \
            "$LOGS/libreswan.log" unpack_libreswan || die "$MISSING" "Libreswan could not be fetched"
    fi
}

cmd_lab() {
    need_root lab
    need_jdk
    need_lab
    need_maven
    build_if_needed
    cd "$ROOT"
    exec "$JDK/bin/java" -Dpassthrough.root="$ROOT" -Dpassthrough.distribution="$DISTRIBUTION" \
        -Dpassthrough.libreswan="$LIBRESWAN" -cp "mininet/target/classes:mininet/target/lib/*" \
        org.vpnpassthrough.mininet.lab.LabRun "$@"
}
