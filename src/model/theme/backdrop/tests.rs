use super::super::Tokens;
use super::*;

fn tokens(text: &str) -> Tokens {
    toml::from_str(text).unwrap()
}

#[test]
fn a_new_background_leaves_the_dark_one_of_its_parent_behind() {
    let parent = tokens("[background]\nkind = 'solid'\ncolor = '#111111'\n[background.dark]\ncolor = '#222222'");
    let merged = tokens("[background]\ncolor = '#333333'").over(parent.clone()).background;
    assert_eq!((merged.kind, merged.dark.color), (Some(BackgroundKind::Solid), None));
    assert_eq!(Tokens::default().over(parent.clone()), parent);
}

fn palette(page: &str, text: &str) -> Palette {
    let color = |name: &ColorName| if *name == ColorName::Page { page } else { text };
    let colors = ColorName::ALL.iter().map(|name| (*name, color(name).parse().unwrap()));
    Palette::complete(&colors.collect()).unwrap()
}

fn resolved(text: &str) -> Result<(Backdrop, Backdrop), Fault> {
    let (day, night) = (palette("#ffffff", "#101010"), palette("#101010", "#eeeeee"));
    let pictures = Pictures { light: Some("/picture".to_owned()), dark: None };
    let mut faults = Vec::new();
    let both = tokens(&format!("[background]\n{text}")).background.resolve(&pictures, (&day, &night), &mut faults)?;
    faults.into_iter().next().map_or(Ok(both), Err)
}

#[test]
fn no_background_is_the_page() {
    let (light, dark) = resolved("kind = 'none'").unwrap();
    assert_eq!((light.color.to_string(), dark.color.to_string()), ("#ffffff".into(), "#101010".into()));
    assert_eq!((light.on.to_string(), light.drawn), ("#101010".into(), Drawn::Nothing));
}

#[test]
fn a_background_by_day_is_dimmed_at_night_unless_its_twin_is_given() {
    let solid = "kind = 'solid'\ncolor = '#ffd9a0'\n";
    let (light, dark) = resolved(solid).unwrap();
    assert!(light.on.stands_out(&[light.color], FOR_TEXT));
    assert!(dark.color.lightness() < 0.33);
    let (_, dark) = resolved(&format!("{solid}[background.dark]\ncolor = '#112233'")).unwrap();
    assert_eq!(dark.color.to_string(), "#112233");
}

#[test]
fn a_gradient_needs_one_text_colour_for_all_of_it() {
    let gradient = |to: &str| resolved(&format!("kind = 'gradient'\nfrom = '#000000'\nto = '{to}'\nangle = 90"));
    assert_eq!(gradient("#203040").unwrap().0.on, Color::WHITE);
    let fault = gradient("#ffffff").unwrap_err().to_string();
    assert_eq!(fault, "background.to: #ffffff and background.from #000000 are too different for one text colour");
    assert_eq!(resolved("kind = 'solid'").unwrap_err().to_string(), "background.color: missing");
}

#[test]
fn text_can_be_read_on_a_picture_whatever_it_shows() {
    for (by_day, color) in [("", "#ffffff"), ("color = '#808080'\n", "#808080"), ("color = '#7b2433'\n", "#7b2433")] {
        let (light, dark) = resolved(&format!("kind = 'image'\nfocal_x = 20\n{by_day}")).unwrap();
        for backdrop in [&light, &dark] {
            let Drawn::Picture(Picture { scrim, focus, .. }) = &backdrop.drawn else { panic!("{backdrop:?}") };
            let through = f64::from(i32::try_from(100 - scrim).unwrap()) / 100.0;
            let seen = [Color::BLACK, Color::WHITE].map(|shown| backdrop.color.toward(shown, through));
            assert!(backdrop.on.stands_out(&seen, FOR_TEXT), "{backdrop:?}");
            assert_eq!(*focus, (20, 50));
        }
        assert_eq!(light.color.to_string(), color);
    }
    let thin = resolved("kind = 'image'\nscrim = 10").unwrap_err().to_string();
    assert!(thin.starts_with("background.scrim: 10 is out of range, "), "{thin}");
}
