# Copyright (c) 2026 vpn-passthrough authors.
# SPDX-License-Identifier: EPL-2.0
"""A running topology `gateway` and what can be asked of it. Every public method of `Lab` is one request of serve.py."""

import os
import shutil
import signal
import subprocess
import tempfile
import threading
import time

from mininet.log import setLogLevel
from mininet.net import Mininet

import gateway
import machine
from machine import LabError, output


class Lab:
    """Owns the hosts, switches and background processes. Requests may come from several threads at once."""

    def __init__(self, clients: int, servers: int, controller: str, linux: bool = False):
        setLogLevel('warning')
        self.folder = tempfile.mkdtemp(prefix=os.path.basename(machine.FOLDER_PREFIX))
        self._background = {}                   # pid -> (Popen, path of its output)
        self._wiring = threading.Lock()         # Mininet's own objects are not made for threads
        self._clients = int(clients)
        self._net = Mininet(topo=gateway.GatewayTopo(clients=clients, servers=servers, linux=linux),
                            controller=None, build=False, waitConnected=False)
        try:
            self._net.build()
            self._net.start()
            if controller:
                self.controller('s1', controller)
        except BaseException:
            self.close()
            raise

    def describe(self) -> dict:
        """Datapath, working folder and the hosts with name, address, MAC address and process whose namespaces to enter."""
        hosts = [{'name': host.name, 'address': host.IP(), 'mac': host.MAC(), 'pid': host.pid}
                 for host in self._net.hosts]
        return {'datapath': gateway.datapath(), 'folder': self.folder, 'hosts': hosts}

    def run(self, command: list, host: str = '', timeout: float = 30, stdin: str = '') -> dict:
        """Runs a command on a host (on the machine itself without one) to its end, or kills it after `timeout` s."""
        process = self._spawn(host, command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        try:
            out, err = process.communicate(stdin.encode(), timeout)
            late = False
        except subprocess.TimeoutExpired:
            _kill_group(process, signal.SIGKILL)
            out, err = process.communicate()
            late = True
        return {'rc': process.returncode, 'stdout': out.decode(errors='replace'),
                'stderr': err.decode(errors='replace'), 'late': late}

    def start(self, command: list, host: str = '', ready: str = '', timeout: float = 20) -> dict:
        """Starts a command that goes on; if `ready` is given, waits until its output contains that text."""
        number, log = tempfile.mkstemp(dir=self.folder, prefix='out-')
        with os.fdopen(number, 'wb') as sink:
            process = self._spawn(host, command, stdin=subprocess.DEVNULL, stdout=sink, stderr=subprocess.STDOUT)
        self._background[process.pid] = (process, log)
        self._await(process.pid, ready, timeout)
        return {'pid': process.pid}

    def nudge(self, pid: int, how: str, until: str, timeout: float = 20) -> dict:
        """Sends a started command a signal, waits until its output contains a text, and answers the output."""
        process, _ = self._started(pid)
        _kill_group(process, getattr(signal, f'SIG{how}'))
        return {'output': self._await(pid, until, timeout)}

    def look(self, pid: int, until: str, timeout: float = 20) -> dict:
        """Waits until the output of a started command contains a text, and answers the output."""
        return {'output': self._await(pid, until, timeout)}

    def _await(self, pid: int, text: str, timeout: float) -> str:
        process, log = self._started(pid)
        deadline = time.monotonic() + timeout
        while text and text not in _text(log):
            if process.poll() is not None or time.monotonic() > deadline:
                raise LabError(f'{" ".join(process.args)} does not say "{text}": {self.stop(pid)["output"]}')
            time.sleep(0.02)
        return _text(log)

    def _started(self, pid: int) -> tuple:
        if pid not in self._background:
            raise LabError(f'process {pid} was not started here, or was stopped before')
        return self._background[pid]

    def stop(self, pid: int, how: str = 'TERM', patience: float = 5) -> dict:
        """Ends a started command with its children, and answers its exit status and what it wrote."""
        process, log = self._started(pid)
        del self._background[pid]
        _kill_group(process, getattr(signal, f'SIG{how}'))
        return self._collect(process, log, patience)

    def wait(self, pid: int, timeout: float = 30) -> dict:
        """Waits for a started command to end by itself; kills it after `timeout` s."""
        process, log = self._started(pid)
        del self._background[pid]
        return self._collect(process, log, timeout)

    def quiet(self) -> dict:
        """Ends every started command that still runs."""
        for pid in list(self._background):
            self.stop(pid)
        return {}

    def capture(self, interface: str, host: str = '', packets: str = '') -> dict:
        """Starts to capture on an interface; `packets` is a tcpdump filter. Stop it with `stop`; the file stays."""
        number, file = tempfile.mkstemp(dir=self.folder, prefix=f'{interface}-', suffix='.pcap')
        os.close(number)
        os.chmod(file, 0o666)
        # -Z root: else tcpdump gives up the right to write into our folder
        started = self.start(['tcpdump', '-Z', 'root', '--immediate-mode', '-U', '-n', '-i', interface, '-w', file]
                             + ([packets] if packets else []), host, ready='listening on')
        return {**started, 'file': file}

    def flows(self, switch: str = 's1') -> dict:
        """The flow table in ovs-ofctl's words. The counters include every packet that was forwarded before the call."""
        output('ovs-appctl', 'revalidator/wait')
        return {'lines': _entries(output('ovs-ofctl', '-O', 'OpenFlow13', 'dump-flows', switch))}

    def meters(self, switch: str = 's1') -> dict:
        """Meters and what they counted, in ovs-ofctl's words."""
        return {'lines': _entries(output('ovs-ofctl', '-O', 'OpenFlow13', 'dump-meters', switch))
                + _entries(output('ovs-ofctl', '-O', 'OpenFlow13', 'meter-stats', switch))}

    def link(self, one: str, other: str, up: bool) -> dict:
        """Takes a link between two nodes down or up, at both ends."""
        with self._wiring:
            self._net.configLinkStatus(one, other, 'up' if up else 'down')
        return {}

    def port(self, switch: str, name: str, present: bool) -> dict:
        """Takes a port out of a switch (its link stays), or puts it back under its old number."""
        if present:
            number = name.rpartition('-eth')[2]
            output('ovs-vsctl', '--may-exist', 'add-port', switch, name, '--', 'set', 'Interface', name,
                   f'ofport_request={number}')
        else:
            output('ovs-vsctl', '--if-exists', 'del-port', switch, name)
        return {}

    def client(self) -> dict:
        """Adds one more client, and answers as `describe` does."""
        with self._wiring:
            self._clients += 1
            host = self._net.addHost(f'c{self._clients}', **gateway.client(self._clients))
            link = self._net.addLink(host, 's2', port2=100 + self._clients, **gateway.client_cable(self._clients))
            self._net.get('s2').attach(link.intf2)
            host.configDefault()
        return {'name': host.name, 'address': host.IP(), 'mac': host.MAC(), 'pid': host.pid}

    def controller(self, switch: str, target: str = '') -> dict:
        """Sets the controller of a switch, for example tcp:127.0.0.1:6653; none without a target."""
        if target:
            output('ovs-vsctl', 'set-controller', switch, target, '--', 'set', 'controller', switch,
                   'max_backoff=1000', 'inactivity_probe=15000')
        else:
            output('ovs-vsctl', 'del-controller', switch)
        return {}

    def close(self) -> None:
        """Ends every process, host, link and bridge."""
        shells = frozenset(node.shell.pid for node in self._net.values() if node.shell)
        machine.end_processes(keep=shells)
        for process, _ in self._background.values():
            process.wait()
        self._net.stop()
        machine.end_processes()
        shutil.rmtree(self.folder, ignore_errors=True)

    def _spawn(self, host: str, command: list, **channels) -> subprocess.Popen:
        if host and host not in self._net:
            raise LabError(f'no host {host}')
        inside = ['mnexec', '-a', str(self._net[host].pid)] if host else []
        try:
            return subprocess.Popen(inside + command, start_new_session=True, **channels)
        except OSError as problem:
            raise LabError(f'{" ".join(command)}: {problem.strerror}') from problem

    @staticmethod
    def _collect(process: subprocess.Popen, log: str, timeout: float) -> dict:
        try:
            process.wait(timeout)
            late = False
        except subprocess.TimeoutExpired:
            _kill_group(process, signal.SIGKILL)
            process.wait()
            late = True
        said = _text(log)
        os.unlink(log)
        return {'rc': process.returncode, 'output': said, 'late': late}


def _kill_group(process: subprocess.Popen, how: int) -> None:
    try:
        os.killpg(process.pid, how)
    except ProcessLookupError:
        pass                    # it ended by itself


def _text(path: str) -> str:
    with open(path, encoding='utf-8', errors='replace') as file:
        return file.read()


def _entries(answer: str) -> list:
    """The lines of an answer of ovs-ofctl without its heading."""
    return [line.strip() for line in answer.splitlines() if line.strip() and 'reply (OF' not in line]
