use std::collections::HashMap;

use slm_domain::{ProfileDraft, UnitConfig, UnitProfile};

use crate::support::{Place, count, run, unit};

fn profile(name: &str, groups: &[&str]) -> UnitProfile {
    let groups = groups.iter().map(|group| (*group).to_owned()).collect();
    let draft =
        ProfileDraft { name: Some(name.to_owned()), groups, latitude: Some(52.52), longitude: Some(-13.405) };
    draft.check().unwrap()
}

#[tokio::test]
async fn every_field_of_a_profile_comes_back_and_is_replaced_as_a_whole() {
    let place = Place::new();
    let store = place.store().await;
    let north = unit("north");
    store.put_unit(&UnitConfig::new(north.clone(), "h")).await.unwrap();
    let first = profile("North 'gate'", &["Site B", "Nights", "A"]);
    assert!(store.put_profile(&north, &first).await.unwrap());
    assert_eq!(store.profiles().await.unwrap(), HashMap::from([(north.clone(), first)]));
    let groups = ["Site B", "Nights", "A"].map(str::to_owned).to_vec();
    assert_eq!(store.unit_groups().await.unwrap(), HashMap::from([(north.clone(), groups)]));

    assert!(store.put_profile(&north, &UnitProfile::default()).await.unwrap());
    store.close().await;
    let store = place.store().await;
    assert_eq!(store.profiles().await.unwrap(), HashMap::from([(north, UnitProfile::default())]));
    assert!(store.unit_groups().await.unwrap().is_empty());
}

#[tokio::test]
async fn a_unit_that_is_not_there_gets_none() {
    let place = Place::new();
    let store = place.store().await;
    assert!(!store.put_profile(&unit("nobody"), &profile("Nobody", &["A"])).await.unwrap());
    assert!(store.profiles().await.unwrap().is_empty());
    assert!(store.unit_groups().await.unwrap().is_empty());
}

#[tokio::test]
async fn a_profile_goes_with_its_unit() {
    let place = Place::new();
    let store = place.store().await;
    for name in ["north", "south"] {
        store.put_unit(&UnitConfig::new(unit(name), "h")).await.unwrap();
        store.put_profile(&unit(name), &profile(name, &["A"])).await.unwrap();
    }
    store.delete_unit(&unit("north")).await.unwrap();
    store.put_unit(&UnitConfig::new(unit("north"), "h")).await.unwrap();
    let left: Vec<_> = store.profiles().await.unwrap().into_keys().collect();
    assert_eq!(left, [unit("south")]);
    assert_eq!(count(&mut place.raw().await, "slm_unit_group").await, 1);
}

#[tokio::test]
async fn a_profile_that_cannot_be_used_does_not_hold_up_the_others() {
    let place = Place::new();
    let store = place.store().await;
    for name in ["north", "south"] {
        store.put_unit(&UnitConfig::new(unit(name), "h")).await.unwrap();
        store.put_profile(&unit(name), &profile(name, &[])).await.unwrap();
    }
    let script = "UPDATE slm_unit_profile SET latitude = 1000 WHERE unit_id = 'north'";
    run(&mut place.raw().await, script).await;
    let left: Vec<_> = store.profiles().await.unwrap().into_keys().collect();
    assert_eq!(left, [unit("south")]);
}
