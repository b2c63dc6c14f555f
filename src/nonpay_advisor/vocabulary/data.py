"""Where the data files are: beside the code in an installed package, at the root in a checkout."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from nonpay_advisor.errors import DataError


@cache
def data_dir() -> Path:
    """The folder that holds `rules/` and `jurisdictions/`.

    Returns the package's own `_data` if it was installed with it, else the root of the checkout. Raises DataError if
    neither holds both folders.
    """
    package = Path(__file__).resolve().parent.parent
    folders = (package / "_data", package.parent.parent)
    for folder in folders:
        if (folder / "rules").is_dir() and (folder / "jurisdictions").is_dir():
            return folder
    raise DataError([f"rules/ and jurisdictions/ were found neither in {folders[0]} nor in {folders[1]}; install the package again"])
