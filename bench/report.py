#!/usr/bin/env python3
"""Runs benchmark programs and prints one table: medians, and rates against SHA-256 in the same run.

Machines differ and are shared; the ratio to a yardstick measured minutes ago is what can be compared.
Usage: report.py [--filter REGEX] [--json FILE] PROGRAM...
"""

import argparse
import json
import re
import subprocess
import sys

YARDSTICK = "sha256_stream"


def measure(program, pattern):
    command = [program, "--benchmark_format=json", "--benchmark_repetitions=5", "--benchmark_min_time=0.1",
               "--benchmark_report_aggregates_only=true", f"--benchmark_filter={pattern}"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        sys.exit(f"{program} failed:\n{done.stderr}")
    # A program none of whose benchmarks match prints no JSON.
    results = json.loads(done.stdout)["benchmarks"] if done.stdout.startswith("{") else []
    return [result for result in results if result.get("aggregate_name") == "median"]


def time_of(result):
    return f"{result['cpu_time']:,.1f} {result['time_unit']}"


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--filter", default=".", help="only benchmarks whose name matches")
    parser.add_argument("--json", help="write name, cpu_time_ns, bytes_per_second and sha256_ratio there")
    parser.add_argument("programs", nargs="+")
    arguments = parser.parse_args()

    results = [result for program in arguments.programs
               for result in measure(program, f"{YARDSTICK}|{arguments.filter}")]
    yardstick = next((result["bytes_per_second"] for result in results if result["run_name"] == YARDSTICK), None)
    if yardstick is None:
        sys.exit(f"no program measures {YARDSTICK}")

    rows = []
    print(f"{'benchmark':40} {'time':>14} {'MB/s':>9} {'x SHA-256':>10}")
    for result in results:
        name, rate = result["run_name"], result.get("bytes_per_second")
        if name != YARDSTICK and not re.search(arguments.filter, name):
            continue
        speed = f"{rate / 1e6:9,.0f} {rate / yardstick:10.2f}" if rate else ""
        print(f"{name:40} {time_of(result):>14} {speed}")
        rows.append({"name": name, "cpu_time": result["cpu_time"], "time_unit": result["time_unit"],
                     "bytes_per_second": rate, "sha256_ratio": rate / yardstick if rate else None})
    if arguments.json:
        with open(arguments.json, "w", encoding="utf-8") as file:
            json.dump(rows, file, indent=1)


if __name__ == "__main__":
    main()
