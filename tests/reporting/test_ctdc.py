"""Importing historical profiles: good lines kept once, bad ones named, nothing guessed, nobody but the archive reaching them."""

from io import StringIO
from pathlib import Path
from uuid import UUID

import pytest
from django.core.management import CommandError, call_command
from django.db import OperationalError

from actip.access.models import Assignment, Feed, Matter
from actip.accounts import person
from actip.accounts.models import Agency
from reporting.archive import ctdc
from reporting.archive.store import Archive
from victims.models import Person

HEADER = "yearOfRegistration,gender,ageBroad,citizenship,isForcedLabour,isSexualExploit,CountryOfExploitation"
GOOD = "2017,Male,30--38,KH,1,0,TH"
REAL = Path(__file__).parents[3] / "shared/data/ctdc/ctdc_global_kanonymised_2020-04-14_subset.csv"


@pytest.fixture
def run(db, tmp_path):
    """Import a file made of these lines; returns what the command said."""

    def run(*lines: str | bytes, first: str = HEADER, ending: bytes = b"\n", **options) -> str:
        file = tmp_path / "ctdc.csv"
        file.write_bytes(
            ending.join(line if isinstance(line, bytes) else line.encode() for line in (first, *lines)) + ending
        )
        said = StringIO()
        call_command("import_ctdc", file, stdout=said, **options)
        return said.getvalue()

    return run


def people() -> list[Person]:
    with person.as_system("a test"):
        return list(Person.objects.filter(source="ctdc-2020-04").order_by("external_id"))


def bad(line: str | bytes) -> str:
    """Why a line is refused."""
    places = ctdc.header(HEADER.encode())
    with pytest.raises(ctdc.BadLine) as refused:
        ctdc.profile(line if isinstance(line, bytes) else line.encode(), places, "TH")
    return str(refused.value)


def read(line: str) -> ctdc.Profile:
    found = ctdc.profile(line.encode(), ctdc.header(HEADER.encode()), "TH")
    assert found is not None
    return found


def test_a_line_becomes_a_historical_profile_of_the_archive(run):
    said = run(GOOD)

    kept = people()[0]
    assert said.startswith("1 lines read: 1 profiles kept, 0 were kept already, 0 not of TH, 0 bad.")
    assert (kept.status, kept.sex, kept.age_band, kept.nationality, kept.exploitation) == (
        "historical", "male", "25_over", "KH", "forced_labour",
    )  # fmt: skip
    assert kept.first_contact_on.isoformat() == "2017-01-01"
    assert kept.external_id == "2017|Male|30--38|KH|1|0|TH#1"
    with person.as_system("a test"):
        matter = Matter.objects.get(pk=kept.matter_id)
        assignment = Assignment.objects.get(matter=matter)
    assert (assignment.agency.kind, assignment.basis, assignment.is_lead) == ("archive", "archive", True)
    assert (matter.status, matter.touched_at.year, matter.number[:3]) == ("historical", 2017, "P60")


def test_nobody_of_another_agency_reaches_a_profile(run, world):
    run(GOOD)

    for role in ("DAT", "SPV", "NAT", "PAR"):
        with world.as_(role):
            assert not Person.objects.exists()
            assert not Feed.objects.exists()


@pytest.mark.parametrize(
    ("labour", "sexual", "form"),
    [
        ("1", "0", "forced_labour"), ("1", "", "forced_labour"), ("0", "1", "other_sexual"), ("", "1", "other_sexual"),
        ("1", "1", "unknown"), ("0", "0", "unknown"), ("", "", "unknown"), ("-99", "-99", "unknown"), ("", "0", "unknown"),
    ],
)  # fmt: skip
def test_an_empty_flag_is_unknown_and_not_no(labour, sexual, form):
    assert read(f"2017,Male,30--38,KH,{labour},{sexual},TH").exploitation == form


def test_what_was_published_is_kept_word_for_word_even_where_our_codes_cannot_say_it():
    assert read("2017,Male,24--26,KH,,-99,TH").source == "2017|Male|24--26|KH|||TH"


