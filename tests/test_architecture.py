"""The shape of the program: nothing printed is stale, no address is open by omission, no file is overgrown, no rule is in hiding."""

import ast
import io
import re
import tokenize
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command
from django.test import Client
from django.urls import URLPattern, get_resolver

from actip.access import matrix
from actip.records import catalogue, documents

ROOT = Path(settings.BASE_DIR)
PACKAGES = ("actip", "cases", "victims", "compensation", "programmes", "reporting")
CODE = sorted(path for name in PACKAGES for path in (ROOT / name).rglob("*.py") if "migrations" not in path.parts)
RECORD = re.compile(r"^(api/v1/)?(<kind:slug>|[a-z-]+)(\.csv|/)")
LONGEST = 300
QUIET = {
    tokenize.COMMENT, tokenize.NL, tokenize.NEWLINE, tokenize.INDENT, tokenize.DEDENT, tokenize.ENDMARKER, tokenize.ENCODING,
}  # fmt: skip


def imports(path: Path) -> set[str]:
    """Dotted names that a file imports."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found |= {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
    return found


@pytest.mark.django_db
def test_no_migration_is_missing():
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


@pytest.mark.django_db
def test_printed_documents_are_fresh():
    assert documents.stale(ROOT / "docs") == []


def test_no_file_is_overgrown():
    sources = [
        path
        for name in (*PACKAGES, "tests", "benchmarks", "templates", "static")
        for kind in ("py", "sql", "html", "css", "js")
        for path in (ROOT / name).rglob(f"*.{kind}")
        if not {"migrations", "vendor"} & set(path.parts)
    ]
    long = {
        str(path.relative_to(ROOT)) for path in sources if len(path.read_text(encoding="utf-8").splitlines()) > LONGEST
    }

    assert long == set()


def parts() -> dict[str, tuple[tuple[str, ...], int]]:
    """Parts of the shared machinery as decision 0025 lists them: name -> where it lives, and how many lines it may have."""
    text = (ROOT / "docs/decisions/0025-what-the-machinery-is.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| ([^|]+) \| [^|]+ \| ([^|]+) \| ([\d,]+) \|$", text, re.MULTILINE)
    return {name: (tuple(re.findall(r"`([^`]+)`", where)), int(most.replace(",", ""))) for name, where, most in rows}


def machinery() -> dict[str, int]:
    """Part -> its lines of code; a file belongs to the part that names it most closely."""
    homes = {home: name for name, (where, _most) in parts().items() for home in where}
    counted = dict.fromkeys(parts(), 0)
    for path in CODE:
        file = str(path.relative_to(ROOT))
        if file.startswith(tuple(f"actip/{name}/" for name in ("access", "audit", "vault", "records"))):
            home = max((home for home in homes if file.startswith(f"actip/{home}")), key=len)
            counted[homes[home]] += code_lines(path)
    return counted


def test_the_shared_machinery_stays_small():
    """What grows past its ceiling is argued for in the decision, where the ceilings stand. With -s: the count of today."""
    counted = machinery()
    print(*(f"{lines:6,} {name}" for name, lines in counted.items()), f"{sum(counted.values()):6,} in all", sep="\n")  # noqa: T201

    assert all(counted.values())
    assert {name: lines for name, lines in counted.items() if lines > parts()[name][1]} == {}


def code_lines(path: Path) -> int:
    """Lines that hold code: no blank ones, no comments, no docstrings."""
    text = path.read_text(encoding="utf-8")
    lines: set[int] = set()
    for token in tokenize.generate_tokens(io.StringIO(text).readline):
        if token.type not in QUIET:
            lines |= set(range(token.start[0], token.end[0] + 1))
    documented = [
        node.body[0]
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef) and ast.get_docstring(node, clean=False)
    ]
    return len(lines - {line for each in documented for line in range(each.lineno, each.end_lineno + 1)})


def test_no_file_of_tests_is_empty():
    files = [path for path in ROOT.glob("tests/**/test_*.py") if "def test_" not in path.read_text()]
    assert not files


def test_no_signals():
    found = [
        path
        for path in CODE
        if any(name.startswith(("django.dispatch", "django.db.models.signals")) for name in imports(path))
    ]

    assert found == []


def test_nothing_streams_and_nothing_renders_late():
    """What runs after the transaction sees no row: it would be empty without a word."""
    late = ("StreamingHttpResponse", "FileResponse", "TemplateResponse", "SimpleTemplateResponse", "StreamingResponse")
    found = [path for path in CODE if any(name.split(".")[-1] in late for name in imports(path))]

    assert found == []
    assert settings.DATABASES["default"]["ATOMIC_REQUESTS"]


def test_no_file_names_a_role():
    """Who may do what is in the matrix alone; a role in code is a rule in hiding."""
    roles = set(matrix.roles())
    named = re.compile(rf"""['"]({"|".join(sorted(roles))})['"]""")
    for path in CODE:
        tree = ast.parse(path.read_text(encoding="utf-8"))
        said = {
            id(node.args[0]) for node in ast.walk(tree) if isinstance(node, ast.Call) and node.args and is_gettext(node)
        }
        constants = {
            node.value
            for node in ast.walk(tree)
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in said
        }
        assert not constants & roles, path
    others = [*ROOT.glob("templates/**/*.html"), *(path for name in PACKAGES for path in (ROOT / name).rglob("*.sql"))]
    for path in others:
        assert not named.findall(path.read_text(encoding="utf-8")), path


