//! Whose doing something is, when no member of a site does it at the site's own pages.

use std::net::IpAddr;

use super::{client::Agent, event::Actor};

/// Whose doing something is, from where, and with which program.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Author {
    /// Who.
    pub actor: Actor,
    /// From where; nothing for whoever sits at the machine itself.
    pub address: Option<IpAddr>,
    /// The program's own description.
    pub agent: Agent,
}

impl Author {
    /// Whoever may run the program's commands is the operator.
    #[must_use]
    pub fn console() -> Self {
        Self { actor: Actor::Operator, address: None, agent: Agent::new("vestibule (command line)") }
    }

    /// The portal itself.
    #[must_use]
    pub fn system() -> Self {
        Self { actor: Actor::System, address: None, agent: Agent::default() }
    }
}
