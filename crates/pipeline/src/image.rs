//! The converted model: one file of named sections that is mapped into memory and read in place.
//!
//! Layout (little endian): a header of [`HEADER`] bytes (magic, format version, fingerprint of the model files, length of
//! the directory, length of all that follows the header, XXH3-64 hash of it and of the header's fields), the directory (JSON: name → offset, length),
//! then the sections, each at a multiple of 64 bytes.
//!
//! Nothing in the file is trusted before the length and the hash agree; every section is bounds-checked when the
//! directory is read and every view checks its element size, so that a damaged file can only give an error.

use std::{collections::BTreeMap, fs::File, marker::PhantomData, ops::Deref, path::Path, sync::Arc};

use bytemuck::Pod;
use memmap2::Mmap;
use xxhash_rust::xxh3::{xxh3_64, xxh3_64_with_seed};

/// Raised whenever the conversion or the layout of a section changes: older files are then rebuilt.
pub(crate) const FORMAT: u32 = 3;

const MAGIC: [u8; 8] = *b"RECOUPEM";
const HEADER: usize = 64;
const ALIGN: usize = 64;

/// Why an image cannot be used.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ImageError {
    /// The file cannot be read.
    #[error("cannot read: {0}")]
    Io(#[from] std::io::Error),
    /// Too short, wrong magic, wrong hash.
    #[error("damaged: {0}")]
    Damaged(&'static str),
    /// Written by another version or from other model files.
    #[error("out of date: {0}")]
    Outdated(&'static str),
    /// A section that the program needs is absent or has the wrong size.
    #[error("section {0} is absent or has the wrong size")]
    Section(String),
}

/// Bytes of the header that the checksum covers; it follows them.
const HASHED: usize = 40;

/// Hash of the body, seeded with that of the header's fields.
fn checksum(header: &[u8], body: &[u8]) -> u64 {
    xxh3_64_with_seed(body, xxh3_64(&header[..HASHED]))
}

/// A converted model in memory.
#[derive(Debug)]
pub(crate) struct Image {
    bytes: Bytes,
    sections: BTreeMap<String, (usize, usize)>,
}

#[derive(Debug)]
enum Bytes {
    Mapped(Mmap),
    /// Eight-byte aligned, so that views of numbers are aligned; the length in bytes follows.
    Owned(Vec<u64>, usize),
}

impl Bytes {
    fn as_slice(&self) -> &[u8] {
        match self {
            Bytes::Mapped(map) => map,
            Bytes::Owned(words, len) => &bytemuck::cast_slice(words)[..*len],
        }
    }
}

impl Image {
    /// Maps a file and checks it against the fingerprint of the model files that it should come from.
    pub(crate) fn open(path: &Path, fingerprint: u64) -> Result<Image, ImageError> {
        let file = File::open(path)?;
        // SAFETY: the map is read-only and private to this process. The file is written once under a temporary name and
        // renamed into place, never edited, so that its bytes do not change while it is mapped; that is the rule of the
        // model folder, and a truncation by somebody else is outside of what a map can guard against.
        let map = unsafe { Mmap::map(&file)? };
        Image::check(Bytes::Mapped(map), fingerprint)
    }

    /// Takes an image that was just built, for when it cannot be written to disk.
    pub(crate) fn from_bytes(bytes: &[u8], fingerprint: u64) -> Result<Image, ImageError> {
        let mut words = vec![0u64; bytes.len().div_ceil(8)];
        bytemuck::cast_slice_mut(&mut words)[..bytes.len()].copy_from_slice(bytes);
        Image::check(Bytes::Owned(words, bytes.len()), fingerprint)
    }

    fn check(bytes: Bytes, fingerprint: u64) -> Result<Image, ImageError> {
        let all = bytes.as_slice();
        let Some((header, body)) = all.split_at_checked(HEADER) else { return Err(ImageError::Damaged("too short")) };
        if header[..8] != MAGIC {
            return Err(ImageError::Damaged("not a converted model"));
        }
        let word = |at: usize| u64::from_le_bytes(std::array::from_fn(|i| header[at + i]));
        if word(8) != u64::from(FORMAT) {
            return Err(ImageError::Outdated("written by another version of the program"));
        }
        if word(16) != fingerprint {
            return Err(ImageError::Outdated("made from other model files"));
        }
        if word(32) != body.len() as u64 {
            return Err(ImageError::Damaged("wrong length"));
        }
        if word(40) != checksum(header, body) {
            return Err(ImageError::Damaged("wrong checksum"));
        }
        let directory = usize::try_from(word(24)).ok().and_then(|len| body.get(..len));
        let sections: BTreeMap<String, (usize, usize)> = directory
            .and_then(|json| serde_json::from_slice(json).ok())
            .ok_or(ImageError::Damaged("unreadable directory"))?;
        if sections.values().any(|&(at, len)| at.checked_add(len).is_none_or(|end| end > all.len())) {
            return Err(ImageError::Damaged("a section outside of the file"));
        }
        Ok(Image { bytes, sections })
    }

    /// A section as numbers, of exactly `len` elements.
    pub(crate) fn view<T: Pod>(self: &Arc<Image>, name: &str, len: usize) -> Result<View<T>, ImageError> {
        let view = self.view_any(name)?;
        if view.len() == len { Ok(view) } else { Err(ImageError::Section(name.into())) }
    }

    /// A section as numbers, of any length.
    pub(crate) fn view_any<T: Pod>(self: &Arc<Image>, name: &str) -> Result<View<T>, ImageError> {
        let fault = || ImageError::Section(name.into());
        let &(at, len) = self.sections.get(name).ok_or_else(fault)?;
        let bytes = self.bytes.as_slice().get(at..).and_then(|rest| rest.get(..len)).ok_or_else(fault)?;
        bytemuck::try_cast_slice::<u8, T>(bytes).map_err(|_| fault())?;
        Ok(View { image: Arc::clone(self), at, len, element: PhantomData })
    }

    /// Whether there is such a section.
    pub(crate) fn has(&self, name: &str) -> bool {
        self.sections.contains_key(name)
    }
}

/// A section as a slice of numbers; keeps the image alive.
#[derive(Debug, Clone)]
pub(crate) struct View<T> {
    image: Arc<Image>,
    at: usize,
    len: usize,
    element: PhantomData<T>,
}

impl<T: Pod> Deref for View<T> {
    type Target = [T];

    fn deref(&self) -> &[T] {
        bytemuck::cast_slice(&self.image.bytes.as_slice()[self.at..self.at + self.len])
    }
}

/// Collects sections and writes the image.
#[derive(Default)]
pub(crate) struct ImageBuilder {
    sections: Vec<(String, Vec<u8>)>,
}

impl ImageBuilder {
    /// Adds a section of numbers.
    pub(crate) fn add<T: Pod>(&mut self, name: impl Into<String>, numbers: &[T]) {
        self.sections.push((name.into(), bytemuck::cast_slice(numbers).to_vec()));
    }

    /// The whole file.
    pub(crate) fn finish(self, fingerprint: u64) -> Vec<u8> {
        // The directory's length depends on the offsets in it, and they on its length: reserve a multiple of `ALIGN`
        // that is long enough for any offsets and pad the JSON with spaces.
        let names: usize = self.sections.iter().map(|(name, _)| name.len() + 64).sum();
        let reserved = (names + 2).next_multiple_of(ALIGN);
        let mut at = HEADER + reserved;
        let mut directory = BTreeMap::new();
        for (name, bytes) in &self.sections {
            directory.insert(name.as_str(), (at, bytes.len()));
            at = (at + bytes.len()).next_multiple_of(ALIGN);
        }
        let mut file = vec![0; HEADER];
        file.reserve(at);
        file.extend(serde_json::to_vec(&directory).unwrap_or_default());
        file.resize(HEADER + reserved, b' ');
        for (_, bytes) in &self.sections {
            file.extend(bytes);
            file.resize(file.len().next_multiple_of(ALIGN), 0);
        }
        let (header, body) = file.split_at_mut(HEADER);
        header[..8].copy_from_slice(&MAGIC);
        let fields = [u64::from(FORMAT), fingerprint, reserved as u64, body.len() as u64];
        for (field, value) in header[8..].as_chunks_mut::<8>().0.iter_mut().zip(fields) {
            *field = value.to_le_bytes();
        }
        let checksum = checksum(header, body);
        header[HASHED..HASHED + 8].copy_from_slice(&checksum.to_le_bytes());
        file
    }
}

/// A table from 64-bit hashes to 32-bit values: sorted keys behind an index of their top bits.
#[derive(Debug, Clone)]
pub(crate) struct HashTable {
    shift: u32,
    index: View<u32>,
    keys: View<u64>,
    values: View<u32>,
}

impl HashTable {
    /// Reads the table `name`.
    pub(crate) fn open(image: &Arc<Image>, name: &str) -> Result<HashTable, ImageError> {
        let index: View<u32> = image.view_any(&format!("{name}.index"))?;
        let keys: View<u64> = image.view_any(&format!("{name}.keys"))?;
        let values = image.view(&format!("{name}.values"), keys.len())?;
        let bits = (index.len().saturating_sub(1)).checked_ilog2().unwrap_or(0);
        let sound = index.len() == (1 << bits) + 1
            && index.is_sorted()
            && index.last().is_some_and(|&end| end as usize == keys.len());
        if !sound || bits == 0 {
            return Err(ImageError::Section(name.into()));
        }
        Ok(HashTable { shift: 64 - bits, index, keys, values })
    }

    /// Adds the table `name`; the first value of a key counts.
    pub(crate) fn build(builder: &mut ImageBuilder, name: &str, mut entries: Vec<(u64, u32)>) {
        entries.sort_by_key(|&(key, _)| key);
        entries.dedup_by_key(|&mut (key, _)| key);
        let bits = (entries.len() / 4).max(2).ilog2().min(20);
        let mut index = vec![0u32; (1 << bits) + 1];
        for &(key, _) in &entries {
            index[(key >> (64 - bits)) as usize + 1] += 1;
        }
        for i in 1..index.len() {
            index[i] += index[i - 1];
        }
        builder.add(format!("{name}.index"), &index);
        builder.add(format!("{name}.keys"), &entries.iter().map(|e| e.0).collect::<Vec<_>>());
        builder.add(format!("{name}.values"), &entries.iter().map(|e| e.1).collect::<Vec<_>>());
    }

    /// The value of a key.
    pub(crate) fn get(&self, key: u64) -> Option<u32> {
        let bucket = (key >> self.shift) as usize;
        let (from, to) = (self.index[bucket] as usize, self.index[bucket + 1] as usize);
        let found = self.keys[from..to].iter().position(|&k| k == key)?;
        Some(self.values[from + found])
    }
}

/// A table from 64-bit hashes to strings.
#[derive(Debug, Clone)]
pub(crate) struct StringTable {
    table: HashTable,
    text: View<u8>,
}

impl StringTable {
    /// Reads the table `name`.
    pub(crate) fn open(image: &Arc<Image>, name: &str) -> Result<StringTable, ImageError> {
        let table = HashTable::open(image, name)?;
        Ok(StringTable { table, text: image.view_any(&format!("{name}.text"))? })
    }

    /// Adds the table `name`; strings longer than 255 bytes are left out (there are none in lemma tables).
    pub(crate) fn build<'a>(builder: &mut ImageBuilder, name: &str, entries: impl IntoIterator<Item = (u64, &'a str)>) {
        let mut text = Vec::new();
        let mut known: BTreeMap<&str, u32> = BTreeMap::new();
        let mut values = Vec::new();
        for (key, string) in entries {
            let Ok(len) = u8::try_from(string.len()) else { continue };
            let at = *known.entry(string).or_insert_with(|| {
                let at = text.len() as u32;
                text.push(len);
                text.extend_from_slice(string.as_bytes());
                at
            });
            values.push((key, at));
        }
        builder.add(format!("{name}.text"), &text);
        HashTable::build(builder, name, values);
    }

    /// The string of a key.
    pub(crate) fn get(&self, key: u64) -> Option<&str> {
        let rest = self.text.get(self.table.get(key)? as usize..)?;
        let (&len, rest) = rest.split_first()?;
        std::str::from_utf8(rest.get(..usize::from(len))?).ok()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn image() -> Vec<u8> {
        let mut builder = ImageBuilder::default();
        builder.add("numbers", &[1.0f32, 2.0, 3.0]);
        let entries = [("chat", 7u64 << 60), ("chien", 3), ("", 9), ("oie", u64::MAX)];
        StringTable::build(&mut builder, "words", entries.iter().map(|&(text, key)| (key, text)));
        builder.finish(42)
    }

    #[test]
    fn sections_come_back() {
        let image = Arc::new(Image::from_bytes(&image(), 42).unwrap());
        assert_eq!(image.view::<f32>("numbers", 3).unwrap()[..], [1.0, 2.0, 3.0]);
        assert!(image.view::<f32>("numbers", 2).is_err() && image.view_any::<u64>("numbers").is_err());
        assert!(image.view_any::<u8>("letters").is_err() && image.has("numbers") && !image.has("letters"));
        let words = StringTable::open(&image, "words").unwrap();
        let found = [7 << 60, 3, 9, u64::MAX, 4].map(|key| words.get(key));
        assert_eq!(found, [Some("chat"), Some("chien"), Some(""), Some("oie"), None]);
    }

    #[test]
    fn only_the_files_it_was_made_from_fit() {
        assert!(matches!(Image::from_bytes(&image(), 43), Err(ImageError::Outdated(_))));
    }

    proptest! {
        #[test]
        fn damage_is_seen(at in 0..2000usize, bit in 0..8u8, cut in 0..2000usize) {
            let sound = image();
            let mut bytes = sound.clone();
            // The sixteen bytes at the end of the header are not used.
            let at = at % bytes.len();
            prop_assume!(!(48..HEADER).contains(&at));
            bytes[at] ^= 1 << bit;
            prop_assert!(Image::from_bytes(&bytes, 42).is_err());
            prop_assert!(Image::from_bytes(&sound[..cut % sound.len()], 42).is_err());
        }
    }
}
