"""Release logs on a stick: written, read, and told apart where one is not what it should be.

A stick (any folder) may carry several exports beside each other. Each lies in a folder of its own; all names are lower
case letters, digits, hyphens and dots, so that every file system takes them::

    tansiq/from-federal-hq/to-bar/
        log/checkpoint, log/roots, log/tile/...      the release log (docs/format.md); old entries may be left out
        log/attachment/HEX                           attachments of the entries that are there
        receipt                                      the last head of bar's log for federal-hq that federal-hq cosigned
        manifest                                     written last of all: what the export is, and every file's digest

The manifest is a signed note::

    tansiq-stick/1
    from tansiq.example/federal-hq
    to tansiq.example/bar
    made 2026-11-26T16:00:00.000Z
    first 256                                        entries before this one are not on the stick
    size 1234                                        entries of the log, by its head
    certificate base64                               records that certify the key below, in order; at most 8
    file <SHA-256> <bytes> log/checkpoint            one line for each file
    ...

    — tansiq.example/federal-hq base64(key id || signature)

An export is written beside the old one, as ``.to-bar.new``, flushed to the stick, and put in its place when it is
whole. Reading checks every file against the manifest before anything is taken from it; then the log goes the same way
as over the network (``exchange.pulling``), which trusts nothing of the manifest.
"""

from tansiq.exchange.stick.layout import Found, find_exports
from tansiq.exchange.stick.manifest import Manifest, parse_manifest
from tansiq.exchange.stick.news import check_news
from tansiq.exchange.stick.reading import open_export
from tansiq.exchange.stick.transport import StickTransport
from tansiq.exchange.stick.writing import Outgoing, write_export

__all__ = [
    "Found",
    "Manifest",
    "Outgoing",
    "StickTransport",
    "check_news",
    "find_exports",
    "open_export",
    "parse_manifest",
    "write_export",
]
