"""Where incidents are expected, from where and when they were before; scored on later ones that were held out.

Places only: no field about anybody is read. ``docs/forecast.md`` says what is computed.
"""

from tansiq.siting.forecast.forecasting import Forecast, expected_by_cell, forecast
from tansiq.siting.forecast.past import Past, past_of

__all__ = ["Forecast", "Past", "expected_by_cell", "forecast", "past_of"]
