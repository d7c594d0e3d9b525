"""A worker process gives up what reading a contract does not need: the network, and writing outside of its own folder.

A hostile file that finds a hole in a parser written in C must not reach anything. On Linux the kernel sees to it, for
native code and for the programs that the worker starts too: Landlock for files (kernel 5.13), a seccomp filter for
sockets. Elsewhere, and where a kernel has neither, an audit hook refuses what Python code asks for.
"""

from __future__ import annotations

import ctypes
import os
import platform
import struct
import sys
from collections.abc import Callable
from typing import Any, Final, NamedTuple

__all__ = ["confine", "deny_writable", "refuse_network", "refuse_writing"]

_NO_NEW_PRIVILEGES: Final = 38
_SET_SECCOMP: Final = 22
_SECCOMP_FILTER: Final = 2


class _Machine(NamedTuple):
    audit: int
    socket: int
    #: The calls that ask whether a file may be written, each with the place of the question among its arguments.
    access: tuple[tuple[int, int], ...]


# Numbers of <linux/audit.h> and of the system call tables. The calls of later years are the same on all.
_MACHINES: Final = {
    "x86_64": _Machine(0xC000003E, 41, ((21, 1), (269, 2), (439, 2))),
    "aarch64": _Machine(0xC00000B7, 198, ((48, 2), (439, 2))),
}
_IO_URING_SETUP: Final = 425
_X32_CALLS: Final = 0x40000000
_AF_UNIX: Final = 1
_LOAD, _EQUAL, _GREATER_OR_EQUAL, _BIT, _END = 0x20, 0x15, 0x35, 0x45, 0x06
_ALLOWED, _REFUSED = 0x7FFF0000, 0x00050000 | 13  # the call fails with EACCES

# Landlock: <linux/landlock.h>.
_CREATE_RULESET, _ADD_RULE, _RESTRICT_SELF = 444, 445, 446
_WRITE_FILE, _TRUNCATE = 1 << 1, 1 << 14
#: Everything that changes a file system, by the version of Landlock that knows it: writing, removing, making, then
#: linking across folders, then truncating.
_CHANGES_FROM: Final = ((1, _WRITE_FILE | 0b1_1111_1111 << 4), (2, 1 << 13), (3, _TRUNCATE))


def confine(home: str) -> None:
    """Take the network from this process, and writing to anything but the folder `home`; there is no way back.

    To be called before the process starts a thread.
    """
    by_kernel = (refuse_network(), refuse_writing(home) and deny_writable())
    if not all(by_kernel):
        sys.addaudithook(_hook(home))


def refuse_network() -> bool:
    """Let the kernel refuse every socket but those that end on this machine; tell whether it does."""
    machine = _MACHINES.get(platform.machine())
    if sys.platform != "linux" or machine is None or sys.maxsize < 2**32:
        return False
    return _filter(
        (_LOAD, 0, 0, 4),
        (_EQUAL, 1, 0, machine.audit),
        (_END, 0, 0, _REFUSED),
        (_LOAD, 0, 0, 0),
        (_GREATER_OR_EQUAL, 5, 0, _X32_CALLS),
        (_EQUAL, 4, 0, _IO_URING_SETUP),
        (_EQUAL, 0, 2, machine.socket),
        (_LOAD, 0, 0, 16),
        (_EQUAL, 0, 1, _AF_UNIX),
        (_END, 0, 0, _ALLOWED),
        (_END, 0, 0, _REFUSED),
    )


def deny_writable() -> bool:
    """Let the kernel answer that nothing is writable to whoever asks; tell whether it does.

    Landlock refuses the writing, not the question. LibreOffice asks whether it may put its socket into the folder for
    temporary files, and fails where it was told so and then may not; told no, it takes the place that it is given.
    """
    machine = _MACHINES.get(platform.machine())
    if sys.platform != "linux" or machine is None or sys.maxsize < 2**32:
        return False
    program: list[tuple[int, int, int, int]] = []
    for number, argument in machine.access:
        asks = ((_LOAD, 0, 0, 16 + 8 * argument), (_BIT, 0, 1, os.W_OK), (_END, 0, 0, _REFUSED), (_END, 0, 0, _ALLOWED))
        program += [(_LOAD, 0, 0, 0), (_EQUAL, 0, len(asks), number), *asks]
    return _filter(*program, (_END, 0, 0, _ALLOWED))


