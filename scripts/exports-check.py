#!/usr/bin/env python3
"""usage: exports-check.py PROGRAM REPORTS

Writes the dossier of REPORTS in every format with PROGRAM, in both languages, and once more of a report written to do harm;
then reads each file back with a program that others made for that format (scripts/exports/requirements.txt) and compares
what it finds with the dossier in JSON: how many claims, their passages in the texts, their bounds, what made the file.
"""
import csv
import io
import json
import subprocess
import sys
import tempfile
from datetime import date
from html.parser import HTMLParser
from pathlib import Path

import jsonschema
import networkx
import pyarrow.parquet
import rispy
from defusedxml import ElementTree
from followthemoney import model
from markdown_it import MarkdownIt
from mdit_py_plugins.footnote import footnote_plugin
from pyld import jsonld
from rdflib import URIRef
from rdflib.namespace import PROV, SDO
from stix2validator import ValidationOptions, validate_instance

HERE = Path(__file__).parent / "exports"
sys.path.insert(0, str(HERE))
import contexts  # noqa: E402

TERMS = "https://example.invalid/recoupe/ns#"
ENDINGS = ["html", "json", "jsonl", "md", "csv", "parquet", "anno.jsonld", "prov.jsonld", "claims.jsonld", "stix.json",
           "ftm.json", "graphml", "timeline.json", "ris"]

HOSTILE = (
    "Le préfet ]]></data></node><script>alert(1)</script> a annoncé mardi 12 morts et 30 blessés. 👩‍👩‍👧 "
    "« \"},{\"@type\":\"Claim\" 45 morts », a dit \u202egnirts\u202c le maire Jean Dupont.\r"
    "=HYPERLINK(\"x\") au moins 7 disparus\u2028 selon l'AFP \u0001\u0008 & <b>19 morts</b> javascript:alert(1).\r\n"
    "\r\nER  - \r\nTY  - NEWS\r\n\r\nSelon la police, 3 personnes ont été tuées mercredi. e\u0301 [^1]: | * _ ` ~\n"
)


def same(what, found, expected):
    """Says where two values differ."""
    if found != expected:
        raise AssertionError(f"{what}: {str(found)[:300]!r} is not {str(expected)[:300]!r}")


class Dossier:
    """The dossier in JSON, to compare with."""

    def __init__(self, folder):
        self.folder = folder
        self.data = json.loads(self.read("json"))
        self.generated = self.data["generated"]
        self.reports = {r["id"]: r for r in self.data["reports"]}
        self.figures = {f["id"]: f for f in self.data["figures"]}
        self.statements = {s["id"]: s for s in self.data["statements"]}
        self.implied = {i["id"]: i for i in self.data.get("implied", [])}
        self.claims = self.figures | self.statements

    def bytes(self, ending):
        return (self.folder / f"dossier.{ending}").read_bytes()

    def read(self, ending):
        return self.bytes(ending).decode("utf-8")

    def words(self, report, start, end):
        """The passage between two bytes."""
        return self.reports[report]["text"].encode("utf-8")[start:end].decode("utf-8")

    def passages(self, claim):
        """What a claim says, as printed, piece by piece."""
        if claim["id"] in self.figures:
            return [self.words(claim["report"], claim["start"], claim["end"])]
        if claim["id"] in self.implied:
            return [self.words(claim["report"], p["start"], p["end"]) for p in claim["passages"]]
        ranges = claim["content"] or claim["cue"] or claim["source"]
        return [self.words(claim["report"], start, end) for start, end in ranges]

    def made_by(self, what, version, rules, inputs):
        """The file says what made it."""
        same(f"{what}: version, rules, inputs", (version, rules, inputs),
             (self.generated["version"], self.generated["rules"], self.generated["inputs_sha256"]))


def expand(document):
    """A JSON-LD document expanded by PyLD; a member that no context maps fails."""
    options = {"documentLoader": contexts.load, "on_property_dropped": refuse}
    return jsonld.expand(document, options)


def refuse(name):
    raise AssertionError(f"no context maps {name!r}")


