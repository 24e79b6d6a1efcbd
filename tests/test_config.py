"""Reading pipeline.toml: what it gives, and what it says about a mistake."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg.config import find_pipeline, read_config, read_toml, shipped_pipelines
from kg.errors import ConfigError

MINIMAL = 'name = "mine"\nversion = 3\n[files]\nrelations = "relations.toml"\nframes = ["a.toml", "b.toml"]\n'


def make_pipeline(folder: Path, text: str = MINIMAL) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "pipeline.toml").write_text(text, encoding="utf-8")
    for name in ("relations.toml", "a.toml", "b.toml"):
        (folder / name).write_text("x = 1\n", encoding="utf-8")
    return folder


def test_shipped_pipeline_is_found_by_name() -> None:
    """`newswire` is shipped, and its label stands in statements."""
    config = read_config("newswire")
    assert config.label == "newswire@1"
    assert config.language == "en"
    assert config.file_for("relations").name == "relations.toml"
    assert "newswire" in shipped_pipelines()


def test_a_folder_is_a_pipeline(tmp_path: Path) -> None:
    """A folder, and the pipeline.toml in it, lead to the same pipeline."""
    folder = make_pipeline(tmp_path / "mine")
    config = read_config(folder)
    assert (config.name, config.version, config.label) == ("mine", 3, "mine@3")
    assert config.files == {"relations": folder / "relations.toml"}
    assert config.lists == {"frames": (folder / "a.toml", folder / "b.toml")}
    assert find_pipeline(folder / "pipeline.toml") == folder


def test_a_job_may_name_one_file_or_several(tmp_path: Path) -> None:
    """`files_for` gives a tuple either way; `file_for` wants exactly one."""
    config = read_config(make_pipeline(tmp_path / "mine"))
    assert [path.name for path in config.files_for("relations")] == ["relations.toml"]
    assert [path.name for path in config.files_for("frames")] == ["a.toml", "b.toml"]
    with pytest.raises(ConfigError, match="names 2 files for 'frames'"):
        config.file_for("frames")
    with pytest.raises(ConfigError, match="names no file for 'cues'") as caught:
        config.file_for("cues")
    assert caught.value.key == "files.cues"
    assert caught.value.hint == 'add `cues = "cues.toml"` to [files] in pipeline.toml'


def test_name_without_a_slash_prefers_the_shipped_pipeline(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A folder `newswire` in the working folder does not take the shipped pipeline's place; `./newswire` does."""
    make_pipeline(tmp_path / "newswire")
    monkeypatch.chdir(tmp_path)
    assert read_config("newswire").label == "newswire@1"
    assert read_config("./newswire").label == "mine@3"


def test_unknown_pipeline_lists_the_shipped_ones(tmp_path: Path) -> None:
    """The error names what was asked for, and the hint what there is."""
    with pytest.raises(ConfigError, match="there is no pipeline 'nowhere'") as caught:
        read_config("nowhere")
    assert caught.value.hint is not None
    assert "newswire" in caught.value.hint
    with pytest.raises(ConfigError, match="there is no pipeline"):
        find_pipeline(tmp_path)


def test_digest_follows_the_content_of_every_file(tmp_path: Path) -> None:
    """A changed word list gives another digest; a copy elsewhere and other line ends give the same."""
    first = read_config(make_pipeline(tmp_path / "one")).digest
    second = make_pipeline(tmp_path / "two")
    assert read_config(second).digest == first
    (second / "b.toml").write_bytes(b"x = 1\r\n")
    assert read_config(second).digest == first
    (second / "b.toml").write_text("x = 2\n", encoding="utf-8")
    assert read_config(second).digest != first


def test_switches_are_kept(tmp_path: Path) -> None:
    """Switches of single stages come through as written."""
    config = read_config(make_pipeline(tmp_path / "mine", MINIMAL + "[switches]\njoint = 5\nstrict = true\n"))
    assert config.switches == {"joint": 5, "strict": True}


@pytest.mark.parametrize(
    ("text", "key", "words"),
    [
        ('version = 1\n[files]\nrelations = "relations.toml"\n', "name", "name is missing"),
        (MINIMAL.replace('"mine"', "7"), "name", "name must be a string, not 7"),
        (MINIMAL.replace('"mine"', '"My Pipeline"'), "name", "name is 'My Pipeline'"),
        (MINIMAL.replace("version = 3", "version = 0"), "version", "whole number from 1, not 0"),
        (MINIMAL.replace("version = 3", "version = true"), "version", "whole number from 1, not True"),
        (MINIMAL.replace("version = 3", "versoin = 3"), "versoin", "unknown key 'versoin'"),
        ('name = "mine"\nversion = 1\n', "files", "the table [files] is missing or empty"),
        (MINIMAL.replace('"a.toml"', '"c.toml"'), "files.frames", "files.frames names c.toml, which is missing"),
        (MINIMAL.replace('"b.toml"', '"a.toml"'), "files.frames", "names a file twice"),
        (MINIMAL.replace('"relations.toml"', "3"), "files.relations", "a file name or a list of file names, not 3"),
        (MINIMAL + "[switches]\nwide = [1]\n", "switches.wide", "a truth value, a number or a string"),
        (MINIMAL + "switches = 1\n", "files.switches", "a file name or a list of file names, not 1"),
    ],
)
def test_mistakes_name_file_and_key(tmp_path: Path, text: str, key: str, words: str) -> None:
    """Each mistake is a ConfigError that says where it is and what is wrong."""
    folder = make_pipeline(tmp_path / "mine", text)
    with pytest.raises(ConfigError) as caught:
        read_config(folder)
    assert caught.value.path == folder / "pipeline.toml"
    assert caught.value.key == key
    assert words in caught.value.message
    assert "pipeline.toml" in caught.value.message


def test_broken_toml_names_the_line(tmp_path: Path) -> None:
    """A syntax error says in which line it is."""
    path = tmp_path / "broken.toml"
    path.write_text("a = 1\nb = = 2\n", encoding="utf-8")
    with pytest.raises(ConfigError, match="line 2"):
        read_toml(path)


def test_a_file_that_is_not_text_is_refused(tmp_path: Path) -> None:
    """Bytes that are not UTF-8, and a file that is not there, are told apart."""
    path = tmp_path / "latin.toml"
    path.write_bytes(b'a = "\xe9"\n')
    with pytest.raises(ConfigError, match="not UTF-8"):
        read_toml(path)
    with pytest.raises(ConfigError, match="is missing"):
        read_toml(tmp_path / "none.toml")
