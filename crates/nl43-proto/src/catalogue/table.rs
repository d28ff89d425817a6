use super::{
    Category::{self, Display, Io, Lan, Measure, Output, Power, SdCard, Store, System, Wave},
    Entry, Kind,
    Module::{self, Base, Ex, Rt, Wr},
    Params::{self, Clock, FourDigits, Integer, Ipv4, Record, SomeWords, Text, Unknown, Words},
};

/// The list, in the order of the instrument's own.
pub static CATALOGUE: [Entry; 182] = [
    both("Echo", System, Base, SWITCH),
    request("System Version", System, Base, Text),
    request("Type", System, Base, SomeWords(&["NL-43", "NL-53"])),
    request("Serial Number", System, Base, Text),
    both("Clock", System, Base, Clock),
    both("Language", System, Base, LANGUAGE),
    both("Index Number", System, Base, FourDigits),
    both("Key Lock", System, Base, SWITCH),
    both("Backlight", Display, Base, SWITCH),
    both("Backlight Auto Off", Display, Base, Words(&["Short", "Long", "Off"])),
    both("LCD", Display, Base, SWITCH),
    both("LCD Auto Off", Display, Base, Words(&["Short", "Long", "Off"])),
    both("Backlight Brightness", Display, Base, Integer(1, 4)),
    both("Battery Type", Power, Base, Words(&["Alkaline", "NiMH"])),
    request("Battery Level", Power, Base, SomeWords(&["Full"])),
    request("SD Card Total Size", SdCard, Base, SIZE),
    request("SD Card Free Size", SdCard, Base, SIZE),
    request("SD Card Percentage", SdCard, Base, Integer(0, 100)),
    both("Output Level Range Upper", Display, Base, LEVEL),
    both("Output Level Range Lower", Display, Base, LEVEL),
    both("Display Leq", Display, Base, SWITCH),
    both("Display LE", Display, Base, SWITCH),
    both("Display Lpeak", Display, Base, SWITCH),
    both("Display Lmax", Display, Base, SWITCH),
    both("Display Lmin", Display, Base, SWITCH),
    both("Display LN1", Display, Base, SWITCH),
    both("Display LN2", Display, Base, SWITCH),
    both("Display LN3", Display, Base, SWITCH),
    both("Display LN4", Display, Base, SWITCH),
    both("Display LN5", Display, Base, SWITCH),
    both("Display LIeq", Display, Base, SWITCH),
    both("Display Ltm5", Display, Base, SWITCH),
    both("Display Leqmov", Display, Base, SWITCH),
    both("Time Level Time Scale", Display, Base, Unknown),
    both("Display Calculate Type", Display, Rt, Unknown),
    both("Display Sub Channel 1", Measure, Base, SWITCH),
    both("Display Sub Channel 2", Measure, Base, SWITCH),
    both("Display Sub Channel 3", Measure, Base, SWITCH),
    both("Octave Mode", Measure, Rt, Unknown),
    both("Additional Band", Measure, Rt, Unknown),
    both("Display Partial Over All", Measure, Rt, SWITCH),
    both("Upper Limit Frequency", Measure, Rt, Unknown),
    both("Upper Limit Frequency Offset", Measure, Rt, Unknown),
    both("Lower Limit Frequency", Measure, Rt, Unknown),
    both("Lower Limit Frequency Offset", Measure, Rt, Unknown),
    both("Lmax Type", Measure, Rt, Unknown),
    both("Lmax Type Channel", Measure, Rt, Unknown),
    both("Frequency Weighting", Measure, Ex, FREQUENCY),
    both("Frequency Weighting (Main)", Measure, Ex, FREQUENCY),
    both("Frequency Weighting (Sub1)", Measure, Ex, FREQUENCY),
    both("Frequency Weighting (Sub2)", Measure, Ex, FREQUENCY),
    both("Frequency Weighting (Sub3)", Measure, Ex, FREQUENCY),
    both("Frequency Weighting (Band)", Measure, Rt, FREQUENCY),
    both("Time Weighting", Measure, Base, TIME),
    both("Time Weighting (Main)", Measure, Base, TIME),
    both("Time Weighting (Sub1)", Measure, Base, TIME),
    both("Time Weighting (Sub2)", Measure, Base, TIME),
    both("Time Weighting (Sub3)", Measure, Base, TIME),
    both("Time Weighting (Band)", Measure, Rt, TIME),
    both("Time Weighting (Band2)", Measure, Rt, TIME),
    both("Windscreen Correction", Measure, Base, Unknown),
    both("Diffuse Sound Field Correction", Measure, Base, SWITCH),
    both("Ldiff1", Measure, Rt, SWITCH),
    both("Ldiff2", Measure, Rt, SWITCH),
    both("Ldiff1 Channel1", Measure, Rt, Unknown),
    both("Ldiff1 Channel2", Measure, Rt, Unknown),
    both("Ldiff2 Channel1", Measure, Rt, Unknown),
    both("Ldiff2 Channel2", Measure, Rt, Unknown),
    both("Ldiff1 Calculation1", Measure, Rt, Unknown),
    both("Ldiff1 Calculation2", Measure, Rt, Unknown),
    both("Ldiff2 Calculation1", Measure, Rt, Unknown),
    both("Ldiff2 Calculation2", Measure, Rt, Unknown),
    both("Store Mode", Store, Base, SomeWords(&["Manual", "Auto"])),
    both("Store Name", Store, Base, FourDigits),
    both("Manual Address", Store, Base, INTEGER),
    both("Measure", Store, Base, Words(&["Start", "Stop"])),
    both("Pause", Store, Base, SWITCH),
    set("Manual Store", Store, Base, Words(&["Start"])),
    request("Overwrite", Store, Base, Words(&["None", "Exist"])),
    both(
        "Measurement Time Preset Manual",
        Store,
        Base,
        Words(&["10s", "1m", "5m", "10m", "15m", "30m", "1h", "8h", "24h", "Manual"]),
    ),
    both("Measurement Time Manual (Num)", Store, Base, COUNT),
    both("Measurement Time Manual (Unit)", Store, Base, TIME_UNIT),
    both("Measurement Time Preset Auto", Store, Ex, PRESET),
    both("Measurement Time Auto (Num)", Store, Ex, COUNT),
    both("Measurement Time Auto (Unit)", Store, Ex, TIME_UNIT),
    both(
        "Lp Store Interval",
        Store,
        Ex,
        SomeWords(&["Off", "10ms", "25ms", "100ms", "200ms", "1s", "Leq1s"]),
    ),
    both("Leq Calculation Interval Preset", Store, Ex, PRESET_OR_OFF),
    both("Leq Calculation Interval (Num)", Store, Ex, COUNT),
    both("Leq Calculation Interval (Unit)", Store, Ex, TIME_UNIT),
    both("Delay Time", Store, Base, SomeWords(&["Off", "1s", "3s", "5s", "10s"])),
    both("Back Erase", Store, Base, SWITCH),
    both("Timer Auto Start Time", Store, Base, Clock),
    both("Timer Auto Stop Time", Store, Base, Clock),
    both("Timer Auto Interval", Store, Ex, SomeWords(&["Off", "5m", "10m", "15m", "30m", "1h", "8h", "24h"])),
    both("Sleep Mode", Power, Ex, SWITCH),
    both("Trigger Mode", Store, Ex, Unknown),
    both("Level Trigger Channel", Store, Ex, Unknown),
    both("Level Trigger Band Frequency", Store, Rt, Unknown),
    both("Level Trigger Band Offset", Store, Rt, Unknown),
    both("Level Trigger Level", Store, Ex, LEVEL),
    both("Moving Leq Interval Preset", Store, Ex, Unknown),
    both("Moving Leq Interval (Num)", Store, Ex, COUNT),
    both("Moving Leq Interval (Unit)", Store, Ex, TIME_UNIT),
    both("TRM", Store, Ex, SomeWords(&["Lp", "Leq1s"])),
    both("Percentile 1", Store, Ex, PERCENT),
    both("Percentile 2", Store, Ex, PERCENT),
    both("Percentile 3", Store, Ex, PERCENT),
    both("Percentile 4", Store, Ex, PERCENT),
    both("Percentile 5", Store, Ex, PERCENT),
    both("Lp Mode", Store, Rt, Unknown),
    both("Wave Rec Mode", Wave, Wr, SWITCH),
    both("Wave Sampling Frequency", Wave, Wr, Unknown),
    both("Wave Bit Length", Wave, Wr, Unknown),
    both("Frequency Weighting (Wave)", Wave, Wr, FREQUENCY),
    both("Wave Rec Range Upper", Wave, Wr, LEVEL),
    both("Wave Rec State", Wave, Wr, Unknown),
    both("Wave Splitting Interval", Wave, Wr, Unknown),
    both("Wave Manual Rec", Wave, Wr, Unknown),
    both("Wave Manual Pre-time", Wave, Wr, Unknown),
    both("Wave Level Rec", Wave, Wr, SWITCH),
    both("Wave Level Trigger Channel", Wave, Wr, Unknown),
    both("Wave Level Trigger Band Frequency", Wave, Rt, Unknown),
    both("Wave Level Trigger Band Offset", Wave, Rt, Unknown),
    both("Wave Level Trigger Level", Wave, Wr, LEVEL),
    both("Wave Level Pre-time", Wave, Wr, Unknown),
    both("Wave Level Maximum Recording Time", Wave, Wr, Unknown),
    both("Wave Level Reference Time Interval 1", Wave, Wr, SWITCH),
    both("Wave Level Reference Time Interval 2", Wave, Wr, SWITCH),
    both("Wave Level Reference Time Interval 3", Wave, Wr, SWITCH),
    both("Wave Level Reference Time Interval 4", Wave, Wr, SWITCH),
    both("Wave Level Reference Time 1", Wave, Wr, Unknown),
    both("Wave Level Reference Time 2", Wave, Wr, Unknown),
    both("Wave Level Reference Time 3", Wave, Wr, Unknown),
    both("Wave Level Reference Time 4", Wave, Wr, Unknown),
    both("Wave Level Reference Time 1 Level", Wave, Wr, LEVEL),
    both("Wave Level Reference Time 2 Level", Wave, Wr, LEVEL),
    both("Wave Level Reference Time 3 Level", Wave, Wr, LEVEL),
    both("Wave Level Reference Time 4 Level", Wave, Wr, LEVEL),
    both("Wave Interval Rec", Wave, Wr, SWITCH),
    both("Wave Interval Rec Interval", Wave, Wr, Unknown),
    both("Wave Interval Rec Time", Wave, Wr, Unknown),
    both("AC OUT", Io, Base, OUTPUT),
    both("AC Out Band Frequency", Io, Rt, Unknown),
    both("AC Out Band Offset", Io, Rt, Unknown),
    both("DC OUT", Io, Base, OUTPUT),
    both("DC Out Band Frequency", Io, Rt, Unknown),
    both("DC Out Band Offset", Io, Rt, Unknown),
    both("Output Range Upper", Io, Base, LEVEL),
    both("Reference Signal Output", Io, Base, SWITCH),
    both("IO Func", Io, Base, Unknown).cutting_the_link(),
    both("Baud Rate", Io, Base, BAUD_RATE).cutting_the_link(),
    both("Comparator Channel", Io, Base, Unknown),
    both("Comparator Band Frequency", Io, Rt, Unknown),
    both("Comparator Band Offset", Io, Rt, Unknown),
    both("Comparator Level", Io, Base, LEVEL),
    both("USB Class", Io, Base, Words(&["Off", "CDC", "CDC/MSC"])).cutting_the_link(),
    both("Ethernet", Lan, Ex, SWITCH).cutting_the_link(),
    both("Ethernet DHCP", Lan, Ex, SWITCH).cutting_the_link(),
    both("Ethernet IP", Lan, Ex, Ipv4).cutting_the_link(),
    both("Ethernet Subnet", Lan, Ex, Ipv4).cutting_the_link(),
    both("Ethernet Gateway", Lan, Ex, Ipv4).cutting_the_link(),
    both("Web", Lan, Ex, SWITCH).cutting_the_link(),
    both("FTP", Lan, Ex, SWITCH),
    both("TCP", Lan, Ex, SWITCH).cutting_the_link(),
    request("DOD", Output, Base, Record),
    request("DRD", Output, Ex, Record),
    request("DRD?status", Output, Ex, Record),
    request("DLC", Output, Base, Record),
    both("Display Sub Channel", Measure, Base, SWITCH).of_nl42(),
    both("Display Ly", Display, Base, SWITCH).of_nl42(),
    both("Ly Type", Measure, Base, Unknown).of_nl42(),
    both("Frequency Weighting (Sub)", Measure, Base, FREQUENCY).of_nl42(),
    both("Time Weighting (Sub)", Measure, Base, TIME).of_nl42(),
    request("Measurement Start Time", Store, Base, Clock).of_nl42(),
    request("Measurement Stop Time", Store, Base, Clock).of_nl42(),
    request("Measurement Elapsed Time", Store, Base, Integer(0, 3_600_000)).of_nl42(),
    request("Underrange Lp", Measure, Base, SWITCH).of_nl42(),
    request("Overload Lp", Measure, Base, SWITCH).of_nl42(),
    request("Underrange Leq", Measure, Base, SWITCH).of_nl42(),
    request("Overload Leq", Measure, Base, SWITCH).of_nl42(),
    request("Underrange Output", Measure, Base, SWITCH).of_nl42(),
    request("Overload Output", Measure, Base, SWITCH).of_nl42(),
];

