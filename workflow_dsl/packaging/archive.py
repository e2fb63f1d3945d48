"""Zips that are the same bytes on every machine: sorted, of one date, and nothing is compressed anew.

What is compressed in a wheel stays as its makers compressed it: compressors differ between machines. Pure.
Source: https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT
"""

from __future__ import annotations

import struct
import zipfile
import zlib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import BinaryIO

_STORED, _DEFLATED = zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED
_VERSION = 20
_UNIX = 3 << 8
_IS_UTF8 = 0x800
_FIRST_OF_1980 = (0, 1 << 5 | 1)
_PLAIN, _EXECUTABLE = 0o100644, 0o100755
_PROGRAMS = (b"\x7fELF", b"#!")
_LOCAL, _CENTRAL, _END = struct.Struct("<4s5H3L2H"), struct.Struct("<4s6H3L5H2L"), struct.Struct("<4s4H2LH")


@dataclass(frozen=True, slots=True)
class Entry:
    """A file of a zip: `data` as `method` compressed it (8) or did not (0); `size` and check sum are of the file."""

    data: bytes
    method: int
    size: int
    check_sum: int
    executable: bool = False


def plain_entry(content: bytes) -> Entry:
    """A file as it is, executable when it is a program by its first bytes: modes differ between file systems."""
    return Entry(content, _STORED, len(content), zlib.crc32(content), content.startswith(_PROGRAMS))


def entry_of(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> Entry:
    """A file of another zip, as it is in there."""
    executable = bool(info.external_attr >> 16 & 0o111)
    if info.compress_type not in (_STORED, _DEFLATED):
        return replace(plain_entry(archive.read(info)), executable=executable)
    source: BinaryIO = archive.fp  # type: ignore[assignment] # open, and not closed by anybody else
    source.seek(info.header_offset)
    name_length, extra_length = struct.unpack("<26x2H", source.read(30))
    source.seek(name_length + extra_length, 1)
    return Entry(source.read(info.compress_size), info.compress_type, info.file_size, info.CRC, executable)


def write_zip(entries: Mapping[str, Entry]) -> bytes:
    """The zip of these files, by their paths."""
    written = bytearray()
    directory = bytearray()
    for path, entry in sorted(entries.items()):
        name = path.encode()
        flags = 0 if path.isascii() else _IS_UTF8
        common = (flags, entry.method, *_FIRST_OF_1980, entry.check_sum, len(entry.data), entry.size, len(name), 0)
        mode = (_EXECUTABLE if entry.executable else _PLAIN) << 16
        directory += _CENTRAL.pack(b"PK\1\2", _UNIX | _VERSION, _VERSION, *common, 0, 0, 0, mode, len(written)) + name
        written += _LOCAL.pack(b"PK\3\4", _VERSION, *common) + name + entry.data
    end = _END.pack(b"PK\5\6", 0, 0, len(entries), len(entries), len(directory), len(written), 0)
    return bytes(written + directory + end)
