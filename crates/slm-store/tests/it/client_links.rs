use slm_domain::{ClientLink, LinkTarget, UnitConfig};

use crate::support::{Place, after, unit};

#[tokio::test]
async fn links_come_back_until_they_are_taken_back() {
    let place = Place::new();
    let store = place.store().await;
    let gate = LinkTarget::Unit(unit("gate"));
    let first = store.create_client_link("t1", "Neighbours", &gate, after(0)).await.unwrap();
    let group = LinkTarget::Group("Site 'A'".to_owned());
    let second = store.create_client_link("t2", "Council", &group, after(1)).await.unwrap();
    let link = |id, token: &str, name: &str, target: &LinkTarget, created_at| ClientLink {
        id,
        token: token.to_owned(),
        name: name.to_owned(),
        target: target.clone(),
        created_at,
    };
    let kept = link(first, "t1", "Neighbours", &gate, after(0));
    assert_eq!(
        store.client_links().await.unwrap(),
        [kept.clone(), link(second, "t2", "Council", &group, after(1))]
    );
    assert!(store.delete_client_link(second).await.unwrap());
    assert!(!store.delete_client_link(second).await.unwrap());
    assert!(store.create_client_link("t1", "Twice", &gate, after(3)).await.is_err(), "a token is one link");
    store.close().await;
    assert_eq!(place.store().await.client_links().await.unwrap()[0], kept);
}

#[tokio::test]
async fn a_unit_takes_its_links_along_and_leaves_those_of_its_groups() {
    let place = Place::new();
    let store = place.store().await;
    store.put_unit(&UnitConfig::new(unit("gate"), "h")).await.unwrap();
    store.create_client_link("t1", "Gate", &LinkTarget::Unit(unit("gate")), after(0)).await.unwrap();
    store.create_client_link("t2", "Yard", &LinkTarget::Unit(unit("yard")), after(0)).await.unwrap();
    store.create_client_link("t3", "A", &LinkTarget::Group("A".to_owned()), after(0)).await.unwrap();
    store.delete_unit(&unit("gate")).await.unwrap();
    let left: Vec<_> = store.client_links().await.unwrap().into_iter().map(|link| link.name).collect();
    assert_eq!(left, ["Yard", "A"]);
}