def nodes(expanded):
    """Every node of an expanded document."""
    if isinstance(expanded, list):
        for item in expanded:
            yield from nodes(item)
    elif isinstance(expanded, dict):
        if "@value" not in expanded:
            yield expanded
        for key, value in expanded.items():
            if key != "@value":
                yield from nodes(value)


def bounds(figure):
    return figure["value"]["lo"], figure["value"]["hi"]


def check_json(d):
    for f in d.figures.values():
        same(f["id"], d.words(f["report"], f["start"], f["end"]), f["text"])


def check_jsonl(d):
    lines = [json.loads(line) for line in d.read("jsonl").split("\n") if line]
    g = lines[0]["generated"]
    d.made_by("head", g["version"], g["rules"], g["inputs_sha256"])
    by_type = {}
    for line in lines[1:]:
        by_type.setdefault(line.pop("type"), []).append(line)
    for report in by_type["report"]:
        report.pop("schema")
    for name, records in by_type.items():
        plural = {"quantity": "quantities", "event": "timeline", "copy": "copies", "implied": "implied"}
        same(name, records, d.data[plural.get(name, name + "s")])
    same("figures", len(by_type.get("figure", [])), len(d.figures))


def check_markdown(d):
    text = d.read("md")
    tokens = MarkdownIt("commonmark", {"html": True}).enable("table").use(footnote_plugin).parse(text)
    inline = [c for t in tokens for c in t.children or []]
    references = {t.meta["label"] for t in inline if t.type == "footnote_ref"}
    notes = {t.meta["label"] for t in tokens if t.type == "footnote_open"}
    same("footnotes", len(notes), len(d.figures))
    same("footnotes that are referred to", references, notes)
    assert not [t for t in tokens + inline if t.type in ("html_block", "html_inline")], "raw HTML"
    links = [t.attrs["href"] for t in inline if t.type == "link_open"]
    assert all(h.startswith(("http://", "https://")) for h in links), links
    for part in d.generated.values():
        assert part in text, f"{part} is not said"


def check_csv(d):
    rows = list(csv.DictReader(io.StringIO(d.read("csv"), newline="")))
    stated = [r for r in rows if r["basis"] == "stated"]
    same("rows", len(stated), len(d.figures))
    same("computed rows", len(rows) - len(stated), len(d.implied))

    def number(cell):
        return float(cell) if cell else None

    for row in stated:
        f = d.figures[row["id"]]
        same(f["id"], (number(row["low"]), number(row["high"])), bounds(f))
        same("best", row["best"], "")
        same("passage", d.words(f["report"], int(row["start"]), int(row["end"])), f["text"])
        same("precision", bool(row["date_prec"]), bool(row["date_start"] and row["date_end"]))
        d.made_by("row", row["program"], row["rules"], row["inputs_sha256"])
        same("text", row["text_sha256"], d.reports[f["report"]]["text_sha256"])
    for row in rows:
        for name, cell in row.items():
            formula = cell.startswith(("=", "+", "-", "@")) and not cell.lstrip("-").replace(".", "").isdigit()
            assert not formula, f"{name} is a formula: {cell!r}"


def check_parquet(d):
    table = pyarrow.parquet.read_table(d.folder / "dossier.parquet")
    about = {k.decode(): v.decode() for k, v in pyarrow.parquet.read_metadata(d.folder / "dossier.parquet").metadata.items()}
    d.made_by("metadata", about["recoupe.version"], about["recoupe.rules"], about["recoupe.inputs_sha256"])
    rows = table.to_pylist()
    same("rows", sorted(r["id"] for r in rows), sorted(d.figures | d.implied))
    for row in rows:
        if row["basis"] != "stated":
            same(row["id"], (row["low"], row["high"]), bounds(d.implied[row["id"]]))
            continue
        f = d.figures[row["id"]]
        same(f["id"], (row["low"], row["high"]), bounds(f))
        same("passage", d.words(row["report"], row["start"], row["end"]), row["text"])
        assert row["text"] in row["sentence"] or not f["sentence"], row["sentence"]
        days = f["said_on"] or {"from": None, "to": None}
        same("said on", (row["said_from"], row["said_to"]), tuple(days[k] and date.fromisoformat(days[k]) for k in ("from", "to")))
        same("title", row["source_headline"], d.reports[f["report"]]["title"])


