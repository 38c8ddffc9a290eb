"""Words per second of Python spaCy on one thread: bench.py PACKAGE ROUNDS < texts.jsonl

A line in: a JSON string. Prints one JSON object: load time in seconds, and for each round tokens, CPU seconds and
seconds, after one warm-up round.
"""

import json
import resource
import sys
import time


def main():
    began = time.perf_counter()
    import spacy

    nlp = spacy.load(sys.argv[1])
    nlp("Un texte. A text.")
    load = time.perf_counter() - began
    texts = [json.loads(line) for line in sys.stdin]
    rounds = []
    for _ in range(1 + int(sys.argv[2])):
        wall, cpu = time.perf_counter(), time.process_time()
        tokens = sum(len(doc) for doc in nlp.pipe(texts, batch_size=64))
        rounds.append([tokens, time.process_time() - cpu, time.perf_counter() - wall])
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    print(json.dumps({"load": load, "rounds": rounds[1:], "memory": peak}))


main()