@pytest.mark.parametrize(
    ("theirs", "ours"),
    [
        ("0--8", "under_15"), ("9--17", "unknown"), ("18--20", "18_24"), ("21--23", "18_24"), ("24--26", "unknown"),
        ("27--29", "25_over"), ("48+", "25_over"), ("", "unknown"),
    ],
)  # fmt: skip
def test_an_age_band_that_straddles_two_of_ours_is_not_stated(theirs, ours):
    assert read(f"2017,Male,{theirs},KH,,,TH").age_band == ours


@pytest.mark.parametrize("suppressed", ["0", "", "-99"])
def test_a_suppressed_citizenship_is_not_known(suppressed):
    assert read(f"2018,Female,,{suppressed},0,1,TH").nationality == "XX"


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("2017,Male,30--38,KH,1,0", "6 values where the first line names 7 columns"),
        ("2017,Male,30--38,KH,1,0,TH,", "8 values where the first line names 7 columns"),
        ("2560,Male,30--38,KH,1,0,TH", "yearOfRegistration '2560' is no year of the common era from 1990 on"),
        ("17,Male,30--38,KH,1,0,TH", "yearOfRegistration '17' is no year of the common era from 1990 on"),
        ("๒๐๑๗,Male,30--38,KH,1,0,TH", "yearOfRegistration '๒๐๑๗' is no year of the common era from 1990 on"),
        (",Male,30--38,KH,1,0,TH", "yearOfRegistration '' is no year of the common era from 1990 on"),
        ("2017,man,30--38,KH,1,0,TH", "gender 'man' is not a value of this column"),
        ("2017,Male,30-38,KH,1,0,TH", "ageBroad '30-38' is not a value of this column"),
        ("2017,Male,30--38,QQ,1,0,TH", "citizenship 'QQ' is no country code"),
        ("2017,Male,30--38,Cambodia,1,0,TH", "citizenship 'Cambodia' is no country code"),
        ("2017,Male,30--38,KH,yes,0,TH", "isForcedLabour 'yes' is not a value of this column"),
        ("2017,Male,30--38,KH,1,2,TH", "isSexualExploit '2' is not a value of this column"),
        ("2017,Male,30--38,KH,1,0,Thailand", "CountryOfExploitation 'Thailand' is no country code"),
        ('2017,"Male,30--38,KH,1,0,TH', "a quotation mark is not closed"),
        ("2017,Male\0,30--38,KH,1,0,TH", "holds a NUL character"),
        ("2017,=cmd|' /C calc'!A0,30--38,KH,1,0,TH", "gender \"=cmd|' /C calc'!A0\" is not a value of this column"),
        (b"2017,M\xe4le,30--38,KH,1,0,TH", "not text in UTF-8"),
        ("2017,Male,30--38,KH,1,0,TH".encode("utf-16"), "not text in UTF-8"),
    ],
)
def test_a_bad_line_is_told_with_its_reason(line, reason):
    assert bad(line) == reason


def test_good_lines_are_kept_beside_bad_ones_which_are_named_by_number(run, tmp_path):
    report = tmp_path / "bad.csv"

    said = run(GOOD, "2017,Male", GOOD, b"x" * 50_000, GOOD, "", bad_lines=report)

    assert "6 lines read: 3 profiles kept, 0 were kept already, 1 not of TH, 2 bad." in said
    assert "  line 3: 2 values where the first line names 7 columns" in said
    assert report.read_text().splitlines() == [
        "line,reason", "3,2 values where the first line names 7 columns", '5,"longer than 20,000 bytes"',
    ]  # fmt: skip


def test_only_the_first_bad_lines_are_shown_when_there_are_many(run):
    said = run(*["nonsense"] * 30)

    assert said.count("  line ") == 20
    assert "and 10 more" in said


