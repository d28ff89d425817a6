//! Large figures made of block characters.

/// Rows of every figure.
pub(crate) const HEIGHT: usize = 5;

/// Renders digits, `.` and `-` as rows of blocks; other characters become blanks.
pub(crate) fn big(text: &str) -> [String; HEIGHT] {
    let mut rows = [const { String::new() }; HEIGHT];
    for character in text.chars() {
        for (row, part) in rows.iter_mut().zip(glyph(character)) {
            if !row.is_empty() {
                row.push(' ');
            }
            row.push_str(part);
        }
    }
    rows
}

fn glyph(character: char) -> [&'static str; HEIGHT] {
    match character {
        '0' => ["█████", "█   █", "█   █", "█   █", "█████"],
        '1' => ["  █  ", " ██  ", "  █  ", "  █  ", "█████"],
        '2' => ["█████", "    █", "█████", "█    ", "█████"],
        '3' => ["█████", "    █", "█████", "    █", "█████"],
        '4' => ["█   █", "█   █", "█████", "    █", "    █"],
        '5' => ["█████", "█    ", "█████", "    █", "█████"],
        '6' => ["█████", "█    ", "█████", "█   █", "█████"],
        '7' => ["█████", "    █", "   █ ", "  █  ", "  █  "],
        '8' => ["█████", "█   █", "█████", "█   █", "█████"],
        '9' => ["█████", "█   █", "█████", "    █", "█████"],
        '.' => ["  ", "  ", "  ", "  ", "██"],
        '-' => ["     ", "     ", "█████", "     ", "     "],
        _ => ["     ", "     ", "     ", "     ", "     "],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_of_a_figure_are_equally_wide() {
        for text in ["0123456789", "-.-", "62.3", "x"] {
            let rows = big(text);
            let width = rows[0].chars().count();
            assert!(rows.iter().all(|row| row.chars().count() == width), "{text}");
        }
    }

    #[test]
    fn a_level_reads_well() {
        insta::assert_snapshot!(big("62.4").join("\n"));
    }
}
