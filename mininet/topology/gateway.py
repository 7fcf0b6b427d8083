# Copyright (c) 2026 vpn-passthrough authors.
# SPDX-License-Identifier: EPL-2.0
"""Mininet topology `gateway`: clients behind one NAT gateway switch, servers outside.

    c1 .. cN --- s2 --- (1) s1 (2) --- s3 --- v1 .. vM
    10.0.0.101..          gateway             203.0.113.201..

s1 is the gateway switch: OpenFlow 1.3, datapath 1, fail mode secure, so it forwards only what a controller told it.
s2 (LAN) and s3 (outside) are learning switches without a controller. Clients send everything to 10.0.0.1, which is
the gateway. Servers know only their own prefix 203.0.113.0/24: a packet that leaves with an internal address gets no
answer. v1 also owns 203.0.113.254, so that a next hop exists.

With linux=True there is a second gateway to compare with: g1, a Linux host between s2 and s3 with the addresses 10.0.0.2
and 203.0.113.2. Clients choose by their default route. It forwards, but it translates nothing before it is told how.
And v1 is then the router of one more server, n1 (198.51.100.2), behind a link that takes packets of 1300 bytes only.

By itself, as root, from the project's top folder:

    mn --custom mininet/topology/gateway.py --topo gateway,clients=3,servers=2 \\
       --controller remote,ip=127.0.0.1,port=6653

Open vSwitch must be running. Where the kernel has no Open vSwitch datapath the userspace one is used.
"""

import functools
import os
import subprocess

from mininet.link import Intf, Link
from mininet.node import Host, OVSSwitch
from mininet.topo import Topo

GATEWAY = '10.0.0.1'
NEXT_HOP = '203.0.113.254'
LINUX_INSIDE, LINUX_OUTSIDE = '10.0.0.2', '203.0.113.2'
NARROW, NARROW_ROUTER, NARROW_MTU = '198.51.100.2', '198.51.100.1', 1300
LAB_VARIABLE = 'VPN_PASSTHROUGH_LAB'    # in the environment of a lab and of all its processes
MARK = 'vpn-passthrough'                # on a lab's links and bridges, so that what a killed one left is told apart


