"""A plan as files: ``siting.json`` with every figure, ``sites.csv`` as a table. ``docs/siting.md`` lists them."""

import csv
import io
import json
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any, Final

import tansiq
from tansiq.ground.model import Ground
from tansiq.language import translate
from tansiq.siting.plan import Plan, Refusal, Site
from tansiq.siting.weights import UNITS

PLAN_FILE: Final = "siting.json"
TABLE_FILE: Final = "sites.csv"
FORMAT: Final = "tansiq-siting/1"
_DECIMALS: Final = 6
_COLUMNS: Final = ("id", "role", "sector", "lat", "lon", "without_covered", "without_bound", "costs_at_least")


def write_plan(plan: Plan, ground: Ground, folder: Path, inputs: list[Mapping[str, str]]) -> None:
    """Write the plan into ``folder``, which is there. ``inputs`` names what it was made from, with digests."""
    text = json.dumps(document(plan, ground, inputs), ensure_ascii=False, indent=1, allow_nan=False) + "\n"
    (folder / PLAN_FILE).write_text(text, encoding="utf-8")
    (folder / TABLE_FILE).write_text(_table(plan), encoding="utf-8", newline="")


def document(plan: Plan, ground: Ground, inputs: list[Mapping[str, str]]) -> dict[str, Any]:
    """Return the plan as JSON-ready values; figures rounded to six decimals, bounds upwards."""
    posts, reaction, watches = plan.asked
    return {
        "format": FORMAT,
        "software": f"tansiq {tansiq.__version__}",
        "ground": ground.name,
        "window": plan.parameters.window.value,
        "at": plan.parameters.at.isoformat(),
        "asked": {"joint_posts": posts, "reaction": reaction, "watch": watches},
        "weights": plan.weighing,
        "unit": UNITS[plan.weighing],
        "total": _rounded(plan.total),
        "held_before": _rounded(plan.held_before),
        "covered": _rounded(plan.covered),
        "bound": _rounded(plan.bound, up=True),
        "gap": _rounded(plan.gap, up=True) if plan.covered > 0 else None,
        "sites": [_site(site) for site in plan.sites],
        "refusals": [_refusal(plan, one) for one in plan.refusals],
        "candidates": len(plan.candidates),
        "excluded_cells": plan.excluded,
        "limits": asdict(plan.limits),
        "inputs": list(inputs),
        "warnings": [{"code": n.code, "text": translate(n.template, "en", n.fields)} for n in plan.notices],
    }


def _rounded(value: float, *, up: bool = False) -> float:
    """Round for writing; a bound is never written lower than it is."""
    near = round(value, _DECIMALS)
    return round(near + 10.0**-_DECIMALS, _DECIMALS) if up and near < value else near


def _site(site: Site) -> dict[str, Any]:
    return {
        "id": site.id,
        "role": site.role,
        "sector": site.sector,
        "lat": round(site.lat_deg, _DECIMALS),
        "lon": round(site.lon_deg, _DECIMALS),
    }


def _refusal(plan: Plan, one: Refusal) -> dict[str, Any]:
    return {
        "site": one.site,
        "covered": _rounded(one.covered),
        "bound": _rounded(one.bound, up=True),
        "costs_at_least": _rounded(max(0.0, plan.covered - one.bound)),
        "costs_at_most": _rounded(max(0.0, plan.bound - one.covered), up=True),
        "sites": [_site(site) for site in one.sites],
    }


def _table(plan: Plan) -> str:
    refused = {one.site: _refusal(plan, one) for one in plan.refusals}
    out = io.StringIO()
    rows = csv.writer(out, lineterminator="\n")
    rows.writerow(_COLUMNS)
    for site in plan.sites:
        said, cost = _site(site), refused.get(site.id, {})
        figures = [cost.get("covered", ""), cost.get("bound", ""), cost.get("costs_at_least", "")]
        rows.writerow([*(said[name] for name in _COLUMNS[:5]), *figures])
    return out.getvalue()
