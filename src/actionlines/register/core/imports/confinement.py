"""What takes rights away from a process for good: limits, namespaces, Landlock, and a filter of system calls.

    Confinement(memory, used, seconds, written, readable, writable).begin()   returns ("limits", "network", …)

It asks the kernel through ctypes, before the process opens anything of a stranger. It imports nothing of the
project: that costs no time and no memory. The answer names the guards that hold; a system may lack some.
"""

import ctypes
import os
import platform
import resource
import struct
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

LIMITS, PRIVILEGES, NETWORK, FILES, CALLS = "limits", "privileges", "network", "files", "calls"
GUARDS = (LIMITS, PRIVILEGES, NETWORK, FILES, CALLS)
OPEN_FILES, PROCESSES = 256, 256
NICE = 10  # pages come before readers
_DEVICES = ("/dev/null", "/dev/urandom", "/dev/zero")

# linux/prctl.h, linux/sched.h
_NO_NEW_PRIVS, _SECCOMP, _FILTER_MODE, _PARENT_DEATH, _SIGKILL = 38, 22, 2, 1, 9
_NEW_UTS, _NEW_IPC, _NEW_USER, _NEW_NET = 0x04000000, 0x08000000, 0x10000000, 0x40000000
_THREAD = 0x00010000
# linux/landlock.h: its three calls have one number on every architecture.
_CREATE_RULESET, _ADD_RULE, _RESTRICT_SELF = 444, 445, 446
_EXECUTE, _WRITE_FILE, _READ_FILE, _READ_FOLDER, _TRUNCATE = 1, 2, 4, 8, 1 << 14
_RIGHTS = {1: 13, 2: 14, 3: 15, 4: 15}  # version -> kinds of access to files that it knows; 16 from 5 on
_NET = 0b11  # to bind and to connect TCP, from version 4 on
_SCOPED = 0b11  # abstract sockets and signals of others, from version 6 on
# linux/seccomp.h, linux/filter.h, linux/audit.h
_ALLOW, _ERROR, _KILL = 0x7FFF0000, 0x00050000, 0x80000000
_EPERM, _ENOSYS = 1, 38
_LOAD, _EQUAL, _ANY_BIT, _AT_LEAST, _RETURN = 0x20, 0x15, 0x45, 0x35, 0x06
_ARCHITECTURES = {"x86_64": (0xC000003E, 0), "aarch64": (0xC00000B7, 1)}
_X32 = 0x40000000
# Numbers on x86-64 and on ARM; -1 where there is none. None of them has a use in reading a file.
_REFUSED = {
    # the network
    "socket": (41, 198), "connect": (42, 203), "bind": (49, 200), "listen": (50, 201), "accept": (43, 202),
    "accept4": (288, 242),
    # other processes
    "fork": (57, -1), "vfork": (58, -1), "execve": (59, 221), "execveat": (322, 281), "kill": (62, 129),
    "tkill": (200, 130), "rt_sigqueueinfo": (129, 138), "rt_tgsigqueueinfo": (297, 240), "ptrace": (101, 117),
    "process_vm_readv": (310, 270), "process_vm_writev": (311, 271), "process_madvise": (440, 440),
    "pidfd_send_signal": (424, 424), "pidfd_open": (434, 434), "pidfd_getfd": (438, 438), "kcmp": (312, 272),
    "shmget": (29, 194), "msgget": (68, 186), "semget": (64, 190),
    # namespaces and mounts
    "unshare": (272, 97), "setns": (308, 268), "mount": (165, 40), "umount2": (166, 39), "pivot_root": (155, 41),
    "chroot": (161, 51), "open_tree": (428, 428), "move_mount": (429, 429), "fsopen": (430, 430),
    "fsconfig": (431, 431), "fsmount": (432, 432), "fspick": (433, 433), "mount_setattr": (442, 442),
    "mknod": (133, -1), "mknodat": (259, 33), "open_by_handle_at": (304, 265), "quotactl": (179, 60),
    # the kernel itself
    "bpf": (321, 280), "perf_event_open": (298, 241), "userfaultfd": (323, 282), "keyctl": (250, 219),
    "add_key": (248, 217), "request_key": (249, 218), "init_module": (175, 105), "finit_module": (313, 273),
    "delete_module": (176, 106), "kexec_load": (246, 104), "kexec_file_load": (320, 294), "reboot": (169, 142),
    "swapon": (167, 224), "swapoff": (168, 225), "sethostname": (170, 161), "setdomainname": (171, 162),
    "settimeofday": (164, 170), "clock_settime": (227, 112), "adjtimex": (159, 171), "clock_adjtime": (305, 266),
    "iopl": (172, -1), "ioperm": (173, -1), "modify_ldt": (154, -1), "acct": (163, 89), "syslog": (103, 116),
    "personality": (135, 92), "fanotify_init": (300, 262),
}  # fmt: skip
# Programs take another way where the system does not know these; io_uring would open sockets past the filter.
_UNKNOWN = {
    "clone3": (435, 435),
    "io_uring_setup": (425, 425),
    "io_uring_enter": (426, 426),
    "io_uring_register": (427, 427),
}
_CLONE, _TGKILL, _PRLIMIT = (56, 220), (234, 131), (302, 261)


