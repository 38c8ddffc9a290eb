//! Children of each token, for walking down the syntax trees.

use recoupe_reading::Doc;

/// The children of every token of a document, in text order.
pub(crate) struct Tree {
    first: Vec<usize>,
    kids: Vec<usize>,
}

impl Tree {
    pub(crate) fn new(doc: &Doc) -> Self {
        let n = doc.tokens.len();
        let mut first = vec![0; n + 1];
        for (i, t) in doc.tokens.iter().enumerate() {
            if t.head != i && t.head < n {
                first[t.head + 1] += 1;
            }
        }
        for i in 0..n {
            first[i + 1] += first[i];
        }
        let mut at = first.clone();
        let mut kids = vec![0; first[n]];
        for (i, t) in doc.tokens.iter().enumerate() {
            if t.head != i && t.head < n {
                kids[at[t.head]] = i;
                at[t.head] += 1;
            }
        }
        Self { first, kids }
    }

    pub(crate) fn kids(&self, token: usize) -> &[usize] {
        match (self.first.get(token), self.first.get(token + 1)) {
            (Some(a), Some(b)) => &self.kids[*a..*b],
            _ => &[],
        }
    }

    /// The first child with one of these labels (a label also stands for its subtypes, `nsubj` for `nsubj:pass`).
    pub(crate) fn kid(&self, doc: &Doc, token: usize, labels: &[&str]) -> Option<usize> {
        self.kids(token).iter().copied().find(|k| {
            let dep = doc.tokens[*k].dep.as_str();
            labels.iter().any(|l| dep == *l || dep.split(':').next() == Some(l))
        })
    }
}

/// The tokens from `token` up to its root, at most 50.
pub(crate) fn ancestors(doc: &Doc, token: usize) -> impl Iterator<Item = usize> + '_ {
    let mut at = token;
    let mut steps = 0;
    std::iter::from_fn(move || {
        let head = doc.tokens.get(at)?.head;
        steps += 1;
        if head == at || steps > 50 || head >= doc.tokens.len() {
            return None;
        }
        at = head;
        Some(head)
    })
}
