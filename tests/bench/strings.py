# Strings built, split, joined, searched, formatted.
from time import process_time


def work():
    words = [f"word{i % 1000}" for i in range(60_000)]
    text = " ".join(words)
    counts = {}
    for word in text.split():
        counts[word] = counts.get(word, 0) + 1
    total = 0
    for i in range(60_000):
        line = "key=%d; value=%s" % (i, words[i])
        key, _, value = line.partition("; ")
        total += len(key.upper()) + value.find("=") + line.count("d")
    built = ""
    for i in range(30_000):
        built += chr(97 + i % 26)
    letters = 0
    for c in built * 8:
        if c in "aeiou":
            letters += 1
    replaced = text.replace("word1", "W").replace(" ", "")
    return len(counts), total, letters, len(replaced), f"{total:>12,}|{letters / 3:.3f}"


start = process_time()
result = work()
print(process_time() - start, result)
