//! What operators should know of some commands before they send them.

use super::Entry;

impl Entry {
    /// Why setting this to `value` wants a second thought: it may end the connection it is sent over, or disturb others on
    /// it. `None` for what is harmless in this respect.
    ///
    /// Source: NL-43/NL-53 communication guide, exclusions between TCP, FTP, web application, USB and I/O port.
    pub fn warning(&self, value: &str) -> Option<&'static str> {
        let is_on = value.trim().eq_ignore_ascii_case("On");
        Some(match self.name {
            "Web" => "the web application switches TCP, FTP, USB and I/O-port communication off",
            "TCP" => "without TCP the meter can be reached at its keys only",
            "USB Class" => "USB communication and mass storage switch TCP and FTP off",
            "IO Func" => "communication over the I/O port switches TCP off",
            "Baud Rate" => "a meter behind a serial adapter does not understand the old rate any more",
            "Ethernet" => "without Ethernet the meter can be reached at its keys only",
            name if name.starts_with("Ethernet ") => {
                "the meter may no longer be reached at its present address"
            }
            _ if self.cuts_link => "it may end the connection it is sent over",
            "Sleep Mode" if is_on => {
                "the meter drops off the network some time later and cannot be woken over it"
            }
            "Echo" if is_on => "the meter repeats each command, which other programs may take for the answer",
            _ => return None,
        })
    }

    /// A remark for those who fill in its value.
    pub fn note(&self) -> Option<&'static str> {
        Some(match self.name {
            "Store Name" => "number of the folder that is written next, as in Auto_0042",
            "Index Number" => "number of the instrument, part of file names; not that of the folder",
            "Clock" => "local time without a zone, 2023 to 2079",
            "Measure" => "a start is refused while a measurement runs, a stop while none does",
            "Pause" => "only while a measurement runs",
            "Manual Store" => "puts the finished measurement on the card; only in Manual store mode",
            "Overwrite" => "whether data exist where the next measurement would be stored",
            "Measurement Time Preset Manual" | "Measurement Time Preset Auto" => {
                "the measurement ends by itself after this time; Manual takes number and unit"
            }
            "Lp Store Interval" => "the 10 Hz stream needs 100ms while storing automatically",
            "Sleep Mode" => "On is refused while a measurement runs",
            "SD Card Percentage" => "the free share, not the used one",
            "Battery Level" => "a word, no percentage",
            "FTP" => {
                "a server that was switched on takes up to 30 s; needless switching may wedge the control port"
            }
            "Wave Rec Mode" => "may stop the 10 Hz stream",
            "Time Level Time Scale" | "Display Calculate Type" => "concerns the meter's screen only",
            "Type" => "other names are possible",
            "DRD" | "DRD?status" => "a stream; it is followed on the unit's stream, not asked for",
            name if name.starts_with("Percentile ") => {
                "percentage of this slot; applies from the next measurement"
            }
            name if name.starts_with("Display L") => "a quantity that is off has no value in records",
            name if name.starts_with("Display Sub Channel") => {
                "a channel that is off has no values in records"
            }
            _ => return None,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::super::{CATALOGUE, find};

    #[test]
    fn whatever_may_cut_the_line_has_a_warning() {
        for entry in CATALOGUE.iter().filter(|entry| entry.cuts_link) {
            assert!(entry.warning("Off").is_some(), "{}", entry.name);
        }
        let warned = |name: &str, value: &str| find(name).unwrap().warning(value).is_some();
        assert!(warned("Sleep Mode", "on"));
        assert!(!warned("Sleep Mode", "Off"));
        assert!(warned("Echo", "On"));
        assert!(!warned("FTP", "Off"));
        assert!(!warned("Measure", "Stop"));
    }
}
