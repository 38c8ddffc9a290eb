//! Converts a spaCy model folder into an image: repacks the weights and multiplies out what does not depend on the text.

use std::{fs, path::Path};

use rmpv::Value;
use serde_json::Value as Json;

use crate::{
    LoadError,
    hash::{murmur64a, string_id},
    image::{HashTable, ImageBuilder, StringTable},
    pack,
    recipe::{
        Action, Attr, Column, LemmatizerRecipe, Piece, Recipe, Rule, TaggerRecipe, Tok2VecRecipe, TokenizerRecipe,
    },
    thinc::{self, Array, Layers},
    tokenizer::Tokenizer,
};

/// Width of all layers of the models that we run.
pub(crate) const WIDTH: usize = 96;
/// Maxout pieces of the token encoders.
pub(crate) const PIECES: usize = 3;
/// Hidden width of the transition models.
pub(crate) const HIDDEN: usize = 64;
/// Maxout pieces of the transition models.
pub(crate) const STATE_PIECES: usize = 2;

/// Lower-case names of the parts of speech, for the lemmatizer's tables.
const POS_NAMES: [&str; 19] = [
    "adj", "adp", "adv", "aux", "conj", "cconj", "det", "intj", "noun", "num", "part", "pron", "propn", "punct",
    "sconj", "sym", "verb", "x", "space",
];

/// Reads the model in `dir` (the folder with `config.cfg` and `meta.json`) and gives the bytes of an image.
pub(crate) fn convert(dir: &Path, fingerprint: u64) -> Result<Vec<u8>, LoadError> {
    let mut builder = ImageBuilder::default();
    let meta = read_json(&dir.join("meta.json"))?;
    let lang = meta["lang"].as_str().unwrap_or_default().to_owned();
    let vectors = read_vectors(dir)?;
    let recipe = Recipe {
        lang,
        tokenizer: tokenizer(&dir.join("tokenizer"))?,
        tok2vec: tok2vec(&mut builder, "tok2vec", &dir.join("tok2vec/model"), vectors.as_ref())?,
        ner_tok2vec: tok2vec(&mut builder, "ner", &dir.join("ner/model"), vectors.as_ref())?,
        tagger: tagger(&mut builder, dir)?,
        parser_moves: transitions(&mut builder, dir, "parser", 8)?,
        ner_moves: transitions(&mut builder, dir, "ner", 3)?,
        ruler: ruler(&dir.join("attribute_ruler/patterns"))?,
        lemmatizer: lemmatizer(&mut builder, &dir.join("lemmatizer/lookups/lookups.bin"))?,
    };
    key_rows(&mut builder, &dir.join("vocab/key2row"), vectors.as_ref())?;
    norms(&mut builder, &dir.join("vocab/lookups.bin"))?;
    let json = serde_json::to_vec(&recipe).map_err(|_| LoadError::format(dir, "cannot be described"))?;
    builder.add("recipe", &json);
    Ok(builder.finish(fingerprint))
}

fn read_json(path: &Path) -> Result<Json, LoadError> {
    let bytes = fs::read(path).map_err(|source| LoadError::Io { path: path.into(), source })?;
    serde_json::from_slice(&bytes).map_err(|_| LoadError::format(path, "is not JSON"))
}

/// A msgpack value as JSON, for the parts that serde can then read.
fn to_json(value: &Value) -> Option<Json> {
    Some(match value {
        Value::Nil => Json::Null,
        Value::Boolean(b) => Json::Bool(*b),
        Value::Integer(n) => Json::from(n.as_u64()?),
        Value::String(text) => Json::from(text.as_str()?),
        Value::Array(items) => Json::Array(items.iter().map(to_json).collect::<Option<_>>()?),
        Value::Map(entries) => Json::Object(
            entries.iter().map(|(k, v)| Some((k.as_str()?.to_owned(), to_json(v)?))).collect::<Option<_>>()?,
        ),
        _ => return None,
    })
}

fn read_vectors(dir: &Path) -> Result<Option<Array>, LoadError> {
    let path = dir.join("vocab/vectors");
    let bytes = fs::read(&path).map_err(|source| LoadError::Io { path: path.clone(), source })?;
    let array = Array::read_npy(&bytes).ok_or_else(|| LoadError::format(&path, "is not a numpy matrix of f32"))?;
    match array.shape[..] {
        [0, _] => Ok(None),
        [_, width] if width > 0 => Ok(Some(array)),
        _ => Err(LoadError::format(&path, "is not a matrix")),
    }
}

