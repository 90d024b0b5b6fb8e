//! What is counted for whoever watches the portal: requests with their times, and events by kind. Labels come from short lists
//! of our own, never from what a client sends, so that nobody can fill the memory with names.

use std::{
    collections::BTreeMap,
    fmt::Write,
    sync::{Mutex, PoisonError},
    time::Duration,
};

/// The upper ends of the classes of times, in seconds.
const CLASSES: [f64; 11] = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0];

/// An event that is counted by kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Event {
    /// A login was tried; by what came of it.
    Login,
    /// A limit was used up; by its name.
    Limit,
}

/// All counts since the start.
#[derive(Default)]
pub struct Metrics {
    requests: Mutex<BTreeMap<(&'static str, String, u16), Times>>,
    events: Mutex<BTreeMap<(Event, &'static str), u64>>,
}

#[derive(Default, Clone)]
struct Times {
    classes: [u64; CLASSES.len()],
    count: u64,
    seconds: f64,
}

impl Event {
    fn name(self) -> &'static str {
        match self {
            Self::Login => "vestibule_logins_total",
            Self::Limit => "vestibule_limits_total",
        }
    }

    fn label(self) -> &'static str {
        match self {
            Self::Login => "result",
            Self::Limit => "limit",
        }
    }
}

impl Metrics {
    /// Counts a request. `route` is a template such as `/api/sites/{id}`, or `none`.
    pub fn request(&self, method: &str, route: &str, status: u16, took: Duration) {
        const METHODS: [&str; 7] = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"];
        let method = METHODS.into_iter().find(|known| *known == method).unwrap_or("other");
        let mut requests = self.requests.lock().unwrap_or_else(PoisonError::into_inner);
        requests.entry((method, route.to_owned(), status)).or_default().add(took.as_secs_f64());
    }

    /// Counts an event. `kind` is a word of our own.
    pub fn event(&self, event: Event, kind: &'static str) {
        *self.events.lock().unwrap_or_else(PoisonError::into_inner).entry((event, kind)).or_default() += 1;
    }

    /// All counts, and what is measured right now, in the text format of Prometheus.
    #[must_use]
    pub fn text(&self, now: &[(&str, f64)]) -> String {
        let mut text = String::new();
        let requests = self.requests.lock().unwrap_or_else(PoisonError::into_inner).clone();
        let events = self.events.lock().unwrap_or_else(PoisonError::into_inner).clone();
        // Writing into a string cannot fail.
        let _ = writeln!(text, "# TYPE vestibule_request_seconds histogram");
        for ((method, route, status), times) in &requests {
            times.write(&mut text, &format!("method=\"{method}\",route=\"{route}\",status=\"{status}\""));
        }
        let mut last = None;
        for ((event, kind), count) in &events {
            if last.replace(event) != Some(event) {
                let _ = writeln!(text, "# TYPE {} counter", event.name());
            }
            let _ = writeln!(text, "{}{{{}=\"{kind}\"}} {count}", event.name(), event.label());
        }
        for (name, value) in now {
            let kind = if name.ends_with("_total") { "counter" } else { "gauge" };
            let _ = writeln!(text, "# TYPE vestibule_{name} {kind}\nvestibule_{name} {value}");
        }
        text
    }
}

impl Times {
    fn add(&mut self, seconds: f64) {
        self.count += 1;
        self.seconds += seconds;
        for (count, end) in self.classes.iter_mut().zip(CLASSES) {
            *count += u64::from(seconds <= end);
        }
    }

    fn write(&self, text: &mut String, labels: &str) {
        for (count, end) in self.classes.iter().zip(CLASSES) {
            let _ = writeln!(text, "vestibule_request_seconds_bucket{{{labels},le=\"{end}\"}} {count}");
        }
        let Self { count, seconds, .. } = self;
        let _ = writeln!(text, "vestibule_request_seconds_bucket{{{labels},le=\"+Inf\"}} {count}");
        let _ = writeln!(text, "vestibule_request_seconds_sum{{{labels}}} {seconds}");
        let _ = writeln!(text, "vestibule_request_seconds_count{{{labels}}} {count}");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_come_as_prometheus_reads_them() {
        let metrics = Metrics::default();
        metrics.request("GET", "/login", 200, Duration::from_millis(7));
        metrics.request("GET", "/login", 200, Duration::from_mins(1));
        metrics.request("INVENTED", "none", 405, Duration::ZERO);
        metrics.event(Event::Login, "logged_in");
        let text = metrics.text(&[("hashing_waiting", 3.0)]);
        for line in [
            r#"vestibule_request_seconds_bucket{method="GET",route="/login",status="200",le="0.005"} 0"#,
            r#"vestibule_request_seconds_bucket{method="GET",route="/login",status="200",le="0.01"} 1"#,
            r#"vestibule_request_seconds_bucket{method="GET",route="/login",status="200",le="+Inf"} 2"#,
            r#"vestibule_request_seconds_count{method="other",route="none",status="405"} 1"#,
            r#"vestibule_logins_total{result="logged_in"} 1"#,
            "vestibule_hashing_waiting 3",
        ] {
            assert!(text.lines().any(|found| found == line), "{line}\n{text}");
        }
    }
}
