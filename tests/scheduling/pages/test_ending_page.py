"""The page that ends a provider."""


def test_the_page_asks_first_and_lists_afterwards(client, cast):
    client.force_login(cast.ad.user)
    address = f"/staff/maple/places/providers/{cast.dr_ada.pk}/ending/"
    asked = client.get(address)
    assert "End Dr Ada?" in asked.text
    assert "2 visits with Dr Ada stay booked." in asked.text
    assert "Leo Garcia" in asked.text
    assert client.post(address).status_code == 302
    listed = client.get("/staff/maple/places/providers/")
    assert "Ended, with visits to come" in listed.text
    assert client.get(f"/staff/maple/places/providers/{cast.dr_ada.pk}/").status_code == 404
    assert "End Dr Ada?" not in client.get(address).text
