"""`belisha verify`: says that all is as it was written, or where it is not."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cli.backup_sites import Site

pytestmark = pytest.mark.database

BUILD = """
from belisha.cli.startup import prepare_database
prepare_database()
from belisha.audit.actions import record
from belisha.people.models import School
for slug in ("ash", "beech"):
    school = School.objects.create(slug=slug, name=slug)
    for number in range(5):
        record(school_id=school.pk, by=None, verb="did", subject=f"thing {number}")
"""
PUBLISH = """
from importlib.resources import files
from belisha.access.actor import ANONYMOUS
from belisha.people.models import School
from belisha.policies.actions import bring_in_version
source = files("belisha").joinpath("library", "policies", "grange.md").read_text()
bring_in_version(by=ANONYMOUS, school=School.objects.get(slug="ash"), source=source, label="1")
"""
UNGUARDED = """
from django.db import connection
from belisha.audit import triggers
from belisha.audit.models import Event, Head
triggers.remove(connection)
"""
GUARDED = "\ntriggers.install(connection)"


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    made = Site(tmp_path / "verify_site").begin()
    made.python(BUILD)
    yield made
    made.end()


def test_it_says_where(site: Site, tmp_path: Path) -> None:
    done = site.run("verify")
    assert (done.status, done.err) == (0, "")
    assert done.out.endswith("10 events in 2 chains: as they were written.\n")
    heads = [line.split()[-1] for line in done.out.splitlines()[:2]]
    assert all(len(head) == 64 for head in heads)

    site.python(f"{UNGUARDED}Event.objects.filter(number=3, chain=2).update(by=9){GUARDED}")
    done = site.run("verify")
    assert done.status == 1
    assert "ALTERED beech" in done.out
    assert "  beech, event 3 was altered: it does not say what was written" in done.out.splitlines()
    assert site.run("verify", "--school", "ash").status == 0
    assert site.run("verify", "--school", "beech").status == 1
    told = json.loads(site.run("verify", "--json").out)
    assert [[fault["number"] for fault in chain["faults"]] for chain in told["chains"]] == [[], [3]]
    assert site.run("verify", "--school", "oak").err == "belisha: there is no school `oak`\n"
    keep = tmp_path / "checkpoint"
    assert site.run("verify", "--keep", keep).status == 1
    assert not keep.exists()


def test_a_checkpoint_shows_what_a_chain_alone_cannot(site: Site, tmp_path: Path) -> None:
    keep, heads = tmp_path / "checkpoint", "list(Head.objects.order_by('pk').values_list())"
    before = site.python(f"from belisha.audit.models import Head\nprint({heads})")
    more = "from belisha.audit.actions import record\nrecord(school_id=1, by=4, verb='did', subject='wrong')"
    site.python(more)
    assert site.run("verify", "--keep", keep).status == 0
    assert site.run("verify", "--keep", keep).err.startswith("belisha: ")
    done = site.run("verify", "--checkpoint", keep)
    assert (done.status, "They agree with the checkpoint." in done.out) == (0, True)
    gone = "Event.objects.filter(subject='wrong').delete()\nHead.objects.all().delete()"
    back = f"for row in {before.strip()}:\n    Head(*row).save(force_insert=True)"
    site.python(f"{UNGUARDED}{gone}\n{back}{GUARDED}")
    assert site.run("verify").status == 0
    done = site.run("verify", "--checkpoint", keep)
    assert done.status == 1
    assert "  ash, event 6 is missing: the checkpoint has event 6" in done.out.splitlines()
    done = site.run("verify", "--checkpoint", site.folder / "secret.key")
    assert done.status == 2
    assert "is not a checkpoint" in done.err
    assert done.err.count("\n") == 1


def test_a_published_text_that_was_changed_is_found(site: Site) -> None:
    site.python(PUBLISH)
    done = site.run("verify")
    assert done.status == 0
    assert "OK      published texts " in done.out
    site.python("from belisha.policies.models import PolicyVersion\nPolicyVersion.objects.update(source='x')")
    for more in ([], ["--school", "ash"]):
        done = site.run("verify", *more)
        assert done.status == 1
        assert "ALTERED published texts " in done.out
        assert "version 1: its text is not the one that the record says was published" in done.out
        assert done.out.endswith(": 1 found.\n")
    assert site.run("verify", "--school", "beech").status == 0
    found = {each["what"]: each for each in json.loads(site.run("verify", "--json").out)["kept"]}
    assert (found["published texts"]["count"], len(found["published texts"]["faults"])) == (1, 1)
    assert not any(each["faults"] for what, each in found.items() if what != "published texts")


def test_a_missing_guard_is_said(site: Site) -> None:
    site.python(UNGUARDED)
    done = site.run("verify")
    assert done.status == 1
    assert "no longer refuses changes: its trigger `event_is_not_changed` is missing" in done.out


def test_a_file_of_no_kind_is_refused(site: Site, tmp_path: Path) -> None:
    file = tmp_path / "file"
    for held in (b"", b"{}", b"\xff\x00", b'{"kind": "belisha anchor 1"}'):
        file.write_bytes(held)
        done = site.run("verify", file)
        assert done.status == 2
        assert "is no certificate, exported record or backup" in done.err
    assert site.run("verify", tmp_path / "none").status == 2
    assert site.run("verify", file, "--school", "ash").status == 2
    file.write_text('{"kind": "belisha record 1", "chain": 1, "whole": true}\n{"number": 1}\n')
    assert "line 2: this is no event" in site.run("verify", file).err
    file.write_text('{"kind": "belisha acknowledgement 1", "statement": {}, "sha256": "0"}')
    assert site.run("verify", file).status == 1
