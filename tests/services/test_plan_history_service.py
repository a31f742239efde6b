"""Earlier states of plans, and the file of what is being typed."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from cchc_desktop.domain.plan import Plan, Section, SectionKind
from cchc_desktop.errors import Conflict, NotFound
from cchc_desktop.services.plan_history import KEPT, PlanHistoryService

START = datetime(2026, 3, 12, 8, 0, tzinfo=UTC)


def sample():
    return Plan(2026, "Kế hoạch", ("UBND",), "Lệ Xá", sections=(Section(SectionKind.PART, "MỤC ĐÍCH"),))


class Clock:
    def __init__(self):
        self.now = START

    def __call__(self):
        return self.now

    def wait(self, seconds):
        self.now += timedelta(seconds=seconds)


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def history(services, clock):
    made = services.plan_history
    return PlanHistoryService(made._database, services.plans, services.drafts, lambda: "Bình", clock)


def saved_titles(history, plan, clock, titles, pause):
    for title in titles:
        clock.wait(pause)
        plan = history.save(replace(plan, title=title)).plan
    return plan


def older_titles(history, plan):
    return [history.at(number).title for number in history.older(plan.id)]


def test_each_burst_of_changes_leaves_one_earlier_state(history, clock, services):
    plan = history.save(sample()).plan
    assert history.older(plan.id) == ()
    plan = saved_titles(history, plan, clock, ["A", "B", "C"], pause=5)
    assert older_titles(history, plan) == ["Kế hoạch"]
    plan = saved_titles(history, plan, clock, ["D", "E"], pause=40)
    assert older_titles(history, plan) == ["D", "C", "Kế hoạch"]
    assert services.plans.get(plan.id).title == "E"
    stored = history.at(history.older(plan.id)[0])
    assert replace(stored, title="E", version=plan.version) == plan


def test_only_the_latest_states_are_kept_and_of_each_plan_its_own(history, clock, monkeypatch):
    monkeypatch.setattr("cchc_desktop.services.plan_history.KEPT", 3)
    assert KEPT == 200
    plan = history.save(sample()).plan
    other = history.save(sample()).plan
    other = saved_titles(history, other, clock, ["X"], pause=31)
    plan = saved_titles(history, plan, clock, list("ABCDE"), pause=31)
    assert older_titles(history, plan) == ["D", "C", "B"]
    assert older_titles(history, other) == ["Kế hoạch"]
    with pytest.raises(NotFound):
        history.at(1_000_000)


def test_a_clock_that_was_set_back_does_not_stop_the_history(history, clock):
    plan = history.save(sample()).plan
    plan = saved_titles(history, plan, clock, ["A"], pause=31)
    clock.wait(-100_000)
    plan = saved_titles(history, plan, clock, ["B"], pause=1)
    assert older_titles(history, plan) == ["A", "Kế hoạch"]


def test_a_conflict_leaves_no_trace(history, clock):
    plan = history.save(sample()).plan
    history.save(replace(plan, title="Người khác"))
    clock.wait(60)
    before = history.older(plan.id)
    with pytest.raises(Conflict):
        history.save(replace(plan, title="Của tôi"))
    assert history.older(plan.id) == before


def test_a_kept_draft_comes_back_only_while_it_is_news(history, services):
    plan = history.save(sample()).plan
    typed = replace(plan, title="Gõ dở")
    history.keep_draft(typed)
    assert history.kept_draft(plan).plan == typed
    assert not history.kept_draft(plan).conflicting
    plan = history.save(typed).plan
    assert history.kept_draft(plan) is None  # it has been saved
    history.keep_draft(replace(plan, title="Xung đột", version=1), conflicting=True)
    assert history.kept_draft(plan).conflicting
    history.drop_draft(plan.id, conflicting=True)
    assert history.kept_draft(plan) is None


@pytest.mark.parametrize("text", ["", "{", "[]", '{"plan": 3}', '{"plan": "{}"}', "\x00"])
def test_an_unreadable_draft_is_passed_over(history, office, text):
    plan = history.save(sample()).plan
    history.keep_draft(replace(plan, title="x"))
    (file,) = office.drafts.glob("ke-hoach-*")
    file.write_text(text, encoding="utf-8")
    assert history.kept_draft(plan) is None


def test_the_draft_file_is_plain_text(history, office):
    plan = history.save(sample()).plan
    history.keep_draft(replace(plan, title="Ưu tiên"))
    (file,) = office.drafts.glob("ke-hoach-*")
    assert "Ưu tiên" in json.loads(file.read_text(encoding="utf-8"))["plan"]
