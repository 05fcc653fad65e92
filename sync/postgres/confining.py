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
_TRUNCATE_SINCE, _NET_SINCE, _SCOPES_SINCE = 3, 4, 6
_BIND_AND_CONNECT_TCP, _ABSTRACT_SOCKETS_AND_SIGNALS = 0b11, 0b11

# BPF: load a word of the call's description, compare it, end.
_LOAD, _IS, _AT_LEAST, _HAS, _AND, _END = 0x20, 0x15, 0x35, 0x45, 0x54, 0x06
_NUMBER, _ARCHITECTURE, _ARGUMENTS, _ARGUMENT_BYTES = 0, 4, 16, 8
_ALLOW, _KILL, _ANSWER = 0x7FFF0000, 0x80000000, 0x00050000
_X32 = 0x40000000  # the other numbers of x86-64
_SOCK_TYPE = 0xF
_ACCESS_MODE, _NEITHER, _TRUNCATING = 0b11, 0b11, 0o1000  # of open
_NEW_NAMESPACES = 0x7E020000  # the flags of clone

_PROCESSORS = {"x86_64": 0xC000003E, "aarch64": 0xC00000B7}  # in words of <linux/audit.h>
_Numbers = dict[str, tuple[int | None, int | None]]
# The numbers of system calls, on x86-64 and on 64-bit ARM; None where the processor has no such call.
# fmt: off
_REFUSED: _Numbers = {
    # Other processes, the kernel, and ways past these checks.
    "connect": (42, 203), "socketpair": (53, 199),
    "ptrace": (101, 117), "process_vm_readv": (310, 270), "process_vm_writev": (311, 271), "pidfd_getfd": (438, 438),
    "io_uring_setup": (425, 425), "io_uring_enter": (426, 426), "io_uring_register": (427, 427),
    "bpf": (321, 280), "perf_event_open": (298, 241), "userfaultfd": (323, 282), "syslog": (103, 116),
    "unshare": (272, 97), "setns": (308, 268),
    "add_key": (248, 217), "request_key": (249, 218), "keyctl": (250, 219),
    "semget": (64, 190), "msgget": (68, 186), "mq_open": (240, 180),
    # How fast other processes of the account run.
    "setpriority": (141, 140), "ioprio_set": (251, 30), "sched_setaffinity": (203, 122),
    "sched_setparam": (142, 118), "sched_setscheduler": (144, 119), "sched_setattr": (314, 274),
    # What Landlock lets pass with every file of the account: whose it is, its attributes and lists of access, its
    # times, what happens to it.
    "chown": (92, None), "fchown": (93, 55), "lchown": (94, None), "fchownat": (260, 54),
    "setxattr": (188, 5), "lsetxattr": (189, 6), "fsetxattr": (190, 7), "setxattrat": (463, 463),
    "removexattr": (197, 14), "lremovexattr": (198, 15), "fremovexattr": (199, 16), "removexattrat": (466, 466),
    "file_setattr": (469, 469), "open_by_handle_at": (304, 265),
    "utime": (132, None), "utimes": (235, None), "futimesat": (261, None), "utimensat": (280, 88),
    "inotify_add_watch": (254, 27), "fanotify_init": (300, 262),
}
# fmt: on
# The same, but the server takes it ill when it fails. It gives its socket a mode, which the folder is to decide, and
# empties files that it removes afterwards.
_PASSED_OVER: _Numbers = {"chmod": (90, None), "fchmod": (91, 52), "fchmodat": (268, 53), "fchmodat2": (452, 452)}
_PASSED_OVER_WHERE_UNGUARDED: _Numbers = {"truncate": (76, 45)}
# Their arguments are in memory, out of sight: who finds them missing takes the older call.
_MISSING: _Numbers = {"clone3": (435, 435), "openat2": (437, 437)}


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
    return sys.platform == "linux" and platform.machine() in _PROCESSORS and _landlock_version() > 0


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
    _refuse_calls(system, platform.machine())
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


