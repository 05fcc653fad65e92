"""Starts a program that reaches no further than the folders it is given: no other file, no network, no other process.

For a server that runs other people's SQL with all rights there are. Whatever that SQL makes of the server, `COPY … TO
PROGRAM` and code in C included, it stays in what Linux' Landlock and seccomp leave it, and so do all processes that it
starts. Nothing of this needs a right of its own.

`sync.postgres.cluster` starts it as a script, with the standard library only, as a process is confined for good. The
one argument is JSON, see `Confinement.argument`.

Sources: https://docs.kernel.org/userspace-api/landlock.html, seccomp(2), and <linux/audit.h>, <linux/filter.h>.
"""

import ctypes
import errno
import json
import os
import platform
import stat
import struct
import sys
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path
from typing import NoReturn

# What every program needs to begin: libraries, accounts, the time zone of the machine.
_SYSTEM = (
    *(
        "/lib",
        "/lib64",
        "/usr/lib",
        "/usr/lib64",
        "/usr/share/zoneinfo",
        "/etc/ld.so.cache",
        "/etc/passwd",
        "/etc/group",
    ),
    *("/etc/nsswitch.conf", "/etc/localtime", "/etc/ssl/openssl.cnf", "/dev/urandom", "/dev/zero"),
)
_LOADERS = ("/lib64/ld-linux*", "/lib/ld-linux*", "/lib/ld-musl*")
_NOTHING = "/dev/null"

_PR_SET_NO_NEW_PRIVS, _PR_SET_SECCOMP, _SECCOMP_MODE_FILTER = 38, 22, 2

# Landlock: the numbers of its calls are the same everywhere, and each version of its interface knows more accesses.
_CREATE, _ADD, _RESTRICT = 444, 445, 446
_ASK_VERSION, _PATH_BENEATH = 1, 1
_EXECUTE, _WRITE_FILE, _READ_FILE, _READ_DIR, _MAKE_SYM = 1 << 0, 1 << 1, 1 << 2, 1 << 3, 1 << 12
_TRUNCATE, _IOCTL_DEV = 1 << 14, 1 << 15
_OF_FILES = _EXECUTE | _WRITE_FILE | _READ_FILE | _TRUNCATE | _IOCTL_DEV  # the others are of folders
_READ = _READ_FILE | _READ_DIR
_ACCESSES = {1: (1 << 13) - 1, 2: (1 << 14) - 1, 3: (1 << 15) - 1, 5: (1 << 16) - 1}
_NET_SINCE, _SCOPES_SINCE = 4, 6
_BIND_AND_CONNECT_TCP, _ABSTRACT_SOCKETS_AND_SIGNALS = 0b11, 0b11

# BPF: load a word of the call's description, compare it, end.
_LOAD, _IS, _AT_LEAST, _AND, _END = 0x20, 0x15, 0x35, 0x54, 0x06
_NUMBER, _ARCHITECTURE, _FIRST, _SECOND = 0, 4, 16, 24
_ALLOW, _KILL, _REFUSE = 0x7FFF0000, 0x80000000, 0x00050000
_X32 = 0x40000000  # the other numbers of x86-64
_SOCK_TYPE = 0xF


@dataclass(frozen=True, slots=True)
class _Machine:
    """Numbers of a processor's system calls.

    Attributes:
        audit: Which processor, in words of <linux/audit.h>.
        socket: What makes a socket.
        refused: What reaches other processes, or past the checks: connect, ptrace, process_vm_readv and _writev,
            io_uring's three, pidfd_getfd, bpf, perf_event_open, userfaultfd, unshare, setns, and three on keys.
    """

    audit: int
    socket: int
    refused: tuple[int, ...]


_MACHINES = {
    "x86_64": _Machine(0xC000003E, 41, (42, 101, 310, 311, 425, 426, 427, 438, 321, 298, 323, 272, 308, 248, 249, 250)),
    "aarch64": _Machine(
        0xC00000B7, 198, (203, 117, 270, 271, 425, 426, 427, 438, 280, 241, 282, 97, 268, 217, 218, 219)
    ),
}


@dataclass(frozen=True, slots=True)
class Confinement:
    """What a program may touch.

    Attributes:
        writes: Folders in which it may do anything but make symbolic links, which others would follow.
        programs: Folders from which it may run programs, and read.
        uid: The account that it runs as; as whoever starts it when None.
        gid: The account's group.
    """

    writes: tuple[str, ...]
    programs: tuple[str, ...]
    uid: int | None = None
    gid: int | None = None

    def argument(self) -> str:
        """How this script is told."""
        return json.dumps(asdict(self))


@cache
def can_confine() -> bool:
    """Whether this machine can: Linux from 5.13 on with Landlock switched on, on x86-64 or 64-bit ARM."""
    return sys.platform == "linux" and platform.machine() in _MACHINES and _landlock_version() > 0


