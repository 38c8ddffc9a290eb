//! Units: what can be converted into what.

use crate::text::entries;

/// A unit's dimension and its size in the dimension's base unit.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Unit<'a> {
    /// `length`, `mass`, … or the unit's own name where nothing converts into it.
    pub(crate) dimension: &'a str,
    /// Base units in one of it.
    pub(crate) factor: f64,
}

/// `symbol dimension factor`, one a line.
const UNITS: &str = include_str!("data/units.tsv");

/// Looks a unit up. Unknown units (currencies, `percent`, `item`) are a dimension of their own.
pub(crate) fn unit(symbol: &str) -> Unit<'_> {
    entries(UNITS)
        .filter_map(|l| {
            let mut f = l.split('\t');
            let found = f.next()? == symbol;
            let dimension = f.next()?;
            let factor = f.next()?.parse().ok()?;
            found.then_some(Unit { dimension, factor })
        })
        .next()
        .unwrap_or(Unit { dimension: symbol, factor: 1.0 })
}

/// How many `to` are one `from`; `None` where they do not convert.
pub(crate) fn convert(from: &str, to: &str) -> Option<f64> {
    let (a, b) = (unit(from), unit(to));
    (a.dimension == b.dimension).then(|| if from == to { 1.0 } else { a.factor / b.factor })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn conversions() {
        assert_eq!(convert("km", "m"), Some(1000.0));
        assert_eq!(convert("t", "kg"), Some(1000.0));
        assert_eq!(convert("EUR", "EUR"), Some(1.0));
        assert_eq!(convert("EUR", "USD"), None);
        assert_eq!(convert("mm", "kg"), None);
    }

    #[test]
    fn the_table_is_well_formed() {
        for line in entries(UNITS) {
            let fields: Vec<_> = line.split('\t').collect();
            assert_eq!(fields.len(), 3, "{line}");
            assert!(fields[2].parse::<f64>().is_ok_and(|f| f > 0.0), "{line}");
        }
    }
}