def _filter(*program: tuple[int, int, int, int]) -> bool:
    """Put a filter before the calls of this process and of those that it starts; tell whether it is there.

    The program reads struct seccomp_data: the call's number at 0, the machine at 4, the arguments from 16 on.
    """
    code = b"".join(struct.pack("=HBBI", *step) for step in program)
    filters = ctypes.create_string_buffer(code, len(code))
    described = struct.pack("=HxxxxxxQ", len(program), ctypes.addressof(filters))
    libc = ctypes.CDLL(None)
    none = ctypes.c_ulong(0)
    libc.prctl(_NO_NEW_PRIVILEGES, ctypes.c_ulong(1), none, none, none)
    return bool(libc.prctl(_SET_SECCOMP, ctypes.c_ulong(_SECCOMP_FILTER), ctypes.c_char_p(described), none, none) == 0)


def refuse_writing(home: str) -> bool:
    """Let the kernel refuse every change to a file outside of `home`; tell whether it does."""
    if sys.platform != "linux" or platform.machine() not in _MACHINES:
        return False
    libc = ctypes.CDLL(None, use_errno=True)

    def call(number: int, *arguments: Any) -> int:
        return int(libc.syscall(ctypes.c_long(number), *arguments))

    version = call(_CREATE_RULESET, None, ctypes.c_size_t(0), ctypes.c_uint(1))
    if version < 1:
        return False
    changes = sum(bits for since, bits in _CHANGES_FROM if version >= since)
    attributes = struct.pack("=Q", changes)
    ruleset = call(_CREATE_RULESET, ctypes.c_char_p(attributes), ctypes.c_size_t(len(attributes)), ctypes.c_uint(0))
    if ruleset < 0:
        return False
    try:
        to_file = changes & (_WRITE_FILE | _TRUNCATE)
        for path, allowed in ((home, changes), (os.devnull, to_file)):
            beneath = os.open(path, os.O_PATH | os.O_CLOEXEC)
            try:
                rule = struct.pack("=Qi", allowed, beneath)
                if call(_ADD_RULE, ctypes.c_int(ruleset), ctypes.c_int(1), ctypes.c_char_p(rule), ctypes.c_uint(0)):
                    return False
            finally:
                os.close(beneath)
        none = ctypes.c_ulong(0)
        libc.prctl(_NO_NEW_PRIVILEGES, ctypes.c_ulong(1), none, none, none)
        return call(_RESTRICT_SELF, ctypes.c_int(ruleset), ctypes.c_uint(0)) == 0
    finally:
        os.close(ruleset)


_CHANGING: Final = frozenset(
    {"os.remove", "os.rename", "os.mkdir", "os.rmdir", "os.truncate", "os.link", "os.symlink", "os.chmod", "os.chown"}
)
_TALKING: Final = frozenset({"socket.connect", "socket.bind", "socket.sendto", "socket.getaddrinfo"})
_WRITING: Final = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND


def _hook(home: str) -> Callable[[str, tuple[Any, ...]], None]:
    """Return an audit hook that refuses what the kernel refuses elsewhere."""
    allowed = os.path.realpath(home) + os.sep

    def is_outside(path: object) -> bool:
        if not isinstance(path, str | bytes) or path == os.devnull:
            return False
        return not (os.path.realpath(os.fsdecode(path)) + os.sep).startswith(allowed)

    def hook(event: str, arguments: tuple[Any, ...]) -> None:
        if event == "open":
            path, _, flags = arguments
            if isinstance(flags, int) and flags & _WRITING and is_outside(path):
                raise PermissionError(13, "a worker writes to its own folder only", os.fspath(path))
        elif event in _CHANGING:
            if any(is_outside(argument) for argument in arguments[:2]):
                raise PermissionError(13, "a worker writes to its own folder only")
        elif event in _TALKING:
            address = arguments[-1]
            if event == "socket.getaddrinfo" or isinstance(address, tuple):
                raise PermissionError(13, "a worker has no network")

    return hook
