"""Controls that a document speaks of as of something of this project: in a heading, or at the head of a list item."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from .text import Document, Section

# By the id of the control. One word where it is enough, never one that has other meanings in software.
_TOPICS = {
    "alert-rules": r"alert(?:ing)? rules?|prometheus alerts?",
    "artifact-signing": r"(?:artifact|image|release|binary) sign(?:ing|atures?)|cosign|sigstore",
    "audit-log": r"audit (?:log|trail)(?:s|ging)?",
    "autoscaling": r"auto-?scaling|horizontal pod autoscaler|\bhpa\b",
    "backup-restore": r"^\W*(?:automat\w+ |database |daily |data |nightly )?back-?ups?\b(?! (?:key|node|server|option|plan b|email|contact|link|monitoring|software|integration|provider|code))|back-?ups? (?:and|/|&) ?(?:restor\w+|recovery)|disaster recovery|restor(?:e|ing) (?:from )?(?:a )?backups?",
    "branch-protection": r"branch protections?|protected branch(?:es)?",
    "chaos-tests": r"chaos (?:test\w*|engineering|experiments?)|fault injection",
    "circuit-breaker": r"circuit[- ]breakers?",
    "code-owners": r"code ?owners",
    "container-scan": r"(?:container|image) (?:vulnerability )?scan\w*",
    "coverage-threshold": r"(?:test|code|unit[- ]test|line|branch|minimum) coverage\W.{0,16}\d{2,3} ?%|\d{2,3} ?% (?:test |code |line |branch )?coverage|coverage (?:thresholds?|gates?)",
    "dashboards": r"(?:grafana|monitoring|metrics?|observability|operations?|operational|service|slo|prometheus|kibana|datadog|cloudwatch) dashboards?|dashboards? (?:in|for) (?:grafana|kibana|datadog|prometheus)",
    "data-classification": r"data classification",
    "data-retention": r"data retention|retention polic(?:y|ies)",
    "dead-letter-queue": r"dead[- ]letter(?: queues?)?|\bdlq\b",
    "encryption-at-rest": r"encryption at rest|encrypt\w* (?:data )?at rest|data-at-rest encryption",
    "error-budget": r"error budgets?|burn rates?",
    "feature-flags": r"feature (?:flags?|toggles?)",
    "load-tests": r"load test\w*",
    "log-aggregation": r"(?:centrali[sz]ed logging|log (?:aggregation|shipping|collection|forwarding))",
    "mutual-tls": r"mutual tls|\bmtls\b",
    "network-policy": r"network polic(?:y|ies)",
    "pii-redaction": r"pii (?:redaction|masking|scrubbing)",
    "pod-disruption-budget": r"pod ?disruption ?budgets?|\bpdbs\b",
    "progressive-delivery": r"canary (?:deploy\w*|release\w*|rollout\w*)|blue[-/ ]green|progressive (?:delivery|rollouts?)",
    "rate-limiting": r"^\W*(?:[\w-]+ ){0,2}rate[- ]limit(?:ing|ers?)\b|^\W*(?:api |request |http |login )?rate[- ]limits?\W*(?:$|[:–—(])",
    "rollback": r"roll-?backs?|rolling back|revert(?:ing)? (?:a |the )?(?:release|deployment|deploy)",
    "sbom": r"\bsboms?\b|software bill of materials",
    "secret-manager": r"secrets? manage(?:r|ment)|hashicorp vault",
    "secret-rotation": r"(?:secrets?|keys?|credentials?|tokens?|certificates?|passwords?) rotation|rotat(?:e|ing) (?:the |your )?(?:secrets?|keys?|credentials?|tokens?|passwords?|certificates?)",
    "slo": r"service[- ]level objectives?|\bslos?\b",
    "synthetic-check": r"synthetic (?:checks?|monitoring|probes?)|canary probes?|blackbox (?:probes?|monitoring)",
}  # fmt: skip
_IDS = list(_TOPICS)
# Matches all of them, in lower case: without groups and cases it takes a tenth of the time, and few texts name one.
_ANY = re.compile("|".join(_TOPICS.values()))
# Words that mean operation under a heading of operation, and anything elsewhere: a screen of the product, a price alert.
_WORDS_OF_OPERATION = {
    "alert-rules": re.compile(r"(?i)(?:alerts?|alerting)$"),
    "dashboards": re.compile(r"(?i)^\W*dashboards?(?:\W|$)"),
}
_OPERATION = re.compile(
    r"(?i)\b(?:observab|monitor|metric|telemetry|operat(?:ion|ing)|grafana|prometheus|slos?\b|sre\b|runbook|production)"
)
# Of a user's case (`You use it for load testing`) the project has nothing.
_OTHER = re.compile(
    r"(?i)\bsingle log-?out\b|\buse[- ]cases?\b|\bnot? (?:supported|available|included|provided)\b|\bwithout\b"
    r"|^\W*(?:(?:if|when|in case|where|that) )?you(?:'re|’re|'d|'ve| are| have| want| need| use| run| do)\b"
)
# What somebody wishes for is not there: an open box, a task, a list of gaps, a plan.
_WISH = re.compile(
    r"(?i)^\W*(?:\[ \]|(?:todo|fixme|tbd|missing|lacks?|lacking|needs?|planned|plan to|future|consider|investigate|explore|evaluate|recommend\w*|should|must|could|"
    r"add|implement|introduce|integrate|establish|adopt|no)\b)"
    r"|\b(?:not yet|to be (?:done|added|implemented|defined)|is missing|are missing|planned|coming soon|future work|in the future|deferred|out of scope)\b"
)  # fmt: skip
_WISHES = re.compile(
    r"(?i)\b(?:road-?map|to-?dos?|backlog|wish-?list|next steps?|future|planned|plans?|gaps?|missing|not (?:yet )?(?:done|implemented|included|covered)|"
    r"remaining|limitations?|known issues|non-?goals?|out of scope|recommend(?:ed|ations?)|improvements?|proposals?|proposed|ideas?|vision|milestones?|open (?:questions?|items?))\b"
)  # fmt: skip
# A list of what should be looked at: its items are questions, unless they are ticked.
_CHECKLISTS = re.compile(
    r"(?i)\bcheck-?lists?\b|\b(?:production|operational|launch|release)[- ]read(?:iness|y)\b"
)
_DENIAL = re.compile(r"(?i)\b(?:not(?! only)|no|never|cannot|without)\b|n['’]t\b")
_TICKED = re.compile(r"(?i)^\W*(?:\[x\]|✅|✔|☑)")
_TARGET = re.compile(r"\d\s?(?:%|ms\b|s\b|sec|min)")
# A list item speaks of what it begins with.
_HEAD = 60


@cache
def _all() -> re.Pattern[str]:
    patterns = (f"(?P<t{number}>{pattern})" for number, pattern in enumerate(_TOPICS.values()))
    return re.compile("|".join(patterns), re.IGNORECASE)


def topics(document: Document) -> Iterator[tuple[str, int, str]]:
    """Topic, line and the words that name it; each topic once. What is only wished for is not spoken of as of something there is."""
    seen: set[str] = set()
    for section in document.sections:
        titles = (section.title, *section.above)
        operates = any(_OPERATION.search(title) for title in titles)
        spoken = [(section.line, section.title)] if section.level else []
        items = [
            (line, text) for line, text in section.items if operates or _ANY.search(text[:_HEAD].lower())
        ]
        if not items and not (spoken and (operates or _ANY.search(section.title.lower()))):
            continue
        wishful = any(_WISHES.search(title) for title in titles)
        asked = any(_CHECKLISTS.search(title) for title in titles)
        denied = _denied(section)
        for line, text in [*spoken, *((line, text[:_HEAD]) for line, text in items if text not in denied)]:
            if _OTHER.search(text) or (asked and line != section.line and not _TICKED.search(text)):
                continue
            # A number that is aimed at is stated, wherever it stands.
            stated = not wishful and not _WISH.search(text)
            for match in _all().finditer(text) if _ANY.search(text.lower()) else ():
                topic = _IDS[int((match.lastgroup or "t0")[1:])]
                if topic not in seen and (stated or (topic == "slo" and _TARGET.search(text))):
                    seen.add(topic)
                    yield topic, line, text[:80].split("\n")[0]
            if stated and operates:
                for topic, words in _WORDS_OF_OPERATION.items():
                    if topic not in seen and words.search(text.strip()):
                        seen.add(topic)
                        yield topic, line, text[:80].split("\n")[0]


def _denied(section: Section) -> set[str]:
    """The items of lists below such a line as `It is *not* the right tool for:`."""
    items = {text for _, text in section.items}
    denied: set[str] = set()
    denying = False
    for text in section.prose:
        if text not in items:
            denying = text.rstrip().endswith(":") and bool(_DENIAL.search(text))
        elif denying:
            denied.add(text)
    return denied