@dataclass(frozen=True)
class Confinement:
    """What a process may have: bytes of address space, and of those that it uses; seconds of the processor, bytes in a
    file that it writes, paths that it may read, folders that it may write into.
    """

    memory: int
    used: int
    seconds: int
    written: int
    readable: Sequence[str]
    writable: Sequence[str]

    def begin(self) -> tuple[str, ...]:
        """Return the guards that hold from now on until the process ends, in this order."""
        self._limit()
        guards = [LIMITS]
        if not sys.platform.startswith("linux"):
            return tuple(guards)
        libc = ctypes.CDLL(None, use_errno=True)
        libc.prctl(_PARENT_DEATH, _SIGKILL, 0, 0, 0)  # it ends with the worker, however that ends
        if libc.prctl(_NO_NEW_PRIVS, 1, 0, 0, 0) == 0:
            guards.append(PRIVILEGES)
        if alone := libc.unshare(_NEW_USER | _NEW_NET | _NEW_IPC | _NEW_UTS) == 0:
            # Counted for this namespace alone, so that the server's own processes do not count.
            resource.setrlimit(resource.RLIMIT_NPROC, (PROCESSES, PROCESSES))
        files = PRIVILEGES in guards and self._landlock(libc)
        calls = PRIVILEGES in guards and _filter(libc)
        held = {NETWORK: alone or calls, FILES: files, CALLS: calls}
        return (*guards, *(name for name, holds in held.items() if holds))

    def _limit(self) -> None:
        os.nice(NICE)
        for kind, most in (
            (resource.RLIMIT_AS, self.memory),
            (resource.RLIMIT_DATA, self.used),
            (resource.RLIMIT_CPU, self.seconds),
            (resource.RLIMIT_FSIZE, self.written),
            (resource.RLIMIT_CORE, 0),
            (resource.RLIMIT_NOFILE, OPEN_FILES),
        ):
            hard = resource.getrlimit(kind)[1]
            bound = most if hard == resource.RLIM_INFINITY else min(most, hard)
            resource.setrlimit(kind, (bound, bound))

    def _landlock(self, libc: ctypes.CDLL) -> bool:
        if (version := libc.syscall(_CREATE_RULESET, None, 0, 1)) < 1:
            return False
        rights = (1 << _RIGHTS.get(version, 16)) - 1
        wanted = struct.pack("=3Q", rights, _NET if version >= 4 else 0, _SCOPED if version >= 6 else 0)
        size = 24 if version >= 6 else 16 if version >= 4 else 8
        if (ruleset := libc.syscall(_CREATE_RULESET, wanted, size, 0)) < 0:
            return False
        read = _EXECUTE | _READ_FILE | _READ_FOLDER
        granted = [(path, read) for path in self.readable]
        granted += [(path, rights & ~_EXECUTE) for path in self.writable]
        granted += [(path, _READ_FILE | _WRITE_FILE) for path in _DEVICES]
        for path, access in granted:
            _allow(libc, ruleset, path, access & rights)
        held = bool(libc.syscall(_RESTRICT_SELF, ruleset, 0) == 0)
        os.close(ruleset)
        return held


def _allow(libc: ctypes.CDLL, ruleset: int, path: str, access: int) -> None:
    """One rule; a path that is not there needs none."""
    try:
        handle = os.open(path, os.O_PATH | os.O_CLOEXEC)
    except OSError:
        return
    try:
        if not os.path.isdir(path):  # noqa: PTH112 - no import of pathlib before the limits hold
            access &= _EXECUTE | _WRITE_FILE | _READ_FILE | _TRUNCATE
        libc.syscall(_ADD_RULE, ruleset, 1, struct.pack("=Qi", access, handle), 0)
    finally:
        os.close(handle)


class _Program(ctypes.Structure):
    _fields_ = (("length", ctypes.c_ushort), ("filter", ctypes.c_char_p))


def _filter(libc: ctypes.CDLL) -> bool:
    """Return whether the kernel took the filter of system calls."""
    if (architecture := _ARCHITECTURES.get(platform.machine())) is None:
        return False
    steps = b"".join(_steps(*architecture))
    program = _Program(len(steps) // 8, steps)
    return bool(libc.prctl(_SECCOMP, _FILTER_MODE, ctypes.byref(program), 0, 0) == 0)


def _steps(audit: int, column: int) -> Iterator[bytes]:
    """The filter as instructions of classic BPF over struct seccomp_data: number, architecture, arguments."""
    number, architecture, first = 0, 4, 16  # bytes before each; the low half of the first argument

    def step(code: int, value: int, yes: int = 0, no: int = 0) -> bytes:
        """Return one instruction: how many steps to leave out where its condition holds, and where not."""
        return struct.pack("=HBBI", code, yes, no, value)

    yield step(_LOAD, architecture)
    yield step(_EQUAL, audit, 1, 0)
    yield step(_RETURN, _KILL)
    yield step(_LOAD, number)
    if column == 0:
        yield step(_AT_LEAST, _X32, 0, 1)
        yield step(_RETURN, _KILL)
    for names, error in ((_REFUSED, _EPERM), (_UNKNOWN, _ENOSYS)):
        for numbers in names.values():
            if numbers[column] >= 0:
                yield step(_EQUAL, numbers[column], 0, 1)
                yield step(_RETURN, _ERROR | error)
    # Threads are needed, processes are not.
    yield step(_EQUAL, _CLONE[column], 0, 4)
    yield step(_LOAD, first)
    yield step(_ANY_BIT, _THREAD, 0, 1)
    yield step(_RETURN, _ALLOW)
    yield step(_RETURN, _ERROR | _EPERM)
    # abort() sends a signal to its own process; limits of other processes are none of its business.
    for numbers, own in ((_TGKILL, os.getpid()), (_PRLIMIT, 0)):
        yield step(_EQUAL, numbers[column], 0, 4)
        yield step(_LOAD, first)
        yield step(_EQUAL, own, 0, 1)
        yield step(_RETURN, _ALLOW)
        yield step(_RETURN, _ERROR | _EPERM)
    yield step(_RETURN, _ALLOW)
