"""Laydowns as files: GeoJSON, CSV and XLSX, read with every fault told and written to the same bytes each time.

``docs/laydown-format.md`` describes the three formats. A laydown that could not be read back is not written.
"""

from tansiq.exchange.laydown_file.csv_write import for_csv
from tansiq.exchange.laydown_file.faults import Fault, LaydownFaultsError, Place
from tansiq.exchange.laydown_file.files import Kind
from tansiq.exchange.laydown_file.limits import LIMITS, Limits
from tansiq.exchange.laydown_file.on_ground import check_on
from tansiq.exchange.laydown_file.reading import read, read_with_notices
from tansiq.exchange.laydown_file.template import template
from tansiq.exchange.laydown_file.writing import encode, write

__all__ = [
    "LIMITS",
    "Fault",
    "Kind",
    "LaydownFaultsError",
    "Limits",
    "Place",
    "check_on",
    "encode",
    "for_csv",
    "read",
    "read_with_notices",
    "template",
    "write",
]
