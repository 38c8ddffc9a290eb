//! Archives of records and of files.

mod raw;
mod stream;

pub(crate) use stream::Stream;
