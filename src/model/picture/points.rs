//! Pictures of points: PNG, JPEG, WebP.

use std::io::Cursor;

use image::{
    DynamicImage, GenericImageView, ImageDecoder, ImageError, ImageFormat, ImageReader, Limits, Rgb, RgbImage,
    codecs::jpeg::JpegEncoder, metadata::Orientation,
};

use super::{Picture, largest};
use crate::model::{
    look::{AssetKind, Place},
    theme::Reason,
};

/// The most pixels of a side. A small file may say that it has billions (decompression bomb).
const LONGEST_SIDE: u32 = 5000;
/// The most bytes that decoding one may take.
const MOST_MEMORY: u64 = 128 * 1024 * 1024;
const QUALITY: u8 = 85;

pub(super) fn read(format: ImageFormat, bytes: &[u8]) -> Result<DynamicImage, Reason> {
    let mut reader = ImageReader::with_format(Cursor::new(bytes), format);
    let mut limits = Limits::default();
    limits.max_image_width = Some(LONGEST_SIDE);
    limits.max_image_height = Some(LONGEST_SIDE);
    limits.max_alloc = Some(MOST_MEMORY);
    reader.limits(limits);
    let mut decoder = reader.into_decoder().map_err(|error| told(&error))?;
    if decoder.total_bytes() > MOST_MEMORY {
        return Err(Reason::TooManyPixels(LONGEST_SIDE));
    }
    // A photograph says in its margin which side is up. The margin stays behind, so the picture itself has to be turned.
    let orientation = decoder.orientation().unwrap_or(Orientation::NoTransforms);
    let mut image = DynamicImage::from_decoder(decoder).map_err(|error| told(&error))?;
    image.apply_orientation(orientation);
    Ok(image)
}

fn told(error: &ImageError) -> Reason {
    match error {
        ImageError::Limits(_) => Reason::TooManyPixels(LONGEST_SIDE),
        _ => Reason::NotAPicture,
    }
}

/// Writes a picture anew, no larger than its place needs.
pub(super) fn write(image: &DynamicImage, place: Place, from: ImageFormat) -> Result<Picture, Reason> {
    let (width, height) = largest(place);
    let smaller = (image.width() > width || image.height() > height).then(|| image.thumbnail(width, height));
    let image = smaller.as_ref().unwrap_or(image);
    let is_background = matches!(place, Place::BackgroundLight | Place::BackgroundDark);
    let is_photograph = from == ImageFormat::Jpeg && place != Place::MailLogo;
    let mut content = Cursor::new(Vec::new());
    let (kind, written) = match is_background || is_photograph {
        true => (AssetKind::Jpeg, opaque(image).write_with_encoder(JpegEncoder::new_with_quality(&mut content, QUALITY))),
        false => (AssetKind::Png, image.to_rgba8().write_to(&mut content, ImageFormat::Png)),
    };
    written.map_err(|_| Reason::NotAPicture)?;
    Ok(Picture { kind, content: content.into_inner(), width: image.width(), height: image.height() })
}

/// On white, where something shines through.
fn opaque(image: &DynamicImage) -> RgbImage {
    if !image.color().has_alpha() {
        return image.to_rgb8();
    }
    let over = |part: u8, alpha: u8| {
        let mixed = (u16::from(part) * u16::from(alpha) + 255 * (255 - u16::from(alpha))) / 255;
        u8::try_from(mixed).unwrap_or(u8::MAX)
    };
    RgbImage::from_fn(image.width(), image.height(), |x, y| {
        let [red, green, blue, alpha] = image.get_pixel(x, y).0;
        Rgb([over(red, alpha), over(green, alpha), over(blue, alpha)])
    })
}
