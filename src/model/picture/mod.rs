//! Pictures and fonts that people upload. They are told by their content, read within limits, and written anew: what is served was
//! written here, and nothing that hid in a file gets on.

mod font;
mod lines;
mod points;

use image::ImageFormat;
use sha2::{Digest, Sha256};

use super::{
    look::{Asset, AssetKind, Place},
    theme::Reason,
};

/// The most bytes of a file.
pub const MOST_BYTES: usize = 500 * 1024;
/// The most bytes of a picture once it is written anew.
const MOST_WRITTEN: usize = 1024 * 1024;

/// A picture, or a font, that may be served.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Picture {
    /// What it is.
    pub kind: AssetKind,
    /// What is in it.
    pub content: Vec<u8>,
    /// Its width in pixels; 0 for a font.
    pub width: u32,
    /// Its height in pixels; 0 for a font.
    pub height: u32,
}

impl Picture {
    /// What a look says of it.
    #[must_use]
    pub fn asset(&self) -> Asset {
        let mut digest = Sha256::new_with_prefix(self.kind.media_type());
        digest.update(&self.content);
        let hash = digest.finalize().iter().take(16).map(|byte| format!("{byte:02x}")).collect();
        Asset { hash, kind: self.kind, width: self.width, height: self.height }
    }
}

/// Reads an uploaded file. A logo brings one for letters along, since mail programs know neither lines nor dark ground.
///
/// # Errors
/// It is not what goes there, or cannot be taken.
pub fn read(place: Place, bytes: &[u8]) -> Result<Vec<(Place, Picture)>, Reason> {
    if bytes.len() > MOST_BYTES {
        return Err(Reason::TooLarge(MOST_BYTES / 1024));
    }
    if place.is_of_fonts() {
        return font::read(place, bytes);
    }
    let read = match format(bytes) {
        Some(format) => {
            let points = points::read(format, bytes)?;
            let mut read = vec![(place, points::write(&points, place, format)?)];
            if place == Place::LogoLight {
                read.push((Place::MailLogo, points::write(&points, Place::MailLogo, ImageFormat::Png)?));
            }
            read
        }
        None => {
            let drawing = lines::read(str::from_utf8(bytes).map_err(|_| Reason::NotAPicture)?)?;
            match place {
                Place::MailLogo => vec![(place, drawing.in_points(place)?)],
                Place::LogoLight => vec![(place, drawing.written()), (Place::MailLogo, drawing.in_points(Place::MailLogo)?)],
                _ => vec![(place, drawing.written())],
            }
        }
    };
    match read.iter().all(|(_, picture)| picture.content.len() <= MOST_WRITTEN) {
        true => Ok(read),
        false => Err(Reason::TooLarge(MOST_BYTES / 1024)),
    }
}

/// What a file of points is, by its first bytes; its name and what the browser calls it have no say.
fn format(bytes: &[u8]) -> Option<ImageFormat> {
    match bytes {
        [0x89, b'P', b'N', b'G', 0x0d, 0x0a, 0x1a, 0x0a, ..] => Some(ImageFormat::Png),
        [0xff, 0xd8, 0xff, ..] => Some(ImageFormat::Jpeg),
        [b'R', b'I', b'F', b'F', _, _, _, _, b'W', b'E', b'B', b'P', ..] => Some(ImageFormat::WebP),
        _ => None,
    }
}

/// The largest a picture of points is kept: twice what is ever shown of it, for fine screens.
fn largest(place: Place) -> (u32, u32) {
    match place {
        Place::LogoLight | Place::LogoDark => (1200, 400),
        Place::MailLogo => (480, 160),
        Place::Icon | Place::Favicon => (256, 256),
        Place::BackgroundLight | Place::BackgroundDark => (2560, 2560),
        Place::Font | Place::FontBold => (0, 0),
    }
}

#[cfg(test)]
mod tests;
