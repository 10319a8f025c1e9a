"""The exchange of one centre, running: release logs follow, partners are asked, and are served.

``Exchange(folder).start()`` and ``stop()``, in the site's process or in one of its own. What is entered by other
processes is seen within a tenth of a second.
"""

from tansiq.centre.partners.running.exchange import Exchange

__all__ = ["Exchange"]
