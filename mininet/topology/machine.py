# Copyright (c) 2026 vpn-passthrough authors.
# SPDX-License-Identifier: EPL-2.0
"""What a lab needs of the machine it runs on, and how it is left clean: one lab at a time, Open vSwitch, leftovers.

Nothing is found by a common name alone. Processes of a lab carry `LAB_VARIABLE` in their environment, links and
bridges carry `gateway.MARK`, folders start with `FOLDER_PREFIX`.
"""

import contextlib
import glob
import os
import pathlib
import shutil
import signal
import socket
import subprocess
import tempfile
import time

from gateway import LAB_VARIABLE, MARK

FOLDER_PREFIX = os.path.join(tempfile.gettempdir(), 'vpn-passthrough-lab-')
BRIDGES = ('s1', 's2', 's3')
OVS_SCRIPTS = '/usr/share/openvswitch/scripts'
STARTED_BY_US = 'external_ids:vpn-passthrough-started'


class LabError(Exception):
    """Something the caller can mend; the text says what."""


def output(*command: str, check: bool = True, timeout: float = 30) -> str:
    """Standard output of a command; LabError with its complaint if it fails."""
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=timeout)
    if check and done.returncode != 0:
        raise LabError(f'{" ".join(command)}: {(done.stderr or done.stdout).strip()}')
    return done.stdout


def only_lab() -> socket.socket:
    """The right to run a lab on this machine, held until the socket closes or the process dies."""
    lock = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
    try:
        lock.bind('\0vpn-passthrough-lab')
    except OSError:
        lock.close()
        raise LabError('another lab is running on this machine: end it first') from None
    return lock


def start_open_vswitch() -> None:
    """Starts Open vSwitch if it does not run, and remembers in its database that we did."""
    if _answers():
        return
    if not os.path.isdir(OVS_SCRIPTS):
        raise LabError('Open vSwitch is not installed (package openvswitch-switch)')
    environment = {name: value for name, value in os.environ.items() if name != LAB_VARIABLE}
    subprocess.run([f'{OVS_SCRIPTS}/ovs-ctl', 'start', '--system-id=random'], env=environment, check=False,
                   stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, timeout=90)
    if not _answers():
        raise LabError('Open vSwitch does not start: see /var/log/openvswitch')
    output('ovs-vsctl', 'set', 'Open_vSwitch', '.', f'{STARTED_BY_US}={_database_process()}')


def stop_open_vswitch() -> None:
    """Stops Open vSwitch if we started it and nobody else has made a bridge in it since."""
    if not _answers() or output('ovs-vsctl', 'list-br').split():
        return
    starter = output('ovs-vsctl', '--if-exists', 'get', 'Open_vSwitch', '.', STARTED_BY_US).strip().strip('"')
    if not starter:
        return
    output('ovs-vsctl', 'remove', 'Open_vSwitch', '.', 'external_ids', STARTED_BY_US.split(':')[1])
    # The mark outlives a restart of the machine, after which somebody else may have started it.
    if starter == _database_process():
        output(f'{OVS_SCRIPTS}/ovs-ctl', 'stop', check=False, timeout=60)


def _answers() -> bool:
    return subprocess.run(['ovs-vsctl', '--timeout=5', 'get', 'Open_vSwitch', '.', 'ovs_version'], check=False,
                          stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL).returncode == 0 \
        and subprocess.run(['ovs-appctl', '--timeout=5', 'version'], check=False,
                           stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL).returncode == 0


def _database_process() -> str:
    for folder in ('/run/openvswitch', '/var/run/openvswitch'):
        pidfile = pathlib.Path(folder, 'ovsdb-server.pid')
        if pidfile.exists():
            return pidfile.read_text().strip()
    return ''


def refuse_foreign_bridges() -> None:
    """LabError if s1, s2 or s3 exists and is not ours: somebody else uses Mininet."""
    for bridge in BRIDGES:
        if _exists(bridge) and not _is_ours(bridge):
            raise LabError(f'bridge {bridge} exists and is not ours: end the other Mininet, or run `mn -c`')


def _exists(bridge: str) -> bool:
    return bridge in output('ovs-vsctl', 'list-br').split()


def _is_ours(bridge: str) -> bool:
    return output('ovs-vsctl', 'br-get-external-id', bridge, MARK).strip() == 'lab'


def end_processes(keep: frozenset = frozenset()) -> int:
    """Ends every process of a lab, but not this one and not those to keep. Returns how many there were."""
    victims = [pid for pid in _lab_processes() if pid != os.getpid() and pid not in keep]
    left = victims
    for how, patience in ((signal.SIGTERM, 3.0), (signal.SIGKILL, 2.0)):
        for pid in left:
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, how)
        deadline = time.monotonic() + patience
        while left and time.monotonic() < deadline:
            time.sleep(0.05)
            left = [pid for pid in left if _alive(pid)]
    return len(victims)


def _lab_processes() -> list:
    marked = (LAB_VARIABLE + '=').encode()
    found = []
    for path in glob.glob('/proc/[0-9]*/environ'):
        try:
            content = pathlib.Path(path).read_bytes()
        except OSError:
            continue
        if any(entry.startswith(marked) for entry in content.split(b'\0')):
            found.append(int(path.split('/')[2]))
    return found


def _alive(pid: int) -> bool:
    try:
        # A zombie is gone for our purpose: its parent, not we, will collect it.
        return pathlib.Path(f'/proc/{pid}/stat').read_text().rpartition(')')[2].split()[0] not in 'ZX'
    except OSError:
        return False


def remove_leftovers() -> list:
    """Removes what a killed lab left behind. Call it with the right to run a lab in hand. Returns what it removed."""
    removed = []
    count = end_processes()
    if count:
        removed.append(f'{count} processes')
    if _answers():
        for bridge in BRIDGES:
            if _exists(bridge) and _is_ours(bridge):
                output('ovs-vsctl', '--if-exists', 'del-br', bridge)
                removed.append(f'bridge {bridge}')
        if not any(_exists(bridge) for bridge in BRIDGES):
            removed += _remove_links()
    for folder in glob.glob(FOLDER_PREFIX + '*'):
        shutil.rmtree(folder, ignore_errors=True)
        removed.append(folder)
    return removed


def _remove_links() -> list:
    removed = []
    for alias in glob.glob('/sys/class/net/*/ifalias'):
        path = pathlib.Path(alias)
        try:
            ours = path.read_text().strip() == MARK
        except OSError:
            continue            # gone with its other end
        if ours:
            output('ip', 'link', 'delete', path.parent.name, check=False)
            removed.append(f'link {path.parent.name}')
    return removed
