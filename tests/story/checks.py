"""What the timelines of the five experiments must show."""

import re

ARRAYS = [24_000_000, 40_000_000, 32_000_000]
SECONDS = [0.3, 0.5, 0.4]
KIB, MIB = 1024, 1024 * 1024

NAMES = ["version", "engine", "name", "started", "duration_ns", "start_bytes", "end_bytes",
         "waiting_bytes", "peak", "totals", "buckets", "rss", "thresholds", "collections", "spans"]
BUCKET_NAMES = ["t_ns", "first", "min", "max", "last", "allocated", "freed_refcount",
                "freed_collector", "waiting", "line"]


class Checks:
    """Collects named results: each is (passed, name, note)."""

    def __init__(self, prefix):
        self.prefix = prefix
        self.results = []

    def check(self, passed, name, note=""):
        self.results.append((bool(passed), f"{self.prefix}: {name}", str(note)))
        return bool(passed)

    def within(self, name, low, value, high):
        self.check(low <= value <= high, name, f"{value:,} is not in {low:,} to {high:,}")


def check_output(checks, text, cleaned):
    found = re.search(r"^Averages: ([\d.]+), ([\d.]+), ([\d.]+)$", text, re.M)
    averages = [float(number) for number in found.groups()] if found else []
    checks.check(len(averages) == 3 and all(49.3 <= a <= 49.7 for a in averages),
                 "three averages between 49.3 and 49.7", repr(text[:200]))
    if cleaned:
        checks.check(re.search(r"^Clean up took [\d.e-]+ seconds$", text, re.M),
                     "the collection's time is printed", repr(text[:200]))


def check_account(checks, timeline):
    """The timeline is complete, and its books balance."""
    missing = [name for name in NAMES if name not in timeline]
    if not checks.check(not missing, "has every part", missing):
        return False
    checks.check(timeline["version"] == 1, "version 1")
    buckets, totals = timeline["buckets"], timeline["totals"]
    lengths = {len(buckets[name]) for name in BUCKET_NAMES}
    lengths |= {len(counts) for counts in buckets["counts"]}
    if not checks.check(len(lengths) == 1 and lengths != {0}, "buckets of one length", lengths):
        return False
    start, end = timeline["start_bytes"], timeline["end_bytes"]
    freed = sum(totals["freed"].values())
    checks.check(totals["allocated"] - freed == end - start,
                 "allocated less freed is the difference of end and start",
                 f"{totals['allocated']:,} - {freed:,} != {end:,} - {start:,}")
    checks.check(sum(buckets["allocated"]) == totals["allocated"], "no allocation is lost")
    for cause in ("refcount", "collector"):
        checks.check(sum(buckets["freed_" + cause]) == totals["freed"][cause],
                     f"no fall by {cause} is lost")
    checks.check(max(buckets["max"]) == timeline["peak"]["bytes"], "the peak is in a bucket")
    checks.check(buckets["first"][0] == start or buckets["min"][0] <= start <= buckets["max"][0],
                 "the first bucket begins at the start")
    checks.check(buckets["last"][-1] == end, "the last bucket ends at the end")
    checks.check(all(low <= first <= high and low <= last <= high for first, low, high, last in
                     zip(buckets["first"], buckets["min"], buckets["max"], buckets["last"])),
                 "first and last of each bucket lie between its extremes")
    checks.check(buckets["t_ns"] == sorted(buckets["t_ns"])
                 and buckets["t_ns"][-1] <= timeline["duration_ns"], "buckets are in order of time")
    sampled = len(timeline["rss"]["t_ns"])
    checks.check(sampled == len(timeline["rss"]["bytes"])
                 and (sampled or timeline["duration_ns"] < 100_000_000),
                 "the process's own size was sampled")
    return True


def check_spans(checks, timeline, lines, rings, stays):
    spans = [span for span in timeline["spans"] if span["name"] == "random_number_average"]
    if not checks.check(len(spans) == len(timeline["spans"]) == 3, "three spans", len(spans)):
        return
    checks.check(all(span["line"] in lines for span in spans), "spans name their line",
                 [span["line"] for span in spans])
    checks.check(len({span["depth"] for span in spans}) == 1, "spans stand side by side")
    at = 0
    for span, array, seconds in zip(spans, ARRAYS, SECONDS):
        what = f"span of {seconds} s"
        checks.check(at <= span["enter_ns"] and span["leave_ns"] - span["enter_ns"] >= seconds * 1e9
                     and span["leave_ns"] <= timeline["duration_ns"], f"{what}: its time")
        at = span["leave_ns"]
        checks.within(f"{what}: its peak holds the array", array,
                      span["peak_bytes"] - span["enter_bytes"], array + MIB)
        left = span["leave_bytes"] - span["enter_bytes"]
        if rings and stays:
            checks.within(f"{what}: it leaves the array behind", array, left, array + 64 * KIB)
        elif not rings:
            checks.within(f"{what}: it leaves nothing behind", -64 * KIB, left, 64 * KIB)


def check_experiment(checks, number, timeline, lines, stress=False):
    """With stress the collector, where it is on, runs at every allocation: it takes the rings."""
    if not check_account(checks, timeline):
        return
    taken = stress and number >= 4
    check_spans(checks, timeline, lines, rings=number >= 3, stays=not taken)
    if taken:
        checks.check(timeline["totals"]["freed"]["collector"] >= 64_000_000,
                     "the collector took the arrays")
        return
    start, end = timeline["start_bytes"], timeline["end_bytes"]
    peak, waiting = timeline["peak"]["bytes"], timeline["waiting_bytes"]
    collections = timeline["collections"]
    by_threshold = sum(c["bytes"] for c in collections if c["reason"] == "threshold")
    explicit = [c for c in collections if c["reason"] == "explicit"]
    checks.check(by_threshold < MIB, "no automatic collection took the arrays", by_threshold)
    if number <= 2:
        checks.within("the peak is one array", 40_000_000, peak - start, 40_000_000 + MIB - 1)
        checks.within("it ends where it started", -64 * KIB, end - start, 64 * KIB)
        checks.check(timeline["totals"]["freed"]["refcount"] >= sum(ARRAYS),
                     "reference counts freed the arrays")
    elif number <= 4:
        checks.check(end - start >= 96_000_000, "three arrays are still there", f"{end - start:,}")
        checks.check(waiting >= 96_000_000 and waiting >= end - start - 64 * KIB,
                     "all of them wait for the collector", f"{waiting:,} of {end - start:,}")
        checks.check(not explicit, "nobody asked for a collection")
    else:
        large = [c for c in explicit if c["bytes"] >= 64_000_000]
        checks.check(len(explicit) == len(large) == 1,
                     "one explicit collection freed at least 64,000,000 bytes",
                     [(c["objects"], c["bytes"]) for c in explicit])
        checks.check(timeline["totals"]["freed"]["collector"] >= 64_000_000,
                     "the collector is the cause")
        checks.within("the third array waits", 32_000_000, waiting, 32_000_000 + MIB)
    if number in (2, 3):
        checks.check(not [c for c in collections if c["reason"] == "threshold"
                          and c["t_ns"] > timeline["spans"][0]["enter_ns"]],
                     "no automatic collection while the collector is off")


def print_tap(results):
    """Prints results as TAP; returns the exit status."""
    print(f"1..{len(results)}")
    for number, (passed, name, note) in enumerate(results, 1):
        print(f"{'ok' if passed else 'not ok'} {number} - {name}")
        if not passed and note:
            print("#   " + note.replace("\n", "\n#   "))
    return 0 if all(passed for passed, _, _ in results) else 1
