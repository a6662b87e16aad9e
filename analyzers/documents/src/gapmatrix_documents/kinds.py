"""What kinds of documents there are: how each is named, and of what one that is no stub must speak."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property


@dataclass(frozen=True)
class Kind:
    """`titles` matches a document's title or a section's heading, `folders` a folder that holds such documents.

    `spoken_of`, apart by spaces, is what a real one speaks of: as many different ones as `needed` must be there.
    Compiling takes longer than reading a page, and most processes meet few kinds: what is not asked is not compiled.
    """

    name: str
    titles: str
    folders: str
    spoken_of: str
    needed: int
    # Titles that look alike and mean something else.
    others: str = ""
    # Words of prose that are enough.
    words: int = 60

    def is_title(self, text: str) -> bool:
        """Whether documents and sections of this title are of the kind."""
        return bool(self._title.search(text)) and not (self.others and self._unless.search(text))

    def is_folder(self, name: str) -> bool:
        """Whether documents in folders of this name are."""
        return bool(self.folders) and self._folder.match(name) is not None

    @cached_property
    def subjects(self) -> list[re.Pattern[str]]:
        """A pattern for each subject."""
        return [re.compile(rf"(?i)\b(?:{subject})") for subject in self.spoken_of.split()]

    @cached_property
    def _title(self) -> re.Pattern[str]:
        return re.compile(rf"(?i){self.titles}")

    @cached_property
    def _unless(self) -> re.Pattern[str]:
        return re.compile(rf"(?i){self.others}")

    @cached_property
    def _folder(self) -> re.Pattern[str]:
        return re.compile(rf"(?i)^(?:{self.folders})$")


# Subjects stand apart by spaces; the words of one by bars.
KINDS: tuple[Kind, ...] = (
    Kind(
        "runbook",
        r"\b(run ?-?books?|playbooks?|operational procedures?|alert (?:response|handling)|operations? manual)\b",
        r"run-?books?|playbooks",
        r"alert symptom diagnos mitigat recover restart roll.?back escalat verify|check investigat impact resol|fix logs?\b kubectl|systemctl|docker",
        3,
        r"ansible|runbook automation|\b(?:upgrade|update|release|migration|sales|hiring|marketing|contributor)s? playbooks?\b",
    ),
    Kind(
        "architecture-document",
        r"\b(architectur\w*|system design|design (?:overview|doc(?:ument)?)|technical design|how it works|internals|high.level design|code ?base (?:overview|structure|map)|system overview|design and implementation)\b",
        r"architecture|design|internals|arc42",
        r"component service module|package layer data.?flow|flow diagram interface|api storage|store database queue|event|message client server process|thread|worker pipeline request|handler",
        4,
        r"decision|information architecture|supported architecture|cpu architecture|multi-?arch|\brest(?:ful)? architecture",
    ),
    Kind(
        "threat-model",
        r"\b(threat[ -]?model\w*|security models?\s*$|threats? (?:and mitigations?|analysis)|attack (?:surface|vectors?|trees?)|stride)\b",
        r"threat-?models?",
        r"attack threat mitigat asset trust.?bound|boundar spoof|tamper|repudiat|stride adversar risk confidential|integrity|disclosure",
        3,
    ),
    Kind(
        "security-policy",
        r"\b(security (?:polic(?:y|ies)|disclosures?|vulnerabilit\w+)|report\w*.{0,20}(?:vulnerabilit\w+|security)|(?:responsible|vulnerability|coordinated) disclosure|disclosure policy)\b|^security$",
        r"",
        r"report|disclos vulnerab|security.(?:issue|bug|flaw|problem) e-?mail|mailto|@\w|advisor|private|hackerone|bug.bounty|form|contact",
        3,
        r"content.security|pod.security|network",
        words=15,
    ),
    Kind(
        "api-reference",
        r"\b((?:(?:rest|http|web|grpc|public|admin|json)(?:ful)? )?api(?: v?\d+)?(?: (?:reference|documentation|docs|guide|overview|endpoints?|specification))?|endpoints?|api (?:reference|documentation)|http api|rest api)\s*$",
        r"api|api-reference|api-docs|rest|rest-api|apis",
        r"get|post|put|patch|delete endpoint|route|method|function|class request|parameter|argument|param response|return|status|json",
        3,
        r"\b(api keys?|api tokens?|use of|using)\b",
    ),
    Kind(
        "operator-guide",
        r"\b(operat(?:ions|ing|ional)(?:'?s)?(?: (?:guide|manual|handbook|documentation|notes|overview|reference|tasks|the \w+))?|operator(?:'?s)? (?:guide|manual|handbook|documentation|notes|reference|tasks)|for operators|admin(?:istrat(?:ion|or|ors))?(?:'?s)? (?:guide|manual|documentation|handbook)|administration|ops (?:guide|manual|handbook)|running in production|production (?:guide|checklist|operations|readiness)|day.?2 operations)\s*$",
        r"operations|operator-guide|operators|ops|admin|administration|admin-guide|operating|sysadmin",
        r"monitor|metric|alert restart|start|stop backup|restore scal|capacity|replica log config upgrade|rolling|migrat health|readiness troubleshoot|debug",
        3,
        r"operators?\b.*\b(precedence|overload)|kubernetes operator$|arithmetic|logical|supported operat|crud|operating system|cloud operations",
    ),
    Kind(
        "deployment-guide",
        r"\b(deploy(?:ment|ments|ing)?(?: (?:guide|instructions|options|to \w+|on \w+|with \w+|in \w+|steps|manual|process|overview))?|self.?host(?:ing|ed)|(?:running|setup|installation|install) (?:in|for|on) (?:production|kubernetes|docker)|production (?:deployment|setup|installation|install)|deploying .{1,40}|install(?:ation|ing)(?: guide)?)\s*$",
        r"deploy|deployment|deployments|deploying|self-hosting|install|installation|production",
        r"docker|container|compose kubernetes|kubectl|helm systemd|service|daemon server|host|cluster|instance environment|variable|config port|domain|proxy|tls|nginx deploy|production database|volume|storage",
        4,
        r"undeploy|deployment (?:frequency|view)|\bdevelop(?:er|ment) (?:install|setup)\w*",
    ),
    Kind(
        "upgrade-guide",
        r"\b(upgrad(?:e|es|ing)(?: (?:guide|notes|instructions|path|from .{1,30}|to .{1,30}|\w+))?|migrat(?:e|ing|ion)(?: guide| notes| (?:from|to) .{0,40}\d.{0,40}| .{1,40} (?:from|to) .{0,20}\d.{0,40})|breaking changes|updating(?: (?:guide|notes|instructions|versions?|to .{1,30}))?)\s*$",
        r"upgrade|upgrading|upgrades|migration-guides?|upgrade-guides?|upgrade-notes",
        r"version|release|\d+\.\d+ upgrad|migrat|updat chang|remov|renam|deprecat|break backup|back.up before|after|then|run|step",
        3,
        r"database migration|schema migration",
    ),
    Kind(
        "incident-response",
        r"\b(incident(?:s)?(?: (?:response|management|handling|process|plan|procedures?|playbook|runbook|policy))|post-?mortems?(?: (?:template|process))?|emergency (?:response|procedures?)|incident response.{0,30})\b",
        r"incidents?|incident-response|incident-management|post-?mortems",
        r"severity|sev-?\d|priority|p[0-4]\b escalat communicat|status.page|notif contain|mitigat|isolat|eradicat commander|lead|role|responsib post.?mortem|retrospect|review|lessons triage|detect|declare timeline",
        3,
    ),
    Kind(
        "on-call",
        r"\bon-?\s?call(?: (?:guide|rotation|handbook|duty|schedule|policy|duties|process|runbook|procedures?))?\b",
        r"on-?call",
        r"rotation|schedule|shift page|pager|alert escalat hand.?(?:off|over) respon contact|slack|phone|team",
        3,
    ),
    Kind(
        "capacity-plan",
        r"\b(capacity(?: (?:plan(?:ning)?|guide|model|management|requirements))|sizing(?: (?:guide|recommendations?|guidelines))?|scaling (?:guide|limits|plan|strategy)|scalability(?: limits)?|resource (?:requirements|sizing|planning)|hardware (?:requirements|sizing|recommendations?)|performance (?:and capacity|and scaling|tuning and sizing))\b",
        r"capacity|capacity-planning|sizing",
        r"cpu|core|vcpu memory|ram|[gm]i?b\b throughput|per.second|rps|qps|/s\b|msg storage|disk|retention load|traffic|users|growth scal|replica|node|instance measure|benchmark|test",
        3,
    ),
    Kind(
        "service-level-agreement",
        r"\b(service[- ]level (?:agreements?|commitments?|terms)|slas?)\b",
        r"",
        r"availab|uptime latency|response.time \d\d(?:\.\d+)?.?% measure|window|month|period credit|breach|missed|support|report",
        3,
        r"slas? (?:monitor|dashboard)",
    ),
    Kind(
        "plugin-guide",
        r"\b((?:writ|develop|creat|build|add|implement|extend|author)(?:e|ing)? .{0,30}(?:plug-?ins?|extensions?|add-?ons?|drivers?|providers?|connectors?|processors?|exporters?|receivers?|backends?)|plug-?ins?(?: (?:guide|development|api|system|architecture|authoring|tutorial|sdk|developers?.{0,12}))?|extending(?: .{1,30})?|extensions? (?:guide|development|api|points)|custom (?:plug-?ins?|extensions?|providers?|connectors?|processors?))\s*$",
        r"plugins?|plugin-guide|extending|plugin-development",
        r"interface|implement|subclass|extend|hook regist|entry.?point|load|discover class|function|def|func|method|import example|following config|option|enable|package",
        3,
        r"browser extensions?|kubectl|helm plug-?in",
    ),
    Kind(
        "troubleshooting",
        r"\b(trouble[- ]?shoot\w*|common (?:problems|issues|errors|pitfalls)|known (?:issues|problems|limitations)|debugging(?: guide| tips)?|faqs?|frequently asked questions|when things go wrong)\b",
        r"troubleshooting",
        r"error|fail|exception|crash problem|issue|symptom|cause check|verify|ensure|make.sure fix|solution|resolve|workaround|instead|set|run log|debug|trace|output why|if.you|how",
        3,
    ),
    Kind(
        "contributing",
        r"\b(contribut\w*|how to contribute|developer'?s? guide|development guide|hacking|(?:local )?development(?: setup| environment| workflow)?)\b",
        r"contributing",
        r"pull.request|patch|merge.request|pr\b issue|bug test|lint|check branch|fork|clone|commit style|format|convention|code.of.conduct|guideline build|install|setup|set.up review|maintainer sign.?off|cla\b",
        3,
        r"contributors?$|contributor covenant|code of conduct",
    ),
    Kind(
        "data-classification",
        r"\b(data (?:classification|inventory|categori[sz]ation|categories|sensitivity|handling policy|protection policy|processing inventory)|records? of processing|classification of data|classes of data)\b",
        r"",
        r"personal|pii|gdpr confidential|sensitive|restricted|internal|public retention|retain|days owner|access encrypt|mask class|categor|level",
        3,
    ),
    Kind(
        "slo",
        r"\b(service[- ]level (?:objectives?|indicators?)|slos?|slis?(?: and slos?)?|error budgets?)\b",
        r"slos?",
        r"availab|latency|error|success \d\d(?:\.\d+)?.?% budget|burn window|days|month|period objective|target",
        3,
    ),
    Kind(
        "backup",
        r"\b(back-?ups?(?: .{0,20}restor\w+| guide| strategy| procedures?| policy| plan)?|disaster recovery(?: plan)?|restor(?:e|ing)(?: from)? (?:a )?backups?)\b",
        r"backups?|disaster-recovery",
        r"backup|back.up restor|recover dump|snapshot|export|copy schedule|daily|cron|rpo|rto|retention database|volume|data|file",
        3,
        r"\buse[- ]cases?\b|back-?up (?:monitoring|software|providers?|integrations?|tools?|codes?|keys?)\b",
    ),
)
# Match the titles and the folders of all kinds, in lower case: most headings are none of them.
TITLES = re.compile("|".join(kind.titles for kind in KINDS))
FOLDERS = re.compile(rf"^(?:{'|'.join(kind.folders for kind in KINDS if kind.folders)})$")
