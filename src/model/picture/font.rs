//! Fonts: WOFF2 (W3C "WOFF File Format 2.0"). The header and the directory of tables are read and written anew; the tables
//! themselves stay packed, since browsers check each of them before they draw a letter. What else a file may carry, a description
//! and data of its maker's own, is left behind.

use super::Picture;
use crate::model::{
    look::{AssetKind, Place},
    theme::Reason,
};

/// The length of the header (§4.1).
const HEADER: usize = 48;
/// Where the header says how long the file is.
const LENGTH: usize = 8;
/// Where the header begins to speak of what is left behind.
const REST: usize = 28;
/// The most tables of a font, and the most bytes of them once they are unpacked.
const MOST_TABLES: u16 = 64;
const MOST_UNPACKED: u64 = 8 * 1024 * 1024;

/// What the first bytes say the tables are: outlines of two kinds. A collection of fonts is none of them.
const FLAVORS: [&[u8]; 3] = [&[0, 1, 0, 0], b"OTTO", b"true"];
/// The tables that have a number instead of a name (§4.1).
const TAGS: &[u8] = b"cmapheadhheahmtxmaxpnameOS/2postcvt fpgmglyflocaprepCFF VORGEBDTEBLCgasphdmxkernLTSHPCLTVDMXvheavmtx\
    BASEGDEFGPOSGSUBEBSCJSTFMATHCBDTCBLCCOLRCPALSVG sbixacntavarbdatblocbslncvarfdscfeatfmtxfvargvarhstyjustlcarmortmorxopbdprop\
    trakZapfSilfGlatGlocFeatSill";
/// The number that says that a name follows.
const NAMED: u8 = 63;
/// What a font has to have to be drawn, besides its outlines.
const NEEDED: [&[u8]; 6] = [b"cmap", b"head", b"hhea", b"hmtx", b"maxp", b"name"];
/// Each is enough to have outlines.
const OUTLINES: [&[&[u8]]; 3] = [&[b"glyf", b"loca"], &[b"CFF "], &[b"CFF2"]];
/// There when a font comes in more than one weight.
const VARIATIONS: &[u8] = b"fvar";

/// Reads a font. One of several weights stands for what is bold as well.
///
/// # Errors
/// It is no font, or one that cannot be taken.
pub(super) fn read(place: Place, bytes: &[u8]) -> Result<Vec<(Place, Picture)>, Reason> {
    let font = parse(bytes).ok_or(Reason::NotAFont)?;
    let has = |tag: &[u8]| font.tables.contains(&tag);
    let is_whole = NEEDED.into_iter().all(has) && OUTLINES.iter().any(|tables| tables.iter().all(|tag| has(tag)));
    if !is_whole {
        return Err(Reason::NotAFont);
    }
    let places = if place == Place::Font && has(VARIATIONS) { vec![place, Place::FontBold] } else { vec![place] };
    let written = Picture { kind: AssetKind::Woff2, content: font.written(), width: 0, height: 0 };
    Ok(places.into_iter().map(|place| (place, written.clone())).collect())
}

/// What there is in a file.
struct Font<'a> {
    header: &'a [u8],
    directory: &'a [u8],
    packed: &'a [u8],
    tables: Vec<&'a [u8]>,
}

impl Font<'_> {
    /// The file, without what was left behind.
    fn written(&self) -> Vec<u8> {
        let mut file = [self.header, self.directory, self.packed].concat();
        file.resize(file.len().next_multiple_of(4), 0);
        file[REST..HEADER].fill(0);
        let length = u32::try_from(file.len()).unwrap_or(u32::MAX);
        file[LENGTH..LENGTH + 4].copy_from_slice(&length.to_be_bytes());
        file
    }
}

fn parse(bytes: &[u8]) -> Option<Font<'_>> {
    let (header, rest) = bytes.split_at_checked(HEADER)?;
    let mut reader = Reader(header);
    let is_font = reader.take(4)? == b"wOF2" && FLAVORS.contains(&reader.take(4)?);
    let (length, count, reserved) = (reader.number(4)?, u16::try_from(reader.number(2)?).ok()?, reader.number(2)?);
    // How much the tables are together is a hint that nobody relies on; they say it themselves.
    reader.take(4)?;
    let packed_size = usize::try_from(reader.number(4)?).ok()?;
    if !is_font || length != bytes.len() as u64 || reserved != 0 || count == 0 || count > MOST_TABLES {
        return None;
    }
    let mut reader = Reader(rest);
    let mut tables = Vec::new();
    let mut unpacked = 0;
    for _ in 0..count {
        let (tag, size) = reader.table()?;
        // One name twice: which of the two is meant, each program may see otherwise.
        if tables.contains(&tag) {
            return None;
        }
        tables.push(tag);
        unpacked += size;
    }
    let directory = &rest[..rest.len() - reader.0.len()];
    let packed = reader.take(packed_size)?;
    (unpacked <= MOST_UNPACKED && packed_size > 0).then_some(Font { header, directory, packed, tables })
}

/// What is left to read.
struct Reader<'a>(&'a [u8]);

