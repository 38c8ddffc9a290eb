use recoupe_pipeline::{Iob, Pos, Token};
use recoupe_reading::*;
use std::io::{BufRead, Write};
use std::process::*;
use std::sync::Mutex;
struct Py(Mutex<(ChildStdin, std::io::BufReader<ChildStdout>)>, &'static str);
fn pos(s: &str) -> Pos {
    match s {
        "ADJ" => Pos::Adj,
        "ADP" => Pos::Adp,
        "ADV" => Pos::Adv,
        "AUX" => Pos::Aux,
        "CONJ" => Pos::Conj,
        "CCONJ" => Pos::Cconj,
        "DET" => Pos::Det,
        "INTJ" => Pos::Intj,
        "NOUN" => Pos::Noun,
        "NUM" => Pos::Num,
        "PART" => Pos::Part,
        "PRON" => Pos::Pron,
        "PROPN" => Pos::Propn,
        "PUNCT" => Pos::Punct,
        "SCONJ" => Pos::Sconj,
        "SYM" => Pos::Sym,
        "VERB" => Pos::Verb,
        "X" => Pos::X,
        "SPACE" => Pos::Space,
        _ => Pos::None,
    }
}
impl Annotator for Py {
    fn annotate(&self, text: &str, starts: &[usize]) -> Vec<Token> {
        let mut g = self.0.lock().unwrap();
        let req = serde_json::json!({"text":text,"starts":starts,"lang":self.1});
        writeln!(g.0, "{req}").unwrap();
        g.0.flush().unwrap();
        let mut l = String::new();
        g.1.read_line(&mut l).unwrap();
        let v: Vec<serde_json::Value> = serde_json::from_str(&l).unwrap();
        v.iter()
            .map(|t| {
                let s = |i: usize| t[i].as_str().unwrap().to_owned();
                Token {
                    start: t[0].as_u64().unwrap() as usize,
                    end: t[1].as_u64().unwrap() as usize,
                    space_after: t[2].as_bool().unwrap(),
                    pos: pos(&s(3)),
                    tag: s(4).into(),
                    morph: s(5).into(),
                    lemma: s(6).into(),
                    head: t[7].as_u64().unwrap() as usize,
                    dep: s(8).into(),
                    sent_start: t[9].as_bool().unwrap(),
                    ent_type: s(10).into(),
                    ent_iob: match &*s(11) {
                        "B" => Iob::B,
                        "I" => Iob::I,
                        _ => Iob::O,
                    },
                }
            })
            .collect()
    }
}
fn py(lang: &'static str) -> Py {
    let mut c = Command::new("/work/tools/venv/bin/python")
        .arg("/tmp/annot.py")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    Py(Mutex::new((c.stdin.take().unwrap(), std::io::BufReader::new(c.stdout.take().unwrap()))), lang)
}
fn main() {
    let models = Models { fr: Some(Box::new(py("fr"))), en: Some(Box::new(py("en"))) };
    let args: Vec<String> = std::env::args().skip(1).collect();
    if args[0] == "--gold" {
        gold(&models, &args[1], &args[2..]);
        return;
    }
    for p in args {
        let text = std::fs::read_to_string(&p).unwrap();
        let mut doc = read_text(&text, None, &models);
        names::resolve(&mut doc);
        println!("== {p}");
        for s in &doc.sentences {
            println!("| {}", &doc.clean[s.clean.start..s.clean.end]);
            for (i, m) in doc.mentions.iter().enumerate() {
                if s.tokens.contains(&m.tokens.start) {
                    let e = m
                        .entity
                        .map(|e| {
                            let e = &doc.entities[e];
                            format!("{} [{:?} {}]", e.name, e.kind, e.country.as_deref().unwrap_or("-"))
                        })
                        .unwrap_or("?".into());
                    println!("      {i} {:?} «{}» -> {}", m.kind, doc.text_of_range(m.tokens.clone()), e);
                }
            }
        }
        for (i, e) in doc.entities.iter().enumerate() {
            println!(
                "  E{i} {:?} {} {} aliases {:?} x{}",
                e.kind,
                e.name,
                e.country.as_deref().unwrap_or("-"),
                e.aliases,
                e.mentions.len()
            );
        }
    }
}

fn gold(models: &Models, jsonl: &str, dirs: &[String]) {
    use std::collections::BTreeMap;
    let mut docs: BTreeMap<String, Doc> = BTreeMap::new();
    let (mut ok, mut text, mut bad, mut none, mut textbad) = (0, 0, 0, 0, 0);
    for l in std::fs::read_to_string(jsonl).unwrap().lines() {
        let v: serde_json::Value = serde_json::from_str(l).unwrap();
        let d = v["doc"].as_str().unwrap().to_owned();
        let Some(sp) = v["speaker"].as_str() else { continue };
        let Some(src) = v["source"].as_array().filter(|a| !a.is_empty()) else { continue };
        if !docs.contains_key(&d) {
            let t = dirs
                .iter()
                .flat_map(|dir| [format!("{dir}/{d}.txt"), format!("{dir}/{d}")])
                .find_map(|p| std::fs::read_to_string(p).ok());
            let Some(t) = t else {
                eprintln!("no {d}");
                continue;
            };
            docs.insert(d.clone(), read_text(&t, None, models));
        }
        let doc = &docs[&d];
        let (a, b) = (src[0][0].as_u64().unwrap() as usize, src[0][1].as_u64().unwrap() as usize);
        let s = doc.tokens.iter().position(|t| t.span.end > a);
        let e = doc.tokens.iter().rposition(|t| t.span.start < b);
        let (Some(s), Some(e)) = (s, e) else { continue };
        if e < s {
            continue;
        }
        let r = names::entity_at(doc, s..e + 1);
        let f = |x: &str| world::fold(x);
        let srctext = &doc.report.text[a..b];
        let needs = !f(srctext).contains(&f(sp));
        match r {
            None => {
                if needs {
                    none += 1;
                    println!("NONE {d} [{srctext}] want {sp}")
                } else {
                    text += 1
                }
            }
            Some(r) => {
                let en = &doc.entities[r.entity];
                let alts: Vec<String> = std::iter::once(&en.name).chain(&en.aliases).map(|x| f(x)).collect();
                let good = alts.iter().any(|x| *x == f(sp));
                let near = alts.iter().any(|x| f(sp).contains(x.as_str()) || x.contains(&f(sp)));
                if good {
                    ok += 1
                } else if near && !needs {
                    ok += 1;
                    println!("near {d} [{srctext}] want {sp} got {} {:?}", en.name, en.aliases)
                } else if needs {
                    bad += 1;
                    println!("BAD {d} [{srctext}] want {sp} got {} {:?}", en.name, en.aliases)
                } else {
                    textbad += 1;
                    println!("bad {d} [{srctext}] want {sp} got {} {:?}", en.name, en.aliases)
                }
            }
        }
    }
    println!("ok {ok} text-only {text} wrong-coref {bad} wrong-name {textbad} missing-coref {none}");
}
