//! Types of the domain, which know no JSON, and beside each its twin, which does.

use std::time::Duration;

/// One of two types that hold the same: the one that is kept.
pub(super) trait Twin<T>: Sized {
    /// To be written.
    fn keep(value: T) -> Self;

    /// As it was read.
    fn take(self) -> T;
}

/// Types that are their own twin.
macro_rules! same {
    ($($kind:ty),*) => {
        $(impl Twin<$kind> for $kind {
            fn keep(value: $kind) -> Self {
                value
            }

            fn take(self) -> $kind {
                self
            }
        })*
    };
}

same!(bool, u32, u64, u128, i64, f64, String, Duration, (i64, u16, u32));

impl<T, K: Twin<T>> Twin<Option<T>> for Option<K> {
    fn keep(value: Option<T>) -> Self {
        value.map(K::keep)
    }

    fn take(self) -> Option<T> {
        self.map(K::take)
    }
}

impl<T, K: Twin<T>> Twin<Vec<T>> for Vec<K> {
    fn keep(values: Vec<T>) -> Self {
        values.into_iter().map(K::keep).collect()
    }

    fn take(self) -> Vec<T> {
        self.into_iter().map(K::take).collect()
    }
}

impl<A, B, K: Twin<A>, L: Twin<B>> Twin<(A, B)> for (K, L) {
    fn keep((a, b): (A, B)) -> Self {
        (K::keep(a), L::keep(b))
    }

    fn take(self) -> (A, B) {
        (self.0.take(), self.1.take())
    }
}

/// The twin of a struct.
macro_rules! twin {
    ($kept:ident, $kind:ident { $($field:ident: $type:ty),* $(,)? }) => {
        #[derive(serde::Serialize, serde::Deserialize)]
        struct $kept {
            $($field: $type),*
        }

        impl Twin<$kind> for $kept {
            fn keep(value: $kind) -> Self {
                Self { $($field: Twin::keep(value.$field)),* }
            }

            fn take(self) -> $kind {
                $kind { $($field: self.$field.take()),* }
            }
        }
    };
}

/// The twin of an enum without values.
macro_rules! words {
    ($kept:ident, $kind:ident { $($word:ident),* $(,)? }) => {
        #[derive(serde::Serialize, serde::Deserialize)]
        enum $kept {
            $($word),*
        }

        impl Twin<$kind> for $kept {
            fn keep(value: $kind) -> Self {
                match value {
                    $($kind::$word => Self::$word),*
                }
            }

            fn take(self) -> $kind {
                match self {
                    $(Self::$word => $kind::$word),*
                }
            }
        }
    };
}

pub(super) use {twin, words};
