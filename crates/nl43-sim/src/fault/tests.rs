use super::*;

#[test]
fn every_fault_is_listed_and_written_as_it_is_read() {
    for info in Fault::CATALOGUE {
        let fault: Fault = info.example.parse().unwrap();
        assert_eq!(fault.info(), &info, "{fault}");
        assert_eq!(fault.to_string().parse(), Ok(fault.clone()));
        assert_eq!(fault.to_string(), info.example, "examples are written in full");
    }
}

#[test]
fn values_have_short_forms() {
    let check = |text: &str, long: &str| assert_eq!(text.parse::<Fault>().unwrap().to_string(), long);
    check("delay=2s", "delay=2s..2s");
    check("delay=200ms..1", "delay=0.2s..1s");
    check("delay=0..10s@0.1", "delay=0s..10s@0.1");
    check("split", "split=1..7");
    check("split=3", "split=3..3");
    check("split=1..=7", "split=1..7");
    check("wrong-fields", "wrong-fields");
    check("clock-jump=90s", "clock-jump=90");
    check(" hold ", "hold");
    check("command=Clock:late 6", "command=Clock:late 6s");
    check("command= FTP,On : void", "command=FTP,On:void");
    check("command=Overwrite?:2", "command=Overwrite?:2");
    check("ftp-close", "ftp-close");
    check("ftp-close=retr@once", "ftp-close=RETR@once");
    check("ftp-no-data@once", "ftp-no-data@once");
    check("ftp-deny=NL_0001_SLM_Lp _0019_0001.rnd", "ftp-deny=NL_0001_SLM_Lp _0019_0001.rnd");
}

#[test]
fn what_does_not_fit_is_refused_with_an_example() {
    let unknown = "flood".parse::<Fault>().unwrap_err().to_string();
    assert!(unknown.starts_with("no fault `flood`; there are refuse, black-hole"), "{unknown}");
    for text in [
        "delay",
        "delay=3s..1s",
        "delay=x",
        "delay=-1s",
        "split=0",
        "split=7..1",
        "garble",
        "garble=2",
        "wrong-fields=0",
        "wrong-code",
        "wrong-code=10000",
        "refuse=1",
        "power-loss",
        "drop-link=-1",
        "command=Clock",
        "command=:lost",
        "command=Clock:10000",
        "command=Clock:late",
        "clock-jump=soon",
        "delay=nan",
        "delay=1e300",
        "ftp-stall",
        "ftp-cut=x",
        "ftp-deny=",
        "ftp-close=RETRIEVE",
        "ftp-no-data=1",
    ] {
        assert!(matches!(text.parse::<Fault>(), Err(FaultError::Value { .. })), "{text}");
    }
    assert_eq!(
        "garble=2".parse::<Fault>().unwrap_err().to_string(),
        "fault `garble` is written like `garble=0.1`"
    );
}

#[test]
fn a_fault_replaces_its_like() {
    let mut set = FaultSet::default();
    set.insert(Fault::Garble { share: 0.1 });
    set.insert(Fault::Garble { share: 0.5 });
    set.insert(Fault::Wedge);
    assert!(!set.is_once("wedge"));
    assert_eq!(set.list(), [Fault::Garble { share: 0.5 }, Fault::Wedge]);
    assert_eq!((set.line(), set.file_line()), (Line::Refusing, Line::Open));
}