def check_annotations(d):
    document = json.loads(d.read("anno.jsonld"))
    made = document["generator"]
    d.made_by("generator", made["version"], made["rules"], document["inputs_sha256"])
    items = document["first"]["items"]
    same("annotations", len(items), len(d.claims) + len(d.implied))
    same("total", document["total"], len(items))
    same("identifiers", len({i["id"] for i in items}), len(items))
    by_sha = {r["text_sha256"]: r for r in d.data["reports"]}
    for item in items:
        facts = item["body"][1]["claim"]
        claim = (d.claims | d.implied)[facts["id"]]
        same("targets", len(item["target"]), len(d.passages(claim)))
        for target, passage in zip(item["target"], d.passages(claim), strict=True):
            quote, place = target["selector"]
            text = by_sha[target["source"]["text_sha256"]]["text"]
            # A Python string counts code points, as the model does.
            same("by position", text[place["start"]:place["end"]], quote["exact"])
            same("by words", quote["exact"], passage)
            assert quote["prefix"] + quote["exact"] + quote["suffix"] in text, quote
        if facts["id"] in d.figures:
            same(facts["id"], (facts.get("lo"), facts.get("hi")), bounds(claim))
    found = list(nodes(expand(document)))
    oa = contexts.OA
    same("expanded", sum(oa + "Annotation" in n.get("@type", []) for n in found), len(items))
    for node in found:
        if oa + "Annotation" in node.get("@type", []):
            assert node.get(oa + "hasTarget") and node.get(oa + "motivatedBy"), node
    same("expanded quotes", sum(oa + "exact" in n for n in found), sum(len(i["target"]) for i in items))


def check_provenance(d):
    document = json.loads(d.read("prov.jsonld"))
    found = expand(document)
    for node in nodes(found):
        for name in [*node, *node.get("@type", [])]:
            if name.startswith(str(PROV)):
                assert URIRef(name) in PROV, f"PROV-O has no {name}"
    quads = jsonld.to_rdf(document, {"documentLoader": contexts.load})
    graphs = {name: triples for name, triples in quads.items() if name != "@default"}
    same("graphs", len(graphs), 4 * (len(d.claims) + len(d.implied)))
    default = [n for n in found if "@graph" not in n]
    (run,) = [n for n in default if str(PROV.Activity) in n.get("@type", [])]
    (program,) = [n for n in default if str(PROV.SoftwareAgent) in n.get("@type", [])]
    d.made_by("run", program[TERMS + "version"][0]["@value"], program[TERMS + "rules"][0]["@value"],
              run[TERMS + "inputs_sha256"][0]["@value"])
    same("texts", len(run[str(PROV.used)]), len({n["@id"] for n in run[str(PROV.used)]}))
    values = {}
    for name, triples in graphs.items():
        for t in triples:
            values.setdefault((name, t["predicate"]["value"]), []).append(t["object"]["value"])
    ids = {v[0]: name for (name, p), v in values.items() if p == TERMS + "id"}
    same("assertions", sorted(ids), sorted(d.claims | d.implied))
    for f in d.figures.values():
        asserted = [values.get((ids[f["id"]], TERMS + k), [None])[0] for k in ("lo", "hi")]
        same(f["id"], tuple(v and float(v) for v in asserted), bounds(f))
    # Every passage of every claim, quoted from its report.
    quoted = sorted(v for (name, p), vs in values.items() if p == str(PROV.value) for v in vs)
    same("passages", quoted, sorted(p for c in (d.claims | d.implied).values() for p in d.passages(c)))


