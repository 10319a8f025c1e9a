"""A course of action as files to take away: for a GIS, a globe, a spreadsheet, and on paper.

``FORMATS`` holds every kind by name; each makes the bytes of a :class:`Plan` in one language.
"""

from collections.abc import Mapping
from typing import Final

from tansiq.centre.planning.exports.annex import annex_bytes
from tansiq.centre.planning.exports.errors import TooLargeToExportError
from tansiq.centre.planning.exports.geojson import geojson_bytes
from tansiq.centre.planning.exports.geopackage import geopackage_bytes
from tansiq.centre.planning.exports.kml import kml_bytes
from tansiq.centre.planning.exports.plan import MARKING, Format, Plan, by_name
from tansiq.centre.planning.exports.workbook import workbook_bytes
from tansiq.language import N_

_XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
FORMATS: Final[Mapping[str, Format]] = by_name(
    Format("geopackage", N_("GeoPackage, for a GIS"), "application/geopackage+sqlite3", "gpkg", geopackage_bytes),
    Format("geojson", N_("GeoJSON, for the web and for scripts"), "application/geo+json", "geojson", geojson_bytes),
    Format("kml", N_("KML, for a globe"), "application/vnd.google-earth.kml+xml", "kml", kml_bytes),
    Format("pdf", N_("Annex to print and sign"), "application/pdf", "pdf", annex_bytes),
    Format("xlsx", N_("Spreadsheet"), _XLSX, "xlsx", workbook_bytes),
)

__all__ = ["FORMATS", "MARKING", "Format", "Plan", "TooLargeToExportError"]
