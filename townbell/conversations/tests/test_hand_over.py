"""A conversation changes hands when both sides say so; results stay with who published them."""

import pytest
from django.test import Client

from townbell.conversations import tasks
from townbell.conversations.actions import convening, convening_together, handing_over
from townbell.conversations.actions.publishing import publish_result
from townbell.conversations.models import Handover, Offer
from townbell.ledger.models import Entry
from townbell.people.models import Deactivation, Role, Team
from townbell.testing import member, sign_in

DESK = "/en/staff/conversations/"
PAGE = f"{DESK}safe-streets/hand-over/"
WHY = "The department will run it from now on."
NO = "Nobody here speaks enough Spanish to moderate it."


@pytest.fixture
def nadia(police_team):
    """A convener of the police's team."""
    return member("Nadia", Role.CONVENER, police_team)


@pytest.fixture
def offer(conversation, farah, nadia, police_team):
    return handing_over.offer_conversation(
        conversation=conversation, taker=police_team, by=farah, reason=WHY
    )


@pytest.fixture
def handed_over(offer, nadia):
    handing_over.accept_offer(offer=offer, by=nadia)
    return offer.conversation


def client_of(somebody):
    client = Client()
    sign_in(client, somebody)
    return client


def test_nothing_changes_before_the_other_team_accepts(offer, nadia, team):
    offer.conversation.refresh_from_db()

    assert offer.conversation.team == team
    assert client_of(nadia).get(f"{DESK}safe-streets/").status_code == 404


def test_accepted_offer_moves_the_conversation_to_the_other_team_and_its_organisation(
    handed_over, farah, nadia, police_team
):
    handed_over.refresh_from_db()

    assert (handed_over.team, handed_over.host) == (police_team, police_team.organisation)
    assert client_of(nadia).get(f"{DESK}safe-streets/").status_code == 200
    assert client_of(farah).get(f"{DESK}safe-streets/").status_code == 404


def test_handover_is_public_in_the_ledger_with_both_sides_and_the_reason(handed_over):
    entry = Entry.objects.get(kind="conversation handed over")

    assert entry.public
    for said in ("Farah", "Nadia", WHY, "Listening team", "Community relations"):
        assert said in entry.content
    assert not Entry.objects.get(kind="handover offered").public


@pytest.mark.parametrize("language", ["en", "es"])
def test_everybody_sees_who_held_it_before(handed_over, client, language):
    page = client.get(f"/{language}/c/safe-streets/").text
    log = client.get(f"/{language}/c/safe-streets/moderation/").text

    assert "Millbrook Police Department" in page
    assert "/moderation/#history" in page
    assert "Listening team (Neighbours of Ford Street)" in log
    assert WHY in log


def test_offer_is_taken_back_by_the_one_side_and_declined_by_the_other(
    offer, farah, nadia, conversation, police_team
):
    client_of(farah).post(f"{DESK}offers/{offer.pk}/take-back/")
    assert not Offer.objects.standing().exists()
    again = handing_over.offer_conversation(
        conversation=conversation, taker=police_team, by=farah, reason=WHY
    )
    client_of(nadia).post(f"{DESK}offers/{again.pk}/decline/", {"reason": NO})

    assert not Offer.objects.standing().exists()
    for ended in (offer, again):
        with pytest.raises(convening.NotNow):
            handing_over.accept_offer(offer=ended, by=nadia)
    assert [each.kind for each in Entry.objects.filter(kind__contains="handover offer ")] == [
        "handover offer ended",
        "handover offer declined",
    ]


def test_declining_needs_a_reason(offer, nadia):
    client = client_of(nadia)
    page = f"{DESK}offers/{offer.pk}/decline/"
    refused = client.post(page, {"reason": " "})

    assert "This field is required." in refused.text
    assert Offer.objects.standing().get() == offer
    assert client.post(page, {"reason": NO}).status_code == 302
    assert client.get(page).status_code == 404


def test_team_that_offered_reads_who_declined_and_why(offer, farah, nadia, dana, police_team):
    handing_over.decline_offer(offer=offer, by=nadia, reason=NO)
    giver = client_of(farah)

    for page in (PAGE, f"{DESK}safe-streets/"):
        assert NO in giver.get(page).text
        assert "(Nadia)" in giver.get(page).text
    assert NO not in client_of(dana).get(f"{DESK}safe-streets/").text
    assert NO not in Client().get("/en/c/safe-streets/moderation/").text
    assert not Entry.objects.get(kind="handover offer declined").public
    handing_over.offer_conversation(
        conversation=offer.conversation, taker=police_team, by=farah, reason=WHY
    )
    assert NO not in giver.get(f"{DESK}safe-streets/").text
    assert NO in giver.get(PAGE).text