def check_schema_org(d):
    document = json.loads(d.read("claims.jsonld"))
    for node in nodes(expand(document)):
        for name in [*node, *node.get("@type", [])]:
            if name.startswith("https://schema.org/"):
                assert URIRef(name) in SDO, f"schema.org has no {name}"
    claims = {p["identifier"]: p for p in document["hasPart"] if p["@type"] == "Claim"}
    same("claims", sorted(claims), sorted(d.claims))
    for f in d.figures.values():
        value = claims[f["id"]]["about"]["measuredValue"]
        same(f["id"], (value.get("minValue"), value.get("maxValue")), bounds(f))
        assert f["text"] in claims[f["id"]]["text"], claims[f["id"]]
        report = next(r for r in document["isBasedOn"] if r["@id"] == claims[f["id"]]["appearance"]["@id"])
        same("report", report["identifier"][0]["value"], d.reports[f["report"]]["text_sha256"])
    for s in d.statements.values():
        same(s["id"], claims[s["id"]]["text"], " … ".join(d.passages(s)))
    ids = {c["@id"] for c in claims.values()}
    for review in (p for p in document["hasPart"] if p["@type"] == "ClaimReview"):
        assert review["itemReviewed"]["@id"] in ids and review["isBasedOn"]["@id"] in ids, review
        assert "reviewRating" not in review and review["reviewBody"], review
    made = document["subjectOf"]["instrument"]
    d.made_by("instrument", made["softwareVersion"], made["identifier"]["value"], document["identifier"]["value"])


def check_stix(d):
    document = json.loads(d.read("stix.json"))
    result = validate_instance(document, ValidationOptions(version="2.1", silent=True))
    assert result.is_valid, [str(e) for e in result.errors][:5]
    objects = document["objects"]
    same("identifiers", len({o["id"] for o in objects}), len(objects))
    known = {o["id"] for o in objects}
    for o in objects:
        for key in ("created_by_ref", "source_ref", "target_ref"):
            assert o.get(key, o["id"]) in known, (key, o)
        assert set(o.get("object_refs", [])) <= known, o
    notes = [o for o in objects if o["type"] == "note"]
    same("notes", len(notes), len(d.claims))
    for note in notes:
        (facts,) = note["extensions"].values()
        claim = d.claims[facts["id"]]
        same("passage", [r.get("description", "") for r in note["external_references"]], d.passages(claim))
        if facts["id"] in d.figures:
            same(facts["id"], (facts.get("lower"), facts.get("upper")), bounds(claim))
    (program,) = [o for o in objects if o["type"] == "identity" and o["identity_class"] == "system"]
    for part in d.generated.values():
        assert part in program["description"], program


def check_ftm(d):
    entities = [model.get_proxy(json.loads(line), cleaned=False) for line in d.read("ftm.json").split("\n") if line]
    raw = [json.loads(line) for line in d.read("ftm.json").split("\n") if line]
    for proxy, entity in zip(entities, raw, strict=True):
        proxy.schema.validate(proxy.to_dict())
        # The cleaner of a type drops a value that is none of it.
        for name, values in entity["properties"].items():
            kept = proxy.get(name)
            assert kept or not any(v.strip() for v in values), f"{entity['schema']} {name}: {values} is refused"
    articles = {e["id"]: e["properties"] for e in raw if e["schema"] == "Article"}
    same("articles", len(articles), len({r["id"] for r in d.data["reports"]}))
    same("texts", sorted(a["bodyText"][0] for a in articles.values()), sorted(r["text"] for r in d.data["reports"]))
    notes = {e["properties"]["name"][0]: e["properties"] for e in raw if e["schema"] == "Note"}
    same("notes", sorted(notes), sorted(d.claims))
    for f in d.figures.values():
        told = dict(n.split("=", 1) for n in notes[f["id"]]["notes"])
        same(f["id"], tuple(told.get(k) and float(told[k]) for k in ("lo", "hi")), bounds(f))
        start, end = map(int, told["bytes"].split("-"))
        text = articles[notes[f["id"]]["proof"][0]]["bodyText"][0].encode()
        same("passage", text[start:end].decode(), f["text"])
    ids = {e["id"] for e in raw}
    for e in raw:
        for name in ("entity", "proof", "subject", "object"):
            assert set(e["properties"].get(name, [])) <= ids, e
    made = dict(n.split("=", 1) for n in next(iter(articles.values()))["notes"])
    d.made_by("notes", made["recoupe"], made["rules"], made["inputs_sha256"])