def is_gettext(call: ast.Call) -> bool:
    """A sentence for people, which may well be DSI or NGO."""
    return isinstance(call.func, ast.Name) and call.func.id in ("_", "_now", "gettext")


def test_the_owners_connection_is_used_by_deploying_commands_alone():
    allowed = {"migrate.py", "secure.py", "rotate_keys.py", "doctor.py", "anchor_audit.py", "verify_audit.py"}
    found = {
        path.name
        for path in CODE
        if re.search(r"""(using=|connections\[|database=|default=)["']owner["']""", path.read_text(encoding="utf-8"))
    }

    assert found <= allowed


def routes(patterns, prefix: str = "") -> list[str]:
    found = []
    for each in patterns:
        pattern = prefix + str(each.pattern)
        found += [pattern] if isinstance(each, URLPattern) else routes(each.url_patterns, pattern)
    return found


def listed() -> dict[str, str]:
    """Address -> who gets in, as routes.txt says."""
    lines = [line.split() for line in (ROOT / "tests/routes.txt").read_text().splitlines() if line and line[0] != "#"]
    return {address: who for who, address in lines}


def others() -> set[str]:
    """Addresses that are no page of a record type; the admin's as one; "" is the page of one's work."""
    slugs = {kind.slug for kind in catalogue.all_types()}
    found = set()
    for route in routes(get_resolver().url_patterns):
        match = RECORD.match(route)
        if match and (match[2] == "<kind:slug>" or match[2] in slugs):
            continue
        found.add("admin/" if route.startswith("admin/") else route or "/")
    return found


def test_every_address_is_a_record_page_or_listed_with_who_gets_in():
    assert others() == set(listed())


@pytest.mark.django_db
def test_whoever_is_not_signed_in_gets_in_only_where_everybody_does(settings):
    settings.WHITENOISE_AUTOREFRESH = True
    settings.DEMO = False
    nobody = "0b0f3c0e-0000-4000-8000-00000000000a"
    fill = (("<kind:slug>", "cases"), ("<uuid:pk>", nobody), ("<int:year>", "2022"), ("<path:form>", "cases/new/"))
    browser, open_to_all = Client(raise_request_exception=False), []
    for route in sorted(set(routes(get_resolver().url_patterns))):
        who = listed().get(route or "/", "staff" if route.startswith("admin/") else "record")
        if who == "everybody" or "^" in route or "(?P" in route:
            continue
        path = route
        for name, value in fill:
            path = path.replace(name, value)
        path = re.sub(r"<(?:path:|slug:|)\w+>", "x", path)
        for method in (browser.get, browser.post):
            answer = method(f"/{path}")
            sent_away = answer.status_code == 302 and answer["Location"].startswith(("/sign-in/", "/admin/"))
            # allauth sends who has no session to where one is got; a POST where only GET is known is 405
            if not sent_away and answer.status_code not in (401, 404, 405):
                open_to_all.append((route, answer.status_code, answer.get("Location")))
    assert open_to_all == []