def test_refusal_is_not_told_to_a_team_that_took_it_over_later(
    offer, conversation, farah, nadia, police_team
):
    handing_over.decline_offer(offer=offer, by=nadia, reason=NO)
    again = handing_over.offer_conversation(
        conversation=conversation, taker=police_team, by=farah, reason=WHY
    )
    handing_over.accept_offer(offer=again, by=nadia)

    assert NO not in client_of(nadia).get(PAGE).text


def test_one_offer_stands_at_a_time(offer, farah, neighbours):
    youth = Team.objects.create(organisation=neighbours, name="Youth team")
    member("Hana", Role.CONVENER, youth)
    with pytest.raises(convening.NotNow):
        handing_over.offer_conversation(
            conversation=offer.conversation, taker=youth, by=farah, reason=WHY
        )


def test_closed_conversation_is_neither_offered_nor_taken(offer, farah, nadia, police_team):
    convening.close_conversation(conversation=offer.conversation, by=farah, reason="The end.")
    with pytest.raises(convening.NotNow):
        handing_over.accept_offer(offer=offer, by=nadia)
    assert "A closed one stays" in client_of(nadia).get(f"{DESK}offers/{offer.pk}/").text
    handing_over.withdraw_offer(offer=offer, by=farah)
    with pytest.raises(convening.NotNow):
        handing_over.offer_conversation(
            conversation=offer.conversation, taker=police_team, by=farah, reason=WHY
        )
    page = client_of(farah)
    assert "A closed one stays" in page.get(PAGE).text
    assert PAGE not in page.get(f"{DESK}safe-streets/").text

    assert not Handover.objects.exists()


def test_nobody_consents_for_both_sides(conversation, farah, neighbours, nadia):
    youth = Team.objects.create(organisation=neighbours, name="Youth team")
    youth.memberships.create(member=farah)
    with pytest.raises(handing_over.CannotTake):
        handing_over.offer_conversation(
            conversation=conversation, taker=youth, by=farah, reason=WHY
        )
    hana = member("Hana", Role.CONVENER, youth)
    offer = handing_over.offer_conversation(
        conversation=conversation, taker=youth, by=farah, reason=WHY
    )
    with pytest.raises(convening_together.NotYours):
        handing_over.accept_offer(offer=offer, by=farah)
    assert "You made this offer yourself" in client_of(farah).get(f"{DESK}offers/{offer.pk}/").text
    handing_over.accept_offer(offer=offer, by=hana)

    assert Handover.objects.get().by == hana


def test_team_without_anybody_who_convenes_is_not_offered_anything(
    conversation, farah, cruz, police_team
):
    gone = member("Gone", Role.CONVENER, police_team)
    Deactivation.objects.create(member=gone, reason="Left.")
    assert "No other team here" in client_of(farah).get(PAGE).text
    with pytest.raises(handing_over.CannotTake):
        handing_over.offer_conversation(
            conversation=conversation, taker=police_team, by=farah, reason=WHY
        )

    assert not Offer.objects.exists()


def test_strangers_moderators_and_named_colleagues_hand_nothing_over(
    conversation, farah, dana, nadia, neighbours, police_team
):
    youth = Team.objects.create(organisation=neighbours, name="Youth team")
    hana = member("Hana", Role.CONVENER, youth)
    convening_together.add_co_convener(conversation=conversation, member=hana, by=farah)
    for somebody in (dana, nadia, hana):
        response = client_of(somebody).post(PAGE, {"taker": police_team.pk, "reason": WHY})
        assert response.status_code == 404
    assert not Offer.objects.exists()
    offer = handing_over.offer_conversation(
        conversation=conversation, taker=police_team, by=farah, reason=WHY
    )
    for somebody in (dana, hana, farah):
        client = client_of(somebody)
        assert client.post(f"{DESK}offers/{offer.pk}/accept/").status_code == 404
        assert client.post(f"{DESK}offers/{offer.pk}/decline/", {"reason": NO}).status_code == 404
        if somebody != farah:
            assert client.post(f"{DESK}offers/{offer.pk}/take-back/").status_code == 404
    assert client_of(nadia).post(f"{DESK}offers/{offer.pk}/take-back/").status_code == 404
    with pytest.raises(convening_together.NotYours):
        handing_over.accept_offer(offer=offer, by=farah)
    with pytest.raises(convening_together.NotYours):
        handing_over.withdraw_offer(offer=offer, by=hana)

    assert Offer.objects.standing().get() == offer


