"""Words for the controlled lists of a record: chips, sentences and names of facts, as message ids."""

from __future__ import annotations


def N_(message: str) -> str:
    """Marks a message for the catalogue; it is translated where it is used."""
    return message


CHIPS = {
    "sober": N_("sober only"),
    "self-care": N_("for people who can look after themselves"),
    "identity-document": N_("with an identity document"),
    "referral-decision": N_("with an official decision"),
    "residents-only": N_("local residents only"),
    "men": N_("for men"),
    "women": N_("for women"),
    "women-with-children": N_("for women with children"),
    "families": N_("for families"),
    "adults": N_("for adults"),
    "under-18": N_("for under-18s"),
    "no-pets": N_("no pets"),
    "registration": N_("sign up first"),
}
"""Conditions in the few words of a card's boxed row."""

SENTENCES = {
    "sober": N_("Come sober."),
    "self-care": N_("For people who can look after themselves."),
    "identity-document": N_("Bring an identity document."),
    "referral-decision": N_("You need an official decision first."),
    "residents-only": N_("Only for people who live in the area."),
    "men": N_("For men."),
    "women": N_("For women."),
    "women-with-children": N_("For women with children."),
    "families": N_("For families."),
    "adults": N_("For adults."),
    "under-18": N_("For people under 18."),
    "pets-welcome": N_("You can bring a pet."),
    "no-pets": N_("Pets cannot stay."),
    "registration": N_("Sign up before you come."),
}
"""Conditions in the sentences of an organisation's page."""

ACCESSIBILITY = {
    "step-free": N_("no steps"),
    "accessible-toilet": N_("accessible toilet"),
    "sign-language": N_("sign language"),
    "home-visits": N_("home visits"),
}

BOOKING = {
    "phone": N_("by phone"),
    "email": N_("by e-mail"),
    "online": N_("online"),
    "in-person": N_("in person"),
}
