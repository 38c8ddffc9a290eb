//! Apache Parquet, a column at a time: the format's low-level writer, so that neither arrow nor a compression library is built.

use std::io::Write;

use ::parquet::{
    basic::{ConvertedType, LogicalType, Repetition, Type as Physical},
    data_type::{BoolType, ByteArray, ByteArrayType, DoubleType, Int32Type, Int64Type},
    errors::{ParquetError, Result},
    file::{
        metadata::KeyValue,
        properties::WriterProperties,
        writer::{SerializedFileWriter, SerializedRowGroupWriter},
    },
    schema::types::Type,
};
use jiff::civil::{Date, date};

/// Rows that are kept in memory before they are written.
const GROUP: usize = 65_536;

/// What a column holds. Every column may lack a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// UTF-8.
    Text,
    /// A double.
    Number,
    /// 64 bits with a sign.
    Count,
    /// True or false.
    Flag,
    /// A day of the calendar.
    Day,
}

/// A column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Column {
    /// Its name.
    pub name: &'static str,
    /// What it holds.
    pub kind: Kind,
}

/// A value of a row.
#[derive(Debug, Clone, PartialEq)]
pub enum Cell {
    /// Not known.
    None,
    /// For [`Kind::Text`].
    Text(String),
    /// For [`Kind::Number`].
    Number(f64),
    /// For [`Kind::Count`], and for [`Kind::Number`] and [`Kind::Flag`] where they come from where every number is one.
    Count(i64),
    /// For [`Kind::Flag`].
    Flag(bool),
    /// For [`Kind::Day`].
    Day(Date),
}

impl<T: Into<Cell>> From<Option<T>> for Cell {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::None, Into::into)
    }
}

impl From<&str> for Cell {
    fn from(value: &str) -> Self {
        Self::Text(value.into())
    }
}

impl From<String> for Cell {
    fn from(value: String) -> Self {
        Self::Text(value)
    }
}

impl From<f64> for Cell {
    fn from(value: f64) -> Self {
        Self::Number(value)
    }
}

impl From<usize> for Cell {
    fn from(value: usize) -> Self {
        i64::try_from(value).map_or(Self::None, Self::Count)
    }
}

impl From<bool> for Cell {
    fn from(value: bool) -> Self {
        Self::Flag(value)
    }
}

impl From<Date> for Cell {
    fn from(value: Date) -> Self {
        Self::Day(value)
    }
}

/// Values of a column, and for each row whether there is one (definition levels).
struct Buffer {
    kind: Kind,
    there: Vec<i16>,
    texts: Vec<ByteArray>,
    numbers: Vec<f64>,
    counts: Vec<i64>,
    flags: Vec<bool>,
    days: Vec<i32>,
}

/// Writes a table row by row.
pub struct Writer<W: Write + Send> {
    file: SerializedFileWriter<W>,
    columns: Vec<Column>,
    buffers: Vec<Buffer>,
    rows: usize,
}

impl<W: Write + Send> Writer<W> {
    /// A table with these columns; `about` is kept with it as key–value metadata.
    ///
    /// # Errors
    ///
    /// Those of writing.
    pub fn new(to: W, columns: &[Column], about: &[(&str, &str)]) -> Result<Self> {
        let fields = columns.iter().map(|c| field(*c).map(Into::into)).collect::<Result<_>>()?;
        let schema = Type::group_type_builder("schema").with_fields(fields).build()?;
        let pairs = about.iter().map(|(key, value)| KeyValue::new((*key).to_owned(), Some((*value).to_owned())));
        let properties = WriterProperties::builder()
            .set_created_by(concat!("recoupe version ", env!("CARGO_PKG_VERSION")).into())
            .set_key_value_metadata(Some(pairs.collect()))
            .build();
        Ok(Self {
            file: SerializedFileWriter::new(to, schema.into(), properties.into())?,
            columns: columns.to_vec(),
            buffers: columns.iter().map(|c| Buffer::new(c.kind)).collect(),
            rows: 0,
        })
    }

    /// Adds a row.
    ///
    /// # Errors
    ///
    /// A value of another kind than its column, more or fewer values than columns, and those of writing.
    pub fn push(&mut self, row: Vec<Cell>) -> Result<()> {
        if row.len() != self.columns.len() {
            return Err(ParquetError::General(format!("{} values for {} columns", row.len(), self.columns.len())));
        }
        for ((buffer, column), cell) in self.buffers.iter_mut().zip(&self.columns).zip(row) {
            buffer.push(cell).map_err(|cell| {
                ParquetError::General(format!("column {} holds {:?}, not {cell:?}", column.name, column.kind))
            })?;
        }
        self.rows += 1;
        if self.rows >= GROUP { self.flush() } else { Ok(()) }
    }

    /// Writes what is left and the footer.
    ///
    /// # Errors
    ///
    /// Those of writing.
    pub fn finish(mut self) -> Result<()> {
        self.flush()?;
        self.file.close()?;
        Ok(())
    }

    fn flush(&mut self) -> Result<()> {
        if self.rows == 0 {
            return Ok(());
        }
        let mut group = self.file.next_row_group()?;
        for buffer in &mut self.buffers {
            buffer.write(&mut group)?;
        }
        group.close()?;
        self.rows = 0;
        Ok(())
    }
}