@functools.lru_cache(maxsize=None)
def datapath() -> str:
    """Mininet's word for the datapath to use: 'kernel' if the kernel has Open vSwitch, else 'user'."""
    probe = subprocess.run('modprobe openvswitch; ovs-dpctl dump-dps', shell=True, check=False,
                           stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    return 'kernel' if probe.returncode == 0 else 'user'


def client_address(number: int) -> str:
    return f'10.0.0.{100 + number}'


def server_address(number: int) -> str:
    return f'203.0.113.{200 + number}'


class Wire(Intf):
    """One end of a link, with nothing on it that the two hosts at its ends did not send."""

    def config(self, **params):
        name = self.name
        # The userspace datapath hands frames on as they are: a checksum left to the hardware is never filled in.
        self.cmd(f'ethtool -K {name} tx off rx off tso off gso off gro off')
        if LAB_VARIABLE in os.environ:
            self.cmd(f'ip link set dev {name} alias {MARK}')
        if 'mtu' in params:
            self.cmd(f'ip link set dev {name} mtu {params["mtu"]}')
        self.cmd(f'echo 1 > /proc/sys/net/ipv6/conf/{name}/disable_ipv6')
        if not self.node.inNamespace:
            # The kernel of the machine sees the frames of a userspace switch too and must neither route nor answer.
            self.cmd(f'echo 0 > /proc/sys/net/ipv4/conf/{name}/forwarding')
            self.cmd(f'echo 8 > /proc/sys/net/ipv4/conf/{name}/arp_ignore')
        return super().config(**params)


class Cable(Link):
    """A veth pair whose ends are `Wire`s."""

    def __init__(self, *args, **params):
        params['intf'] = Wire
        super().__init__(*args, **params)


class Station(Host):
    """A host without IPv6 that keeps what ARP told it for the length of a test.

    The parameter `second` is one more address of it, with prefix length.
    """

    def config(self, second=None, **params):
        result = super().config(**params)
        wire = self.defaultIntf()
        self.cmd('echo 1 > /proc/sys/net/ipv6/conf/all/disable_ipv6')
        self.cmd('ip link set lo up')
        if wire:
            # Else every host asks again each half minute, in the middle of what is being counted.
            neighbours = f'/proc/sys/net/ipv4/neigh/{wire}'
            self.cmd(f'echo 7200000 > {neighbours}/base_reachable_time_ms')
            self.cmd(f'echo 600 > {neighbours}/delay_first_probe_time')
            if second:
                self.cmd(f'ip address add {second} dev {wire}')
        return result


class Router(Station):
    """A host that forwards: v1 for what lies behind it, and g1."""

    def config(self, **params):
        result = super().config(**params)
        self.cmd('sysctl -w net.ipv4.ip_forward=1 net.ipv4.conf.all.send_redirects=0 '
                 'net.ipv4.conf.default.send_redirects=0')
        return result


class GatewaySwitch(OVSSwitch):
    """s1: obeys its controllers, and forwards nothing it was not told."""

    def __init__(self, name, failMode='secure', **params):
        super().__init__(name, **{**params, 'datapath': datapath(), 'protocols': 'OpenFlow13', 'failMode': failMode})

    def bridgeOpts(self):
        mark = f' external_ids:{MARK}=lab' if LAB_VARIABLE in os.environ else ''
        return super().bridgeOpts() + mark


class PlainSwitch(GatewaySwitch):
    """s2 and s3: learning switches, whatever controllers the network has."""

    def __init__(self, name, **params):
        super().__init__(name, **{**params, 'failMode': 'standalone'})

    def start(self, controllers):
        super().start([])


class GatewayTopo(Topo):
    """Clients (1..99) and servers (1..53) around one gateway switch."""

    def build(self, clients=3, servers=2, linux=False, **_options):
        clients, servers = int(clients), int(servers)
        if not 1 <= clients <= 99:
            raise ValueError(f'clients={clients}: 1 to 99')
        if not 1 <= servers <= 53:
            raise ValueError(f'servers={servers}: 1 to 53')
        self.addSwitch('s1', cls=GatewaySwitch, dpid='1')
        self.addSwitch('s2', cls=PlainSwitch, dpid='2')
        self.addSwitch('s3', cls=PlainSwitch, dpid='3')
        self.addLink('s1', 's2', port1=1, port2=1, cls=Cable, addr1='02:00:00:00:01:01', addr2='02:00:00:00:02:01')
        self.addLink('s1', 's3', port1=2, port2=1, cls=Cable, addr1='02:00:00:00:01:02', addr2='02:00:00:00:03:01')
        for number in range(1, clients + 1):
            self.addHost(f'c{number}', **client(number))
            self.addLink(f'c{number}', 's2', port2=1 + number, **client_cable(number))
        for number in range(1, servers + 1):
            self.addHost(f'v{number}', cls=Router if linux and number == 1 else Station, ip=f'{server_address(number)}/24',
                         second=f'{NEXT_HOP}/24' if number == 1 else None)
            self.addLink(f'v{number}', 's3', port2=1 + number, cls=Cable,
                         addr1=f'02:00:00:00:0e:{number:02x}', addr2=f'02:00:00:00:03:{1 + number:02x}')
        if linux:
            self.addHost('g1', cls=Router, ip=f'{LINUX_INSIDE}/24', defaultRoute=f'via {NEXT_HOP}')
            self.addLink('g1', 's2', port2=200, cls=Cable, addr1='02:00:00:00:0a:01', addr2='02:00:00:00:02:c8')
            self.addLink('g1', 's3', port2=200, cls=Cable, addr1='02:00:00:00:0a:02', addr2='02:00:00:00:03:c8',
                         params1={'ip': f'{LINUX_OUTSIDE}/24'})
            self.addHost('n1', cls=Station, ip=f'{NARROW}/24', defaultRoute=f'via {NARROW_ROUTER}')
            self.addLink('v1', 'n1', cls=Cable, params1={'ip': f'{NARROW_ROUTER}/24', 'mtu': NARROW_MTU},
                         params2={'mtu': NARROW_MTU})


def client(number: int) -> dict:
    """What makes host c`number`; also for one added while the network runs."""
    return {'cls': Station, 'ip': f'{client_address(number)}/24', 'defaultRoute': f'via {GATEWAY}'}


def client_cable(number: int) -> dict:
    """The link of host c`number` to s2."""
    return {'cls': Cable, 'addr1': f'02:00:00:00:0c:{number:02x}', 'addr2': f'02:00:00:00:02:{1 + number:02x}'}


topos = {'gateway': GatewayTopo}
