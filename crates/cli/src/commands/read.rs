//! `recoupe read`.

use std::io::{BufWriter, Write as _};

use recoupe_dossier::{Text, lines};
use recoupe_story::Options;

use crate::{
    analyse::{Analysis, analyse},
    args::{ReadArgs, ReadFormat},
    messages::Messages,
    output,
    settings::Settings,
};

/// Prints the claims of reports.
pub(crate) fn run(args: &ReadArgs, settings: &Settings, messages: &Messages) -> anyhow::Result<()> {
    let Analysis { reads, story } =
        analyse(&args.input.paths, &args.input.known, args.lang, &Options::default(), settings, messages)?;
    match args.format {
        ReadFormat::Jsonl => {
            let text = if args.with_text { Text::Included } else { Text::Omitted };
            let mut out = BufWriter::new(std::io::stdout().lock());
            for line in lines(&reads, &story, text) {
                serde_json::to_writer(&mut out, &line)?;
                out.write_all(b"\n")?;
            }
            out.flush()?;
            Ok(())
        }
        ReadFormat::Text => {
            let lines = lines(&reads, &story, Text::Included);
            output::print(recoupe_dossier::plain::claims(&lines, settings.locale))
        }
    }
}