def test_both_sides_walk_it_at_their_desks(conversation, farah, nadia, police_team):
    giver, taker = client_of(farah), client_of(nadia)
    refused = giver.post(PAGE, {"taker": police_team.pk, "reason": ""})
    assert "This field is required." in refused.text
    giver.post(PAGE, {"taker": police_team.pk, "reason": WHY})
    assert "Nothing changes before they accept." in giver.get(f"{DESK}safe-streets/").text
    offer = Offer.objects.get()
    for page in ("/en/staff/", DESK):
        assert "Listening team offers your team" in taker.get(page).text
    shown = taker.get(f"{DESK}offers/{offer.pk}/").text
    assert WHY in shown
    done = taker.post(f"{DESK}offers/{offer.pk}/accept/", follow=True)

    assert done.redirect_chain[-1][0] == f"{DESK}safe-streets/"
    assert "Handed over to others" in giver.get(DESK).text
    assert taker.post(f"{DESK}offers/{offer.pk}/accept/").status_code == 404


def test_draft_is_handed_over_without_becoming_public(draft, farah, nadia, police_team):
    offer = handing_over.offer_conversation(
        conversation=draft, taker=police_team, by=farah, reason=WHY
    )
    assert "The council decides in March." in client_of(nadia).get(f"{DESK}offers/{offer.pk}/").text
    handing_over.accept_offer(offer=offer, by=nadia)

    assert not any(entry.public for entry in Entry.objects.all())
    assert Client().get("/en/c/safe-streets/").status_code == 404


def test_who_was_named_by_the_giving_team_goes_out_with_it(
    conversation, farah, neighbours, nadia, police_team
):
    youth = Team.objects.create(organisation=neighbours, name="Youth team")
    other = Team.objects.create(organisation=neighbours, name="Night team")
    hana, ivan = (member(name, Role.CONVENER, youth) for name in ("Hana", "Ivan"))
    judy = member("Judy", Role.CONVENER, other)
    convening_together.add_co_convener(conversation=conversation, member=judy, by=farah)
    offer = handing_over.offer_conversation(
        conversation=conversation, taker=youth, by=farah, reason=WHY
    )
    handing_over.accept_offer(offer=offer, by=hana)

    assert client_of(judy).get(f"{DESK}safe-streets/").status_code == 404
    assert client_of(ivan).get(f"{DESK}safe-streets/").status_code == 200


def test_published_result_stays_with_the_team_that_published_it(
    snapshot, farah, nadia, police_team
):
    held = snapshot.conversation
    first = publish_result(snapshot=snapshot, by=farah)
    offer = handing_over.offer_conversation(
        conversation=held, taker=police_team, by=farah, reason=WHY
    )
    handing_over.accept_offer(offer=offer, by=nadia)
    held.refresh_from_db()
    convening.close_conversation(conversation=held, by=nadia, reason="The end.")
    tasks.publish_final_results()
    taker, giver = client_of(nadia), client_of(farah)
    assert first.team != police_team
    assert held.publications.get(number=2).team == police_team
    desk = taker.get(f"{DESK}safe-streets/").text
    assert f"{DESK}safe-streets/withdraw/2/" in desk
    assert f"{DESK}safe-streets/withdraw/1/" not in desk
    assert f"{DESK}safe-streets/withdraw/1/" in giver.get(DESK).text
    reason = {"reason": "We do not like it."}
    assert taker.post(f"{DESK}safe-streets/withdraw/1/", reason).status_code == 404
    assert giver.post(f"{DESK}safe-streets/withdraw/2/", reason).status_code == 404
    assert Client().get("/en/c/safe-streets/results/1/").status_code == 200
    giver.post(f"{DESK}safe-streets/withdraw/1/", {"reason": "A wrong translation."})

    gone = Client().get("/en/c/safe-streets/results/1/")
    assert (gone.status_code, "A wrong translation." in gone.text) == (410, True)
    assert Client().get("/en/c/safe-streets/results/2/").status_code == 200
