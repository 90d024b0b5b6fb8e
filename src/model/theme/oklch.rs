//! Colours by lightness, chroma and hue, as the eye orders them (OKLCH), and back to what a
//! screen can show.

use super::Color;

/// A colour that may lie outside of what a screen can show.
#[derive(Clone, Copy)]
pub(super) struct Oklch {
    pub(super) lightness: f64,
    pub(super) chroma: f64,
    pub(super) hue: f64,
}

// The matrices of OKLab: linear sRGB to cone responses, their cube roots to lightness and two
// opponent axes, and the same way back.
const RGB_TO_CONES: [[f64; 3]; 3] = [
    [0.412_221_470_8, 0.536_332_536_3, 0.051_445_992_9],
    [0.211_903_498_2, 0.680_699_545_1, 0.107_396_956_6],
    [0.088_302_461_9, 0.281_718_837_6, 0.629_978_700_5],
];
const ROOTS_TO_LAB: [[f64; 3]; 3] = [
    [0.210_454_255_3, 0.793_617_785_0, -0.004_072_046_8],
    [1.977_998_495_1, -2.428_592_205_0, 0.450_593_709_9],
    [0.025_904_037_1, 0.782_771_766_2, -0.808_675_766_0],
];
const LAB_TO_ROOTS: [[f64; 3]; 3] = [
    [1.0, 0.396_337_777_4, 0.215_803_757_3],
    [1.0, -0.105_561_345_8, -0.063_854_172_8],
    [1.0, -0.089_484_177_5, -1.291_485_548_0],
];
const CONES_TO_RGB: [[f64; 3]; 3] = [
    [4.076_741_662_1, -3.307_711_591_3, 0.230_969_929_2],
    [-1.268_438_004_6, 2.609_757_401_1, -0.341_319_396_5],
    [-0.004_196_086_3, -0.703_418_614_7, 1.707_614_701_0],
];

fn multiply(matrix: &[[f64; 3]; 3], vector: [f64; 3]) -> [f64; 3] {
    matrix.map(|row| row[0] * vector[0] + row[1] * vector[1] + row[2] * vector[2])
}

impl From<Color> for Oklch {
    fn from(color: Color) -> Self {
        let roots = multiply(&RGB_TO_CONES, color.linear()).map(f64::cbrt);
        let [lightness, green_red, blue_yellow] = multiply(&ROOTS_TO_LAB, roots);
        Self { lightness, chroma: green_red.hypot(blue_yellow), hue: blue_yellow.atan2(green_red) }
    }
}

impl Oklch {
    fn linear(self) -> [f64; 3] {
        let (sine, cosine) = self.hue.sin_cos();
        let roots = multiply(&LAB_TO_ROOTS, [self.lightness, self.chroma * cosine, self.chroma * sine]);
        multiply(&CONES_TO_RGB, roots.map(|root| root.powi(3)))
    }

    pub(super) fn displayed(self) -> Color {
        // Half of one step of the darkest channel values: invisible, and larger than rounding noise.
        let shown = |channels: [f64; 3]| channels.iter().all(|value| (-0.000_15..=1.000_15).contains(value));
        if shown(self.linear()) {
            return Color::from_linear(self.linear());
        }
        let (mut inside, mut outside) = (0.0, self.chroma);
        for _ in 0..12 {
            let middle = f64::midpoint(inside, outside);
            if shown((Self { chroma: middle, ..self }).linear()) {
                inside = middle;
            } else {
                outside = middle;
            }
        }
        Color::from_linear(Self { chroma: inside, ..self }.linear())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn color(text: &str) -> Color {
        text.parse().unwrap()
    }

    #[test]
    fn a_colour_survives_the_way_to_oklch_and_back() {
        for text in ["#000000", "#ffffff", "#4f46e5", "#00ff00", "#ff0000", "#0000ff", "#123456", "#7f7f80"] {
            let there = color(text);
            assert_eq!(there.with_lightness(there.lightness()), there);
        }
    }

    #[test]
    fn indigo_lies_where_others_compute_it() {
        let Oklch { lightness, chroma, hue } = Oklch::from(color("#4f46e5"));
        assert!((lightness - 0.511).abs() < 0.001);
        assert!((chroma - 0.230).abs() < 0.001);
        assert!((hue.to_degrees() + 83.0).abs() < 0.5);
    }
}
