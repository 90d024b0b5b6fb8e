//! Pictures of lines: SVG. Only what can be drawn gets through the parser, which knows no scripts and no events; what is
//! served is written from its tree.

use std::collections::HashMap;

use resvg::tiny_skia::{Pixmap, Transform};
use usvg::{
    ImageHrefResolver, Options, Tree, WriteOptions,
    roxmltree::{Document, Node, NodeId, ParsingOptions},
};

use super::{Picture, largest};
use crate::model::{
    look::{AssetKind, Place},
    theme::Reason,
};

/// The most elements, each counted as often as it is repeated by reference.
const MOST_ELEMENTS: u64 = 20_000;
/// The most elements around one another.
const DEEPEST: usize = 100;
/// The longest a side may be in proportion to the other.
const MOST_STRETCHED: f32 = 30.0;

/// A drawing.
pub(super) struct Drawing(Tree);

/// Reads a drawing, without a look at any file, address or font.
pub(super) fn read(text: &str) -> Result<Drawing, Reason> {
    // Entities that stand for entities take all memory there is (billion laughs).
    if text.contains("<!ENTITY") || is_too_deep(text) {
        return Err(Reason::Drawing);
    }
    let nodes_limit = u32::try_from(4 * MOST_ELEMENTS).unwrap_or(u32::MAX);
    let parsing = ParsingOptions { allow_dtd: true, nodes_limit, entity_resolver: None };
    let document = Document::parse_with_options(text, parsing).map_err(|_| Reason::NotAPicture)?;
    if document.root_element().tag_name().name() != "svg" {
        return Err(Reason::NotAPicture);
    }
    if document.descendants().any(|node| node.tag_name().name() == "text") {
        return Err(Reason::DrawingText);
    }
    if Repeats::of(&document).elements(document.root_element(), DEEPEST) > MOST_ELEMENTS {
        return Err(Reason::Drawing);
    }
    let options = Options {
        image_href_resolver: ImageHrefResolver { resolve_data: Box::new(|_, _, _| None), resolve_string: Box::new(|_, _| None) },
        ..Options::default()
    };
    let tree = Tree::from_xmltree(&document, &options).map_err(|_| Reason::Drawing)?;
    let stretched = (tree.size().width() / tree.size().height()).max(tree.size().height() / tree.size().width());
    match stretched <= MOST_STRETCHED && tree.root().has_children() {
        true => Ok(Drawing(tree)),
        false => Err(Reason::Drawing),
    }
}

/// Before anything is built of it: a parser that follows the depth of a document on the stack would end the process.
fn is_too_deep(text: &str) -> bool {
    let mut depth = 0_usize;
    for part in text.split('<').skip(1) {
        let opens = part.starts_with(|first: char| first.is_alphabetic() || first == '_');
        if part.starts_with('/') {
            depth = depth.saturating_sub(1);
        } else if opens && !part.split('>').next().is_some_and(|tag| tag.ends_with('/')) {
            depth += 1;
        }
        if depth > DEEPEST {
            return true;
        }
    }
    false
}

/// How many elements are drawn: one that is used a thousand times by one that is used a thousand times is a million.
struct Repeats<'a, 'input> {
    document: &'a Document<'input>,
    ids: HashMap<&'a str, NodeId>,
    known: HashMap<NodeId, u64>,
}

impl<'a, 'input> Repeats<'a, 'input> {
    fn of(document: &'a Document<'input>) -> Self {
        let named = document.descendants().filter_map(|node| Some((node.attribute("id")?, node.id())));
        Self { document, ids: named.collect(), known: HashMap::new() }
    }

    fn elements(&mut self, node: Node<'a, 'input>, left: usize) -> u64 {
        if let Some(count) = self.known.get(&node.id()) {
            return *count;
        }
        let Some(left) = left.checked_sub(1) else { return MOST_ELEMENTS + 1 };
        // Something that uses itself is none the longer for it.
        self.known.insert(node.id(), 0);
        let mut count = 1_u64;
        for child in node.children().filter(Node::is_element) {
            count = count.saturating_add(self.elements(child, left));
        }
        for attribute in node.attributes() {
            let value = attribute.value();
            let referred = value.strip_prefix('#').or_else(|| value.split_once("url(#")?.1.split(')').next());
            if let Some(target) = referred.and_then(|id| self.ids.get(id)).and_then(|id| self.document.get_node(*id)) {
                count = count.saturating_add(self.elements(target, left));
            }
        }
        self.known.insert(node.id(), count);
        count
    }
}

impl Drawing {
    /// As lines.
    pub(super) fn written(&self) -> Picture {
        let content = self.0.to_string(&WriteOptions::default()).into_bytes();
        let (width, height) = self.size();
        Picture { kind: AssetKind::Svg, content, width, height }
    }

    /// As points, as large as there is room in the place.
    pub(super) fn in_points(&self, place: Place) -> Result<Picture, Reason> {
        let ((most_wide, most_high), size) = (largest(place), self.0.size());
        #[expect(clippy::cast_precision_loss, reason = "a few hundred pixels")]
        let scale = (most_wide as f32 / size.width()).min(most_high as f32 / size.height());
        let (width, height) = (pixels(size.width() * scale).min(most_wide), pixels(size.height() * scale).min(most_high));
        let mut canvas = Pixmap::new(width, height).ok_or(Reason::Drawing)?;
        resvg::render(&self.0, Transform::from_scale(scale, scale), &mut canvas.as_mut());
        let content = canvas.encode_png().map_err(|_| Reason::Drawing)?;
        Ok(Picture { kind: AssetKind::Png, content, width, height })
    }

    fn size(&self) -> (u32, u32) {
        (pixels(self.0.size().width()), pixels(self.0.size().height()))
    }
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "between one and ten thousand")]
fn pixels(length: f32) -> u32 {
    length.round().clamp(1.0, 10_000.0) as u32
}
