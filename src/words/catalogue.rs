//! Reads `locales/{language}/*.ftl`.

use std::{
    borrow::Cow,
    collections::{HashMap, hash_map::Entry},
    sync::Arc,
};

use anyhow::{Context, Result, anyhow};
use fluent_bundle::{FluentResource, concurrent::FluentBundle};
use rust_embed::RustEmbed;
use unic_langid::LanguageIdentifier;

use super::Locale;

#[derive(RustEmbed)]
#[folder = "locales/"]
struct Files;

/// What one language says.
pub(super) type Bundle = FluentBundle<Arc<FluentResource>>;

/// Languages with what they say. Those of one folder share it.
pub(super) fn read(locales: &[Locale]) -> Result<Vec<(Locale, Bundle)>> {
    let mut known = HashMap::new();
    let mut languages = Vec::new();
    for locale in locales {
        let resources = match known.entry(locale.source) {
            Entry::Occupied(known) => known.into_mut(),
            Entry::Vacant(new) => new.insert(resources(locale.source)?),
        };
        languages.push((*locale, bundle(*locale, resources)?));
    }
    Ok(languages)
}

fn bundle(locale: Locale, resources: &[(String, Arc<FluentResource>)]) -> Result<Bundle> {
    let language: LanguageIdentifier = locale.source.parse().with_context(|| format!("{} is no language tag", locale.source))?;
    let mut bundle = FluentBundle::new_concurrent(vec![language]);
    // Marks around every argument would end up in codes and links that people copy; pages use <bdi> instead.
    bundle.set_use_isolating(false);
    if locale.code == "en-XA" {
        bundle.set_transform(Some(accented));
    }
    for (file, resource) in resources {
        bundle.add_resource(Arc::clone(resource)).map_err(|errors| anyhow!("locales/{file}: {errors:?}"))?;
    }
    Ok(bundle)
}

/// The files of a language, read.
fn resources(language: &str) -> Result<Vec<(String, Arc<FluentResource>)>> {
    let read = |(file, source): (String, String)| {
        let resource = FluentResource::try_new(source).map_err(|(_, errors)| anyhow!("locales/{file}: {errors:?}"))?;
        Ok((file, Arc::new(resource)))
    };
    sources(language)?.into_iter().map(read).collect()
}

/// The files of a language and what they hold.
fn sources(language: &str) -> Result<Vec<(String, String)>> {
    let own = Files::iter().filter(|file| file.strip_prefix(language).is_some_and(|rest| rest.starts_with('/')));
    own.map(|file| {
        let content = Files::get(&file).with_context(|| format!("locales/{file} is missing"))?;
        Ok((file.to_string(), String::from_utf8(content.data.into_owned()).with_context(|| format!("locales/{file}"))?))
    })
    .collect()
}

/// The keys of a language's messages.
pub(super) fn keys(language: &str) -> Result<Vec<String>> {
    let is_key = |line: &&str| line.starts_with(|letter: char| letter.is_ascii_lowercase()) && line.contains(" =");
    let of = |source: &str| source.lines().filter(is_key).filter_map(|line| line.split(" =").next()).map(str::to_owned).collect();
    Ok(sources(language)?.iter().flat_map(|(_, source)| -> Vec<String> { of(source) }).collect())
}

/// Letters with accents, and a third more of them, as German or Finnish would need.
fn accented(text: &str) -> Cow<'_, str> {
    let mut longer = String::new();
    for letter in text.chars() {
        match letter {
            'a' => longer.push_str("áá"),
            'e' => longer.push_str("éé"),
            'i' => longer.push('í'),
            'o' => longer.push_str("óó"),
            'u' => longer.push('ú'),
            'n' => longer.push('ñ'),
            's' => longer.push('š'),
            'A' => longer.push('Å'),
            'E' => longer.push('É'),
            'S' => longer.push('Š'),
            other => longer.push(other),
        }
    }
    longer.into()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::sources;

    /// Each key with the name of its file.
    fn keys(language: &str) -> BTreeSet<String> {
        let is_key = |line: &&str| line.starts_with(|c: char| c.is_ascii_lowercase()) && line.contains(" =");
        let of = |(file, source): (String, String)| {
            let file = file.split_once('/').unwrap().1.to_owned();
            let keys = source.lines().filter(is_key).filter_map(|line| line.split(" =").next());
            keys.map(|key| format!("{file}: {key}")).collect::<Vec<_>>()
        };
        sources(language).unwrap().into_iter().flat_map(of).collect()
    }

    #[test]
    fn every_language_says_everything() {
        assert_eq!(keys("en"), keys("es"));
        assert!(keys("en").len() > 50);
    }
}
