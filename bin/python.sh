# Sourced by the scripts beside it: goes to the work tree and sets $PYTHON to a Python of 3.11 or later.
# ACTIP_PYTHON names one that is not on the PATH.
cd "$(dirname "$0")/.." || exit 1
PYTHON=
for candidate in "${ACTIP_PYTHON:-}" python3 python3.14 python3.13 python3.12 python3.11 python; do
    [ -n "$candidate" ] || continue
    if "$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1; then
        PYTHON=$candidate
        break
    fi
done
if [ -z "$PYTHON" ]; then
    found=$(python3 --version 2>/dev/null || echo "no python3")
    echo "ACTIP Case Tracker needs Python 3.11 or later, and this machine has $found: install one, or name one with ACTIP_PYTHON=/path/to/python3." >&2
    exit 1
fi
