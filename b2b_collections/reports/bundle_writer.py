"""Writes a PDF object by object, so that its size does not matter for the memory.

What is copied from other files is only what is seen on a page: no scripts, no actions,
no embedded files, no form logic. Knows nothing of Odoo.
"""

import codecs
import hashlib
from array import array

from pypdf.generic import (
    ArrayObject,
    ByteStringObject,
    DictionaryObject,
    FloatObject,
    IndirectObject,
    NameObject,
    NullObject,
    StreamObject,
    TextStringObject,
)

# They lead away from what is seen: to the page tree, to scripts, to other pages.
LEFT_OUT = {
    "/A",
    "/AA",
    "/JS",
    "/LastModified",
    "/Metadata",
    "/Parent",
    "/PieceInfo",
    "/StructParent",
    "/StructParents",
}


def name(text):
    """A PDF name; ``text`` without its slash."""
    return NameObject(f"/{text}")


def dictionary(**values):
    """A PDF dictionary with these keys."""
    return DictionaryObject({name(key): value for key, value in values.items()})


def stream(data, **values):
    """A PDF stream of bytes that are encoded already, if `values` name a filter."""
    result = StreamObject()
    # The only way to give pypdf data without having it encode them again.
    result._data = data
    result.update(dictionary(**values))
    return result


class PdfOutput:
    """A PDF that grows in a file.

    :ivar fileobj: binary, empty
    """

    def __init__(self, fileobj):
        self.fileobj = fileobj
        self._offsets = array("Q")
        self._digest = hashlib.sha256()
        fileobj.write(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")

    def reserve(self):
        """A number for an object that is written later."""
        self._offsets.append(0)
        return self.refer(len(self._offsets))

    @staticmethod
    def refer(number):
        return IndirectObject(number, 0, None)

    def write(self, value, reference=None):
        """Write an object; return the reference to it."""
        reference = reference or self.reserve()
        self._offsets[reference.idnum - 1] = self.fileobj.tell()
        self.fileobj.write(b"%d 0 obj\n" % reference.idnum)
        value.write_to_stream(self.fileobj)
        self.fileobj.write(b"\nendobj\n")
        return reference

    def close(self, root, info, identity):
        """Write the table of objects.

        :param identity: bytes from which the identifier of the file is made; the same
            ones give the same file
        """
        start = self.fileobj.tell()
        count = len(self._offsets) + 1
        self.fileobj.write(b"xref\n0 %d\n0000000000 65535 f \n" % count)
        for offset in self._offsets:
            self.fileobj.write(b"%010d 00000 n \n" % offset)
        digest = hashlib.sha256(identity).hexdigest()[:32].encode()
        trailer = b"trailer\n<</Size %d/Root %d 0 R/Info %d 0 R/ID[<%s><%s>]>>\n"
        self.fileobj.write(
            trailer % (count, root.idnum, info.idnum, digest, digest)
            + b"startxref\n%d\n%%%%EOF\n" % start
        )


class Copier:
    """Copies objects of one source into a :class:`PdfOutput`, each once."""

    def __init__(self, output):
        self.output = output
        self._known = {}
        self._waiting = []

    def write(self, value, reference=None):
        """Write a value and all that it refers to; return the reference to it."""
        reference = self.output.write(self._copy(value), reference)
        while self._waiting:
            waiting, number = self._waiting.pop()
            source = waiting.get_object()
            copy = NullObject() if source is None else self._copy(source)
            self.output.write(copy, self.output.refer(number))
        return reference

    def _copy(self, value):
        if isinstance(value, IndirectObject):
            return self._refer(value)
        if isinstance(value, StreamObject):
            copy = stream(value._data)
            copy.update(self._copy_items(value))
            return copy
        if isinstance(value, DictionaryObject):
            return DictionaryObject(self._copy_items(value))
        if isinstance(value, ArrayObject):
            return ArrayObject(map(self._copy_direct, value))
        return value

    def _copy_items(self, value):
        return {
            key: self._copy_direct(part)
            for key, part in dict.items(value)
            if key not in LEFT_OUT and key != "/Length"
        }

    def _copy_direct(self, value):
        """A stream cannot stand inside another object, so it is put beside it."""
        copy = self._copy(value)
        return self.output.write(copy) if isinstance(copy, StreamObject) else copy

    def _refer(self, reference):
        if reference.pdf is None:
            # An object of the output itself.
            return reference
        key = id(reference.pdf), reference.idnum, reference.generation
        if key not in self._known:
            self._known[key] = self.output.reserve()
            self._waiting.append((reference, self._known[key].idnum))
        return self._known[key]


def text(value):
    """A PDF text in any script."""
    if value.isascii():
        return TextStringObject(value)
    return ByteStringObject(codecs.BOM_UTF16_BE + value.encode("utf-16-be"))


def numbers(values):
    """A PDF array of numbers."""
    return ArrayObject(FloatObject(written(value)) for value in values)


def written(value):
    """Text of a number; thousandths of a point are nowhere to be seen."""
    return f"{float(value):.4f}".rstrip("0").rstrip(".") or "0"
