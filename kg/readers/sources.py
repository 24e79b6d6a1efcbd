"""From SOURCE (a file, a folder, a glob, `-`) to the files to read, in a stable order."""

from __future__ import annotations

import glob
import os
import stat
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from kg.errors import ReaderError, UnknownFormat
from kg.model import Failure
from kg.readers.base import STANDARD_INPUT, Notes, ReaderOptions, SourceFile, clean_name

_WILDCARDS = frozenset("*?[")
_ARCHIVES = (".zip", ".tar", ".tgz", ".tbz", ".tbz2", ".txz", ".gz", ".bz2", ".xz", ".zst", ".7z", ".rar", ".warc")


@dataclass(slots=True)
class Sources:
    """What sources hold: files to read, and what is wrong with the rest."""

    files: list[SourceFile] = field(default_factory=list)
    failures: list[Failure] = field(default_factory=list)


def format_of(path: str, formats: Collection[str]) -> str | None:
    """Return the format that a file's name ends in (longest ending first), or None.

    Example:
        >>> format_of("NEWS.JSONL.GZ", ["jsonl", "jsonl.gz"])
        'jsonl.gz'
    """
    name = os.path.basename(path).lower()
    fitting = [known for known in formats if name.endswith("." + known) and len(name) > len(known) + 1]
    return max(fitting, key=len, default=None)


def find_sources(sources: list[str], options: ReaderOptions, formats: Collection[str], notes: Notes) -> Sources:
    """Return the files that sources name, each file once, in the order of the sources and, inside, of their names.

    Raises:
        ReaderError: not one file was found (`UnknownFormat` where only unknown formats were); the message is about
            the first source.
    """
    found, seen, errors = Sources(), set[str](), list[ReaderError]()
    for source in sources:
        try:
            for file in _find(source, options, formats, notes):
                if file.path not in seen:
                    seen.add(file.path)
                    found.files.append(file)
        except ReaderError as error:
            errors.append(error)
            found.failures.append(Failure(clean_name(source), error.path, None, "read", error.message))
    if not found.files:
        raise errors[0] if errors else ReaderError("no source was given", hint="name a file, a folder, a glob or -")
    return found


def _find(source: str, options: ReaderOptions, formats: Collection[str], notes: Notes) -> Iterator[SourceFile]:
    if source == STANDARD_INPUT:
        yield SourceFile(STANDARD_INPUT, STANDARD_INPUT)
    elif os.path.isdir(source):
        yield from _find_in_folder(source, source, options, formats, notes)
    elif os.path.exists(source):
        if options.input_format is None and format_of(source, formats) is None:
            if source.lower().endswith(_ARCHIVES):
                raise UnknownFormat(
                    f"{clean_name(source)} is an archive; archives are not read",
                    path=clean_name(source),
                    hint="unpack it and name the folder",
                )
            raise UnknownFormat(
                f"{clean_name(source)} is of a format that is not known",
                path=clean_name(source),
                hint=f"known formats: {', '.join(formats)}; or say which it is with --input-format",
            )
        yield _source_file(source, source, options)
    elif _WILDCARDS & set(source):
        yield from _find_by_glob(source, options, formats, notes)
    else:
        raise ReaderError(
            f"there is no file or folder {clean_name(source)}", path=clean_name(source), hint="check the path"
        )


def _find_by_glob(pattern: str, options: ReaderOptions, formats: Collection[str], notes: Notes) -> Iterator[SourceFile]:
    matches = sorted(glob.glob(pattern, recursive=True))
    if not matches:
        raise ReaderError(f"nothing matches {clean_name(pattern)}", path=clean_name(pattern), hint="check the pattern")
    count = 0
    for match in matches:
        if os.path.isdir(match):
            continue
        if _is_wanted(match, options, formats, notes):
            count += 1
            yield _source_file(match, _fixed_part(pattern), options)
    if not count:
        raise UnknownFormat(
            f"{clean_name(pattern)} matches no file of a known format",
            path=clean_name(pattern),
            hint=f"known formats: {', '.join(formats)}",
        )


def _find_in_folder(
    folder: str, source: str, options: ReaderOptions, formats: Collection[str], notes: Notes
) -> Iterator[SourceFile]:
    count = 0
    for path in _walk(folder, notes):
        if _is_wanted(path, options, formats, notes):
            count += 1
            yield _source_file(path, source, options)
    if not count:
        raise ReaderError(
            f"the folder {clean_name(folder)} has no documents",
            path=clean_name(folder),
            hint=f"known formats: {', '.join(formats)}",
        )


def _walk(folder: str, notes: Notes) -> Iterator[str]:
    """Yield the files below a folder, by path; hidden ones are left out and noted."""

    def refuse(error: OSError) -> None:
        notes.add(f"{clean_name(str(error.filename))}: the folder cannot be read: {error.strerror}")

    for parent, folders, files in os.walk(folder, onerror=refuse):
        for name in (*folders, *files):
            if name.startswith("."):
                notes.add("left out: hidden file or folder")
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(files):
            if not name.startswith("."):
                yield os.path.join(parent, name)


def _is_wanted(path: str, options: ReaderOptions, formats: Collection[str], notes: Notes) -> bool:
    """Return whether a file that was found, not named, is one to read; if not, it is noted."""
    ending = os.path.splitext(path)[1].lower()
    if options.input_format is None and format_of(path, formats) is None:
        kind = "archive" if ending in _ARCHIVES else "file of unknown format"
        notes.add(f"left out: {kind} {clean_name(ending) or '(no ending)'}")
        return False
    try:
        regular = stat.S_ISREG(os.stat(path).st_mode)
    except OSError:
        return True  # reading it says why it cannot be read
    if not regular:
        notes.add("left out: not a regular file")
    return regular


def _fixed_part(pattern: str) -> str:
    """Return the folders of a glob before its first wildcard, as if the first name below them were the source."""
    parts = Path(pattern).parts
    first = next(i for i, part in enumerate(parts) if _WILDCARDS & set(part))
    return str(Path(*parts[: first + 1]))


def _source_file(path: str, source: str, options: ReaderOptions) -> SourceFile:
    """Return the file with its id: the path from the working folder, or from the parent folder of its source."""
    absolute = Path(os.path.abspath(path))
    working = Path(os.path.abspath(options.working_folder or os.getcwd()))
    base = working if absolute.is_relative_to(working) else Path(os.path.abspath(source)).parent
    return SourceFile(str(absolute), clean_name(absolute.relative_to(base).as_posix()))
