//! Messages (RFC 5322, MIME): the message as a report, then what is attached to it.

use jiff::civil::{Date, DateTime, Time};
use jiff::tz::Offset;
use mail_parser::{Address, Message, MessageParser, MimeHeaders, PartType};

use crate::archive::unread;
use crate::format::HEAD;
use crate::member::{Content, Entry, Found, Step, Steps};
use crate::{Basis, Hints, IntakeErrorKind as Kind, Metadata, Moment, PartKind, Report, Told, html};

/// Messages in messages that are opened.
const DEEPEST: usize = 3;

/// The message, then its attachments.
pub(crate) fn members(bytes: &[u8], hints: &Hints) -> Result<Steps, Kind> {
    let message = MessageParser::default().parse(bytes).filter(|message| !message.headers().is_empty());
    let message = message.ok_or(Kind::NotAMessage)?;
    let mut steps = Steps::default();
    message_steps(&message, "", hints, &mut steps, DEEPEST);
    Ok(steps)
}

fn message_steps(message: &Message<'_>, place: &str, hints: &Hints, steps: &mut Steps, deepest: usize) {
    let report = report(message, hints).map(|report| Found::Report(Box::new(report)));
    let attached: Vec<_> = message.attachments().collect();
    // A message that only carries others is no report, and nothing is wrong with it.
    if report.is_ok() || attached.is_empty() {
        steps.push_back(Step::new(place, report));
    }
    for (at, part) in attached.into_iter().enumerate() {
        let name = part.attachment_name().map_or_else(|| format!("part-{}", at + 1), str::to_owned);
        let place = format!("{place}!{name}");
        match &part.body {
            PartType::Message(inner) if deepest > 0 => message_steps(inner, &place, hints, steps, deepest - 1),
            PartType::Message(_) | PartType::Multipart(_) => {}
            _ => {
                let content_type = part.content_type().map(|told| match told.subtype() {
                    Some(sub) => format!("{}/{sub}", told.ctype()),
                    None => told.ctype().to_owned(),
                });
                let bytes = part.contents();
                let found = match unread(&name, &bytes[..bytes.len().min(HEAD)]) {
                    Some(skip) => Found::Skipped(skip),
                    None => {
                        let hints = Hints { name, content_type, ..Hints::default() };
                        Found::Member(Entry::new(Content::bytes(bytes.to_vec()), hints))
                    }
                };
                steps.push_back(Step::new(place, Ok(found)));
            }
        }
    }
}

fn report(message: &Message<'_>, hints: &Hints) -> Result<Report, Kind> {
    let metadata = metadata(message);
    let is_html =
        message.html_body.first().and_then(|&at| message.part(at)).is_some_and(mail_parser::MessagePart::is_text_html);
    if is_html && let Some(page) = message.body_html(0) {
        let content_type = Some("text/html; charset=utf-8".to_owned());
        let hints = Hints { name: hints.name.clone(), content_type, metadata: metadata.clone(), ..Hints::default() };
        if let Ok(report) = html::report(page.as_bytes(), &hints)
            && !report.text.trim().is_empty()
        {
            let (text, parts) = (report.text, report.parts);
            return Ok(Report::told(&hints.name, text, parts, metadata.or(report.metadata)));
        }
    }
    let body = message.body_text(0).filter(|text| !text.trim().is_empty()).ok_or(Kind::Empty)?;
    let mut parts = super::Parts::default();
    if let Some(subject) = &metadata.title {
        parts.push(PartKind::Title, &subject.value);
    }
    // Paragraphs are found by the reading; here only the title is known.
    let mut text = parts.text;
    if !text.is_empty() {
        text.push_str("\n\n");
    }
    text.push_str(body.replace("\r\n", "\n").trim_end());
    Ok(Report::told(&hints.name, text, Vec::new(), metadata))
}

fn metadata(message: &Message<'_>) -> Metadata {
    let told = |text: String| Told::new(text, Basis::EmailHeader);
    let names = |address: Option<&Address<'_>>| -> Vec<String> {
        let addresses = address.into_iter().flat_map(Address::iter);
        addresses.filter_map(|a| a.name.as_deref().or(a.address.as_deref())).map(str::to_owned).collect()
    };
    let language =
        message.header("Content-Language").and_then(|value| value.as_text()).map(|text| told(text.to_owned()));
    Metadata {
        title: message.subject().map(|subject| subject.split_whitespace().collect::<Vec<_>>().join(" ")).map(told),
        authors: names(message.from()).into_iter().map(told).collect(),
        published: message.date().and_then(moment).map(|moment| Told::new(moment, Basis::EmailHeader)),
        language,
        ..Metadata::default()
    }
}

fn moment(at: &mail_parser::DateTime) -> Option<Moment> {
    let small = |value: u8| i8::try_from(value).ok();
    let date = Date::new(i16::try_from(at.year).ok()?, small(at.month)?, small(at.day)?).ok()?;
    let time = Time::new(small(at.hour)?, small(at.minute)?, small(at.second)?.min(59), 0).ok()?;
    let sign = if at.tz_before_gmt { -1 } else { 1 };
    let seconds = sign * (i32::from(at.tz_hour) * 3600 + i32::from(at.tz_minute) * 60);
    Some(Moment::zoned(DateTime::from_parts(date, time), Offset::from_seconds(seconds).ok()?))
}
