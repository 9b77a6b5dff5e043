"""`make bench` runs all benchmarks, `make bench ONLY=name` one."""

from __future__ import annotations

import importlib
import os
import sys
from pathlib import Path


def main(wanted: list[str]) -> int:
    os.environ["DJANGO_SETTINGS_MODULE"] = "soksi_portal.settings.testing"
    import django

    django.setup()
    from tests.benchmarks import harness

    for file in sorted(Path(__file__).parent.glob("bench_*.py")):
        importlib.import_module(f"tests.benchmarks.{file.stem}")
    unknown = set(wanted) - set(harness.BENCHMARKS)
    if unknown:
        sys.stderr.write(
            f"Tidak ada ukuran {', '.join(unknown)}. Yang ada: {', '.join(harness.BENCHMARKS)}\n"
        )
        return 2
    for name in wanted or list(harness.BENCHMARKS):
        harness.run(name)
    return 0


if __name__ == "__main__":
    sys.exit(main([name for name in sys.argv[1:] if name]))
