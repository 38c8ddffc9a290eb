"""Run another extractor over pages: extract.py TOOL < paths.txt > results.jsonl

TOOL is trafilatura, readability or htmldate; a line in is a path (".gz" is unpacked first). A line out:
{"text": ..., "seconds": ...}; the first line is {"version": ...}. One thread; the clock runs for the tool alone.
"""

import gzip
import importlib.metadata
import json
import sys
import time


def trafilatura(page):
    from trafilatura import extract

    # The settings of the tool's own evaluation.
    return extract(page, fast=False, include_comments=False, include_tables=True, include_formatting=False)


def readability(page):
    from lxml.html import fromstring
    from readability import Document
    from trafilatura.utils import decode_file

    return fromstring(Document(decode_file(page)).summary()).text_content()


def htmldate(page):
    from htmldate import find_date

    try:
        page = page.decode("utf-8")
    except UnicodeDecodeError:
        pass
    return find_date(page, original_date=True)


TOOLS = {
    "trafilatura": (trafilatura, "trafilatura"),
    "readability": (readability, "readability-lxml"),
    "htmldate": (htmldate, "htmldate"),
}


def main():
    run, package = TOOLS[sys.argv[1]]
    print(json.dumps({"version": importlib.metadata.version(package)}))
    for line in sys.stdin:
        path = line.rstrip("\n")
        with gzip.open(path) if path.endswith(".gz") else open(path, "rb") as file:
            page = file.read()
        start = time.process_time()
        try:
            text = run(page)
        except Exception:  # a page that a tool cannot read is a miss
            text = None
        print(json.dumps({"text": text or "", "seconds": time.process_time() - start}))


main()