def _refuse_calls(system: ctypes.CDLL, machine: str) -> None:
    """No connection, no socket but one of streams on this machine, no way to another process or to others' files."""
    program = [
        _instruction(_LOAD, _ARCHITECTURE),
        _instruction(_IS, _PROCESSORS[machine], if_so=1),
        _instruction(_END, _KILL),
        _instruction(_LOAD, _NUMBER),
        *(_instruction(_AT_LEAST, _X32, otherwise=1), _answer(errno.EPERM)),
        *(one for call in _calls(machine) for one in call),
        _instruction(_END, _ALLOW),
    ]
    text = ctypes.create_string_buffer(b"".join(program))
    filters = ctypes.create_string_buffer(struct.pack("@HP", len(program), ctypes.addressof(text)))
    _call(system.prctl, _PR_SET_SECCOMP, _SECCOMP_MODE_FILTER, ctypes.addressof(filters), 0, 0)


def _calls(machine: str) -> Iterable[list[bytes]]:
    """What is done with each call that is looked at, the number of the call being loaded."""
    column = list(_PROCESSORS).index(machine)
    passed_over = _PASSED_OVER | (_PASSED_OVER_WHERE_UNGUARDED if _landlock_version() < _TRUNCATE_SINCE else {})
    wholly = (
        *((call, [_answer(errno.EPERM)]) for call in _REFUSED.values()),
        *((call, [_answer(0)]) for call in passed_over.values()),
        *((call, [_answer(errno.ENOSYS)]) for call in _MISSING.values()),
    )
    by_arguments = (
        ((41, 198), _only_streams()),  # socket
        ((302, 261), [_argument(0), *_unless(_IS, 0)]),  # prlimit64, of oneself
        ((56, 220), [_argument(0), *_if(_HAS, _NEW_NAMESPACES)]),  # clone
        ((2, None), _only_by_right(flags=1)),  # open
        ((257, 56), _only_by_right(flags=2)),  # openat
    )
    for call, then in (*wholly, *by_arguments):
        if (number := call[column]) is not None:
            done = [*then, _instruction(_END, _ALLOW)]
            yield [_instruction(_IS, number, otherwise=len(done)), *done]


def _only_streams() -> list[bytes]:
    """A socket of AF_UNIX and SOCK_STREAM."""
    return [_argument(0), *_unless(_IS, 1), _argument(1), _instruction(_AND, _SOCK_TYPE), *_unless(_IS, 1)]


def _only_by_right(*, flags: int) -> list[bytes]:
    """A file opened to be read or written, as Landlock asks for no right otherwise; emptied only if it is written."""
    return [
        *(_argument(flags), _instruction(_AND, _ACCESS_MODE), *_if(_IS, _NEITHER)),
        *(_argument(flags), _instruction(_AND, _ACCESS_MODE | _TRUNCATING), *_if(_IS, _TRUNCATING)),
    ]


def _argument(position: int) -> bytes:
    """Load the lower half of an argument, which is all of one that is an int."""
    return _instruction(_LOAD, _ARGUMENTS + _ARGUMENT_BYTES * position)


def _if(comparison: int, value: int) -> list[bytes]:
    return [_instruction(comparison, value, otherwise=1), _answer(errno.EPERM)]


def _unless(comparison: int, value: int) -> list[bytes]:
    return [_instruction(comparison, value, if_so=1), _answer(errno.EPERM)]


def _answer(error: int) -> bytes:
    """The call is not made; whoever wanted it is told this error, and with none that it is done."""
    return _instruction(_END, _ANSWER | error)


def _instruction(code: int, value: int, if_so: int = 0, otherwise: int = 0) -> bytes:
    """One instruction; a comparison jumps over as many as it is told."""
    return struct.pack("=HBBI", code, if_so, otherwise, value)


if __name__ == "__main__":
    main(Confinement(**json.loads(sys.argv[1])), sys.argv[2:])
