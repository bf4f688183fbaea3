"""The official Python SDK reads everything from offhook-sim, and its types know what they are given."""

import json
import urllib.request
from datetime import datetime
from urllib.parse import urlsplit

import PureCloudPlatformClientV2 as genesys
import pytest

DAY = "2026-03-10T00:00:00.000Z/2026-03-11T00:00:00.000Z"

# Planted on purpose: the platform adds members that no SDK knows yet.
UNKNOWN = {
    "AnalyticsConversation": {"aiEngagement"},
    "AnalyticsConversationWithoutAttributes": {"aiEngagement"},
    "AnalyticsParticipant": {"externalContacts"},
    "AnalyticsParticipantWithoutAttributes": {"externalContacts"},
    "AnalyticsSession": {"callerIdentity"},
}

pytestmark = pytest.mark.sim("--conversations", "300", "--day", "2026-03-10", "--seed", "7", "--rate-limit", "3000",
                             "--job-time", "1", "--exact")  # fmt: skip


@pytest.fixture
def client(sim):
    """Logged in by the SDK itself, through its gateway setting."""
    address = urlsplit(sim.api)
    client = genesys.ApiClient()
    client.set_gateway(address.hostname, address.scheme, address.port, "", "")
    return client.get_client_credentials_token(sim.client_id, sim.client_secret)


def raw(sim, client, method: str, path: str, body=None):
    """The same answer without the SDK's reading of it."""
    request = urllib.request.Request(
        sim.api + path,
        None if body is None else json.dumps(body).encode(),
        {"Authorization": "Bearer " + client.access_token, "Content-Type": "application/json"},
        method=method,
    )
    with urllib.request.urlopen(request, timeout=30) as answer:
        return json.loads(answer.read())


def same(given, typed, where: str = "") -> None:
    """Each member of the JSON stands in the typed value, and none is missing from the type."""
    if isinstance(given, list):
        assert len(given) == len(typed), where
        for position, (one, other) in enumerate(zip(given, typed)):
            same(one, other, f"{where}[{position}]")
    elif isinstance(given, dict) and hasattr(typed, "attribute_map"):
        names = {name: attribute for attribute, name in typed.attribute_map.items()}
        unknown = given.keys() - names.keys() - UNKNOWN.get(type(typed).__name__, set())
        assert not unknown, f"{where}: {type(typed).__name__} does not know {unknown}"
        for name in given.keys() & names.keys():
            same(given[name], getattr(typed, names[name]), f"{where}.{name}")
    elif isinstance(given, dict):
        assert given == typed, where
    elif isinstance(typed, datetime):
        assert datetime.fromisoformat(given.replace("Z", "+00:00")) == typed, where
    else:
        assert given == typed, where


def run_job(api, page_size: int):
    query = genesys.AsyncConversationQuery()
    query.interval = DAY
    job = api.post_analytics_conversations_details_jobs(query)
    states = []
    while not states or states[-1] in ("QUEUED", "PENDING"):
        states.append(api.get_analytics_conversations_details_job(job.job_id).state)
    assert states[-1] == "FULFILLED"
    assert states[0] == "QUEUED"
    pages, cursor = [], None
    while True:
        options = {"page_size": page_size} | ({"cursor": cursor} if cursor else {})
        pages.append(api.get_analytics_conversations_details_job_results(job.job_id, **options))
        cursor = pages[-1].cursor
        if not cursor:
            return job.job_id, pages


def test_the_job_is_submitted_polled_and_read_to_the_end(sim, client):
    api = genesys.ConversationsApi(client)
    watermark = api.get_analytics_conversations_details_jobs_availability().data_availability_date
    job_id, pages = run_job(api, 70)
    assert [len(page.conversations) for page in pages] == [70, 70, 70, 70, 20]
    assert len({c.conversation_id for page in pages for c in page.conversations}) == 300
    assert pages[0].data_availability_date == watermark

    given = raw(sim, client, "GET", f"/api/v2/analytics/conversations/details/jobs/{job_id}/results?pageSize=300")
    same(given["conversations"], [c for page in pages for c in page.conversations])
    # The real calls among them, and attributes, which only the job has.
    names = {p.participant_name for page in pages for c in page.conversations for p in c.participants}
    assert {"Patricia Brown", "Linda Garcia"} <= names
    assert any(p.attributes for page in pages for c in page.conversations for p in c.participants)


