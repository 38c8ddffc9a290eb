//! String ids and feature hashes, bit for bit those of spaCy and thinc.

use std::sync::OnceLock;

use rustc_hash::FxHashMap;

/// spaCy's table of reserved names (`spacy.symbols`): these strings have small numbers instead of hashes, wherever they
/// occur (French "aux" is 405).
static SYMBOLS: &str = include_str!("../data/symbols.tsv");

fn symbols() -> &'static FxHashMap<&'static str, u64> {
    static TABLE: OnceLock<FxHashMap<&'static str, u64>> = OnceLock::new();
    TABLE.get_or_init(|| {
        SYMBOLS
            .lines()
            .filter_map(|line| {
                let (name, number) = line.rsplit_once('\t')?;
                Some((name, number.parse().ok()?))
            })
            .collect()
    })
}

/// The id of a string in spaCy's `StringStore`: its symbol number, or MurmurHash64A with seed 1.
pub(crate) fn string_id(text: &str) -> u64 {
    if text.is_empty() {
        return 0;
    }
    match symbols().get(text) {
        Some(&number) => number,
        None => murmur64a(text.as_bytes(), 1),
    }
}

/// MurmurHash64A (Austin Appleby's 64-bit MurmurHash2 for 64-bit machines).
pub(crate) fn murmur64a(bytes: &[u8], seed: u64) -> u64 {
    const M: u64 = 0xc6a4_a793_5bd1_e995;
    const R: u32 = 47;
    let mut h = seed ^ (bytes.len() as u64).wrapping_mul(M);
    let (blocks, tail) = bytes.as_chunks::<8>();
    for block in blocks {
        let mut k = u64::from_le_bytes(*block).wrapping_mul(M);
        k ^= k >> R;
        h = (h ^ k.wrapping_mul(M)).wrapping_mul(M);
    }
    if !tail.is_empty() {
        for (i, &byte) in tail.iter().enumerate() {
            h ^= u64::from(byte) << (8 * i);
        }
        h = h.wrapping_mul(M);
    }
    h ^= h >> R;
    h = h.wrapping_mul(M);
    h ^ (h >> R)
}

/// The four row numbers (before the modulus) of a feature in a hashed embedding table.
///
/// thinc calls the function `MurmurHash3_x86_128_uint64`; what it computes is MurmurHash3_x64_128 of the eight key bytes.
pub(crate) fn feature_hashes(key: u64, seed: u32) -> [u32; 4] {
    let seed = u64::from(seed);
    let mut h1 = key.wrapping_mul(0x87c3_7b91_1142_53d5).rotate_left(31).wrapping_mul(0x4cf5_ad43_2745_937f);
    h1 ^= seed ^ 8;
    let mut h2 = seed ^ 8;
    h1 = h1.wrapping_add(h2);
    h2 = h2.wrapping_add(h1);
    h1 = fmix64(h1);
    h2 = fmix64(h2);
    h1 = h1.wrapping_add(h2);
    h2 = h2.wrapping_add(h1);
    [h1 as u32, (h1 >> 32) as u32, h2 as u32, (h2 >> 32) as u32]
}

fn fmix64(mut h: u64) -> u64 {
    h ^= h >> 33;
    h = h.wrapping_mul(0xff51_afd7_ed55_8ccd);
    h ^= h >> 33;
    h = h.wrapping_mul(0xc4ce_b9fe_1a85_ec53);
    h ^ (h >> 33)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn string_ids_are_those_of_spacy() {
        for (text, id) in [
            ("", 0),
            ("le", 13361843836202591494),
            ("déclaré", 4645156066144756341),
            ("l'", 11055277117081255759),
            ("Corée", 253835346486576929),
            ("\n", 962983613142996970),
            ("’", 9283054155332335931),
            ("case", 8110129090154140942),
            ("aux", 405),
            ("X", 101),
            ("det", 415),
            ("mark", 423),
            ("NUM", 93),
            ("LAW", 390),
            ("PERSON", 380),
        ] {
            assert_eq!(string_id(text), id, "{text:?}");
        }
    }

    #[test]
    fn feature_hashes_are_those_of_thinc() {
        assert_eq!(feature_hashes(13361843836202591494, 8), [636765490, 476316241, 3102631883, 714474361]);
        assert_eq!(feature_hashes(405, 8), [2721509910, 348502094, 4082264865, 522753141]);
        assert_eq!(feature_hashes(1, 12), [2938686206, 2291508213, 2246688320, 3554967022]);
        assert_eq!(feature_hashes(0, 13), [1041741114, 1039425791, 1457952615, 394743738]);
    }
}
