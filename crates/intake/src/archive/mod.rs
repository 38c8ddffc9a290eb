//! Archives of records and of files.

mod arc;
mod files;
mod http;
mod raw;
mod records;
mod stream;
mod warc;

pub(crate) use arc::Arc;
pub(crate) use files::{Taking, Tar, Zip, unread};
pub(crate) use records::Records;
pub(crate) use stream::{Packing, Stream};
pub(crate) use warc::Warc;
