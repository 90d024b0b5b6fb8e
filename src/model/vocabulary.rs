//! Words that never change, as the description of the API lists them.

use utoipa::openapi::{ObjectBuilder, schema::Type};

/// A field that holds one of these.
pub fn one_of(words: impl IntoIterator<Item = &'static str>) -> ObjectBuilder {
    ObjectBuilder::new().schema_type(Type::String).enum_values(Some(words))
}

/// Describes a type as one of the words that stand for its values in the API.
macro_rules! described {
    ($described:ty, $name:expr, $words:expr) => {
        impl utoipa::PartialSchema for $described {
            fn schema() -> utoipa::openapi::RefOr<utoipa::openapi::Schema> {
                $crate::model::vocabulary::one_of($words).into()
            }
        }

        impl utoipa::ToSchema for $described {
            fn name() -> std::borrow::Cow<'static, str> {
                $name.into()
            }
        }
    };
}

pub(crate) use described;