def test_other_countries_are_passed_over(run):
    said = run(GOOD, GOOD.replace("TH", "MY"), GOOD.replace("TH", "0"), GOOD.replace("TH", ""))

    assert "1 profiles kept, 0 were kept already, 3 not of TH, 0 bad." in said


def test_a_second_import_keeps_nothing_twice(run):
    run(GOOD, GOOD, GOOD)

    said = run(GOOD, GOOD, GOOD)

    assert "0 profiles kept, 3 were kept already" in said
    assert len(people()) == 3


def test_the_order_of_the_lines_does_not_matter(run):
    other = GOOD.replace("KH", "LA")
    run(GOOD, other, GOOD)

    assert "1 profiles kept, 3 were kept already" in run(other, GOOD, other, GOOD)


def test_an_import_that_was_killed_goes_on_where_it_was(run, monkeypatch):
    monkeypatch.setattr("reporting.management.commands.import_ctdc.BATCH", 2)
    keep = Archive.keep

    def killed(self, profiles):
        if "LA" in profiles[0][0]:
            raise OperationalError("the connection was lost")
        return keep(self, profiles)

    monkeypatch.setattr(Archive, "keep", killed)
    lines = [GOOD, GOOD, GOOD.replace("KH", "LA"), GOOD.replace("KH", "LA"), GOOD]
    with pytest.raises(OperationalError):
        run(*lines)
    monkeypatch.setattr(Archive, "keep", keep)

    assert "3 profiles kept, 2 were kept already" in run(*lines)


def test_more_columns_in_another_order_and_windows_line_ends_are_read(run):
    first = "\ufeffDatasource,CountryOfExploitation," + HEADER.rpartition(",")[0]

    said = run(
        "Case Management,TH,2016,Male,39--47,KH,-99,-99",
        '"Hotline, US",TH,2016,Female,,0,0,1',
        first=first,
        ending=b"\r\n",
    )

    assert "2 profiles kept" in said


@pytest.mark.parametrize(
    "first", ["year,gender", "", HEADER.replace("gender", "sex"), HEADER.replace(",", ";"), '"open']
)
def test_another_kind_of_file_is_refused_whole(run, first):
    with pytest.raises(CommandError, match="no CTDC file"):
        run(GOOD, first=first)


def test_what_cannot_be_imported_is_said_in_a_sentence(db, tmp_path):
    with pytest.raises(CommandError, match="cannot be opened: No such file"):
        call_command("import_ctdc", tmp_path / "missing.csv")
    with pytest.raises(CommandError, match="no country code"):
        call_command("import_ctdc", tmp_path, country="Siam")
    with pytest.raises(CommandError, match="--source takes"):
        call_command("import_ctdc", tmp_path, source="ขคง")


def test_every_profile_is_audited_with_the_reason(run):
    from actip.audit.models import Event

    run(GOOD)

    kept = people()[0]
    with person.as_system("a test"):
        event = Event.objects.get(record_type="people", record_id=str(kept.pk), verb="create")
    assert (event.kind, event.reason, event.detail) == (
        "system",
        "import of ctdc-2020-04",
        {"loaded": "import of ctdc-2020-04"},
    )
    assert isinstance(kept.pk, UUID)
    assert Agency.objects.get(kind="archive").code == "archive-ctdc-2020-04"


@pytest.mark.django_db
def test_the_real_file_gives_391_profiles_of_thailand():
    """Only where the public file lies beside the project, which does not contain it."""
    if not REAL.exists():
        pytest.skip("NOT TRIED with the real CTDC file: it does not lie beside the project")
    said = StringIO()

    call_command("import_ctdc", REAL, country="TH", stdout=said, verbosity=0)

    found = people()
    assert said.getvalue() == "48,773 lines read: 391 profiles kept, 0 were kept already, 48,382 not of TH, 0 bad.\n"
    assert sum(each.age_band == "under_15" for each in found) == 178
    assert [sum(each.nationality == code for each in found) for code in ("KH", "LA", "XX")] == [254, 126, 11]
    assert {each.first_contact_on.year for each in found} == {2010, 2016, 2017, 2018}