def xml_words(words):
    """What XML 1.0 can hold of it."""
    return "".join(c if c >= " " and c not in "\ufffe\uffff" or c in "\t\n\r" else "\ufffd" for c in words)


def check_graphml(d):
    ElementTree.fromstring(d.bytes("graphml"))
    graph = networkx.parse_graphml(d.read("graphml"), force_multigraph=True)
    d.made_by("graph", graph.graph["version"], graph.graph["rules"], graph.graph["inputs_sha256"])
    kinds = {}
    for name, node in graph.nodes(data=True):
        kinds.setdefault(node["type"], {})[name.split(":", 1)[1]] = node
    same("reports", sorted(kinds["report"]), sorted(d.reports))
    same("figures", sorted(kinds.get("figure", {})), sorted(d.figures))
    same("statements", sorted(kinds.get("statement", {})), sorted(d.statements))
    same("speakers", sorted(kinds.get("speaker", {})), sorted(s["entity"] for s in d.data["speakers"]))
    for f in d.figures.values():
        node = kinds["figure"][f["id"]]
        same(f["id"], (node.get("lo"), node.get("hi")), bounds(f))
        same("passage", node["quote"], xml_words(d.words(f["report"], node["start"], node["end"])))
    relations = {(r["from"], r["to"], r["kind"]) for q in d.data["quantities"] for r in q["relations"]}
    edges = [(a.split(":", 1)[1], b.split(":", 1)[1], e["relation"]) for a, b, e in graph.edges(data=True)
             if a.startswith("figure:") and b.startswith("figure:")]
    same("relations", sorted(edges), sorted(relations))


class Tags(HTMLParser):
    """The tags of a text with their attributes, and its words."""

    def __init__(self, text):
        super().__init__()
        self.tags, self.words = [], ""
        self.feed(text)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, attrs))

    def handle_data(self, data):
        self.words += data


def check_timeline(d):
    document = json.loads(d.read("timeline.json"))
    jsonschema.validate(document, json.loads((HERE / "timeline.schema.json").read_text()), jsonschema.Draft202012Validator)
    slides = {e["unique_id"]: e for e in document["events"]}
    same("identifiers", len(slides), len(document["events"]))
    for slide in slides.values():
        for end in ("start_date", "end_date"):
            if end in slide:
                date(**slide[end])
    for f in d.figures.values():
        days = f["as_of"] or f["said_on"]
        same(f["id"], f["id"] in slides, bool(days and days["from"]))
        if f["id"] in slides:
            words = " ".join(Tags(slides[f["id"]]["text"]["text"]).words.split())
            folded = "".join(c if c.isprintable() else " " for c in f["text"]).split()
            assert all(w in words for w in folded), (words, folded)
    for slide in [document["title"], *slides.values()]:
        for part in slide["text"].values():
            for tag, attrs in Tags(part).tags:
                assert tag in ("p", "br", "a") and all(k == "href" and v.startswith("http") for k, v in attrs), (tag, attrs)
    g = document["generated"]
    d.made_by("generated", g["version"], g["rules"], g["inputs_sha256"])


def check_ris(d):
    records = rispy.loads(d.read("ris"))
    same("records", sorted(r["id"] for r in records), sorted(d.reports))
    notes = {}
    for record in records:
        report = d.reports[record["id"]]
        same("version", record["name_of_database"], f"Recoupe {d.generated['version']}")
        same("rules", record["custom1"], f"rules {d.generated['rules']}")
        same("inputs", record["custom2"], f"inputs_sha256 {d.generated['inputs_sha256']}")
        same("text", record["custom3"], f"text_sha256 {report['text_sha256']}")
        notes |= {n.split(" ", 1)[0]: n for n in record.get("notes", [])}
    same("notes", sorted(notes), sorted(d.claims))
    for f in d.figures.values():
        place = notes[f["id"]].split("[", 1)[1].split("]", 1)[0].split(" ")[1]
        start, end = map(int, place.split("-"))
        same(f["id"], d.words(f["report"], start, end), f["text"])