impl<'a> Reader<'a> {
    fn take(&mut self, count: usize) -> Option<&'a [u8]> {
        let (taken, rest) = self.0.split_at_checked(count)?;
        self.0 = rest;
        Some(taken)
    }

    fn number(&mut self, bytes: usize) -> Option<u64> {
        Some(self.take(bytes)?.iter().fold(0, |number, byte| (number << 8) | u64::from(*byte)))
    }

    /// A number of as many bytes as it needs (§4.1, `UIntBase128`).
    fn long(&mut self) -> Option<u64> {
        let mut number: u64 = 0;
        for place in 0..5 {
            let byte = self.take(1)?[0];
            if place == 0 && byte == 0x80 {
                return None;
            }
            number = (number << 7) | u64::from(byte & 0x7f);
            if byte & 0x80 == 0 {
                return u32::try_from(number).ok().map(u64::from);
            }
        }
        None
    }

    /// A table's name and its size once unpacked. Sizes before that are only there for tables that were rearranged.
    fn table(&mut self) -> Option<(&'a [u8], u64)> {
        let flags = self.take(1)?[0];
        let (known, arranged) = (flags & NAMED, flags >> 6);
        let tag = if known == NAMED { self.take(4)? } else { TAGS.chunks_exact(4).nth(known.into())? };
        let size = self.long()?;
        let is_outline = tag == b"glyf" || tag == b"loca";
        let is_rearranged = if is_outline { arranged != 3 } else { arranged != 0 };
        let rearranged = if is_rearranged { self.long()? } else { size };
        Some((tag, size.max(rearranged)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A font of these tables, none of which holds anything; after it come `rest`.
    fn font(tags: &[&[u8; 4]], rest: &[u8]) -> Vec<u8> {
        let mut file = b"wOF2\0\x01\0\0".to_vec();
        let directory: Vec<u8> = tags
            .iter()
            .flat_map(|tag| {
                let size: &[u8] = if matches!(*tag, b"glyf" | b"loca") { &[0x81, 0x00, 0x10] } else { &[0x81, 0x00] };
                [[NAMED].as_slice(), tag.as_slice(), size].concat()
            })
            .collect();
        let packed = [7; 10];
        let length = HEADER + directory.len() + packed.len() + rest.len();
        file.extend(u32::try_from(length).unwrap().to_be_bytes());
        file.extend(u16::try_from(tags.len()).unwrap().to_be_bytes());
        file.extend([0, 0, 0, 0, 0x10, 0]);
        file.extend(u32::try_from(packed.len()).unwrap().to_be_bytes());
        file.extend([9; 24]);
        [file.as_slice(), &directory, &packed, rest].concat()
    }

    const WHOLE: [&[u8; 4]; 8] = [b"cmap", b"head", b"hhea", b"hmtx", b"maxp", b"name", b"glyf", b"loca"];

    #[test]
    fn a_font_is_written_anew_without_what_else_a_file_carries() {
        let read = read(Place::Font, &font(&WHOLE, b"<metadata>buy me</metadata>")).unwrap();
        let [(Place::Font, written)] = read.as_slice() else { panic!("{read:?}") };
        assert_eq!((written.kind, written.content.len() % 4), (AssetKind::Woff2, 0));
        assert!(!written.content.windows(8).any(|part| part == b"metadata") && written.content[REST..HEADER] == [0; 20]);
        assert_eq!(super::read(Place::Font, &written.content).unwrap(), read, "what was written can be read");
    }

    #[test]
    fn a_font_of_several_weights_is_also_what_is_bold() {
        let variable = font(&[WHOLE.as_slice(), &[b"fvar"]].concat(), b"");
        let places = |place| read(place, &variable).unwrap().into_iter().map(|(place, _)| place).collect::<Vec<_>>();
        assert_eq!(places(Place::Font), [Place::Font, Place::FontBold]);
        assert_eq!(places(Place::FontBold), [Place::FontBold]);
        let numbers = TAGS.chunks_exact(4);
        assert_eq!((numbers.clone().count(), numbers.clone().position(|tag| tag == b"fvar")), (63, Some(47)));
    }

    #[test]
    fn whatever_is_no_whole_font_is_refused() {
        let whole = font(&WHOLE, b"");
        assert!(read(Place::Font, &whole).is_ok());
        for cut in 0..whole.len() {
            assert_eq!(read(Place::Font, &whole[..cut]), Err(Reason::NotAFont), "{cut} bytes");
        }
        for (place, wrong) in [(0, b'x'), (4, b't'), (11, 0xff), (13, 0), (13, 200), (14, 1), (20, 0x7f), (47 + 6, 0x80)] {
            let mut broken = whole.clone();
            broken[place] = wrong;
            assert_eq!(read(Place::Font, &broken), Err(Reason::NotAFont), "byte {place}");
        }
        for tables in [&WHOLE[1..], &WHOLE[..7], &[WHOLE.as_slice(), &[b"head"]].concat()] {
            assert_eq!(read(Place::Font, &font(tables, b"")), Err(Reason::NotAFont), "{}", tables.len());
        }
        let png = [0x89, b'P', b'N', b'G', 0x0d, 0x0a, 0x1a, 0x0a];
        for other in [b"".as_slice(), b"wOFF", b"\0\x01\0\0", b"OTTO", b"<svg/>", &png] {
            assert_eq!(read(Place::FontBold, other), Err(Reason::NotAFont));
        }
    }
}
