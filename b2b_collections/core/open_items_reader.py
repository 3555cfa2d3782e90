"""Reads an open-items file, CSV or XLSX, into rows of cells.

Nothing is interpreted here: cells of a CSV are text, cells of a workbook are what
the workbook says (text, numbers, dates). What the cells mean is decided in
`open_items_values` and checked in `open_items`.
"""

import csv
import io
import zipfile
from dataclasses import dataclass, field
from itertools import islice

import openpyxl
from openpyxl.utils.exceptions import InvalidFileException

from .open_items_mapping import recognised

# Bounds on what one upload may cost; above them the file has to be split.
MAX_BYTES = 64 * 1024 * 1024
MAX_ROWS = 100_000
MAX_COLUMNS = 200
# A workbook is a zip archive: a small one can unpack to gigabytes.
MAX_UNPACKED = 1024 * 1024 * 1024
# Ledgers are often exported with a title above the table.
HEADER_SEARCH = 20
DELIMITERS = ",;\t|"


class FileError(Exception):
    """The file as a whole cannot be read.

    :ivar code: one of empty, too_large, too_many_rows, not_a_workbook, old_workbook,
        binary, broken_quotes, no_table
    :ivar params: values for the words of that code
    """

    def __init__(self, code, **params):
        super().__init__(code)
        self.code = code
        self.params = params


@dataclass(frozen=True)
class Table:
    """A file's header and rows.

    `rows` holds (row number, cells); row numbers are those a spreadsheet shows, the
    first line being 1. Cells are padded or cut to the number of headers; a row that
    had text beyond the last header is listed in `overlong`.
    """

    headers: list
    rows: list
    kind: str
    encoding: str = ""
    delimiter: str = ""
    header_row: int = 1
    overlong: set = field(default_factory=set)


def read_table(content):
    """Return the `Table` in `content` (bytes of a CSV or XLSX file).

    :raises FileError: when there is no table to be had
    """
    if not content or not content.strip():
        raise FileError("empty")
    if len(content) > MAX_BYTES:
        raise FileError("too_large", limit=MAX_BYTES // 1024 // 1024)
    if content[:4] == b"PK\x03\x04":
        return _read_workbook(content)
    if content[:4] == b"\xd0\xcf\x11\xe0":
        raise FileError("old_workbook")
    return _read_csv(content)


def _read_workbook(content):
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            if sum(entry.file_size for entry in archive.infolist()) > MAX_UNPACKED:
                raise FileError("too_large", limit=MAX_UNPACKED // 1024 // 1024)
        book = openpyxl.load_workbook(
            io.BytesIO(content), read_only=True, data_only=True
        )
        # The parser's own errors come while rows are read.
        lines = list(islice(_sheet_lines(book), MAX_ROWS + HEADER_SEARCH + 1))
        book.close()
    except (
        InvalidFileException,
        zipfile.BadZipFile,
        KeyError,
        ValueError,
        SyntaxError,  # an XML ParseError is one
    ):
        raise FileError("not_a_workbook")
    return _as_table(lines, kind="xlsx")


def _sheet_lines(book):
    """Rows of the first sheet that has any."""
    for sheet in book.worksheets:
        # Some exporters write wrong dimensions, which would cut the sheet off.
        sheet.reset_dimensions()
        any_row = False
        for line in sheet.iter_rows(values_only=True, max_col=MAX_COLUMNS):
            any_row = True
            yield list(line)
        if any_row:
            return


def _read_csv(content):
    text, encoding = _decode(content)
    if "\x00" in text:
        raise FileError("binary")
    first, _newline, rest = text.partition("\n")
    # Excel's own way to say the delimiter; it counts as a row of the file.
    first = first.rstrip("\r").lower()
    if first in {f"sep={sign}" for sign in DELIMITERS}:
        delimiter, text = first[-1], "\n" + rest
    else:
        delimiter = _sniff(text)
    lines = _split(text, delimiter)
    return _as_table(lines, kind="csv", encoding=encoding, delimiter=delimiter)


def _decode(content):
    if content[:3] == b"\xef\xbb\xbf":
        return content[3:].decode("utf-8", errors="replace"), "UTF-8 (BOM)"
    if content[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return content.decode("utf-16", errors="replace"), "UTF-16"
    for encoding, label in (("utf-8", "UTF-8"), ("cp1252", "Windows-1252")):
        try:
            return content.decode(encoding), label
        except UnicodeDecodeError:
            continue
    # Latin-1 knows every byte, so this cannot fail.
    return content.decode("latin-1"), "Latin-1"


def _sniff(text):
    """The delimiter whose header names most known columns, then gives most columns."""
    sample = "\n".join(islice(text.splitlines(), HEADER_SEARCH + 30))

    def weight(delimiter):
        lines = [line for line in _reader(sample, delimiter) if len(line) > 1]
        known = max((recognised(line) for line in lines[:HEADER_SEARCH]), default=0)
        return known, max((len(line) for line in lines), default=0)

    try:
        return max(DELIMITERS, key=weight)
    except csv.Error:
        return ","


def _reader(text, delimiter):
    return csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)


def _split(text, delimiter):
    lines = []
    try:
        for line in _reader(text, delimiter):
            lines.append(line)
            # A quote that is never closed swallows the rows after it.
            if any(cell.count("\n") > 20 for cell in line):
                raise FileError("broken_quotes", row=len(lines))
            if len(lines) > MAX_ROWS + HEADER_SEARCH:
                break
    except csv.Error:
        raise FileError("broken_quotes", row=len(lines) + 1)
    return lines


def _is_blank(cell):
    return cell is None or (isinstance(cell, str) and not cell.strip())


def _header_index(lines):
    """The line that names most known columns, else the first that is not blank."""
    best, best_known = None, 0
    for index, line in enumerate(lines[:HEADER_SEARCH]):
        if all(map(_is_blank, line)):
            continue
        known = recognised(line)
        if best is None or known > best_known:
            best, best_known = index, known
    return best


def _as_table(lines, **meta):
    index = _header_index(lines)
    if index is None:
        raise FileError("empty")
    headers = [str(cell).strip() if cell is not None else "" for cell in lines[index]]
    while headers and not headers[-1]:
        headers.pop()
    if len(headers) < 2:
        raise FileError("no_table")
    rows, overlong = [], set()
    width = len(headers)
    for number, line in enumerate(lines[index + 1 :], start=index + 2):
        if all(map(_is_blank, line)):
            continue
        if not all(map(_is_blank, line[width:])):
            overlong.add(number)
        rows.append((number, (list(line) + [None] * width)[:width]))
    if not rows:
        raise FileError("no_table")
    if len(rows) > MAX_ROWS:
        raise FileError("too_many_rows", limit=MAX_ROWS)
    return Table(headers, rows, header_row=index + 1, overlong=overlong, **meta)