def check_html(d):
    page = d.read("html")
    # `<` of every text is escaped, so that no report opens a tag.
    assert "<script>alert(1)</script>" not in page, "a report's script is in the page"
    assert d.generated["inputs_sha256"][:16] in page and d.generated["version"] in page


CHECKS = {
    "json": check_json,
    "jsonl": check_jsonl,
    "md": check_markdown,
    "csv": check_csv,
    "parquet": check_parquet,
    "anno.jsonld": check_annotations,
    "prov.jsonld": check_provenance,
    "claims.jsonld": check_schema_org,
    "stix.json": check_stix,
    "ftm.json": check_ftm,
    "graphml": check_graphml,
    "timeline.json": check_timeline,
    "ris": check_ris,
    "html": check_html,
}


def check(program, name, reports, language):
    """Exports, and reads back; how many formats failed."""
    with tempfile.TemporaryDirectory() as folder:
        files = [part for ending in ENDINGS for part in ("-o", f"{folder}/dossier.{ending}")]
        subprocess.run([program, "-q", "dossier", reports, "--lang", language, *files], check=True)
        dossier = Dossier(Path(folder))
        assert dossier.figures and dossier.statements, f"{name} has no claims"
        failed = 0
        for ending, of in CHECKS.items():
            try:
                of(dossier)
            except Exception as error:  # One format does not stop the others.
                failed += 1
                print(f"{name} {language} {ending}: {type(error).__name__}: {str(error)[:1000]}", file=sys.stderr)
    claims = f"{len(dossier.figures)} figures, {len(dossier.statements)} statements, {len(dossier.implied)} computed"
    print(f"{name} {language}: {len(CHECKS) - failed} of {len(CHECKS)} formats read back ({claims})")
    return failed


def check_ledger(program, reports):
    """The whole ledger as Parquet holds what it holds as CSV, and every passage is where it says."""
    with tempfile.TemporaryDirectory() as folder:
        at = ["--ledger", f"{folder}/l.recoupe"]
        subprocess.run([program, "-q", "add", reports, *at], check=True, stdout=subprocess.DEVNULL)
        for ending in ("csv", "parquet", "jsonl"):
            subprocess.run([program, "export", "--format", ending, "-o", f"{folder}/l.{ending}", *at], check=True)
        columns = pyarrow.parquet.read_table(f"{folder}/l.parquet").to_pylist()
        with open(f"{folder}/l.csv", newline="", encoding="utf-8") as file:
            rows = list(csv.DictReader(file))
        lines = [json.loads(line) for line in Path(f"{folder}/l.jsonl").read_text("utf-8").split("\n") if line]
        about = pyarrow.parquet.read_metadata(f"{folder}/l.parquet").metadata
    same("version", about[b"recoupe.version"].decode(), lines[0]["version"])
    same("rules", about[b"recoupe.rules"].decode(), lines[0]["rules"])
    figures = {line["id"]: line for line in lines if line["type"] == "figure"}
    same("rows", sorted(r["id"] for r in columns), sorted(figures))
    for typed, plain in zip(columns, rows, strict=True):
        for name, cell in plain.items():
            value = typed[name]
            same(name, None if cell == "" else type(value)(cell), value if value != "" else None)
        figure = figures[typed["id"]]
        same(typed["id"], (typed["lo"], typed["hi"], typed["start"], typed["end"]), (*bounds(figure), figure["start"], figure["end"]))
    print(f"ledger: {len(columns)} figures read back from columns")


def main():
    program, reports = sys.argv[1:]
    failed = sum(check(program, "reports", reports, language) for language in ("fr", "en"))
    with tempfile.TemporaryDirectory() as folder:
        hostile = Path(folder) / "]]><script>alert(1)</script>.txt".replace("/", "∕")
        hostile.write_bytes(HOSTILE.encode())
        failed += sum(check(program, "hostile", str(hostile), language) for language in ("fr", "en"))
    check_ledger(program, reports)
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
