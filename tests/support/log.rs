//! What the portal writes into its log while a story is told, in either of the forms that `vestibule serve` writes.

use std::{
    io::{self, Write},
    sync::{Arc, Mutex},
};

use tracing::subscriber::DefaultGuard;
use tracing_subscriber::EnvFilter;

/// A log that is listened to for as long as this lives. Each story has a thread of its own, and hears only that.
pub struct Log {
    written: Written,
    _guard: DefaultGuard,
}

#[derive(Clone, Default)]
struct Written(Arc<Mutex<Vec<u8>>>);

impl Log {
    /// As in development, but without colours.
    pub fn for_people() -> Self {
        let written = Written::default();
        let builder = tracing_subscriber::fmt().with_env_filter(EnvFilter::new("info")).with_target(false).with_ansi(false);
        let subscriber = builder.with_writer(written.writer()).finish();
        Self { written, _guard: tracing::subscriber::set_default(subscriber) }
    }

    /// As in production.
    pub fn for_programs() -> Self {
        let written = Written::default();
        let builder = tracing_subscriber::fmt().with_env_filter(EnvFilter::new("info")).json().flatten_event(true);
        let subscriber = builder.with_writer(written.writer()).finish();
        Self { written, _guard: tracing::subscriber::set_default(subscriber) }
    }

    /// Everything so far.
    pub fn text(&self) -> String {
        String::from_utf8(self.written.0.lock().unwrap().clone()).unwrap()
    }
}

impl Written {
    fn writer(&self) -> impl Fn() -> Self + use<> {
        let written = self.clone();
        move || written.clone()
    }
}

impl Write for Written {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap().write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
