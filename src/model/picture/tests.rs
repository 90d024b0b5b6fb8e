use std::fmt::Write;

use image::{DynamicImage, GenericImageView, ImageFormat, Rgba, RgbaImage};

use super::*;

const SVG: &str = r#"<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" width="120" height="40" viewBox="0 0 120 40">"#;

fn points(format: ImageFormat, width: u32, height: u32) -> Vec<u8> {
    let image = RgbaImage::from_fn(width, height, |x, y| Rgba([x, y, 7, 255].map(|part| u8::try_from(part % 256).unwrap())));
    let mut written = std::io::Cursor::new(Vec::new());
    let image = DynamicImage::from(image);
    let image = if format == ImageFormat::Jpeg { image.to_rgb8().into() } else { image };
    image.write_to(&mut written, format).unwrap();
    written.into_inner()
}

fn drawing(inside: &str) -> Result<Vec<(Place, Picture)>, Reason> {
    read(Place::LogoLight, format!("{SVG}{inside}</svg>").as_bytes())
}

#[test]
fn a_picture_is_told_by_its_content_and_written_anew() {
    for (format, kind) in
        [(ImageFormat::Png, AssetKind::Png), (ImageFormat::Jpeg, AssetKind::Jpeg), (ImageFormat::WebP, AssetKind::Png)]
    {
        let mut file = points(format, 90, 30);
        file.extend(b"<script>alert(1)</script>");
        let read = read(Place::LogoLight, &file).unwrap();
        let (logo, letters) = (&read[0].1, &read[1]);
        assert_eq!((logo.kind, logo.width, logo.height), (kind, 90, 30));
        assert!(!logo.content.windows(7).any(|part| part == b"<script"));
        assert_eq!((letters.0, letters.1.kind), (Place::MailLogo, AssetKind::Png));
    }
}

#[test]
fn a_large_picture_is_kept_as_large_as_its_place_needs() {
    let file = points(ImageFormat::Jpeg, 3000, 1000);
    let logo = &read(Place::LogoDark, &file).unwrap()[0].1;
    assert_eq!((logo.width, logo.height), (1200, 400));
    let background = &read(Place::BackgroundLight, &file).unwrap()[0].1;
    assert_eq!((background.kind, background.width), (AssetKind::Jpeg, 2560));
    assert_eq!(logo.asset().hash.len(), 32);
    assert!(Asset::is_hash(&logo.asset().hash));
}

#[test]
fn what_is_no_picture_or_too_much_of_one_is_refused() {
    let mut bomb = points(ImageFormat::Png, 2, 2);
    // The width in the header, and its checksum.
    bomb[16..20].copy_from_slice(&60_000_u32.to_be_bytes());
    let mut cut = points(ImageFormat::Png, 90, 30);
    cut.truncate(90);
    for (file, reason) in [
        (b"GIF89a".to_vec(), Reason::NotAPicture),
        (b"<!doctype html><svg></svg>".to_vec(), Reason::NotAPicture),
        (b"<html xmlns='http://www.w3.org/1999/xhtml'/>".to_vec(), Reason::NotAPicture),
        (vec![0xff, 0xd8, 0xff, 0xe0, 0, 16], Reason::NotAPicture),
        (Vec::new(), Reason::NotAPicture),
        (cut, Reason::NotAPicture),
        (vec![b' '; MOST_BYTES + 1], Reason::TooLarge(500)),
        (points(ImageFormat::Png, 5001, 1), Reason::TooManyPixels(5000)),
    ] {
        assert_eq!(read(Place::Icon, &file).unwrap_err(), reason, "{:?}", &file[..file.len().min(20)]);
    }
    assert!(read(Place::Icon, &bomb).is_err());
}

#[test]
fn a_drawing_comes_through_as_lines_and_for_letters_as_points() {
    let read = drawing("<style>.a{fill:#f00}</style><rect class='a' width='120' height='40'/>").unwrap();
    let (logo, letters) = (&read[0].1, &read[1].1);
    assert_eq!((logo.kind, logo.width, logo.height), (AssetKind::Svg, 120, 40));
    assert_eq!((letters.kind, letters.width, letters.height), (AssetKind::Png, 480, 160));
    let picture = image::load_from_memory(&letters.content).unwrap();
    assert_eq!(picture.get_pixel(100, 100).0, [255, 0, 0, 255]);
}

#[test]
fn nothing_that_runs_or_leads_elsewhere_comes_through() {
    let inside = "<script>alert(1)</script><rect onload='alert(1)' width='9' height='9' fill='#00f'/>\
        <image width='9' height='9' href='https://evil.example/x.png'/><image width='9' height='9' href='file:///etc/passwd'/>\
        <image width='9' height='9' xlink:href='data:image/svg+xml;base64,PHN2Zy8+'/>\
        <a href='javascript:alert(1)'><circle r='9'/></a><foreignObject><body xmlns='http://www.w3.org/1999/xhtml'>x</body></foreignObject>\
        <style>@import url(https://evil.example/x.css); rect{fill:url(https://evil.example/x)}</style>\
        <use href='https://evil.example/x.svg#a'/><animate attributeName='href' values='javascript:alert(1)'/>";
    let read = drawing(inside).unwrap();
    let written = String::from_utf8(read[0].1.content.clone()).unwrap();
    for word in ["script", "onload", "evil", "passwd", "data:", "javascript", "foreignObject", "import", "animate", "href"] {
        assert!(!written.contains(word), "{word}: {written}");
    }
}

#[test]
fn a_drawing_that_would_take_all_there_is_is_refused() {
    let mut laughs = String::new();
    for level in 1..12 {
        let _ = write!(laughs, "<g id='l{level}'>");
        for _ in 0..10 {
            let _ = write!(laughs, "<use xlink:href='#l{}'/>", level - 1);
        }
        laughs += "</g>";
    }
    let laughs = format!("<defs><rect id='l0' width='1' height='1'/>{laughs}</defs><use xlink:href='#l11'/>");
    let deep = format!("{}<rect width='1' height='1'/>{}", "<g>".repeat(60_000), "</g>".repeat(60_000));
    let entities = r#"<!DOCTYPE svg [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><svg xmlns="http://www.w3.org/2000/svg">&b;</svg>"#;
    assert_eq!(drawing(&laughs).unwrap_err(), Reason::Drawing);
    assert_eq!(drawing(&deep).unwrap_err(), Reason::Drawing);
    assert_eq!(read(Place::Icon, entities.as_bytes()).unwrap_err(), Reason::Drawing);
    assert_eq!(drawing("<text>Acme</text>").unwrap_err(), Reason::DrawingText);
    assert_eq!(drawing("").unwrap_err(), Reason::Drawing);
    let looped = "<g id='a'><use xlink:href='#b'/></g><g id='b'><use xlink:href='#a'/></g><rect width='9' height='9'/>";
    assert!(drawing(looped).is_ok() || drawing(looped) == Err(Reason::Drawing));
}
