#!/usr/bin/python3
"""Write sample timelines: the shapes that the drawing and the reduction must cope with.

    samples.py FOLDER [NAME ...]

Each sample plays a little program against a ledger like the kernel's and writes FOLDER/NAME.json.
The same call writes the same bytes.
"""
import json
import os
import random
import sys

US, MS, S = 1_000, 1_000_000, 1_000_000_000
KIB, MIB, GIB = 1 << 10, 1 << 20, 1 << 30
MOST_BUCKETS = 4000


class Ledger:
    """Counts bytes as the kernel does: a bucket per tick, merged in pairs when there are many."""

    def __init__(self, name, live=0, tick=MS, waiting=0):
        self.name, self.start, self.live, self.tick = name, live, live, tick
        self.now, self.waiting = 0, waiting
        self.peak = {"bytes": live, "t_ns": 0, "line": 0}
        self.allocated = 0
        self.freed = {"refcount": 0, "collector": 0, "resize": 0, "exit": 0}
        self.rows, self.rss, self.collections, self.spans, self.open = [], [], [], [], []
        self.counts, self.thresholds, self.gc_enabled = [0, 0, 0], [700, 10, 10], True

    def _bucket(self):
        if not self.rows or self.now - self.rows[-1]["t_ns"] >= self.tick:
            self.rows.append(dict(
                t_ns=self.now, first=self.live, min=self.live, max=self.live, last=self.live,
                allocated=0, freed_refcount=0, freed_collector=0, waiting=self.waiting, line=0,
                counts=list(self.counts)))
            if len(self.rows) > MOST_BUCKETS:
                self._merge()
        return self.rows[-1]

    def _merge(self):
        self.tick *= 2
        merged = []
        for a, b in zip(self.rows[::2], self.rows[1::2]):
            if b["max"] > a["max"]:
                a["max"], a["line"] = b["max"], b["line"]
            a["min"], a["last"] = min(a["min"], b["min"]), b["last"]
            for column in ("allocated", "freed_refcount", "freed_collector"):
                a[column] += b[column]
            a["waiting"] = max(a["waiting"], b["waiting"])
            a["counts"] = [max(p) for p in zip(a["counts"], b["counts"])]
            merged.append(a)
        self.rows = merged + self.rows[len(merged) * 2:]

    def _note(self, bucket, line):
        bucket["last"] = self.live
        bucket["min"] = min(bucket["min"], self.live)
        if self.live > bucket["max"]:
            bucket["max"], bucket["line"] = self.live, line
        bucket["waiting"] = max(bucket["waiting"], self.waiting)
        bucket["counts"] = list(self.counts)
        for span in self.open:
            span["peak_bytes"] = max(span["peak_bytes"], self.live)
        if self.live > self.peak["bytes"]:
            self.peak = {"bytes": self.live, "t_ns": self.now, "line": line}

    def sleep(self, ns):
        self.now += int(ns)

    def alloc(self, size, line=0, count=1):
        bucket = self._bucket()
        size = int(size)
        self.live += size
        self.allocated += size
        bucket["allocated"] += size
        self.counts[0] += count
        self._note(bucket, line)

    def free(self, size, cause="refcount", line=0, count=0):
        bucket = self._bucket()
        size = int(size)
        self.live -= size
        self.freed[cause] += size
        if "freed_" + cause in bucket:
            bucket["freed_" + cause] += size
        self.counts[0] = max(0, self.counts[0] - count)
        self._note(bucket, line)

    def strand(self, size):
        """Bytes become unreachable."""
        bucket = self._bucket()
        self.waiting += int(size)
        self._note(bucket, 0)

    def collect(self, generation, reason, duration, objects, size, line=0):
        bucket = self._bucket()
        self._note(bucket, line)
        self.collections.append(dict(t_ns=self.now, duration_ns=int(duration),
                                     generation=generation, reason=reason, objects=objects,
                                     bytes=int(size)))
        self.now += int(duration)
        for g in range(generation + 1):
            self.counts[g] = 0
        if generation < 2:
            self.counts[generation + 1] += 1
        if size:
            self.waiting = max(0, self.waiting - int(size))
            self.free(size, "collector", line)

    def enter(self, name, line=1):
        self.spans.append(dict(name=name, line=line, enter_ns=self.now, leave_ns=self.now,
                               depth=len(self.open), enter_bytes=self.live, leave_bytes=self.live,
                               peak_bytes=self.live))
        self.open.append(self.spans[-1])

    def leave(self):
        span = self.open.pop()
        span["leave_ns"], span["leave_bytes"] = self.now, self.live

    def resident(self, base, every):
        """RSS samples over the whole run: live bytes on top of a base, never given back at once."""
        row, high = 0, 0
        for t in range(0, self.now, int(every)):
            while row + 1 < len(self.rows) and self.rows[row + 1]["t_ns"] <= t:
                row += 1
            live = self.rows[row]["last"] if self.rows else self.live
            high = max(live, high - (high - live) // 3)
            self.rss.append((t, base + high))

    def timeline(self):
        columns = ("t_ns", "first", "min", "max", "last", "allocated", "freed_refcount",
                   "freed_collector", "waiting", "line")
        buckets = {c: [r[c] for r in self.rows] for c in columns}
        buckets["counts"] = [[r["counts"][g] for r in self.rows] for g in range(3)]
        return {
            "version": 1, "engine": "memoir 0.1.0", "name": self.name,
            "started": "2026-03-01T09:30:00Z", "duration_ns": self.now,
            "start_bytes": self.start, "end_bytes": self.live, "waiting_bytes": self.waiting,
            "peak": self.peak,
            "totals": {"allocated": self.allocated, "freed": self.freed},
            "buckets": buckets,
            "rss": {"t_ns": [t for t, _ in self.rss], "bytes": [b for _, b in self.rss]},
            "thresholds": self.thresholds, "gc_enabled": self.gc_enabled,
            "collections": self.collections, "spans": self.spans,
        }


def average(ledger, seconds, retain):
    """The article's function: random numbers, a sleep, a mean."""
    size = round(seconds * 10_000_000) * 8
    ledger.enter("random_number_average", 6)
    ledger.sleep(120 * US)
    for _ in range(60):
        ledger.alloc(size / 60, 8)
        ledger.sleep(seconds * S / 60 / 9)
    if retain:
        ledger.alloc(200, 9, 2)
    ledger.sleep(seconds * S)
    ledger.alloc(96, 13)
    ledger.sleep(seconds * 12 * MS)
    ledger.free(96, line=13)
    if retain:
        ledger.strand(size + 200)
    else:
        ledger.free(size, line=13, count=1)
    ledger.leave()


def article(name, retain, collect=False, enabled=True):
    ledger = Ledger(name, live=1_310_720)
    ledger.gc_enabled = enabled
    ledger.counts = [402, 3, 1]
    ledger.sleep(2 * MS)
    for seconds in (0.3, 0.5, 0.4):
        average(ledger, seconds, retain)
        ledger.sleep(8 * MS)
    if collect:
        ledger.collect(2, "explicit", 3 * MS, 9, ledger.waiting, 21)
        ledger.sleep(60 * MS)
    ledger.alloc(240, 24)
    ledger.free(240)
    ledger.sleep(10 * MS)
    ledger.resident(9 * MIB, 20 * MS)
    return ledger


def baseline():
    return article("baseline.py", False)


def retained():
    return article("Cell In[4]", True)


def disabled():
    return article("Cell In[3]", True, enabled=False)


def collected():
    """Three calls that each leave a ring behind, and one explicit collection."""
    ledger = Ledger("Cell In[5]", live=1_310_720)
    ledger.sleep(2 * MS)
    for i, seconds in enumerate((0.3, 0.5, 0.4)):
        average(ledger, seconds, True)
        ledger.sleep(8 * MS)
        if i == 1:
            ledger.collect(2, "explicit", 3 * MS, 6, ledger.waiting, 18)
            ledger.sleep(30 * MS)
    ledger.sleep(10 * MS)
    ledger.resident(9 * MIB, 20 * MS)
    return ledger


def tiny():
    """2 ms, 40 KiB on top of what stood."""
    ledger = Ledger("Cell In[1]", live=1_572_864, tick=20 * US)
    rng = random.Random(1)
    ledger.enter("squares", 1)
    for _ in range(80):
        ledger.alloc(512, 2)
        ledger.sleep(rng.randrange(8, 20) * US)
    ledger.sleep(400 * US)
    ledger.leave()
    ledger.free(39 * KIB, line=4)
    ledger.sleep(200 * US)
    ledger.resident(9 * MIB, MS)
    return ledger


def huge():
    """10 minutes, 20 GiB, a collector that works for its living."""
    ledger = Ledger("train.py", live=220 * MIB, tick=100 * MS)
    rng = random.Random(2)
    ledger.enter("main", 210)
    ledger.enter("load", 12)
    for _ in range(120):
        ledger.alloc(96 * MIB, 18)
        ledger.sleep(0.4 * S)
    ledger.free(3 * GIB, "resize", 20)
    ledger.leave()
    kept = 0
    for epoch in range(6):
        ledger.enter("train_epoch", 61)
        for _ in range(40):
            ledger.enter("step", 77)
            size = rng.randrange(150, 420) * MIB
            ledger.alloc(size, 81)
            ledger.sleep(rng.uniform(0.9, 1.4) * S)
            garbage = size // 10
            ledger.strand(garbage)
            ledger.free(size - garbage, line=88)
            kept += garbage
            ledger.sleep(rng.uniform(0.6, 0.9) * S)
            ledger.leave()
            if rng.random() < 0.5:
                ledger.collect(0, "threshold", 2 * MS, 60, 0)
            if rng.random() < 0.06:
                ledger.collect(1, "threshold", 14 * MS, 900, 0)
        ledger.alloc((3.3 - epoch * 0.3) * GIB, 95)
        ledger.sleep(4 * S)
        ledger.leave()
        if epoch % 2:
            ledger.collect(2, "threshold", 900 * MS, 41_000, kept)
            kept = 0
        if epoch > 2:
            ledger.free(1.7 * GIB, line=97)
    ledger.leave()
    ledger.sleep(3 * S)
    ledger.free(6 * GIB, line=220)
    ledger.sleep(600 * S - ledger.now)
    ledger.resident(300 * MIB, 2 * S)
    return ledger


def nothing():
    ledger = Ledger("Cell In[7]", live=1_400_000)
    ledger.sleep(3 * MS)
    return ledger


def one_span():
    ledger = Ledger("Cell In[2]", live=2 * MIB)
    ledger.sleep(4 * MS)
    ledger.enter("build_index", 3)
    for _ in range(90):
        ledger.alloc(310 * KIB, 7)
        ledger.sleep(MS)
    ledger.free(9 * MIB, "resize", 9)
    ledger.sleep(30 * MS)
    ledger.leave()
    ledger.sleep(20 * MS)
    ledger.free(4 * MIB, line=14)
    ledger.sleep(10 * MS)
    ledger.resident(11 * MIB, 5 * MS)
    return ledger


def many_spans():
    """10,000 calls, three deep."""
    ledger = Ledger("Cell In[12]", live=3 * MIB, tick=100 * US)
    rng = random.Random(3)
    ledger.enter("main", 30)
    for i in range(100):
        ledger.enter("handle_batch", 20)
        ledger.alloc(40 * KIB, 21)
        for _ in range(98):
            name, line = rng.choice((("parse", 3), ("parse", 3), ("parse", 3), ("validate", 9)))
            ledger.enter(name, line)
            ledger.alloc(6 * KIB, line + 1)
            ledger.sleep(rng.randrange(20, 60) * US)
            ledger.free(5 * KIB, line=line + 2)
            ledger.leave()
        ledger.free(20 * KIB, line=24)
        ledger.sleep(300 * US)
        ledger.leave()
        if i % 9 == 8:
            ledger.collect(0, "threshold", 150 * US, 20, 0)
    ledger.leave()
    ledger.free(9 * MIB, line=33)
    ledger.sleep(5 * MS)
    return ledger


def long_names():
    ledger = Ledger("a_notebook_with_a_rather_long_name_for_an_experiment_about_the_retention_of_"
                    "intermediate_results_in_nested_closures_and_generators_part_2.py",
                    live=5 * MIB)
    for name in ("the_function_that_computes_the_average_of_many_random_numbers_and_keeps_them",
                 "\u00fcbersetze_\u6c49\u5b57_in_\u03bb_und_zur\u00fcck_ohne_Verlust_von_Zeichen"):
        ledger.enter(name, 4)
        ledger.alloc(20 * MIB, 5)
        for i in range(7):
            ledger.enter("inner_helper_with_a_name_too_long_to_fit_into_its_bracket", 11)
            ledger.alloc(3 * MIB, 12)
            ledger.sleep((4 << i) * MS // 4)
            ledger.free(2 * MIB, line=13)
            ledger.leave()
        ledger.sleep(10 * MS)
        ledger.free(18 * MIB, line=6)
        ledger.leave()
        ledger.sleep(5 * MS)
    ledger.resident(14 * MIB, 20 * MS)
    return ledger


def sawtooth():
    """Dense: 4000 buckets that each rise and fall."""
    ledger = Ledger("churn.py", live=2 * MIB)
    rng = random.Random(4)
    for i in range(4000):
        size = (400 + 300 * ((i // 500) % 3) + rng.randrange(200)) * KIB
        ledger.alloc(size, 3)
        ledger.sleep(600 * US)
        ledger.free(size * 9 // 10, line=4)
        ledger.strand(size // 10)
        ledger.sleep(400 * US)
        if i % 400 == 399:
            ledger.collect(0 if i % 1200 != 1199 else 2, "threshold", 200 * US, 500,
                           ledger.waiting * 9 // 10)
    ledger.resident(9 * MIB, 40 * MS)
    return ledger


def recursion():
    """400 levels deep."""
    ledger = Ledger("deep.py", live=1_500_000, tick=100 * US)
    for depth in range(400):
        ledger.enter("descend", 2)
        ledger.alloc(9 * KIB, 3)
        ledger.sleep(100 * US)
    ledger.sleep(20 * MS)
    for depth in range(400):
        ledger.free(9 * KIB, line=4)
        ledger.sleep(60 * US)
        ledger.leave()
    ledger.sleep(3 * MS)
    return ledger


def storm():
    """Thousands of young collections, some of them older."""
    ledger = Ledger("Cell In[9]", live=1_400_000, tick=MS)
    ledger.enter("make_rings", 5)
    for i in range(3000):
        for step in range(7):
            ledger.alloc(9 * KIB, 6, 100)
            ledger.sleep(28 * US)
        garbage = 56 * KIB
        ledger.strand(garbage)
        if ledger.counts[1] >= 10:
            if ledger.counts[2] >= 10:
                ledger.collect(2, "threshold", 4 * MS, 4000, ledger.waiting)
            else:
                ledger.collect(1, "threshold", 400 * US, 900, ledger.waiting)
        else:
            ledger.collect(0, "threshold", 60 * US, 620, garbage * 3 // 4)
    ledger.leave()
    ledger.sleep(20 * MS)
    ledger.resident(10 * MIB, 20 * MS)
    return ledger


def large_base():
    """A small change on top of much that was there before."""
    ledger = Ledger("Cell In[31]", live=2 * GIB + 300 * MIB)
    ledger.sleep(10 * MS)
    ledger.enter("slice", 2)
    for _ in range(5):
        ledger.alloc(700 * KIB, 3)
        ledger.sleep(25 * MS)
    ledger.free(3 * MIB, line=4)
    ledger.leave()
    ledger.sleep(40 * MS)
    ledger.resident(2 * GIB + 380 * MIB, 10 * MS)
    return ledger


def gives_back():
    """A cell that drops what earlier cells made: del and gc.collect()."""
    ledger = Ledger("Cell In[8]", live=93 * MIB, waiting=61 * MIB)
    ledger.sleep(2 * MS)
    ledger.free(30 * MIB, line=1)
    ledger.sleep(12 * MS)
    ledger.collect(2, "explicit", 5 * MS, 9, 61 * MIB, 2)
    ledger.sleep(8 * MS)
    return ledger


SAMPLES = {f.__name__: f for f in (
    baseline, disabled, retained, collected, tiny, huge, nothing, one_span, many_spans, long_names,
    sawtooth, recursion, storm, large_base, gives_back)}


def main(folder, *names):
    os.makedirs(folder, exist_ok=True)
    for name in names or SAMPLES:
        with open(os.path.join(folder, name + ".json"), "w", encoding="utf-8") as file:
            json.dump(SAMPLES[name]().timeline(), file, ensure_ascii=False, separators=(",", ":"))
            file.write("\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
