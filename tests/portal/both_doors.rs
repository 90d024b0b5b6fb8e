//! What is the same through the pages and through the API, told once.

use time::Duration;
use vestibule::model::site::Site;

use crate::support::{Door, PASSWORD, Person, Portal, Said};

const EMAIL: &str = "ada@example.com";
const NEW: &str = "a different horse altogether";

fn refused(sentence: &str) -> Said {
    Err(vec![sentence.to_owned()])
}

async fn logged_in(portal: &Portal, site: &Site, door: Door) -> Person {
    let mut person = Person::new(portal, site, door);
    person.log_in(EMAIL, PASSWORD).await.unwrap();
    person
}

/// Somebody with an account, who is in, and the same somebody elsewhere through either door.
async fn everywhere(portal: &Portal, site: &Site, door: Door) -> (Person, [Person; 2]) {
    portal.member(site, EMAIL).await;
    let others = [logged_in(portal, site, Door::Pages).await, logged_in(portal, site, Door::Api).await];
    let person = logged_in(portal, site, door).await;
    // So that the letters of these logins are older than the next.
    portal.wait(Duration::seconds(1));
    (person, others)
}

async fn are_out(people: &[Person]) -> bool {
    for person in people {
        if person.is_in().await {
            return false;
        }
    }
    true
}

#[tokio::test]
async fn the_code_of_a_signup_makes_an_account_and_lets_in() {
    for door in Door::BOTH {
        let portal = Portal::open();
        let site = portal.site().await;
        let mut ada = Person::new(&portal, &site, door);
        assert_eq!(ada.sign_up(EMAIL, "short").await, refused("Use a password with at least 10 characters"), "{door:?}");
        assert_eq!(ada.sign_up(" ADA@example.com", PASSWORD).await, Ok(()), "{door:?}");
        assert!(!ada.is_in().await, "{door:?}");
        let code = portal.code_in_mail(&site, EMAIL).await;
        let wrong = format!("{:06}", (code.parse::<u32>().unwrap() + 1) % 1_000_000);
        let sentence = "This is not the code in the latest mail. Check the numbers and enter them again";
        assert_eq!(ada.prove(&wrong).await, refused(sentence), "{door:?}");
        assert_eq!(ada.prove(&code).await, Ok(()), "{door:?}");
        assert!(ada.is_in().await && ada.sees(EMAIL).await, "{door:?}");
    }
}

#[tokio::test]
async fn whoever_knows_the_password_gets_in_and_leaves() {
    for door in Door::BOTH {
        let portal = Portal::open();
        let site = portal.site().await;
        let (mut ada, others) = everywhere(&portal, &site, door).await;
        assert_eq!(ada.log_out().await, Ok(()), "{door:?}");
        assert!(!ada.is_in().await && others[0].is_in().await && others[1].is_in().await, "{door:?}");
        for wrong in ["not this one, sorry", &PASSWORD.to_uppercase(), &format!("{PASSWORD} ")] {
            assert!(ada.log_in(EMAIL, wrong).await.is_err() && !ada.is_in().await, "{door:?} {wrong:?}");
        }
        assert!(ada.log_in("nobody@example.com", PASSWORD).await.is_err(), "{door:?}");
        assert_eq!(ada.log_in("\u{200b}Ada@EXAMPLE.com ", PASSWORD).await, Ok(()), "{door:?}");
        assert!(ada.is_in().await, "{door:?}");
    }
}

#[tokio::test]
async fn a_forgotten_password_is_replaced_by_code_or_link_and_everything_old_ends() {
    for door in Door::BOTH {
        let portal = Portal::open();
        let site = portal.site().await;
        let (_, others) = everywhere(&portal, &site, door).await;
        let mut ada = Person::new(&portal, &site, door);
        assert_eq!(ada.forget(" ADA@example.com").await, Ok(()), "{door:?}");
        let code = portal.code_in_mail(&site, EMAIL).await;
        let weak = ada.reset_by_code(EMAIL, &code, "short").await;
        assert_eq!(weak, refused("Use a password with at least 10 characters"), "{door:?}");
        assert_eq!(ada.reset_by_code(EMAIL, &code, NEW).await, Ok(()), "{door:?}");
        assert!(are_out(&others).await && !ada.is_in().await, "{door:?}");
        assert!(ada.log_in(EMAIL, PASSWORD).await.is_err(), "{door:?}");
        assert_eq!(ada.log_in(EMAIL, NEW).await, Ok(()), "{door:?}");

        portal.wait(Duration::minutes(1));
        let mut elsewhere = Person::new(&portal, &site, door);
        assert_eq!(elsewhere.forget(EMAIL).await, Ok(()), "{door:?}");
        let link = portal.link_in_mail(&site, EMAIL).await;
        assert_eq!(elsewhere.reset_by_link(&link, PASSWORD).await, Ok(()), "{door:?}");
        assert!(elsewhere.reset_by_link(&link, NEW).await.is_err(), "{door:?}: once");
        assert!(!ada.is_in().await, "{door:?}");
        assert_eq!(ada.log_in(EMAIL, PASSWORD).await, Ok(()), "{door:?}");
    }
}

