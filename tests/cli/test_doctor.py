"""``searcher doctor``: everything is looked at, nothing fails, and what is broken is named."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from searcher.cli import doctor
from searcher.cli.main import run


@pytest.fixture
def index(project, tmp_path):
    from searcher.index import sync

    sync(tmp_path / "index", [project / "corpus" / "doi-song"], words=False)
    return tmp_path / "index"


def findings(capsys, index, *arguments, code=0):
    assert run(["doctor", "--json", "--index", str(index), *arguments]) == code
    told = json.loads(capsys.readouterr().out)
    assert told["sound"] is (code == 0)
    return told["findings"]


def states(found, area):
    return {each["name"]: each["state"] for each in found if each["area"] == area}


@pytest.mark.parametrize("arguments", [[], ["--full"]])
def test_a_sound_installation(capsys, index, arguments):
    found = findings(capsys, index, *arguments)
    areas = {each["area"] for each in found}
    assert areas == {"versions", "index", "disk", "terminal", "language", "settings"}
    assert states(found, "index") == dict.fromkeys(
        ("location", "content", "check", "writer", "source"), "ok"
    )
    assert not any(each["name"] == "look" for each in found)


def test_damage_is_named_with_what_to_do(capsys, index):
    victim = max(index.glob("MAIN_*"), key=lambda path: path.stat().st_size)
    data = bytearray(victim.read_bytes())
    data[len(data) // 2] ^= 1
    victim.write_bytes(data)
    found = findings(capsys, index, code=2)
    (broken,) = [each for each in found if each["state"] == "fail"]
    assert victim.name in broken["text"]
    assert "searcher repair" in f"{broken['text']} {broken['advice']}"


def test_no_index_is_no_damage(capsys, tmp_path):
    assert states(findings(capsys, tmp_path / "none"), "index")["open"] == "warn"


def test_a_source_that_is_gone(capsys, project, tmp_path):
    import shutil

    from searcher.index import sync

    shutil.copytree(project / "corpus" / "doi-song", tmp_path / "tin")
    sync(tmp_path / "index", [tmp_path / "tin"], words=False)
    shutil.rmtree(tmp_path / "tin")
    found = findings(capsys, tmp_path / "index")
    assert states(found, "index")["source"] == "warn"


def test_paths_do_not_tell_whose_they_are(capsys, index, monkeypatch):
    monkeypatch.setenv("HOME", str(index.parent))
    found = findings(capsys, index)
    assert str(index.parent) not in json.dumps(found)
    assert any("~/index" in each["text"] for each in found)


def test_a_look_that_fails_is_told_and_the_others_go_on(run_cli, monkeypatch):
    def fails(env):
        raise RuntimeError("no such luck")
        yield

    monkeypatch.setattr(doctor, "_terminal", fails)
    outcome = run_cli("doctor", "--json")
    told = json.loads(outcome.out)["findings"]
    assert any("no such luck" in each["text"] for each in told)
    assert {"versions", "language", "settings"} <= {each["area"] for each in told}


@pytest.mark.parametrize("language", ["en", "vi"])
@pytest.mark.parametrize("width", [40, 80])
def test_a_terminal_and_both_languages(run_cli, tmp_path, language, width):
    (tmp_path / "c.toml").write_text("limit = 0\nview = 'table'")
    variables = {"SEARCHER_CONFIG": str(tmp_path / "c.toml"), "NO_COLOR": "1"}
    outcome = run_cli("doctor", "--lang", language, tty=True, width=width, variables=variables)
    assert outcome.code == 2
    assert "view = table" in " ".join(outcome.out.split())
    assert "doctor." not in outcome.out
    assert re.search(r"^  fail  ", outcome.out, re.MULTILINE)


def test_every_dependency_is_looked_at(project):
    tomllib = pytest.importorskip("tomllib")
    with (project / "pyproject.toml").open("rb") as file:
        wanted = tomllib.load(file)["project"]

    def names(lines):
        return {re.match(r"[\w-]+", line)[0] for line in lines if ";" not in line}

    assert names(wanted["dependencies"]) == set(doctor._REQUIRED)
    assert names(wanted["optional-dependencies"]["html"]) == set(doctor._OPTIONAL)


def test_file_systems(tmp_path):
    mounts = tmp_path / "mounts"
    mounts.write_text(
        f"/dev/a / ext4 rw 0 0\nhost:/x {tmp_path} nfs4 rw 0 0\nnonsense\n"
        "srv /with\\040blank cifs rw 0 0\n"
    )
    assert doctor.file_system(tmp_path / "index", mounts) == "nfs4"
    assert doctor.file_system(Path("/"), mounts) == "ext4"
    assert doctor.file_system(Path("/with blank/x"), mounts) == "cifs"
    assert doctor.file_system(Path("/"), tmp_path / "none") is None
