"""Annotate texts with Python spaCy: annotate.py PACKAGE < texts.jsonl > tokens.jsonl

A line in: {"text": ..., "starts": null or [byte offsets of sentence starts]}. A line out: the tokens, each a list of
start, end (bytes), space, pos, tag, morph, lemma, head, dep, sentence start, iob, entity type.
"""

import json
import sys

import spacy
from spacy.language import Language
from spacy.tokens import Doc

Doc.set_extension("starts", default=None)


def byte_offsets(text):
    offsets = [0]
    for character in text:
        offsets.append(offsets[-1] + len(character.encode("utf-8")))
    return offsets


@Language.component("given_starts")
def given_starts(doc):
    if doc._.starts is not None:
        offsets = byte_offsets(doc.text)
        starts = sorted(doc._.starts, reverse=True)
        for token in doc:
            # An offset inside a token counts for the next one.
            begins = token.i == 0
            while starts and starts[-1] <= offsets[token.idx]:
                starts.pop()
                begins = True
            token.is_sent_start = begins
    return doc


def main():
    nlp = spacy.load(sys.argv[1])
    nlp.add_pipe("given_starts", first=True)
    for line in sys.stdin:
        case = json.loads(line)
        doc = nlp.make_doc(case["text"])
        doc._.starts = case["starts"]
        doc = nlp(doc)
        offsets = byte_offsets(doc.text)
        rows = []
        for t in doc:
            rows.append(
                [
                    offsets[t.idx],
                    offsets[t.idx + len(t.text)],
                    bool(t.whitespace_),
                    t.pos_,
                    t.tag_,
                    str(t.morph),
                    t.lemma_,
                    t.head.i,
                    t.dep_,
                    bool(t.is_sent_start),
                    t.ent_iob_ or "O",
                    t.ent_type_,
                ]
            )
        print(json.dumps(rows, ensure_ascii=False))


main()
