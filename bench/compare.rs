//! Whether two kinds of request take equally long, told from pairs that were measured one right after the other.
//!
//! The test is Wilcoxon's signed-rank test, two-sided: differences of exactly nothing are left out, equal ones share their
//! ranks, and the normal approximation is corrected for both ties and continuity. Which of a pair comes first is left to
//! chance, so if the two kinds take equally long, a difference is as likely as its opposite, which is all that the test asks.
//! The interval of the median difference is the sign test's, from the ordered differences; it asks not even that.

/// Two-sided, for 95 %.
const STANDARD_ERRORS: f64 = 1.96;

/// What two kinds of request took, and how they differ; in milliseconds.
pub struct Comparison {
    /// The medians of both kinds.
    pub medians: [f64; 2],
    /// The median of the pairs' differences.
    pub difference: f64,
    /// Where the median difference lies, with 95 % confidence.
    pub interval: [f64; 2],
    /// How likely differences at least so one-sided are, if there is nothing to tell.
    pub p: f64,
}

impl Comparison {
    pub fn of(pairs: &[[f64; 2]]) -> Self {
        let mut differences: Vec<f64> = pairs.iter().map(|[left, right]| right - left).collect();
        differences.sort_by(f64::total_cmp);
        Self {
            medians: [0, 1].map(|side| {
                let mut times: Vec<f64> = pairs.iter().map(|pair| pair[side]).collect();
                times.sort_by(f64::total_cmp);
                median(&times)
            }),
            difference: median(&differences),
            interval: interval(&differences),
            p: signed_rank(&differences),
        }
    }
}

fn median(sorted: &[f64]) -> f64 {
    let middle = sorted.len() / 2;
    match sorted.len() % 2 {
        1 => sorted[middle],
        _ => f64::midpoint(sorted[middle - 1], sorted[middle]),
    }
}

/// How many differences lie below the true median is as if coins had been tossed.
fn interval(sorted: &[f64]) -> [f64; 2] {
    let all = count(sorted.len());
    let most = 0.5 * (all - STANDARD_ERRORS * all.sqrt());
    let outside = (1..=sorted.len()).take_while(|outside| count(*outside) <= most).count().max(1);
    [sorted[outside - 1], sorted[sorted.len() - outside]]
}

fn signed_rank(differences: &[f64]) -> f64 {
    let mut ordered: Vec<f64> = differences.iter().copied().filter(|difference| *difference != 0.0).collect();
    ordered.sort_by(|one, other| one.abs().total_cmp(&other.abs()));
    let (mut before, mut positive, mut ties) = (0.0, 0.0, 0.0);
    for equal in ordered.chunk_by(|one, other| one.abs().total_cmp(&other.abs()).is_eq()) {
        let many = count(equal.len());
        let rank = before + f64::midpoint(1.0, many);
        positive += rank * count(equal.iter().filter(|difference| **difference > 0.0).count());
        ties += many.powi(3) - many;
        before += many;
    }
    let all = before;
    let expected = all * (all + 1.0) / 4.0;
    let variance = all * (all + 1.0) * (2.0 * all + 1.0) / 24.0 - ties / 48.0;
    let away = ((positive - expected).abs() - 0.5).max(0.0);
    if variance > 0.0 { beyond(away / variance.sqrt()) } else { 1.0 }
}

/// How much of the normal distribution lies further out than so many standard deviations, on both sides. After Chebyshev, to
/// seven digits also where next to nothing is left (Press et al., Numerical Recipes in C, 2nd ed., §6.2, `erfcc`).
fn beyond(deviations: f64) -> f64 {
    const FACTORS: [f64; 10] = [
        0.170_872_77,
        -0.822_152_23,
        1.488_515_87,
        -1.135_203_98,
        0.278_868_07,
        -0.186_288_06,
        0.096_784_18,
        0.374_091_96,
        1.000_023_68,
        -1.265_512_23,
    ];
    let z = deviations / 2.0f64.sqrt();
    let t = 1.0 / (1.0 + 0.5 * z);
    t * (FACTORS.iter().fold(0.0, |sum, factor| sum * t + factor) - z * z).exp()
}

/// No measurement has more pairs than a float can count.
fn count(many: usize) -> f64 {
    u32::try_from(many).map_or(f64::INFINITY, f64::from)
}