fn field(column: Column) -> Result<Type> {
    let (physical, logical, converted) = match column.kind {
        Kind::Text => (Physical::BYTE_ARRAY, Some(LogicalType::String), ConvertedType::UTF8),
        Kind::Number => (Physical::DOUBLE, None, ConvertedType::NONE),
        Kind::Count => (Physical::INT64, None, ConvertedType::NONE),
        Kind::Flag => (Physical::BOOLEAN, None, ConvertedType::NONE),
        Kind::Day => (Physical::INT32, Some(LogicalType::Date), ConvertedType::DATE),
    };
    Type::primitive_type_builder(column.name, physical)
        .with_repetition(Repetition::OPTIONAL)
        .with_logical_type(logical)
        .with_converted_type(converted)
        .build()
}

impl Buffer {
    fn new(kind: Kind) -> Self {
        Self {
            kind,
            there: Vec::new(),
            texts: Vec::new(),
            numbers: Vec::new(),
            counts: Vec::new(),
            flags: Vec::new(),
            days: Vec::new(),
        }
    }

    /// Takes a value; gives it back where it is of another kind.
    fn push(&mut self, cell: Cell) -> std::result::Result<(), Cell> {
        match (self.kind, cell) {
            (_, Cell::None) => {
                self.there.push(0);
                return Ok(());
            }
            (Kind::Text, Cell::Text(text)) => self.texts.push(ByteArray::from(text.into_bytes())),
            (Kind::Number, Cell::Number(number)) => self.numbers.push(number),
            #[expect(clippy::cast_precision_loss, reason = "SQLite gives a double that is integral as an integer")]
            (Kind::Number, Cell::Count(number)) => self.numbers.push(number as f64),
            (Kind::Count, Cell::Count(count)) => self.counts.push(count),
            (Kind::Flag, Cell::Flag(flag)) => self.flags.push(flag),
            (Kind::Flag, Cell::Count(flag @ (0 | 1))) => self.flags.push(flag == 1),
            (Kind::Day, Cell::Day(day)) => self.days.push(since_epoch(day)),
            (_, cell) => return Err(cell),
        }
        self.there.push(1);
        Ok(())
    }

    /// Writes its values as the next column of a group of rows and lets go of them.
    fn write<W: Write + Send>(&mut self, group: &mut SerializedRowGroupWriter<'_, W>) -> Result<()> {
        let mut column =
            group.next_column()?.ok_or_else(|| ParquetError::General("fewer columns than the schema has".into()))?;
        let there = Some(self.there.as_slice());
        match self.kind {
            Kind::Text => column.typed::<ByteArrayType>().write_batch(&self.texts, there, None),
            Kind::Number => column.typed::<DoubleType>().write_batch(&self.numbers, there, None),
            Kind::Count => column.typed::<Int64Type>().write_batch(&self.counts, there, None),
            Kind::Flag => column.typed::<BoolType>().write_batch(&self.flags, there, None),
            Kind::Day => column.typed::<Int32Type>().write_batch(&self.days, there, None),
        }?;
        column.close()?;
        *self = Self::new(self.kind);
        Ok(())
    }
}

/// Days since 1970-01-01.
fn since_epoch(day: Date) -> i32 {
    day.since(date(1970, 1, 1)).map_or(0, |span| span.get_days())
}

#[cfg(test)]
mod tests {
    use ::parquet::{
        file::reader::{FileReader as _, SerializedFileReader},
        record::Field,
    };

    use super::*;

    const COLUMNS: [Column; 5] = [
        Column { name: "text", kind: Kind::Text },
        Column { name: "number", kind: Kind::Number },
        Column { name: "count", kind: Kind::Count },
        Column { name: "flag", kind: Kind::Flag },
        Column { name: "day", kind: Kind::Day },
    ];

    #[test]
    fn rows_come_back_as_they_went_in_and_groups_follow_each_other() {
        let mut bytes = Vec::new();
        let mut table = Writer::new(&mut bytes, &COLUMNS, &[("rules", "2")]).expect("a table begins");
        for i in 0..GROUP + 3 {
            let day = (i == 1).then(|| date(1969, 12, 30));
            let row = vec![format!("é{i}").into(), (i as f64 / 2.0).into(), i.into(), (i % 2 == 0).into(), day.into()];
            table.push(row).expect("a row is taken");
        }
        table.push(vec![Cell::None, Cell::None, Cell::None, Cell::None, Cell::None]).expect("an empty row is taken");
        table.finish().expect("a table ends");
        let read = SerializedFileReader::new(bytes::Bytes::from(bytes)).expect("a file");
        assert_eq!(read.metadata().num_row_groups(), 2);
        let about = read.metadata().file_metadata().key_value_metadata().expect("metadata");
        assert_eq!((about[0].key.as_str(), about[0].value.as_deref()), ("rules", Some("2")));
        let rows: Vec<Vec<Field>> = read
            .get_row_iter(None)
            .expect("rows")
            .map(|row| row.expect("a row").into_columns().into_iter().map(|(_, field)| field).collect())
            .collect();
        assert_eq!(rows.len(), GROUP + 4);
        assert_eq!(rows[1][0], Field::Str("é1".into()));
        assert_eq!(rows[1][4], Field::Date(-2));
        assert_eq!(rows[GROUP + 2][1], Field::Double((GROUP + 2) as f64 / 2.0));
        assert_eq!(rows[GROUP + 2][2], Field::Long(GROUP as i64 + 2));
        assert_eq!(rows[GROUP + 2][3], Field::Bool(true));
        assert!(rows[GROUP + 3].iter().all(|f| *f == Field::Null));
    }

    #[test]
    fn a_value_of_another_kind_is_refused() {
        let mut table = Writer::new(Vec::new(), &COLUMNS[..1], &[]).expect("a table begins");
        assert!(table.push(vec![Cell::Number(1.0)]).is_err());
        assert!(table.push(vec![]).is_err());
    }
}
