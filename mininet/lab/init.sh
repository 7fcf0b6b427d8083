#!/bin/sh
# Copyright (c) 2026 vpn-passthrough authors.
# SPDX-License-Identifier: EPL-2.0
#
# The first process of the lab's guest: a user-mode Linux kernel whose root is the file system of the machine, read only.
# The kernel hands these over from its command line:
#
#     LAB_ROOT     the project's folder
#     LAB_FOLDER   a folder that guest and machine share, under the same path, writable
#     LAB_ADDRESS  the guest's own address with prefix length, on vec0
#     LAB_SERVE    options of topology/serve.py
#
# Whatever the guest writes elsewhere goes to memory and is gone with it. It ends when serve.py does.
export PATH=/usr/sbin:/usr/bin:/sbin:/bin

fail() {
    echo "guest: $*"
    poweroff -f
}

if [ "$1" != inside ]; then
    mount -t proc proc /proc
    insmod "/usr/lib/uml/modules/$(uname -r)/kernel/fs/overlayfs/overlay.ko" || fail "no overlayfs"
    mount -t tmpfs -o size=1g tmpfs /mnt || fail "no tmpfs"
    mkdir /mnt/upper /mnt/work /mnt/root
    mount -t overlay -o lowerdir=/,upperdir=/mnt/upper,workdir=/mnt/work overlay /mnt/root || fail "no overlay"
    mount -t tmpfs tmpfs /mnt/root/tmp
    mkdir -p "/mnt/root$LAB_FOLDER" "/mnt/root$LAB_ROOT"
    # Straight from the machine: what changes below a mounted overlay is not reliably seen through it.
    mount --bind "$LAB_FOLDER" "/mnt/root$LAB_FOLDER" || fail "no $LAB_FOLDER"
    mount --bind "$LAB_ROOT" "/mnt/root$LAB_ROOT" || fail "no $LAB_ROOT"
    # The real root, not a chroot: who enters a host's mount namespace is put at the root of that.
    mkdir /mnt/root/old
    cd /mnt/root && pivot_root . old || fail "no pivot_root"
    exec chroot . "$LAB_ROOT/mininet/lab/init.sh" inside
fi

umount -l /old && rmdir /old
mount -t proc proc /proc
mount -t sysfs sysfs /sys
mount -t devtmpfs devtmpfs /dev
mkdir -p /dev/pts /dev/shm /lib/modules /etc/openvswitch
mount -t devpts -o ptmxmode=666 devpts /dev/pts
for place in /dev/shm /run /var/log /var/lib/openvswitch /etc/openvswitch; do
    mkdir -p "$place"
    mount -t tmpfs tmpfs "$place"
done
mkdir -p /run/lock
ln -s "/usr/lib/uml/modules/$(uname -r)" /lib/modules/
# One process for all: each fork costs a user-mode kernel dearly.
modprobe -a openvswitch esp4 ah4 xfrm_user af_key ip_gre pptp ppp_generic ppp_async ppp_mppe l2tp_ppp tun nf_nat \
    nf_nat_pptp nf_conntrack_pptp iptable_nat iptable_raw xt_MASQUERADE xt_CT || echo "guest: not all modules"
hostname guest
ip link set lo up
ip address add "$LAB_ADDRESS" dev vec0
ip link set vec0 up
# shellcheck disable=SC2086 # several options
TMPDIR=$LAB_FOLDER python3 -B "$LAB_ROOT/mininet/topology/serve.py" $LAB_SERVE </dev/null
echo "guest: the topology has ended with status $?"
poweroff -f