fn tokenizer(path: &Path) -> Result<TokenizerRecipe, LoadError> {
    let file = thinc::read_msgpack(path)?;
    let text = |key: &str| thinc::get(&file, key).and_then(Value::as_str).map(str::to_owned);
    let fault = || LoadError::format(path, "lacks a tokenizer pattern");
    let exceptions = thinc::get(&file, "exceptions").and_then(Value::as_map).ok_or_else(fault)?;
    let piece = |value: &Value| {
        let orth = thinc::get_id(value, 65)?.as_str()?.to_owned();
        Some(Piece { orth, norm: thinc::get_id(value, 67).and_then(Value::as_str).map(str::to_owned) })
    };
    let exceptions = exceptions
        .iter()
        .map(|(key, pieces)| {
            Some((key.as_str()?.to_owned(), pieces.as_array()?.iter().map(piece).collect::<Option<_>>()?))
        })
        .collect::<Option<_>>()
        .ok_or_else(fault)?;
    let mut recipe = TokenizerRecipe {
        prefix: text("prefix_search").ok_or_else(fault)?,
        suffix: text("suffix_search").ok_or_else(fault)?,
        infix: text("infix_finditer").ok_or_else(fault)?,
        // Python's \w takes other numbers (², ③) and leaves combining marks out.
        url: text("url_match").ok_or_else(fault)?.replace(r"[\w", r"[\p{L}\p{N}_"),
        token_match: text("token_match").map(|source| factor(&source)),
        exceptions,
        special: Vec::new(),
    };
    recipe.special = Tokenizer::new(&recipe)?.special_sequences(&recipe);
    Ok(recipe)
}

/// Shortens a pattern of the form `(?iu)(?:^A$)|(?:^B$)|…`, where many alternatives end in the same huge character
/// classes (the French one has 1.45 MB), by putting alternatives with the same ending together.
fn factor(source: &str) -> String {
    let Some(body) = source.strip_prefix("(?iu)(?:^").and_then(|rest| rest.strip_suffix("$)")) else {
        return source.to_owned();
    };
    let mut by_tail: Vec<(&str, Vec<&str>)> = Vec::new();
    for alternative in body.split("$)|(?:^") {
        let (head, tail) = alternative.split_at(huge_class(alternative).unwrap_or(0));
        match by_tail.iter_mut().find(|(known, _)| *known == tail) {
            Some((_, heads)) => heads.push(head),
            None => by_tail.push((tail, vec![head])),
        }
    }
    // Alternatives that begin with a huge class differ in the middle: `[A]+-la-…`, `[A]+-en-…`.
    let (middles, ends): (Vec<_>, Vec<_>) = by_tail.into_iter().partition(|(_, heads)| heads == &[""]);
    let mut parts: Vec<String> = ends.iter().map(|(tail, heads)| format!("(?:{}){tail}", heads.join("|"))).collect();
    let mut by_class: Vec<(&str, &str, Vec<&str>)> = Vec::new();
    for (alternative, _) in middles {
        let split = class_end(alternative).and_then(|end| {
            let end = end + usize::from(alternative[end..].starts_with('+'));
            let last = end + huge_class(&alternative[end..])?;
            Some((&alternative[..end], &alternative[end..last], &alternative[last..]))
        });
        let Some((first, middle, last)) = split else {
            parts.push(alternative.to_owned());
            continue;
        };
        match by_class.iter_mut().find(|(f, l, _)| *f == first && *l == last) {
            Some((_, _, all)) => all.push(middle),
            None => by_class.push((first, last, vec![middle])),
        }
    }
    parts.extend(by_class.iter().map(|(first, last, all)| format!("{first}(?:{}){last}", all.join("|"))));
    format!("(?iu)^(?:{})$", parts.join("|"))
}

/// Where the first character class longer than 60 bytes begins.
fn huge_class(pattern: &str) -> Option<usize> {
    let mut from = 0;
    while let Some(at) = pattern[from..].find('[').map(|at| from + at) {
        let end = at + class_end(&pattern[at..])?;
        if end - at > 60 {
            return Some(at);
        }
        from = end;
    }
    None
}

/// Where the character class at the start ends.
fn class_end(pattern: &str) -> Option<usize> {
    pattern.find(']').map(|at| at + 1)
}