def _landlock_version() -> int:
    try:
        return int(ctypes.CDLL(None).syscall(_CREATE, None, ctypes.c_size_t(0), _ASK_VERSION))
    except (OSError, AttributeError):
        return 0


def main(confinement: Confinement, command: Sequence[str]) -> NoReturn:
    """Become the command, confined.

    Raises:
        OSError: The machine refuses.
    """
    system = ctypes.CDLL(None, use_errno=True)
    system.prctl.argtypes = [ctypes.c_int, *4 * [ctypes.c_ulong]]
    _call(system.prctl, _PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
    _confine_files(system, confinement)
    if confinement.uid is not None and confinement.gid is not None:
        os.setgroups([])
        os.setgid(confinement.gid)
        os.setuid(confinement.uid)
    _refuse_calls(system, _MACHINES[platform.machine()])
    os.execv(command[0], list(command))  # noqa: S606 - no shell is wanted


def _call(function: "ctypes._NamedFuncPointer", *arguments: object) -> int:
    done = int(function(*arguments))
    if done < 0:
        number = ctypes.get_errno()
        raise OSError(number, os.strerror(number))
    return done


def _confine_files(system: ctypes.CDLL, confinement: Confinement) -> None:
    version = _landlock_version()
    handled = _ACCESSES[max(known for known in _ACCESSES if known <= version)]
    words = [handled]
    if version >= _NET_SINCE:
        words.append(_BIND_AND_CONNECT_TCP)
    if version >= _SCOPES_SINCE:
        words.append(_ABSTRACT_SOCKETS_AND_SIGNALS)
    attributes = struct.pack(f"={len(words)}Q", *words)
    rules = _call(system.syscall, _CREATE, attributes, ctypes.c_size_t(len(attributes)), 0)
    for paths, accesses in (
        (_SYSTEM, _READ),
        ([_NOTHING], _READ | _WRITE_FILE | _TRUNCATE),
        ([*_loaders(), os.path.realpath("/bin/sh")], _READ | _EXECUTE),  # pg_ctl starts the server by a shell
        (confinement.programs, _READ | _EXECUTE),
        (confinement.writes, handled & ~(_EXECUTE | _MAKE_SYM | _IOCTL_DEV)),
    ):
        for path in paths:
            with suppress(FileNotFoundError):
                _allow(system, rules, path, accesses & handled)
    _call(system.syscall, _RESTRICT, rules, 0)
    os.close(rules)


def _loaders() -> Iterable[str]:
    for pattern in _LOADERS:
        found = Path(pattern)
        yield from (os.path.realpath(one) for one in found.parent.glob(found.name))


def _allow(system: ctypes.CDLL, rules: int, path: str, accesses: int) -> None:
    place = os.open(path, os.O_PATH | os.O_CLOEXEC)
    try:
        if not stat.S_ISDIR(os.fstat(place).st_mode):
            accesses &= _OF_FILES
        rule = struct.pack("=Qi", accesses, place)
        _call(system.syscall, _ADD, rules, _PATH_BENEATH, rule, 0)
    finally:
        os.close(place)


def _refuse_calls(system: ctypes.CDLL, machine: _Machine) -> None:
    """No connection to anything, no socket but one of streams on this machine, no way into another process."""
    refuse = [_instruction(_END, _REFUSE | errno.EPERM)]
    program = [
        _instruction(_LOAD, _ARCHITECTURE),
        _instruction(_IS, machine.audit, if_so=1),
        _instruction(_END, _KILL),
        _instruction(_LOAD, _NUMBER),
        *(_instruction(_AT_LEAST, _X32, otherwise=1), *refuse),
    ]
    for number in machine.refused:
        program += [_instruction(_IS, number, otherwise=1), *refuse]
    program += [
        _instruction(_IS, machine.socket, if_so=1),
        _instruction(_END, _ALLOW),
        _instruction(_LOAD, _FIRST),
        *(_instruction(_IS, 1, if_so=1), *refuse),  # AF_UNIX
        _instruction(_LOAD, _SECOND),
        _instruction(_AND, _SOCK_TYPE),
        *(_instruction(_IS, 1, if_so=1), *refuse),  # SOCK_STREAM
        _instruction(_END, _ALLOW),
    ]
    text = ctypes.create_string_buffer(b"".join(program))
    filters = ctypes.create_string_buffer(struct.pack("@HP", len(program), ctypes.addressof(text)))
    _call(system.prctl, _PR_SET_SECCOMP, _SECCOMP_MODE_FILTER, ctypes.addressof(filters), 0, 0)


def _instruction(code: int, value: int, if_so: int = 0, otherwise: int = 0) -> bytes:
    """One instruction; a comparison jumps over as many as it is told."""
    return struct.pack("=HBBI", code, if_so, otherwise, value)


if __name__ == "__main__":
    main(Confinement(**json.loads(sys.argv[1])), sys.argv[2:])
