-- Version 2: the fields that narrow a search stand in the full-text index beside the words, so that a rare field and a common word
-- meet in the index and not row by row. The program fills the new index after this script (`reindex`).

DROP TABLE claim_words;
CREATE VIRTUAL TABLE claim_words USING fts5 (
    words, stems, speaker, fields,
    content = '', contentless_delete = 1,
    tokenize = "unicode61 remove_diacritics 2"
);
