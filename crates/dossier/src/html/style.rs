//! The style sheet with its fonts.

use base64::{Engine as _, engine::general_purpose::STANDARD};

/// The style sheet, a file of its own.
pub(super) const CSS: &str = include_str!("style.css");

/// Source Serif 4 and Source Sans 3 (SIL Open Font License 1.1, see `fonts/`), the Latin part.
const FONTS: [(&str, &str, u32, &[u8]); 5] = [
    ("Source Serif 4", "normal", 400, include_bytes!("fonts/source-serif-4-latin-400-normal.woff2")),
    ("Source Serif 4", "italic", 400, include_bytes!("fonts/source-serif-4-latin-400-italic.woff2")),
    ("Source Serif 4", "normal", 600, include_bytes!("fonts/source-serif-4-latin-600-normal.woff2")),
    ("Source Sans 3", "normal", 400, include_bytes!("fonts/source-sans-3-latin-400-normal.woff2")),
    ("Source Sans 3", "normal", 600, include_bytes!("fonts/source-sans-3-latin-600-normal.woff2")),
];

/// The narrow no-break space, a fifth of an em wide, and nothing else: the text fonts have it half as wide, which puts
/// "12 000" and "12000" too close. Made for this page (an empty glyph, advance 200 of 1000 units, with fontTools'
/// `FontBuilder`).
const SPACES: &[u8] = include_bytes!("fonts/spaces.ttf");

/// The whole sheet, fonts embedded.
pub(super) fn sheet() -> String {
    let mut sheet = format!(
        "@font-face{{font-family:\"Recoupe Spaces\";src:url(data:font/ttf;base64,{}) format(\"truetype\");unicode-range:U+202F}}\n",
        STANDARD.encode(SPACES)
    );
    for (family, style, weight, bytes) in FONTS {
        sheet.push_str(&format!(
            "@font-face{{font-family:\"{family}\";font-style:{style};font-weight:{weight};font-display:swap;src:url(data:font/woff2;base64,{}) format(\"woff2\")}}\n",
            STANDARD.encode(bytes)
        ));
    }
    sheet + CSS
}
