"""What a worker may not do: grow, linger, open a socket, start a process.

Linux takes the filter through ``prctl`` without root (seccomp(2)); elsewhere the limits alone hold. It is
all set before the store is opened, so that the threads which the store starts inherit it.
"""

from __future__ import annotations

import ctypes
import platform
import signal
import struct
import sys
from dataclasses import dataclass
from typing import Final

PR_SET_PDEATHSIG: Final = 1
PR_SET_NO_NEW_PRIVS: Final = 38
PR_SET_SECCOMP: Final = 22
SECCOMP_MODE_FILTER: Final = 2

# linux/bpf_common.h and linux/seccomp.h
_LOAD: Final = 0x20
_JUMP_EQUAL: Final = 0x15
_JUMP_GREATER_EQUAL: Final = 0x35
_JUMP_SET: Final = 0x45
_RETURN: Final = 0x06
_ALLOW: Final = 0x7FFF0000
_ERRNO: Final = 0x00050000
_EPERM: Final = 1
_ENOSYS: Final = 38
_CLONE_THREAD: Final = 0x00010000
_X32: Final = 0x40000000
_NUMBER, _ARCH, _FIRST_ARGUMENT = 0, 4, 16  # offsets in struct seccomp_data


@dataclass(frozen=True)
class _Calls:
    """The system calls of an architecture: its AUDIT_ARCH value, what is denied, and how threads begin."""

    arch: int
    clone: int
    clone3: int
    denied: tuple[int, ...]


# socket, connect, accept, sendto, sendmsg, bind, listen, socketpair, fork, vfork, execve, ptrace,
# accept4, process_vm_readv, process_vm_writev, execveat, io_uring_setup
_CALLS: Final = {
    "x86_64": _Calls(
        0xC000003E, 56, 435, (41, 42, 43, 44, 46, 49, 50, 53, 57, 58, 59, 101, 288, 310, 311, 322, 425)
    ),
    "aarch64": _Calls(
        0xC00000B7, 220, 435, (198, 203, 202, 206, 211, 200, 201, 199, 221, 117, 242, 270, 271, 281, 425)
    ),
}


def _statement(code: int, value: int, if_true: int = 0, if_false: int = 0) -> bytes:
    return struct.pack("HBBI", code, if_true, if_false, value)


def filter_program(calls: _Calls) -> bytes:
    """Return the BPF program: EPERM for what is denied; ENOSYS for clone3, so that threads use clone."""
    refuse = _statement(_RETURN, _ERRNO | _EPERM)
    program = [
        _statement(_LOAD, _ARCH),
        _statement(_JUMP_EQUAL, calls.arch, if_true=1),
        refuse,
        _statement(_LOAD, _NUMBER),
        _statement(_JUMP_GREATER_EQUAL, _X32, if_false=1),
        refuse,
        _statement(_JUMP_EQUAL, calls.clone3, if_false=1),
        _statement(_RETURN, _ERRNO | _ENOSYS),
    ]
    for number in calls.denied:
        program += [_statement(_JUMP_EQUAL, number, if_false=1), refuse]
    program += [
        _statement(_JUMP_EQUAL, calls.clone, if_true=1),
        _statement(_RETURN, _ALLOW),
        _statement(_LOAD, _FIRST_ARGUMENT),
        _statement(_JUMP_SET, _CLONE_THREAD, if_true=1),
        refuse,
        _statement(_RETURN, _ALLOW),
    ]
    return b"".join(program)


def deny_calls() -> str | None:
    """Deny sockets and new processes to this process; return why where that cannot be done."""
    calls = _CALLS.get(platform.machine())
    if sys.platform != "linux" or calls is None:
        return f"system calls cannot be denied on {sys.platform} {platform.machine()}"
    program = filter_program(calls)
    code = ctypes.create_string_buffer(program, len(program))
    descriptor = ctypes.create_string_buffer(
        struct.pack("HxxxxxxP", len(program) // 8, ctypes.addressof(code)), 16
    )
    library = ctypes.CDLL(None, use_errno=True)
    library.prctl(PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
    if library.prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) or library.prctl(
        PR_SET_SECCOMP, SECCOMP_MODE_FILTER, descriptor, 0, 0
    ):
        return f"system calls cannot be denied: errno {ctypes.get_errno()}"
    return None


def limit_memory(size: int) -> str | None:
    """Bound the address space in bytes and leave no core file; return why where that cannot be done."""
    if sys.platform == "win32":
        return "memory cannot be limited on this platform"
    import resource

    try:
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        resource.setrlimit(resource.RLIMIT_AS, (size, size))
    except (OSError, ValueError) as error:
        return f"memory cannot be limited: {error}"
    return None


def allow_seconds(seconds: float) -> None:
    """Let this process compute for so many seconds more, whoever watches it; then the kernel ends it."""
    if sys.platform == "win32":
        return
    import resource

    used = resource.getrusage(resource.RUSAGE_SELF)
    hard = resource.getrlimit(resource.RLIMIT_CPU)[1]
    resource.setrlimit(resource.RLIMIT_CPU, (int(used.ru_utime + used.ru_stime + seconds) + 2, hard))
