"""A ZIP whose content can be proven: a manifest names each file with size and SHA-256.

``manifest.json`` is for programs, ``manifest.txt`` for people and for ``sha256sum -c``.
Knows nothing of Odoo.
"""

import hashlib
import io
import json
import re
import zipfile
from typing import NamedTuple

MANIFEST, SUMS = "manifest.json", "manifest.txt"
FORMAT = "b2b_collections.bundle/1"
CHUNK = 1 << 20
# Compressed already; trying again costs time and brings nothing.
STORED = (".pdf", ".jpg", ".jpeg", ".png", ".zip", ".xlsx", ".docx")
# A manifest of more than this was not made here.
MAX_MANIFEST = 50_000_000
_UNSAFE = re.compile(r'[\x00-\x1f<>:"/\\|?*]+')


class Problem(NamedTuple):
    """What is wrong with a file of a ZIP.

    :ivar code: ``changed``, ``missing``, ``unknown`` (not in the manifest), or
        ``manifest`` (there is none that can be read)
    """

    name: str
    code: str


def safe_name(text, length=80):
    """Text as part of a file name that every system can unpack."""
    text = _UNSAFE.sub("-", text).strip(" .-")
    stem, dot, ending = text.rpartition(".")
    if dot and len(ending) <= 5:
        return f"{stem[: length - len(ending) - 1].strip(' .-')}.{ending}"
    return text[:length].strip(" .-") or "-"


class ZipOutput:
    """Files on their way into a ZIP.

    :param fileobj: binary, empty
    :param moment: naive datetime in UTC, of all files: same files, same ZIP
    """

    def __init__(self, fileobj, moment):
        self._zip = zipfile.ZipFile(fileobj, "w")
        self._moment = max(moment.year, 1980), *moment.timetuple()[1:6]
        self.files = []

    def add(self, name, source):
        """Add a file.

        :param name: path within the ZIP
        :param source: bytes, or a binary file object that is read from its beginning
        :return: its SHA-256 in hexadecimal digits
        """
        if isinstance(source, bytes):
            source = io.BytesIO(source)
        source.seek(0)
        digest, size = hashlib.sha256(), 0
        with self._zip.open(self._prepare(name), "w", force_zip64=True) as target:
            while chunk := source.read(CHUNK):
                digest.update(chunk)
                size += len(chunk)
                target.write(chunk)
        entry = {"name": name, "size": size, "sha256": digest.hexdigest()}
        self.files.append(entry)
        return entry["sha256"]

    def _prepare(self, name):
        info = zipfile.ZipInfo(name, self._moment)
        is_stored = name.lower().endswith(STORED)
        info.compress_type = zipfile.ZIP_STORED if is_stored else zipfile.ZIP_DEFLATED
        info.external_attr = 0o644 << 16
        return info

    def close(self, facts, words=()):
        """Write the manifests of all that was added.

        :param facts: dict of plain values for ``manifest.json``
        :param words: lines of text for the head of ``manifest.txt``
        """
        files = list(self.files)
        content = {"format": FORMAT, **facts, "files": files}
        text = json.dumps(content, ensure_ascii=False, indent=1).encode()
        digest = self.add(MANIFEST, text)
        lines = [f"# {line}".rstrip() for line in words]
        lines += [f"{entry['sha256']}  {entry['name']}" for entry in files]
        lines.append(f"{digest}  {MANIFEST}")
        self.add(SUMS, ("\n".join(lines) + "\n").encode())
        self._zip.close()


def verify(fileobj):
    """Hold the files of a ZIP against its manifest.

    :param fileobj: binary file object, or a path
    :return: list of :class:`Problem`; empty if all is as it was made
    """
    try:
        with zipfile.ZipFile(fileobj) as archive:
            return _verify(archive)
    except (zipfile.BadZipFile, EOFError, NotImplementedError, OSError) as error:
        return [Problem(str(error), "manifest")]


def _verify(archive):
    names = archive.namelist()
    expected = _read_manifest(archive)
    if expected is None:
        return [Problem(MANIFEST, "manifest")]
    problems = [
        Problem(name, "unknown")
        for name in names
        if name not in expected and name not in (MANIFEST, SUMS)
    ]
    # Two files of one name: which of them is unpacked is anybody's guess.
    problems += [
        Problem(name, "unknown") for name in set(names) if names.count(name) > 1
    ]
    for name, entry in expected.items():
        if name not in names:
            problems.append(Problem(name, "missing"))
        elif _digest(archive, name) != entry["sha256"]:
            problems.append(Problem(name, "changed"))
    return problems


def _read_manifest(archive):
    """``{name: entry}``; ``None`` if there is none of ours."""
    try:
        if archive.getinfo(MANIFEST).file_size > MAX_MANIFEST:
            return None
        content = json.loads(archive.read(MANIFEST))
        return {entry["name"]: entry for entry in content["files"]}
    except (KeyError, TypeError, ValueError, zipfile.BadZipFile):
        return None


def _digest(archive, name):
    digest = hashlib.sha256()
    try:
        with archive.open(name) as source:
            while chunk := source.read(CHUNK):
                digest.update(chunk)
    except (zipfile.BadZipFile, EOFError):
        return None
    return digest.hexdigest()
