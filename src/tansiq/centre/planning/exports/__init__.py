"""A course of action as files to take away: for a GIS, a globe, a spreadsheet, and on paper.

``FORMATS`` holds every kind by name; each makes the bytes of a :class:`Plan` in one language.
"""

from collections.abc import Mapping
from typing import Final

from tansiq.centre.planning.exports.errors import TooLargeToExportError
from tansiq.centre.planning.exports.geojson import geojson_bytes
from tansiq.centre.planning.exports.plan import MARKING, Format, Plan, by_name
from tansiq.language import N_

FORMATS: Final[Mapping[str, Format]] = by_name(
    Format("geojson", N_("GeoJSON, for the web and for scripts"), "application/geo+json", "geojson", geojson_bytes),
)

__all__ = ["FORMATS", "MARKING", "Format", "Plan", "TooLargeToExportError"]
