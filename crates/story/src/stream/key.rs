//! Keys: what two reports can have in common, as numbers.

use serde::{Deserialize, Serialize};

/// What a report speaks of, in a form that reports in other words and languages share. The upper eight bits tell the class, the
/// others are a hash of the normal form (two forms that collide are one key: at a million different keys one pair in 140,000).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Key(pub u64);

/// What kind of thing a key stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum KeyClass {
    /// A word of a name.
    NameWord,
    /// A whole name of several words.
    Name,
    /// A city or a division of a state (GeoNames), or a region by its name.
    Place,
    /// A state.
    Country,
    /// A noun, verb or adjective.
    Term,
    /// A number with its unit or role.
    Figure,
    /// A calendar day that the text tells.
    Day,
}

impl KeyClass {
    /// All classes, in the order of their numbers.
    pub const ALL: [Self; 7] =
        [Self::NameWord, Self::Name, Self::Place, Self::Country, Self::Term, Self::Figure, Self::Day];
}

const CLASS_SHIFT: u32 = 56;

impl Key {
    /// The key of a normal form.
    pub fn new(class: KeyClass, form: &str) -> Self {
        let hash = mix(fnv(form.bytes()));
        Self((class as u64) << CLASS_SHIFT | hash >> 8)
    }

    /// What it stands for; a number that is no key counts as a term.
    pub fn class(self) -> KeyClass {
        usize::try_from(self.0 >> CLASS_SHIFT)
            .ok()
            .and_then(|n| KeyClass::ALL.get(n))
            .copied()
            .unwrap_or(KeyClass::Term)
    }
}

/// Something under which a report is filed to be found again: a key, alone or within a stretch of days.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Posting(pub u64);

impl Posting {
    /// The key at any time.
    pub fn any(key: Key) -> Self {
        Self(key.0)
    }

    /// The key within one stretch of days, counted by the caller.
    pub fn within(key: Key, stretch: i32) -> Self {
        Self(mix(key.0 ^ fnv(stretch.to_le_bytes().into_iter())))
    }
}

/// FNV-1a: small, the same over versions and machines.
fn fnv(bytes: impl Iterator<Item = u8>) -> u64 {
    bytes.fold(0xcbf2_9ce4_8422_2325, |h, b| (h ^ u64::from(b)).wrapping_mul(0x0100_0000_01b3))
}

/// The finalizer of MurmurHash3: every bit of the input reaches every bit of the output.
fn mix(mut h: u64) -> u64 {
    h = (h ^ h >> 33).wrapping_mul(0xff51_afd7_ed55_8ccd);
    h = (h ^ h >> 33).wrapping_mul(0xc4ce_b9fe_1a85_ec53);
    h ^ h >> 33
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_tells_its_class() {
        for class in KeyClass::ALL {
            assert_eq!(Key::new(class, "x").class(), class);
        }
        assert_ne!(Key::new(KeyClass::Term, "crue"), Key::new(KeyClass::NameWord, "crue"));
        assert_eq!(Key(u64::MAX).class(), KeyClass::Term);
    }

    #[test]
    fn postings_keep_stretches_apart() {
        let key = Key::new(KeyClass::Term, "crue");
        assert_ne!(Posting::within(key, 3), Posting::within(key, 4));
        assert_ne!(Posting::within(key, 3), Posting::any(key));
    }
}
