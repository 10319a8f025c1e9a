"""The real incidents of 2014 to 2017: read by place and day, foretold period by period."""

from datetime import date
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner

import tansiq.ground
from tansiq.cli import main
from tansiq.ground.incidents import read_incidents
from tansiq.ground.sources import VectorSource
from tansiq.siting.forecast import forecast, past_of


@pytest.mark.shared
def test_what_is_known_of_them_holds(shared: Path, tmp_path: Path) -> None:
    made = CliRunner().invoke(main, ["exercise", "sketch", str(tmp_path / "ground"), "--cell", "2000"])
    assert made.exit_code == 0, made.output
    ground = tansiq.ground.open(tmp_path / "ground")
    incidents = read_incidents(VectorSource.parse(str(shared / "data" / "incidents.csv")), None)
    past = past_of(ground, [incidents])
    assert len(past) + past.outside == 1554  # rows of where_prec 1 or 2, as the data's notes count them
    found = forecast(ground, past, horizon_days=90, hold_out_from=date(2016, 7, 1))
    assert np.nansum(found.surface) == pytest.approx(found.expected)
    assert len(found.folds) == 4
    assert (
        sum(one.happened for one in found.folds)
        == past.counts(date(2016, 7, 1).toordinal(), found.folds[-1].end.toordinal()).sum()
    )
    nats = {name: one.log_likelihood for name, one in found.pooled.items()}
    assert nats["uniform"] == pytest.approx(-np.log(np.count_nonzero(ground.area) * ground.grid.cell_km2))
    assert nats["mixture"] > nats["uniform"] + 3
    assert nats["mixture"] > nats["kde"]
    assert found.pooled["mixture"].accuracy[0.1] > 8
