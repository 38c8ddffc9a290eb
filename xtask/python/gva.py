"""The incidents of the Gun Violence Archive slice of LongTailQATask: gva.py FOLDER > incidents.jsonl

FOLDER is `EventRegistries/GunViolenceArchive`. Its files are pickles of data frames and of reports. They are decoded by an
unpickler that knows the few names below and refuses every other; no package is needed. A line out:
{"id", "date", "killed", "wounded", "reports": [{"title", "text", "day", "url"}]}, in the order of ids; the reports by day.
"""

import datetime
import json
import pathlib
import pickle
import struct
import sys


class Object:
    """Stands for a class of pandas or numpy, or for a report: keeps what the pickle gives it."""

    def __init__(self, *args):
        self.args = args
        self.state = None

    def __setstate__(self, state):
        self.state = state


class Array(Object):
    def values(self):
        _, shape, kind, by_column, data = self.state
        size = 1
        for side in shape:
            size *= side
        if isinstance(data, bytes):
            code = {"i8": "q", "f8": "d"}[kind.args[0]]
            data = struct.unpack(f"<{size}{code}", data)
        if len(shape) < 2:
            return list(data)
        rows, columns = shape
        if by_column:
            return [[data[c * rows + r] for c in range(columns)] for r in range(rows)]
        return [list(data[r * columns : (r + 1) * columns]) for r in range(rows)]


class Index(Object):
    pass


def new_index(_, state):
    index = Index()
    index.state = state
    return index


KNOWN = {
    ("builtins", "slice"): slice,
    ("classes", "NewsItem"): Object,
    ("datetime", "date"): datetime.date,
    ("datetime", "datetime"): datetime.datetime,
    ("numpy", "dtype"): Object,
    ("numpy", "ndarray"): Array,
    ("numpy.core.multiarray", "_reconstruct"): Array,
    ("pandas.core.frame", "DataFrame"): Object,
    ("pandas.core.internals", "BlockManager"): Object,
    ("pandas.indexes.base", "Index"): Index,
    ("pandas.indexes.base", "_new_Index"): new_index,
    ("pandas.indexes.numeric", "Int64Index"): Index,
    ("pandas.indexes.range", "RangeIndex"): Index,
}


class Reader(pickle.Unpickler):
    def find_class(self, module, name):
        if (module, name) not in KNOWN:
            raise pickle.UnpicklingError(f"{module}.{name} is not on the list")
        return KNOWN[module, name]


def read(path):
    with open(path, "rb") as file:
        return Reader(file).load()


def rows(path):
    """The rows of a pickled data frame, each a dictionary."""
    state = read(path).state["_data"].state[3]["0.14.1"]
    names = state["axes"][0].state["data"].values()
    columns = {}
    for block in state["blocks"]:
        places = block["mgr_locs"]
        places = range(len(names))[places] if isinstance(places, slice) else places.values()
        columns.update(zip((names[p] for p in places), block["values"].values()))
    return [dict(zip(columns, row)) for row in zip(*columns.values())]


def original(url):
    """The address of the page behind an address of the web archive."""
    parts = url.split("/", 5)
    return parts[5] if url.startswith("http://web.archive.org/web/") and len(parts) == 6 else url


def day(value):
    return value.isoformat()[:10] if isinstance(value, datetime.date) else None


def main():
    folder = pathlib.Path(sys.argv[1])
    incidents = {}
    for frame in sorted((folder / "frames").iterdir()):
        if frame.suffix or not frame.stat().st_size:
            continue
        for row in rows(frame):
            incidents[row["incident_uri"]] = row
    for name in sorted(incidents, key=int):
        row = incidents[name]
        reports = []
        for path in sorted((folder / "the_violent_corpus" / name).glob("*.json")):
            item = read(path).state
            reports.append(
                {
                    "title": item["title"] or "",
                    "text": item["content"] or "",
                    "day": day(item["dct"]),
                    "url": original(item["uri"] or ""),
                }
            )
        reports.sort(key=lambda r: (r["day"] or "", r["url"]))
        print(
            json.dumps(
                {
                    "id": int(name),
                    "date": row["date"],
                    "killed": row["num_killed"],
                    "wounded": row["num_injured"],
                    "reports": reports,
                }
            )
        )


main()