fn tok2vec(
    builder: &mut ImageBuilder,
    name: &str,
    path: &Path,
    vectors: Option<&Array>,
) -> Result<Tok2VecRecipe, LoadError> {
    let layers = Layers::read(path)?;
    let fault = |what: &'static str| LoadError::format(path, what);
    let attrs = layers.attr("extract_features", 0, "columns").ok_or_else(|| fault("has no feature columns"))?;
    let attrs: Vec<Attr> = to_json(&attrs)
        .and_then(|json| serde_json::from_value(json).ok())
        .ok_or_else(|| fault("has unknown feature columns"))?;
    let static_width = if vectors.is_some() { WIDTH } else { 0 };
    let inputs = attrs.len() * WIDTH + static_width;

    let param = |layer: &str, nth: usize, what: &str, shape: &[usize]| {
        layers.param(layer, nth, what).filter(|a| a.shape == shape).ok_or_else(|| fault("has a layer of another shape"))
    };
    let mixer = param("maxout", 0, "W", &[WIDTH, PIECES, inputs])?;
    let mixer = pack::pieces_first(&mixer.data, WIDTH, PIECES, inputs);
    let mixer_bias = param("maxout", 0, "b", &[WIDTH, PIECES])?;
    builder.add(format!("{name}.mixer.bias"), &pack::pieces_first(&mixer_bias.data, WIDTH, PIECES, 1));

    // The mixer is linear before its maximum: multiply the tables by its columns once.
    let mut table = Vec::new();
    let mut columns = Vec::new();
    for (nth, &attr) in attrs.iter().enumerate() {
        let seed = layers.attr("hashembed", nth, "seed").and_then(|v| v.as_u64()).and_then(|v| u32::try_from(v).ok());
        let embed = layers.param("hashembed", nth, "E").filter(|e| e.shape.get(1) == Some(&WIDTH));
        let (Some(seed), Some(embed)) = (seed, embed) else { return Err(fault("lacks an embedding table")) };
        let rows = embed.shape[0];
        let slice = pack::columns(&mixer, inputs, nth * WIDTH, WIDTH);
        table.extend(pack::multiply_transposed(&embed.data, &slice, WIDTH));
        columns.push(Column { attr, seed, rows: rows as u32 });
    }
    builder.add(format!("{name}.table"), &table);
    if let Some(vectors) = vectors {
        let length = vectors.shape[1];
        let project = param("static_vectors", 0, "W", &[WIDTH, length])?;
        let slice = pack::columns(&mixer, inputs, attrs.len() * WIDTH, WIDTH);
        let narrow = pack::multiply_transposed(&vectors.data, &project.data, length);
        builder.add(format!("{name}.vectors"), &pack::multiply_transposed(&narrow, &slice, WIDTH));
    }

    let depth = layers.count("maxout").checked_sub(1).filter(|&n| n > 0).ok_or_else(|| fault("has no encoder"))?;
    for layer in 0..depth {
        let weights = param("maxout", layer + 1, "W", &[WIDTH, PIECES, 3 * WIDTH])?;
        let bias = param("maxout", layer + 1, "b", &[WIDTH, PIECES])?;
        let weights = pack::pieces_first(&weights.data, WIDTH, PIECES, 3 * WIDTH);
        let packed = if layer == 0 { pack::taps(&weights) } else { pack::convolution(&weights) };
        builder.add(format!("{name}.conv{layer}"), &packed);
        builder.add(format!("{name}.conv{layer}.bias"), &pack::pieces_first(&bias.data, WIDTH, PIECES, 1));
    }
    for layer in 0..=depth {
        let mut scale = param("layernorm", layer, "G", &[WIDTH])?.data;
        scale.extend(param("layernorm", layer, "b", &[WIDTH])?.data);
        builder.add(format!("{name}.norm{layer}"), &scale);
    }
    Ok(Tok2VecRecipe { columns, depth })
}

fn tagger(builder: &mut ImageBuilder, dir: &Path) -> Result<TaggerRecipe, LoadError> {
    let component = if dir.join("morphologizer/model").exists() { "morphologizer" } else { "tagger" };
    let path = dir.join(component).join("cfg");
    let cfg = read_json(&path)?;
    let fault = || LoadError::format(&path, "has no labels");
    let recipe = if component == "morphologizer" {
        let (morphs, pos) = (cfg["labels_morph"].as_object(), cfg["labels_pos"].as_object());
        let (Some(morphs), Some(pos)) = (morphs, pos) else { return Err(fault()) };
        let label = |(key, morph): (&String, &Json)| Some((pos.get(key)?.as_u64()?, normal_morph(morph.as_str()?)));
        TaggerRecipe::Morphologizer(morphs.iter().map(label).collect::<Option<_>>().ok_or_else(fault)?)
    } else {
        TaggerRecipe::Tagger(serde_json::from_value(cfg["labels"].clone()).map_err(|_| fault())?)
    };
    let classes = match &recipe {
        TaggerRecipe::Morphologizer(labels) => labels.len(),
        TaggerRecipe::Tagger(labels) => labels.len(),
    };
    let path = dir.join(component).join("model");
    let layers = Layers::read(&path)?;
    add_linear(builder, "tagger", &layers, "softmax", 0, [classes, WIDTH])
        .ok_or_else(|| LoadError::format(&path, "has a layer of another shape"))?;
    Ok(recipe)
}

