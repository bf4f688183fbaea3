"""`offhook plan`: what it expects of a run against what the run then does."""

import json

import pytest

from programs import Offhook, running_sim

INTERVAL = ("--from", "2026-11-10", "--to", "2026-11-20")

# How far a figure of the plan may be from the run's own: totals are approximate, and sizes those of a sample.
FACTOR = 1.4


def plan_of(offhook: Offhook, *arguments: str) -> dict:
    said = offhook("plan", *arguments, "--json")
    assert said.code == 0, said
    return json.loads(said.stdout)


def is_near(planned: float, seen: float) -> bool:
    return seen / FACTOR <= planned <= seen * FACTOR


@pytest.fixture(scope="module")
def planned_and_run(tmp_path_factory):
    """Ten days, planned, then archived; the simulator's log of requests for each."""
    folder = tmp_path_factory.mktemp("plan")
    log = folder / "requests"
    days = ("--conversations", "400", "--day", "2026-11-10", "--days", "10")
    with running_sim(*days, "--rate-limit", "30000", "--request-log", str(log)) as sim:
        offhook = Offhook(folder / "state", sim.environment | {"OFFHOOK_ORG": "acme"})
        plan = plan_of(offhook, *INTERVAL)
        asked_by_plan = len(log.read_text().splitlines())
        offhook.environment |= {"TOKENIZATION_KEY": "k" * 32, "OFFHOOK_TARGET": f"file://{folder}/archive"}
        run = offhook("run", *INTERVAL, "--json")
        assert run.code == 0, run
        again = plan_of(offhook, *INTERVAL)
        older = plan_of(offhook, *INTERVAL, "--run-trailing-days", "0")
        yield plan, asked_by_plan, json.loads(run.stdout.splitlines()[-1]), again, older


def test_conversations_and_transcripts_are_near_the_runs(planned_and_run):
    plan, _, run, *_ = planned_and_run
    assert is_near(plan["conversations"], run["conversations"]["read"])
    assert is_near(plan["transcripts"], run["requests"]["transcripts_due"])


def test_requests_are_near_the_runs(planned_and_run):
    plan, _, run, *_ = planned_and_run
    assert is_near(plan["requests"]["total"], run["requests"]["total"]), (plan["requests"], run["requests"])
    assert plan["limit_is_stated"] and plan["limit_per_minute"] == 30000
    assert plan["hours"] == pytest.approx(plan["requests"]["total"] / (30000 * 0.9) / 60)


def test_bytes_and_objects_are_near_the_runs(planned_and_run):
    plan, _, run, *_ = planned_and_run
    assert is_near(plan["source_bytes"], run["source_bytes"]), (plan["source_bytes"], run["source_bytes"])
    assert is_near(plan["stored_bytes"], run["stored_bytes"]), (plan["stored_bytes"], run["stored_bytes"])
    assert is_near(plan["objects"], run["objects"]), (plan["objects"], run["objects"])


def test_a_plan_asks_little(planned_and_run):
    plan, asked, *_ = planned_and_run
    assert asked <= 60
    assert plan["requests_sent"] <= asked


def test_what_is_archived_is_not_planned_again(planned_and_run):
    *_, again, older = planned_and_run
    assert again["slices"] == {"to_read": 10, "again": 10, "done": 0}
    assert again["transcripts"] == 0
    assert older["slices"] == {"to_read": 0, "again": 0, "done": 10}
    assert older["conversations"] == 0


@pytest.mark.sim("--conversations", "30", "--day", "2026-11-20")
def test_a_plan_needs_no_store_and_says_that_it_is_approximate(offhook, sim):
    offhook.environment = sim.environment
    said = offhook("plan", "--from", "2026-11-20", "--to", "2026-11-21")
    assert said.code == 0, said
    for words in ("conversations   about ", "approximate", "USD", "September 2026", "nothing was stored"):
        assert words in said.stdout, said
    assert not (offhook.state / "ledger.sqlite").exists()


@pytest.mark.sim("--conversations", "30", "--day", "2026-11-20")
def test_prices_can_be_set(offhook, sim):
    offhook.environment = sim.environment
    prices = ("--plan-usd-per-gib-month", "1000", "--plan-usd-per-thousand-puts", "7")
    plan = plan_of(offhook, "--from", "2026-11-20", "--to", "2026-11-21", *prices)
    assert plan["usd"]["requests"] == pytest.approx(plan["puts"] * 0.007)
    assert plan["usd"]["month_of_storage"] == pytest.approx(plan["stored_bytes"] / 2**30 * 1000)


@pytest.mark.sim("--conversations", "30", "--day", "2026-11-20")
def test_what_cannot_be_read_yet_is_said(offhook, sim):
    offhook.environment = sim.environment
    plan = plan_of(offhook, "--from", "2026-11-20", "--to", "2099-01-02")
    assert plan["waiting"]["to"].startswith("2099-01-02")
