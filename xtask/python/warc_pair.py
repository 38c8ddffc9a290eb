"""Reads archives by turns with `xtask intake-bench --members` and with fastwarc, and compares processor time.

usage: warc_pair.py XTASK FILE… [--times N] [--fastwarc pages|blocks|heads]

Both go over all records and read the whole content of each answer, HTTP head taken apart; with `blocks` fastwarc takes no HTTP
heads apart, with `heads` it does not read the answers either but passes over them, which ours has no way to do. Processor time (user and system)
is told, not the clock's, so that other work on the machine counts little; the two take turns, medians are compared. What
each program needs to begin (an archive of no records) is taken off.
"""

import argparse
import os
import statistics
import subprocess
import sys
import tempfile

FASTWARC = """
import sys
from fastwarc.warc import ArchiveIterator, WarcRecordType
pages = size = 0
http = sys.argv[2] == "pages"
with open(sys.argv[1], "rb") as stream:
    for record in ArchiveIterator(stream, record_types=WarcRecordType.response, parse_http=http):
        pages += 1
        if sys.argv[2] != "heads":
            size += len(record.reader.read())
print(pages, size)
"""


def spent(command):
    """Processor seconds of a command and what it prints."""
    child = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    output = child.stdout.read()
    _, status, usage = os.wait4(child.pid, 0)
    if status != 0:
        sys.exit(f"{command[0]} ended with {status}")
    return usage.ru_utime + usage.ru_stime, output.strip()


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("xtask")
    parser.add_argument("files", nargs="+")
    parser.add_argument("--times", type=int, default=7)
    parser.add_argument("--fastwarc", choices=["pages", "blocks", "heads"], default="pages")
    args = parser.parse_args()
    commands = {
        "ours": lambda path: [args.xtask, "intake-bench", "--members", path],
        "fastwarc": lambda path: [sys.executable, "-c", FASTWARC, path, args.fastwarc],
    }
    with tempfile.NamedTemporaryFile(suffix=".warc") as empty:
        begin = {
            name: statistics.median(spent(command(empty.name))[0] for _ in range(args.times))
            for name, command in commands.items()
        }
    for path in args.files:
        seconds = {name: [] for name in commands}
        printed = {}
        for _ in range(args.times):
            for name, command in commands.items():
                time, printed[name] = spent(command(path))
                seconds[name].append(time - begin[name])
        ours, theirs = (statistics.median(seconds[name]) for name in ("ours", "fastwarc"))
        pairs = statistics.median(b / a for a, b in zip(seconds["ours"], seconds["fastwarc"]))
        pages = int(printed["fastwarc"].split()[0])
        print(f"{path}: ours {ours:.3f} s ({pages / ours:.0f} pages/s), fastwarc {theirs:.3f} s ({pages / theirs:.0f} pages/s):")
        print(f"    ours at {theirs / ours:.0%} of its speed by medians, {pairs:.0%} by the median of {args.times} pairs")
        print(f"    ours: {printed['ours'].splitlines()[0]}\n    fastwarc: {printed['fastwarc']} bytes")


main()