/// Normal form of morphological features: features sorted, values sorted, `_` empty.
pub(crate) fn normal_morph(text: &str) -> String {
    if text.is_empty() || text == "_" {
        return String::new();
    }
    let mut features: Vec<String> = text
        .split('|')
        .map(|feature| match feature.split_once('=') {
            Some((name, values)) => {
                let mut values: Vec<&str> = values.split(',').collect();
                values.sort_unstable();
                format!("{name}={}", values.join(","))
            }
            None => feature.to_owned(),
        })
        .collect();
    features.sort_unstable();
    features.join("|")
}

fn add_linear(
    builder: &mut ImageBuilder,
    name: &str,
    layers: &Layers,
    layer: &str,
    nth: usize,
    [outputs, inputs]: [usize; 2],
) -> Option<()> {
    let weights = layers.param(layer, nth, "W").filter(|w| w.shape == [outputs, inputs])?;
    let bias = layers.param(layer, nth, "b").filter(|b| b.shape == [outputs])?;
    builder.add(name, &pack::matrix(&weights.data, outputs, inputs));
    builder.add(format!("{name}.bias"), &pack::padded(&bias.data));
    Some(())
}

fn transitions(
    builder: &mut ImageBuilder,
    dir: &Path,
    name: &str,
    features: usize,
) -> Result<Vec<(Action, String)>, LoadError> {
    let path = dir.join(name).join("moves");
    let moves = moves(&path, name == "ner")?;
    let path = dir.join(name).join("model");
    let layers = Layers::read(&path)?;
    let fault = || LoadError::format(&path, "has a layer of another shape");
    add_linear(builder, &format!("{name}.upper"), &layers, "linear", 0, [moves.len(), HIDDEN]).ok_or_else(fault)?;
    add_linear(builder, &format!("{name}.project"), &layers, "linear", 1, [HIDDEN, WIDTH]).ok_or_else(fault)?;
    let param = |what: &str, shape: &[usize]| {
        layers.param("precomputable_affine", 0, what).filter(|a| a.shape == shape).ok_or_else(fault)
    };
    let weights = param("W", &[features, HIDDEN, STATE_PIECES, HIDDEN])?.data;
    let bias = param("b", &[HIDDEN, STATE_PIECES])?.data;
    let pad = param("pad", &[1, features, HIDDEN, STATE_PIECES])?.data;
    let per_feature = HIDDEN * STATE_PIECES;
    let by_feature = |data: &[f32], inner: usize| -> Vec<f32> {
        data.chunks(per_feature * inner)
            .flat_map(|block| pack::pieces_first(block, HIDDEN, STATE_PIECES, inner))
            .collect()
    };
    let weights = by_feature(&weights, HIDDEN);
    builder.add(format!("{name}.lower"), &pack::matrix(&weights, features * per_feature, HIDDEN));
    builder.add(format!("{name}.lower.pad"), &by_feature(&pad, 1));
    builder.add(format!("{name}.lower.bias"), &by_feature(&bias, 1));
    Ok(moves)
}

/// The classes in the order of the output layer: actions by number, labels by falling frequency, then falling name.
fn moves(path: &Path, entities: bool) -> Result<Vec<(Action, String)>, LoadError> {
    use Action::{Begin, Break, In, Last, Left, Missing, Out, Reduce, Right, Shift, Unit};
    let fault = || LoadError::format(path, "is not a list of moves");
    let file = thinc::read_msgpack(path)?;
    let json = thinc::get(&file, "moves").and_then(Value::as_str).ok_or_else(fault)?;
    let json: Json = serde_json::from_str(json).map_err(|_| fault())?;
    let actions: &[Action] =
        if entities { &[Missing, Begin, In, Last, Unit, Out] } else { &[Shift, Reduce, Left, Right, Break] };
    let mut moves = Vec::new();
    for (number, &action) in actions.iter().enumerate() {
        let Some(labels) = json.get(number.to_string()).and_then(Json::as_object) else { continue };
        let mut labels: Vec<(i64, &str)> = labels
            .iter()
            .map(|(label, n)| Some((n.as_i64()?, label.as_str())))
            .collect::<Option<_>>()
            .ok_or_else(fault)?;
        if labels.iter().any(|&(n, _)| n < 0) {
            return Err(fault());
        }
        labels.sort_unstable_by(|a, b| b.cmp(a));
        moves.extend(labels.into_iter().map(|(_, label)| (action, label.to_owned())));
    }
    if moves.is_empty() { Err(fault()) } else { Ok(moves) }
}