#[tokio::test]
async fn a_changed_password_ends_every_other_login() {
    for door in Door::BOTH {
        let portal = Portal::open();
        let site = portal.site().await;
        let (mut ada, others) = everywhere(&portal, &site, door).await;
        for (current, new, sentence) in [
            ("not this one, sorry", NEW, "This is not your current password"),
            (PASSWORD, "short", "Use a password with at least 10 characters"),
            (PASSWORD, PASSWORD, "Choose a password that is not your current one"),
        ] {
            assert_eq!(ada.change_password(current, new).await, refused(sentence), "{door:?}");
        }
        assert!(others[0].is_in().await && others[1].is_in().await, "{door:?}");
        assert_eq!(ada.change_password(PASSWORD, NEW).await, Ok(()), "{door:?}");
        assert!(ada.is_in().await && are_out(&others).await, "{door:?}");
        assert!(portal.newest_mail(&site, EMAIL).await.subject.contains("was changed"), "{door:?}");
    }
}

#[tokio::test]
async fn an_address_changes_once_the_new_one_is_proven() {
    for door in Door::BOTH {
        let portal = Portal::open();
        let site = portal.site().await;
        let (mut ada, others) = everywhere(&portal, &site, door).await;
        assert_eq!(ada.move_to("ada@new.example", PASSWORD).await, Ok(()), "{door:?}");
        let link = portal.link_in_mail(&site, "ada@new.example").await;
        assert!(ada.sees(EMAIL).await, "{door:?}");
        assert_eq!(ada.confirm_move(&link).await, Ok(()), "{door:?}");
        assert!(ada.sees("ada@new.example").await && others[0].is_in().await && others[1].is_in().await, "{door:?}");
        assert!(ada.confirm_move(&link).await.is_err(), "{door:?}: once");
        let mut elsewhere = Person::new(&portal, &site, door);
        assert!(elsewhere.log_in(EMAIL, PASSWORD).await.is_err(), "{door:?}");
        assert_eq!(elsewhere.log_in("ada@new.example", PASSWORD).await, Ok(()), "{door:?}");
    }
}

#[tokio::test]
async fn a_member_is_called_what_they_like_and_sees_where_they_are_logged_in() {
    for door in Door::BOTH {
        let portal = Portal::open();
        let site = portal.site().await;
        let (mut ada, others) = everywhere(&portal, &site, door).await;
        assert_eq!(ada.rename("Ada Lovelace").await, Ok(()), "{door:?}");
        assert!(ada.sees("Ada Lovelace").await && ada.sees("Firefox on Linux").await, "{door:?}");
        assert_eq!(ada.end_others().await, Ok(()), "{door:?}");
        assert!(ada.is_in().await && are_out(&others).await, "{door:?}");
    }
}

#[tokio::test]
async fn an_account_that_is_given_up_comes_back_with_its_owner() {
    for door in Door::BOTH {
        let portal = Portal::open();
        let site = portal.site().await;
        let (mut ada, others) = everywhere(&portal, &site, door).await;
        assert_eq!(ada.give_up_account(PASSWORD).await, Ok(()), "{door:?}");
        assert!(!ada.is_in().await && are_out(&others).await, "{door:?}");
        portal.wait(Duration::days(6));
        assert_eq!(ada.log_in(EMAIL, PASSWORD).await, Ok(()), "{door:?}");
        portal.wait(Duration::days(2));
        assert_eq!(ada.log_in(EMAIL, PASSWORD).await, Ok(()), "{door:?}: it stays");
    }
}
