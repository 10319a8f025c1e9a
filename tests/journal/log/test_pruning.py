"""A log whose partial tiles are taken away still verifies, under its present head and under the one before."""

from pathlib import Path

import pytest

from tansiq.journal.audit import audit_log
from tansiq.journal.keys import write_roots
from tansiq.journal.log import Folder, append, drop_partials, write_checkpoint
from tests.journal.writing import BAR, CERTIFICATES, ORIGIN, ROOTS, record


@pytest.mark.parametrize("steps", [[3, 1, 1, 1], [200, 50, 1, 1, 1, 1, 300, 5, 5], [251, 1, 255, 1]])
def test_it_verifies_after_every_step_and_keeps_few_partial_tiles(tmp_path: Path, steps: list[int]) -> None:
    files = Folder(tmp_path)
    files.write("roots", write_roots(ROOTS))
    size = append(files, 0, [each.entry for each in CERTIFICATES])
    write_checkpoint(files, ORIGIN, size, BAR)
    made = 0
    for count in steps:
        before, kept = size, files.read("checkpoint", 10_000)
        size = append(files, size, [record(object=f"item-{made + n}").entry for n in range(count)])
        made += count
        write_checkpoint(files, ORIGIN, size, BAR)
        for below in tmp_path.rglob("*.p"):
            (below / ".7.new").write_bytes(b"of a writer that was killed")
        drop_partials(tmp_path, before)
        assert audit_log(files, earlier=kept).head.size == size
        present = files.read("checkpoint", 10_000)
        files.write("checkpoint", kept)
        assert audit_log(files).head.size == before  # whoever began to read under the head before can go on
        files.write("checkpoint", present)
    partial = [path for path in tmp_path.rglob("*.p/*") if path.is_file()]
    assert len(partial) <= 2 * len({path.parent for path in partial})
