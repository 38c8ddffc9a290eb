//! Features as bytes, for a store: nine bytes a key.

use recoupe_reading::Lang;

use super::{Features, Key, VERSION, Weighted};

/// Why bytes are no features.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum FeaturesError {
    /// Made under other rules: to be read again from the text.
    #[error("features of version {0}, not {VERSION}")]
    Version(u16),
    /// Cut short or overlong.
    #[error("{0} bytes are no features")]
    Length(usize),
    /// The keys do not rise, or the language is none of ours.
    #[error("damaged features")]
    Damaged,
}

/// No day is known.
const NO_DAY: i32 = i32::MIN;
/// Version, language, day, number of keys.
const HEAD: usize = 2 + 1 + 4 + 2;
const EACH: usize = 8 + 1;

impl Features {
    /// The features as bytes, the same on every machine: little-endian version, language, day and number of keys, then the keys in
    /// rising order, then their weights.
    pub fn to_bytes(&self) -> Vec<u8> {
        let keys = &self.keys()[..self.keys().len().min(usize::from(u16::MAX))];
        let mut out = Vec::with_capacity(HEAD + keys.len() * EACH);
        out.extend(VERSION.to_le_bytes());
        out.push(match self.lang {
            Lang::Fr => 0,
            Lang::En => 1,
            Lang::Other => 2,
        });
        out.extend(self.day.unwrap_or(NO_DAY).to_le_bytes());
        out.extend((keys.len() as u16).to_le_bytes());
        keys.iter().for_each(|k| out.extend(k.key.0.to_le_bytes()));
        out.extend(keys.iter().map(|k| k.weight));
        out
    }

    /// Reads what [`Features::to_bytes`] wrote.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, FeaturesError> {
        let length = FeaturesError::Length(bytes.len());
        let (version, rest) = bytes.split_first_chunk().ok_or(length)?;
        let version = u16::from_le_bytes(*version);
        if version != VERSION {
            return Err(FeaturesError::Version(version));
        }
        let ([lang], rest) = rest.split_first_chunk().ok_or(length)?;
        let lang = match lang {
            0 => Lang::Fr,
            1 => Lang::En,
            2 => Lang::Other,
            _ => return Err(FeaturesError::Damaged),
        };
        let (day, rest) = rest.split_first_chunk().ok_or(length)?;
        let day = Some(i32::from_le_bytes(*day)).filter(|d| *d != NO_DAY);
        let (count, rest) = rest.split_first_chunk().ok_or(length)?;
        let count = usize::from(u16::from_le_bytes(*count));
        if rest.len() != count * EACH {
            return Err(length);
        }
        let (keys, weights) = rest.split_at(count * 8);
        let keys: Vec<Weighted> = keys
            .chunks_exact(8)
            .zip(weights)
            .filter_map(|(k, w)| Some(Weighted { key: Key(u64::from_le_bytes(k.try_into().ok()?)), weight: *w }))
            .collect();
        if keys.windows(2).any(|k| k[0].key >= k[1].key) {
            return Err(FeaturesError::Damaged);
        }
        Ok(Self::of_sorted(lang, day, keys))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn bytes_come_back(day in any::<Option<i16>>(), keys in prop::collection::btree_map(any::<u64>(), any::<u8>(), 0..40)) {
            let keys = keys.into_iter().map(|(k, weight)| Weighted { key: Key(k), weight });
            let features = Features::of_sorted(Lang::En, day.map(i32::from), keys.collect());
            prop_assert_eq!(Features::from_bytes(&features.to_bytes()), Ok(features));
        }

        #[test]
        fn no_bytes_panic(bytes in prop::collection::vec(any::<u8>(), 0..60)) {
            // The version in front, so that the rest is looked at too.
            let mut told = VERSION.to_le_bytes().to_vec();
            told.extend(bytes);
            if let Ok(features) = Features::from_bytes(&told) {
                prop_assert_eq!(features.to_bytes(), told);
            }
        }
    }

    #[test]
    fn another_version_is_told() {
        let mut bytes = Features::default().to_bytes();
        bytes[0] = bytes[0].wrapping_add(1);
        assert_eq!(Features::from_bytes(&bytes), Err(FeaturesError::Version(VERSION + 1)));
        assert_eq!(Features::from_bytes(&[]), Err(FeaturesError::Length(0)));
    }
}
