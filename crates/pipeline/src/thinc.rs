//! Reads the files of a spaCy model: msgpack with numpy arrays, and thinc's serialised layers.

use std::{fs, path::Path};

use rmpv::Value;

use crate::LoadError;

/// Reads a msgpack file.
pub(crate) fn read_msgpack(path: &Path) -> Result<Value, LoadError> {
    let bytes = fs::read(path).map_err(|source| LoadError::Io { path: path.into(), source })?;
    decode(&bytes).ok_or_else(|| LoadError::format(path, "is not msgpack"))
}

fn decode(mut bytes: &[u8]) -> Option<Value> {
    // Model files nest to a depth of six; the limit keeps a hostile file from exhausting the stack.
    rmpv::decode::read_value_with_max_depth(&mut bytes, 64).ok()
}

/// The value of a text or binary key in a map.
pub(crate) fn get<'a>(value: &'a Value, key: &str) -> Option<&'a Value> {
    value.as_map()?.iter().find(|(k, _)| text_or_bin(k) == Some(key.as_bytes())).map(|(_, v)| v)
}

/// The value of an integer key in a map.
pub(crate) fn get_id(value: &Value, key: u64) -> Option<&Value> {
    value.as_map()?.iter().find(|(k, _)| k.as_u64() == Some(key)).map(|(_, v)| v)
}

fn text_or_bin(value: &Value) -> Option<&[u8]> {
    match value {
        Value::String(text) => Some(text.as_bytes()),
        Value::Binary(bytes) => Some(bytes),
        _ => None,
    }
}

/// A matrix or vector of f32, row-major.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Array {
    pub(crate) shape: Vec<usize>,
    pub(crate) data: Vec<f32>,
}

impl Array {
    fn read(value: &Value) -> Option<Array> {
        if text_or_bin(get(value, "type")?)? != b"<f4" {
            return None;
        }
        let shape: Vec<usize> =
            get(value, "shape")?.as_array()?.iter().map(|n| n.as_u64().map(|n| n as usize)).collect::<Option<_>>()?;
        let Value::Binary(bytes) = get(value, "data")? else { return None };
        let count = shape.iter().try_fold(4usize, |all, &n| all.checked_mul(n))?;
        (count == bytes.len()).then(|| Array { shape, data: floats(bytes) })
    }

    /// A numpy file (`.npy` version 1, little-endian f32, C order).
    pub(crate) fn read_npy(bytes: &[u8]) -> Option<Array> {
        let rest = bytes.strip_prefix(b"\x93NUMPY\x01\x00")?;
        let (len, rest) = rest.split_first_chunk::<2>()?;
        let (header, data) = rest.split_at_checked(usize::from(u16::from_le_bytes(*len)))?;
        let header = std::str::from_utf8(header).ok()?;
        if !header.contains("'<f4'") || !header.contains("'fortran_order': False") {
            return None;
        }
        let shape = header.split_once("'shape': (")?.1.split_once(')')?.0;
        let shape: Vec<usize> =
            shape.split(',').map(str::trim).filter(|n| !n.is_empty()).map(|n| n.parse().ok()).collect::<Option<_>>()?;
        let count = shape.iter().try_fold(4usize, |all, &n| all.checked_mul(n))?;
        (count == data.len()).then(|| Array { shape, data: floats(data) })
    }
}

fn floats(bytes: &[u8]) -> Vec<f32> {
    bytes.as_chunks::<4>().0.iter().map(|b| f32::from_le_bytes(*b)).collect()
}

/// The layers of a thinc model in breadth-first order, so that layers of one name come in a known order.
pub(crate) struct Layers {
    layers: Vec<Layer>,
}

struct Layer {
    name: String,
    attrs: Value,
    params: Value,
}

impl Layers {
    /// Reads `<component>/model`.
    pub(crate) fn read(path: &Path) -> Result<Layers, LoadError> {
        let file = read_msgpack(path)?;
        Layers::decode(&file).ok_or_else(|| LoadError::format(path, "is not a thinc model"))
    }

    fn decode(file: &Value) -> Option<Layers> {
        let nodes = get(file, "nodes")?.as_array()?;
        let attrs = get(file, "attrs")?.as_array()?;
        let params = get(file, "params")?.as_array()?;
        let layers = nodes
            .iter()
            .zip(attrs)
            .zip(params)
            .map(|((node, attrs), params)| {
                let name = get(node, "name")?.as_str()?.to_owned();
                Some(Layer { name, attrs: attrs.clone(), params: params.clone() })
            })
            .collect::<Option<_>>()?;
        Some(Layers { layers })
    }

    /// How many layers have this name.
    pub(crate) fn count(&self, layer: &str) -> usize {
        self.layers.iter().filter(|l| l.name == layer).count()
    }

    /// A parameter of the `nth` layer of this name.
    pub(crate) fn param(&self, layer: &str, nth: usize, name: &str) -> Option<Array> {
        Array::read(get(&self.nth(layer, nth)?.params, name)?)
    }

    /// An attribute of the `nth` layer of this name: msgpack inside of msgpack.
    pub(crate) fn attr(&self, layer: &str, nth: usize, name: &str) -> Option<Value> {
        let Value::Binary(bytes) = get(&self.nth(layer, nth)?.attrs, name)? else { return None };
        decode(bytes)
    }

    fn nth(&self, layer: &str, nth: usize) -> Option<&Layer> {
        self.layers.iter().filter(|l| l.name == layer).nth(nth)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn numpy_file() {
        let header = "{'descr': '<f4', 'fortran_order': False, 'shape': (1, 2), }\n";
        let mut file = b"\x93NUMPY\x01\x00".to_vec();
        file.extend((header.len() as u16).to_le_bytes());
        file.extend(header.as_bytes());
        file.extend([1.5f32, -2.0].iter().flat_map(|x| x.to_le_bytes()));
        assert_eq!(Array::read_npy(&file), Some(Array { shape: vec![1, 2], data: vec![1.5, -2.0] }));
        assert_eq!(Array::read_npy(&file[..file.len() - 1]), None);
    }

    proptest! {
        #[test]
        fn no_bytes_make_a_reader_panic(bytes: Vec<u8>) {
            if let Some(value) = decode(&bytes) {
                let _ = (Layers::decode(&value), Array::read(&value), get(&value, "a"), get_id(&value, 1));
            }
            let _ = Array::read_npy(&bytes);
            let _ = Array::read_npy(&[b"\x93NUMPY\x01\x00", &bytes[..]].concat());
        }
    }
}
