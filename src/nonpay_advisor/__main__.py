"""`python -m nonpay_advisor`."""

import sys

from nonpay_advisor.cli import main

sys.exit(main())
