//! The elements of HTML that the reader knows by name.

macro_rules! tags {
    ($($variant:ident $name:literal),* $(,)?) => {
        /// What a node is: an element by its name, an element of another name, a text.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub(crate) enum Tag {
            /// A run of text.
            Text,
            /// An element that is not listed here.
            Other,
            $(#[doc = concat!("`<", $name, ">`.")] $variant,)*
        }

        impl Tag {
            /// The element of this name, in any letter case.
            pub(crate) fn named(name: &[u8]) -> Self {
                match packed(name) {
                    $(packed_names::$variant => Self::$variant,)*
                    _ => Self::Other,
                }
            }
        }

        /// The names as numbers, between which the program chooses in a few comparisons.
        #[allow(non_upper_case_globals)]
        mod packed_names {
            $(pub(super) const $variant: u128 = super::packed($name.as_bytes());)*
        }
    };
}

/// A name of up to sixteen bytes in small letters as a number, of longer ones 0.
const fn packed(name: &[u8]) -> u128 {
    if name.len() > 16 {
        return 0;
    }
    let mut number = 0;
    let mut at = 0;
    while at < name.len() {
        number = number << 8 | name[at].to_ascii_lowercase() as u128;
        at += 1;
    }
    number
}

tags! {
    A "a", Abbr "abbr", Address "address", Article "article", Aside "aside", Audio "audio", B "b", Base "base",
    Blockquote "blockquote", Body "body", Br "br", Button "button", Canvas "canvas", Caption "caption", Center "center",
    Cite "cite", Code "code", Col "col", Colgroup "colgroup", Dd "dd", Del "del", Details "details", Dialog "dialog",
    Dir "dir", Div "div", Dl "dl", Dt "dt", Em "em", Embed "embed", Fieldset "fieldset", Figcaption "figcaption",
    Figure "figure", Font "font", Footer "footer", Form "form", Frame "frame", H1 "h1", H2 "h2", H3 "h3", H4 "h4", H5 "h5",
    H6 "h6", Head "head", Header "header", Hr "hr", Html "html", I "i", Iframe "iframe", Img "img", Input "input",
    Ins "ins", Label "label", Legend "legend", Li "li", Link "link", Main "main", Map "map", Mark "mark", Math "math",
    Menu "menu", Meta "meta", Nav "nav", Noembed "noembed", Noframes "noframes", Noscript "noscript", Object "object",
    Ol "ol", Optgroup "optgroup", Option "option", P "p", Param "param", Picture "picture", Pre "pre", Q "q", S "s",
    Script "script", Section "section", Select "select", Small "small", Source "source", Span "span", Strike "strike",
    Strong "strong", Style "style", Sub "sub", Summary "summary", Sup "sup", Svg "svg", Table "table", Tbody "tbody",
    Td "td", Template "template", Textarea "textarea", Tfoot "tfoot", Th "th", Thead "thead", Time "time", Title "title",
    Tr "tr", Track "track", Tt "tt", U "u", Ul "ul", Video "video", Wbr "wbr", Xmp "xmp",
}

impl Tag {
    /// Has no content and no end tag.
    pub(crate) fn is_void(self) -> bool {
        use Tag::*;
        matches!(self, Base | Br | Col | Embed | Frame | Hr | Img | Input | Link | Meta | Param | Source | Track | Wbr)
    }

    /// Its content is text up to the end tag, whatever it looks like.
    pub(crate) fn is_raw(self) -> bool {
        use Tag::*;
        matches!(self, Script | Style | Textarea | Title | Iframe | Noembed | Noframes | Xmp)
    }

    /// Stands in a line of text. Elements of unknown names do not: most of them are made to hold blocks.
    pub(crate) fn is_inline(self) -> bool {
        use Tag::*;
        matches!(
            self,
            Text | A
                | Abbr
                | B
                | Cite
                | Code
                | Del
                | Em
                | Font
                | I
                | Img
                | Ins
                | Label
                | Map
                | Mark
                | Picture
                | Q
                | S
                | Small
                | Source
                | Span
                | Strike
                | Strong
                | Sub
                | Sup
                | Time
                | Tt
                | U
                | Wbr
        )
    }

    /// Marks up words: an end tag of another element passes over it.
    pub(crate) fn is_formatting(self) -> bool {
        use Tag::*;
        matches!(self, A | B | Code | Em | Font | I | S | Small | Strike | Strong | Tt | U)
    }

    /// Its start closes an open paragraph.
    pub(crate) fn closes_paragraph(self) -> bool {
        use Tag::*;
        self.is_heading()
            || matches!(
                self,
                Address
                    | Article
                    | Aside
                    | Blockquote
                    | Center
                    | Dd
                    | Details
                    | Dialog
                    | Dir
                    | Div
                    | Dl
                    | Dt
                    | Fieldset
                    | Figcaption
                    | Figure
                    | Footer
                    | Form
                    | Header
                    | Hr
                    | Li
                    | Main
                    | Menu
                    | Nav
                    | Ol
                    | P
                    | Pre
                    | Section
                    | Summary
                    | Table
                    | Ul
                    | Xmp
            )
    }

    /// `<h1>` to `<h6>`.
    pub(crate) fn is_heading(self) -> bool {
        use Tag::*;
        matches!(self, H1 | H2 | H3 | H4 | H5 | H6)
    }

    /// End tags inside do not reach elements outside.
    pub(crate) fn bounds_scope(self) -> bool {
        use Tag::*;
        matches!(self, Caption | Html | Object | Table | Td | Template | Th)
    }
}

#[cfg(test)]
mod tests {
    use super::Tag;

    #[test]
    fn names_in_any_case() {
        assert_eq!(Tag::named(b"BLOCKQUOTE"), Tag::Blockquote);
        assert_eq!(Tag::named(b"figCaption"), Tag::Figcaption);
        assert_eq!(Tag::named(b"article-body"), Tag::Other);
        assert_eq!(Tag::named(b"x"), Tag::Other);
        assert_eq!(Tag::named(b""), Tag::Other);
    }
}
