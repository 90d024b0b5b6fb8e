//! How much memory the portal holds.

use std::{
    fs,
    time::{Duration, Instant},
};

use anyhow::{Context, Result};

use crate::machine::Portal;

pub fn resident_megabytes(portal: &Portal) -> Result<f64> {
    let status = fs::read_to_string(format!("/proc/{}/status", portal.process.id()))?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).context("VmRSS")?;
    Ok(line.trim().trim_end_matches(" kB").parse::<f64>()? / 1024.0)
}

pub async fn most_resident_megabytes(portal: &Portal, time: Duration) -> Result<f64> {
    let (began, mut most) = (Instant::now(), 0.0_f64);
    while began.elapsed() < time {
        most = most.max(resident_megabytes(portal)?);
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    Ok(most)
}
