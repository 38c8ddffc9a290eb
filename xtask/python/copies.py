"""Near-duplicates among reports with a Python library, timed: `copies.py NAME FILE THRESHOLD` reads texts, one a line as JSON,
and prints one line of JSON: the library's version, seconds, peak memory, and for each report the earlier ones it names."""

import json
import re
import resource
import sys
import time
from importlib.metadata import version


def shingles(text, n=5):
    words = re.split(r"\W+", text.lower())
    return {" ".join(words[i : i + n]).encode() for i in range(max(1, len(words) - n + 1))}


def datasketch(texts, threshold):
    """MinHashLSH as its documentation shows it: ask, then insert."""
    from datasketch import MinHash, MinHashLSH

    lsh = MinHashLSH(threshold=threshold, num_perm=128)
    found = []
    for i, text in enumerate(texts):
        minhash = MinHash(num_perm=128)
        minhash.update_batch(list(shingles(text)))
        found.append(sorted(lsh.query(minhash)))
        lsh.insert(i, minhash)
    return found


def text_dedup(texts, threshold):
    """The steps of text_dedup.minhash with its own functions and defaults, without the data set around them."""
    from collections import defaultdict

    import numpy as np
    from text_dedup import minhash as own
    from text_dedup.utils import optimal_param, xxh3_32hash

    num_perm = 256
    dtype, most, prime = np.uint64, np.uint32((1 << 32) - 1), np.uint64((1 << 61) - 1)
    b, r = optimal_param(threshold, num_perm, false_positive_weight=0.5, false_negative_weight=0.5)
    permutations = (
        own.RNG.randint(1, prime, size=(num_perm,), dtype=dtype),
        own.RNG.randint(0, prime, size=(num_perm,), dtype=dtype),
    )
    ranges = [(i * r, (i + 1) * r) for i in range(b)]
    tables = [defaultdict(list) for _ in range(b)]
    found = []
    for i, text in enumerate(texts):
        embedded = own.embed_func(
            text,
            i,
            num_perm=num_perm,
            ngram_size=5,
            min_length=5,
            hashranges=ranges,
            permutations=permutations,
            hash_func=xxh3_32hash,
            dtype=dtype,
            max_hash=most,
            modulo_prime=prime,
        )
        named = set()
        for table, key in zip(tables, embedded[own.SIGNATURE_COLUMN]):
            named.update(table[key])
            table[key].append(i)
        found.append(sorted(named))
    return found


def main():
    name, path, threshold = sys.argv[1], sys.argv[2], float(sys.argv[3])
    with open(path, encoding="utf-8") as file:
        texts = [json.loads(line) for line in file]
    run = {"datasketch": datasketch, "text-dedup": text_dedup}[name]
    run(texts[:20], threshold)
    start = time.process_time()
    found = run(texts, threshold)
    seconds = time.process_time() - start
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    print(json.dumps({"version": version(name), "seconds": seconds, "memory": peak, "found": found}))


main()