fn ruler(path: &Path) -> Result<Vec<Rule>, LoadError> {
    let file = thinc::read_msgpack(path)?;
    let mut rules: Vec<Rule> = to_json(&file)
        .and_then(|json| serde_json::from_value(json).ok())
        .ok_or_else(|| LoadError::format(path, "has rules of an unknown form"))?;
    for rule in &mut rules {
        rule.attrs.morph = rule.attrs.morph.as_deref().map(normal_morph);
    }
    Ok(rules)
}

fn lemmatizer(builder: &mut ImageBuilder, path: &Path) -> Result<LemmatizerRecipe, LoadError> {
    let file = thinc::read_msgpack(path)?;
    let mut recipe = LemmatizerRecipe { rules: Vec::new(), exceptions: Vec::new(), index: Vec::new() };
    if let Some(lookup) = thinc::get(&file, "lemma_lookup").and_then(Value::as_map) {
        let entries = lookup.iter().filter_map(|(k, v)| Some((k.as_u64()?, v.as_array()?.first()?.as_str()?)));
        StringTable::build(builder, "lemma.lookup", entries);
    }
    for pos in POS_NAMES {
        let table = |name: &str| thinc::get_id(thinc::get(&file, name)?, string_id(pos));
        if let Some(rules) = table("lemma_rules").and_then(to_json) {
            let rules = serde_json::from_value(rules).map_err(|_| LoadError::format(path, "has unknown rules"))?;
            recipe.rules.push((pos.to_owned(), rules));
        }
        if let Some(forms) = table("lemma_index").and_then(Value::as_array) {
            let entries = forms.iter().filter_map(|form| Some((form_key(form.as_str()?), 1))).collect();
            HashTable::build(builder, &format!("lemma.index.{pos}"), entries);
            recipe.index.push(pos.to_owned());
        }
        if let Some(forms) = table("lemma_exc").and_then(Value::as_map) {
            let entries: Vec<(u64, String)> = forms
                .iter()
                .filter_map(|(form, lemmas)| {
                    let lemmas: Vec<&str> = lemmas.as_array()?.iter().map(Value::as_str).collect::<Option<_>>()?;
                    Some((form_key(form.as_str()?), lemmas.join("\t")))
                })
                .collect();
            let entries = entries.iter().map(|(key, lemmas)| (*key, lemmas.as_str()));
            StringTable::build(builder, &format!("lemma.exc.{pos}"), entries);
            recipe.exceptions.push(pos.to_owned());
        }
    }
    Ok(recipe)
}

/// The key of a form in our own lemma tables.
pub(crate) fn form_key(form: &str) -> u64 {
    murmur64a(form.as_bytes(), 1)
}

fn key_rows(builder: &mut ImageBuilder, path: &Path, vectors: Option<&Array>) -> Result<(), LoadError> {
    let Some(vectors) = vectors else { return Ok(()) };
    let file = thinc::read_msgpack(path)?;
    let fault = || LoadError::format(path, "is not a map from keys to rows");
    let entries = file.as_map().ok_or_else(fault)?;
    let entries: Vec<(u64, u32)> = entries
        .iter()
        .filter_map(|(key, row)| Some((key.as_u64()?, row.as_u64()?)))
        .filter(|&(_, row)| row < vectors.shape[0] as u64)
        .map(|(key, row)| (key, row as u32))
        .collect();
    HashTable::build(builder, "keys", entries);
    Ok(())
}

fn norms(builder: &mut ImageBuilder, path: &Path) -> Result<(), LoadError> {
    let file = thinc::read_msgpack(path)?;
    let Some(norms) = thinc::get(&file, "lexeme_norm").and_then(Value::as_map) else { return Ok(()) };
    let entries = norms.iter().filter_map(|(key, norm)| Some((key.as_u64()?, norm.as_str()?)));
    StringTable::build(builder, "norms", entries);
    Ok(())
}