def test_together_the_records_have_every_documented_member(sim, client):
    _, pages = run_job(genesys.ConversationsApi(client), 1000)
    seen: dict[str, set[str]] = {}

    def collect(typed):
        if isinstance(typed, list):
            for one in typed:
                collect(one)
        elif hasattr(typed, "attribute_map"):
            present = {a for a in typed.attribute_map if getattr(typed, a) is not None}
            seen.setdefault(type(typed).__name__, set()).update(present)
            for attribute in present:
                collect(getattr(typed, attribute))

    collect([c for page in pages for c in page.conversations])
    for name, present in seen.items():
        missing = set(getattr(genesys, name)().attribute_map) - present
        assert not missing, f"no {name} has {sorted(missing)}"
    assert len(seen) >= 14


def test_the_query_pages_to_an_end_without_conversations(sim, client):
    api = genesys.ConversationsApi(client)
    ids, number = set(), 1
    while True:
        page = api.post_analytics_conversations_details_query(
            {"interval": DAY, "paging": {"pageSize": 100, "pageNumber": number}}
        )
        assert page.total_hits == 300
        if page.conversations is None:
            break
        ids |= {c.conversation_id for c in page.conversations}
        number += 1
    assert (len(ids), number) == (300, 4)

    one = sorted(ids)[0]
    given = raw(sim, client, "GET", f"/api/v2/analytics/conversations/{one}/details")
    same(given, api.get_analytics_conversation_details(one))
    several = api.get_analytics_conversations_details(id=sorted(ids)[:3])
    assert [c.conversation_id for c in several.conversations] == sorted(ids)[:3]


def test_filters_are_taken_from_the_sdks_types(client):
    predicate = genesys.SegmentDetailQueryPredicate()
    predicate.type, predicate.dimension, predicate.operator, predicate.value = "dimension", "mediaType", "matches", "email"
    segment_filter = genesys.SegmentDetailQueryFilter()
    segment_filter.type, segment_filter.predicates = "or", [predicate]
    query = genesys.ConversationQuery()
    query.interval, query.segment_filters = DAY, [segment_filter]
    page = genesys.ConversationsApi(client).post_analytics_conversations_details_query(query)
    assert page.conversations
    assert {c.participants[0].sessions[0].media_type for c in page.conversations} == {"email"}


def test_each_recorded_leg_has_transcripts(sim, client):
    speech = genesys.SpeechTextAnalyticsApi(client)
    _, pages = run_job(genesys.ConversationsApi(client), 1000)
    files = 0
    for conversation in pages[0].conversations[:60]:
        for session in (s for p in conversation.participants for s in p.sessions if s.recording):
            leg = (conversation.conversation_id, session.session_id)
            urls = speech.get_speechandtextanalytics_conversation_communication_transcripturls(*leg)
            assert urls.communication_id == session.session_id
            first = speech.get_speechandtextanalytics_conversation_communication_transcripturl(*leg)
            assert urlsplit(first.url).path == urlsplit(urls.urls[0].url).path
            for item in urls.urls:
                with urllib.request.urlopen(item.url, timeout=30) as answer:  # no credential
                    transcript = json.loads(answer.read())
                assert transcript["recordingId"] == item.recording.id
                assert all(phrase["words"] for phrase in transcript["transcripts"][0]["phrases"])
                files += 1
    assert files > 30


def test_errors_are_the_sdks_errors(client):
    with pytest.raises(genesys.rest.ApiException) as refused:
        genesys.ConversationsApi(client).post_analytics_conversations_details_query(
            {"interval": "2026-01-01T00:00:00Z/2026-03-01T00:00:00Z"}
        )
    assert refused.value.status == 400
    body = json.loads(refused.value.body)
    assert "does not exceed 31 days" in body["message"]
    assert not body.keys() - set(genesys.ErrorBody().attribute_map.values())


def test_the_organisation_is_typed(sim, client):
    typed = genesys.OrganizationApi(client).get_organizations_me()
    same(raw(sim, client, "GET", "/api/v2/organizations/me"), typed)
