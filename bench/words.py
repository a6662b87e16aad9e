"""Names and sentences for generated sources, drawn from a seeded generator so that every run draws the same."""

import random

NOUNS = """
account address agent alert archive asset audit balance basket batch binding booking branch broker bucket budget
bundle campaign card carrier catalog category channel charge claim cluster contact contract coupon courier
credit customer delivery deposit device digest discount dispute document driver entry event export feature feed
filter folder forecast gateway grant group holding host image import index invoice item job journal label layout
ledger license limit listing location lock machine member merchant message meter mission module network notice
offer order outlet package parcel partner party payment period permit person plan player policy portal position
price product profile project proposal queue quota quote rate rating record refund region release report request
reserve resource return review reward role route rule sample schedule segment sensor server session setting
shelf shipment signal site source stock store stream subject supplier survey switch tariff task tenant ticket
token topic trade transfer trip unit upload user vault vehicle vendor version visit voucher wallet warehouse
window worker zone""".split()

VERBS = """
accept apply approve archive assign attach audit balance bind build cancel capture check claim clear close
collect compare compute confirm copy count create credit decline deliver derive detach dispatch drain drop emit
enrich expire export fetch fill find flush forward freeze grant group hold import index inspect issue join limit
list load lock lookup map mark match measure merge move notify open pack parse pause pick place plan post
prepare price publish pull purge push queue quote rank read rebuild refresh register reject release remove
rename renew replay reserve reset resolve restore resume retry return review revoke rotate route sample save
schedule seal search select send settle share ship sign split stage start stop store submit suspend sweep sync
tag track transfer trim unlock update upload validate verify void watch weigh withdraw write""".split()

REASONS = """the other side may answer late, or twice, or not at all
callers hold no lock while they wait for the result
a value that was never set means the default of the region
the order matters: later steps read what earlier ones wrote
an empty answer is an answer, and must not be asked for again
what was measured last week decides how much is taken today
clocks of two machines differ, so a small overlap is allowed
the record is kept for as long as the contract asks for
numbers are whole cents, because fractions do not add up
a second writer sees the version and starts over""".split("\n")


class Words:
    """Draws names that are unlike each other, and the same for the same seed."""

    def __init__(self, seed):
        self.random = random.Random(seed)
        self.taken = set()

    def noun(self):
        return self.random.choice(NOUNS)

    def verb(self):
        return self.random.choice(VERBS)

    def reason(self):
        return self.random.choice(REASONS)

    def number(self, low, high):
        return self.random.randint(low, high)

    def type_name(self):
        """A name in camel case that was not drawn before."""
        return self._new(lambda: self.noun().title() + self.noun().title())

    def method_name(self):
        """A name in camel case that may come again: many types share the names of their methods."""
        return self.verb().title() + self.random.choice(["", "", self.noun().title()])

    def snake_name(self):
        """A name in snake case that was not drawn before."""
        return self._new(lambda: f"{self.verb()}_{self.noun()}")

    def _new(self, draw):
        for _ in range(50):
            name = draw()
            if name not in self.taken:
                break
        else:
            name = f"{draw()}{len(self.taken)}"
        self.taken.add(name)
        return name
