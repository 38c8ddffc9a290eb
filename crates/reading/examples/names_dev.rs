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
    for p in std::env::args().skip(1) {
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
