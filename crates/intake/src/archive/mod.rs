//! Archives of records and of files.

mod arc;
mod http;
mod raw;
mod records;
mod stream;
mod warc;

pub(crate) use arc::Arc;
pub(crate) use records::Records;
pub(crate) use stream::Stream;
pub(crate) use warc::Warc;
