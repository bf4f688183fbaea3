#!/usr/bin/env python3
"""Runs benchmark programs and prints one table: medians, and rates against SHA-256 in the same run.

Machines differ and are shared; the ratio to a yardstick measured a minute ago is what can be compared.
Usage: report.py [--filter REGEX] [--json FILE] PROGRAM...   (REGEX on "program/benchmark")
"""

import argparse
import json
import re
import subprocess
import sys
from pathlib import Path

YARDSTICK = "crypto/sha256_stream"


def run(program, *options):
    done = subprocess.run([program, *options], capture_output=True, text=True, check=False)
    if done.returncode != 0:
        sys.exit(f"{program} failed:\n{done.stderr}")
    return done.stdout


def measure(program, wanted):
    """Full name -> median, of those benchmarks of one program whose full name is wanted."""
    prefix = Path(program).name.removesuffix("_bench") + "/"
    names = [name for name in run(program, "--benchmark_list_tests").split() if wanted(prefix + name)]
    if not names:
        return {}
    pattern = "^(" + "|".join(map(re.escape, names)) + ")$"
    report = json.loads(run(program, "--benchmark_format=json", "--benchmark_repetitions=5",
                            "--benchmark_min_time=0.1", "--benchmark_report_aggregates_only=true",
                            f"--benchmark_filter={pattern}"))
    return {prefix + result["run_name"]: result for result in report["benchmarks"]
            if result["aggregate_name"] == "median"}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--filter", default=".", help="only benchmarks whose full name matches")
    parser.add_argument("--json", help="write the figures there, too")
    parser.add_argument("programs", nargs="+")
    arguments = parser.parse_args()

    results = {}
    for program in arguments.programs:
        results |= measure(program, lambda name: name == YARDSTICK or re.search(arguments.filter, name))
    if YARDSTICK not in results:
        sys.exit(f"no program measures {YARDSTICK}")
    yardstick = results[YARDSTICK]["bytes_per_second"]

    figures = []
    print(f"{'benchmark':44} {'time':>15} {'MB/s':>8} {'x SHA-256':>10}")
    for name, result in results.items():
        rate = result.get("bytes_per_second")
        speed = f"{rate / 1e6:8,.0f} {rate / yardstick:10.2f}" if rate else ""
        print(f"{name:44} {result['cpu_time']:12,.1f} {result['time_unit']} {speed}")
        figures.append({"name": name, "cpu_time": result["cpu_time"], "time_unit": result["time_unit"],
                        "bytes_per_second": rate, "sha256_ratio": rate / yardstick if rate else None})
    if arguments.json:
        Path(arguments.json).write_text(json.dumps(figures, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
