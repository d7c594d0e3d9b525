"""``python -m contract_scan``: the same as the ``contract-scan`` command."""

import sys

from contract_scan.cli import main

if __name__ == "__main__":
    sys.exit(main())
