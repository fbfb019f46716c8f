#!/usr/bin/python3
"""Adds up what `meson test` ran: every TAP subtest, and every test that is not TAP, counts once.

Reads testlog.json (a result for each test) and testlog.junit.xml (the subtests of TAP tests)
from each folder named, prints what failed, then "N passed, N failed, N skipped".
"""

import argparse
import json
import os
import sys
import xml.etree.ElementTree as ET

GOOD = {"OK", "EXPECTEDFAIL"}
SKIPPED = {"SKIP"}


def subtests(folder):
    """Maps the name of a TAP test to its list of (subtest, outcome)."""
    path = os.path.join(folder, "testlog.junit.xml")
    if not os.path.exists(path):
        return {}
    found = {}
    for suite in ET.parse(path).getroot().iter("testsuite"):
        if "." not in suite.get("name"):
            continue                    # the tests without subtests, all in one
        cases = []
        for case in suite.iter("testcase"):
            if case.find("error") is not None or case.find("failure") is not None:
                outcome = "failed"
            elif case.find("skipped") is not None:
                outcome = "skipped"
            else:
                outcome = "passed"
            cases.append((case.get("name"), outcome))
        found[suite.get("name").split(".", 1)[1]] = cases
    return found


def tally(folder, counts, failures):
    taps = subtests(folder)
    with open(os.path.join(folder, "testlog.json"), encoding="utf-8") as log:
        tests = [json.loads(line) for line in log if line.strip()]
    for test in tests:
        name = test["name"]
        cases = taps.get(name, [])
        for case, outcome in cases:
            counts[outcome] += 1
            if outcome == "failed":
                failures.append(f"{folder}: {name}: {case}")
        if test["result"] in GOOD:
            counts["passed"] += not cases
        elif test["result"] in SKIPPED:
            counts["skipped"] += not cases
        elif not any(outcome == "failed" for _, outcome in cases):
            # A crash, a time-out, or a plan that was not kept.
            counts["failed"] += 1
            failures.append(f"{folder}: {name}: {test['result'].lower()}")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--broken", type=int, default=0, help="builds that failed")
    parser.add_argument("folders", nargs="*")
    args = parser.parse_args()

    counts = {"passed": 0, "failed": args.broken, "skipped": 0}
    failures = []
    for folder in args.folders:
        if os.path.exists(os.path.join(folder, "testlog.json")):
            tally(folder, counts, failures)
        else:
            counts["failed"] += 1
            failures.append(f"{folder}: no test ran")
    for line in failures:
        print("failed:", line)
    print(f"{counts['passed']} passed, {counts['failed']} failed, {counts['skipped']} skipped")
    return 1 if counts["failed"] else 0


if __name__ == "__main__":
    sys.exit(main())
