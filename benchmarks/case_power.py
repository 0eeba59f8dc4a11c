"""The electricity profile of three years of 15-minute readings in a CSV file, from the file to the indicators."""

import datetime
import random
import sys
import time
from pathlib import Path

from benchmarks.child import report


def main() -> None:
    from gzvalue.power.facts import Settings
    from gzvalue.power.profile import profile
    from gzvalue.power.read import read

    path = Path(sys.argv[1])
    chance, moment = random.Random(1), datetime.datetime(2023, 1, 1)
    with path.open("w", encoding="utf-8") as file:
        file.write("户号,时间,电量(kWh)\n")
        while moment.year < 2026:
            file.write(f"0600123,{moment:%Y-%m-%d %H:%M},{chance.random() * 30 + 10:.2f}\n")
            moment += datetime.timedelta(minutes=15)
    started = time.perf_counter()
    found = profile(read([path]), Settings(capacity=315))
    report(seconds=time.perf_counter() - started, readings=found.meters[0][1])


if __name__ == "__main__":
    main()
