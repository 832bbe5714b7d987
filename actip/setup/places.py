"""Where things are kept on this machine: all of it in .actip/, except the database files when root runs the program."""

import hashlib
import os
import shutil
import stat
from pathlib import Path

from actip.setup.say import Trouble

ROOT = Path(__file__).resolve().parents[2]
HOME = ROOT / ".actip"  # ignored by git, open to its owner alone
VENV = ROOT / ".venv"
LOGS = HOME / "log"
SECRETS = HOME / "secrets"
CREDENTIALS = HOME / "api-credentials.json"


def private(path: Path) -> Path:
    """Make a directory that only its owner can open; those above it are left as they are."""
    path.mkdir(mode=0o700, parents=True, exist_ok=True)
    return path


def passable(path: Path) -> Path:
    """Make a directory of our own that everyone may pass through; one that was there already keeps its mode."""
    if not path.exists():
        passable(path.parent)
        path.mkdir()
        path.chmod(0o755)
    return path


def sign_for(homes: Path) -> None:
    """Root only: note which work tree `homes` belongs to, and remove the databases of work trees that are gone."""
    (homes / "work-tree").write_text(str(ROOT))
    for other in homes.parent.glob("*/work-tree"):
        if not Path(other.read_text()).exists():
            shutil.rmtree(other.parent, ignore_errors=True)


def is_root() -> bool:
    return os.geteuid() == 0


def database_home(name: str) -> Path:
    """Where the embedded database of this work tree keeps its files.

    PostgreSQL refuses to run as root, and the user it then runs as may not be able to reach the work tree (a home of mode 700).
    So root's database stands in a system directory that everyone can already pass through: no directory has to be opened.
    """
    if not is_root():
        return private(HOME) / name
    tree = hashlib.sha256(str(ROOT).encode()).hexdigest()[:12]
    for parent in (Path("/var/lib"), Path("/var/tmp")):  # noqa: S108 - the directory made in it belongs to root, see below
        home = parent / "actip-case-tracker"
        try:
            passable(home)
        except OSError:
            continue
        found = home.lstat()
        if stat.S_ISDIR(found.st_mode) and found.st_uid == 0 and not found.st_mode & 0o022:
            return home / tree / name
    raise Trouble(
        "No place for the database: root needs a writable /var/lib or /var/tmp, or set DATABASE_URL to a PostgreSQL of yours."
    )