const SWITCH: Params = Words(&["Off", "On"]);
const FREQUENCY: Params = Words(&["A", "C", "Z"]);
const TIME: Params = Words(&["F", "S", "I"]);
const TIME_UNIT: Params = SomeWords(&["s", "m", "h"]);
const OUTPUT: Params = SomeWords(&["Off", "Main", "Sub1", "Sub2", "Sub3"]);
const PRESET: Params = SomeWords(&["10s", "1m", "5m", "10m", "15m", "30m", "1h", "8h", "24h", "Manual"]);
const PRESET_OR_OFF: Params =
    SomeWords(&["Off", "10s", "1m", "5m", "10m", "15m", "30m", "1h", "8h", "24h", "Manual"]);
const LANGUAGE: Params =
    SomeWords(&["Japanese", "English", "Germany", "Spanish", "French", "Simplified Chinese", "Korean"]);
const BAUD_RATE: Params = Words(&["9600", "19200", "38400", "57600", "115200"]);
const PERCENT: Params = Integer(1, 99);
const COUNT: Params = Integer(1, i32::MAX);
const SIZE: Params = Integer(0, i32::MAX);
/// Decibels; the legal steps are not known.
const LEVEL: Params = Integer(i32::MIN, i32::MAX);
const INTEGER: Params = Integer(i32::MIN, i32::MAX);

const fn entry(name: &'static str, kind: Kind, category: Category, option: Module, params: Params) -> Entry {
    Entry { name, kind, category, option, params, cuts_link: false, nl42_only: false }
}

const fn both(name: &'static str, category: Category, option: Module, params: Params) -> Entry {
    entry(name, Kind::SetRequest, category, option, params)
}

const fn request(name: &'static str, category: Category, option: Module, params: Params) -> Entry {
    entry(name, Kind::Request, category, option, params)
}

const fn set(name: &'static str, category: Category, option: Module, params: Params) -> Entry {
    entry(name, Kind::Set, category, option, params)
}

impl Entry {
    const fn cutting_the_link(self) -> Self {
        Self { cuts_link: true, ..self }
    }

    const fn of_nl42(self) -> Self {
        Self { nl42_only: true, ..self }
    }
}
