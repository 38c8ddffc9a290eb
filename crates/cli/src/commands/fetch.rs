//! `recoupe fetch`.

use std::{
    cell::RefCell,
    fs::{self, File},
    io::BufWriter,
    path::{Path, PathBuf},
    time::SystemTime,
};

use anyhow::Context as _;
use recoupe_intake::{
    IntakeErrorKind as Kind, Options, Outcome,
    web::{
        Event, Fetched, Role,
        warc::{Packing, Writer},
    },
};

use crate::{
    args::{self, FetchArgs},
    inputs,
    messages::Messages,
    progress::Bars,
    settings::Settings,
    tally::Tally,
    web,
};

/// Downloads pages into archives.
pub(crate) fn run(args: &FetchArgs, settings: &Settings, messages: &Messages) -> anyhow::Result<()> {
    let tally = Tally::new(args.outcomes.as_deref(), settings)?;
    let bars = Bars::new(settings);
    // Said before anything is downloaded: the folder cannot be written to.
    let archive = RefCell::new(Archive::new(&args.output)?);
    let urls: Vec<&String> = args.urls.iter().collect();
    let client = web::client_without_cache(&args.web)?;
    web::collect(&urls, client, &args.web, &Options::default(), &bars, &mut |event| match event {
        Event::Fetched(fetched, role) => archive.borrow_mut().page(fetched, role),
        Event::Report(report) => tally.add(&Outcome::from(&*report)),
        Event::Passed(passed) => tally.add(&Outcome::from(&passed)),
        Event::Failed(error) => {
            let outcome = Outcome::from(&error);
            let what = inputs::refused(&error, messages.locale());
            bars.aside(|| match error.kind {
                Kind::Web(_) => messages.problem(&outcome.path, &what),
                // It was downloaded, which is what was asked for.
                _ => messages.note(&outcome.path, &what),
            });
            tally.add(&outcome)
        }
    })?;
    archive.into_inner().finish()?;
    tally.finish(messages)
}

/// Where pages go: one archive, or a folder with one a page. Files are there whole or not at all.
enum Archive {
    File { path: PathBuf, part: tempfile::NamedTempFile, writer: Writer<BufWriter<File>>, pages: usize },
    Folder(PathBuf),
}

impl Archive {
    fn new(output: &args::Archive) -> anyhow::Result<Self> {
        match output {
            args::Archive::Folder(path) => {
                fs::create_dir_all(path).with_context(|| format!("cannot make the folder {}", path.display()))?;
                Ok(Self::Folder(path.clone()))
            }
            args::Archive::File(path, packing) => {
                let (part, writer) = begin(path, *packing)?;
                Ok(Self::File { path: path.clone(), part, writer, pages: 0 })
            }
        }
    }

    fn page(&mut self, fetched: &Fetched, role: Role) -> anyhow::Result<()> {
        match self {
            Self::File { path, writer, pages, .. } => {
                *pages += 1;
                writer.page(fetched, role).with_context(|| cannot_write(path))
            }
            Self::Folder(path) => {
                let path = path.join(file_name(fetched));
                let (part, mut writer) = begin(&path, Packing::Gzip)?;
                writer.page(fetched, role).with_context(|| cannot_write(&path))?;
                end(writer, part, &path)
            }
        }
    }

    /// An archive without a page is not written.
    fn finish(self) -> anyhow::Result<()> {
        match self {
            Self::File { path, part, writer, pages: 1.. } => end(writer, part, &path),
            _ => Ok(()),
        }
    }
}

fn begin(path: &Path, packing: Packing) -> anyhow::Result<(tempfile::NamedTempFile, Writer<BufWriter<File>>)> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let part = part_in(folder).with_context(|| cannot_write(path))?;
    let file = part.reopen().with_context(|| cannot_write(path))?;
    let writer = Writer::new(BufWriter::new(file), packing, SystemTime::now()).with_context(|| cannot_write(path))?;
    Ok((part, writer))
}

/// A file that others may read as far as the user's mask lets them, as any file that the program writes.
fn part_in(folder: &Path) -> std::io::Result<tempfile::NamedTempFile> {
    let mut builder = tempfile::Builder::new();
    #[cfg(unix)]
    builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
    builder.tempfile_in(folder)
}

fn end(writer: Writer<BufWriter<File>>, part: tempfile::NamedTempFile, path: &Path) -> anyhow::Result<()> {
    writer.finish().with_context(|| cannot_write(path))?;
    part.persist(path).map(|_| ()).with_context(|| cannot_write(path))
}

fn cannot_write(path: &Path) -> String {
    format!("cannot write {}", path.display())
}

/// The host, and a fingerprint of the address: the same page has the same name every time.
fn file_name(fetched: &Fetched) -> String {
    let host: String = fetched.asked.host().chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '-' }).collect();
    format!("{}-{}.warc.gz", host.trim_matches('-'), fetched.asked.fingerprint())
}
