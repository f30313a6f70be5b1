"""The ways in which a text ties a counted phrase to an event word: one named rule each.

A rule says where in the sentence those who suffer stand and which event words may be read so: for each
place that the lexicon gives a patient (``lexicon/events.toml``), the part-of-speech tags (Penn Treebank) of
the event word. ``attachment/`` walks the dependency tree and asks here what it has met. The name of the rule
reaches the record as ``rule``. Every rule carries an example that it must find and a counterexample where it
must find nothing; ``tests/test_constructions.py`` reads both.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from extractor.lexicon import Event, Patient

Via = Literal["own", "predicate", "noun", "clause", "neighbour", "list", "modifier", "self"]
STRENGTH: dict[Via, int] = {
    "own": 10,
    "predicate": 9,
    "noun": 8,
    "clause": 7,
    "neighbour": 6,
    "list": 5,
    "modifier": 4,
    "self": 3,
}
"""Which of several links of one phrase wins. The small parsers err on telegraphic news, so the word right
behind the phrase beats a predicate, which beats a noun for the event, a participle beside the noun, and a
neighbour."""

Tags = frozenset[str] | None
PAST: Tags = frozenset({"VBN", "JJ", "VBD"})
ANY: Tags = None


@dataclass(frozen=True, slots=True)
class Construction:
    """A named rule.

    ``patient`` says in words where those who suffer stand, ``tags`` which readings of an event word it takes,
    ``via`` how directly it ties them (a neighbour read by the same rule is tied less, see ``Link.via``).
    """

    name: str
    via: Via
    patient: str
    example: str
    counterexample: str
    tags: Mapping[Patient, Tags] = field(default_factory=dict)

    def accepts(self, event: Event, tag: str) -> bool:
        """True when an event word with this tag and reading may be read by the rule."""
        if event.patient not in self.tags:
            return False
        allowed = self.tags[event.patient]
        return allowed is None or tag in allowed


# ------------------------------------------------------------------------------------------ predicates
PASSIVE_SUBJECT = Construction(
    "passive_subject",
    "predicate",
    "subject of a passive verb",
    "Twelve miners were killed by falling rock.",
    "Twelve miners were told that the pit had killed their hopes.",
)
ACTIVE_OBJECT = Construction(
    "active_object",
    "predicate",
    "object of an active verb",
    "A falling crane killed 12 dockers.",
    "Twelve dockers killed time at the gate.",
)
INTRANSITIVE_SUBJECT = Construction(
    "intransitive_subject",
    "predicate",
    "subject of a verb that has no object",
    "Twelve divers, all from one club, drowned.",
    "A woman drowned two kittens.",
)
REDUCED_PASSIVE = Construction(
    "reduced_passive",
    "predicate",
    "subject of a participle without its auxiliary, or of a verb of leaving with the place as object",
    "Some 300 villagers evacuated their homes.",
    "Two patrolmen killed the engine.",
)
PREDICATE_STATE = Construction(
    "predicate_state",
    "predicate",
    "subject or object of a predicate adjective or noun",
    "Twelve climbers, guides among them, are missing.",
    "Twelve pages are missing.",
)
COMPLEMENT = Construction(
    "complement",
    "predicate",
    "what a verb ascribes a state to",
    "The quake left some 900 villagers in Ostra homeless.",
    "The quake left 900 villagers in doubt.",
)
AMONG_VICTIMS = Construction(
    "among_victims",
    "noun",
    "subject of 'be among' those who suffer",
    "A nurse was among the dead.",
    "A nurse was among the guests.",
    {"self": ANY, "modifier": ANY, "object": ANY, "subject": PAST},
)
STATE_INCLUDES = Construction(
    "state_includes",
    "noun",
    "what those who suffer are said to include or to be",
    "The dead include two fitters.",
    "The crew included two fitters.",
    {"self": ANY, "modifier": ANY, "object": ANY},
)
NUMBERING = Construction(
    "numbering",
    "noun",
    "number that those who suffer are said to amount to",
    "The refugees were estimated to number 4,000.",
    "The spectators were estimated to number 4,000.",
    {"of": ANY, "self": ANY},
)

# ------------------------------------------------------------------------------------------ nouns
NOMINAL_TOLL = Construction(
    "nominal_toll",
    "noun",
    "figure that a toll rises to, stands at or is brought to",
    "The death toll rose to 40.",
    "The membership rose to 40.",
    {"of": ANY, "self": ANY, "modifier": ANY, "object": ANY},
)
EVENT_OF = Construction(
    "event_of",
    "noun",
    "'of' phrase of a noun for the event",
    "The deaths of 12 miners shook Ostra.",
    "The wages of 12 miners were paid.",
    {"of": ANY},
)
EVENT_NOUN = Construction(
    "event_noun",
    "noun",
    "number of a noun for the event",
    "The clinic recorded 12 deaths.",
    "The clinic recorded 12 births.",
    {"of": ANY},
)
PEOPLE_NOUN = Construction(
    "people_noun",
    "self",
    "number of a noun that says what became of the people",
    "The valley hosts 2,600 refugees.",
    "The valley hosts 2,600 tourists.",
    {"self": ANY},
)
PREMODIFIER = Construction(
    "premodifier",
    "modifier",
    "noun behind a participle or adjective",
    "Trucks brought 12 wounded soldiers to the fort.",
    "Trucks brought 12 tired soldiers to the fort.",
    {
        "modifier": ANY,
        "object": PAST,
        "subject": frozenset({"VBG", "VBN", "VBD"}),
    },
)

BARE_TOTAL = Construction(
    "bare_total",
    "noun",
    "total without an event word: it counts what the figures before it count",
    "Nine people died, bringing the total to 41.",
    "Nine people voted, bringing the total to 41.",
)

# ------------------------------------------------------------------------------------------ clauses
RELATIVE_CLAUSE = Construction(
    "relative_clause",
    "clause",
    "noun that a relative clause hangs on",
    "The town buried 12 miners who died in the shaft.",
    "The town thanked 12 miners who saw the shaft.",
)
PARTICIPLE = Construction(
    "participle",
    "clause",
    "noun right before a participle, or that a participle hangs on",
    "The town buried 12 fitters killed in the fire.",
    "The town thanked 12 fitters employed in the forge.",
    {
        "modifier": ANY,
        "object": PAST,
        "subject": frozenset({"VBG", "VBN", "VB"}),
    },
)
PARTICIPLE_STATE = Construction(
    "participle_state",
    "clause",
    "noun that a participle with a state hangs on",
    "The town fed 300 families left homeless.",
    "The town fed 300 families left in doubt.",
)
PREPOSITIONAL = Construction(
    "prepositional",
    "clause",
    "noun that a prepositional phrase hangs on",
    "Aid reached 300 people in camps.",
    "Aid reached 300 people in Ostra.",
    {"subject": ANY, "object": ANY},
)

OWNERS = Construction(
    "owners",
    "clause",
    "households whose homes were destroyed or damaged",
    "About 300 households had their houses destroyed.",
    "About 300 households had their houses painted.",
    {"object": ANY, "subject": ANY},
)

# ------------------------------------------------------------------------------------------ neighbours
STATE_BEHIND = Construction(
    "state_behind",
    "own",
    "phrase right before a state",
    "The fire left 12 dead.",
    "The fire left 12 rooms dark.",
    {"modifier": ANY, "self": ANY},
)
LABEL = Construction(
    "label",
    "own",
    "number behind a label",
    "Killed: 12",
    "Matches: 12",
    {"of": ANY, "self": ANY, "modifier": ANY, "object": ANY},
)

TABLE_CELL = Construction(
    "table_cell",
    "own",
    "number under a heading of a table or list",
    "Killed by town:\n- Ostra: 12\n- Pell: 9",
    "Matches by town:\n- Ostra: 12\n- Pell: 9",
)

# ------------------------------------------------------------------------------------ lists and pronouns
LIST_INHERITED = Construction(
    "list_inherited",
    "list",
    "member of a list whose other member the event word governs",
    "The dead: two policemen and four clerks.",
    "The guests: two policemen and four clerks.",
)
EVENT_ELIDED = Construction(
    "event_elided",
    "list",
    "number with a place whose event was named before",
    "The clinic lists 46 deaths in Ostra, 30 in Pell.",
    "The clinic lists 46 births in Ostra, 30 in Pell.",
)
PARTITIVE = Construction(
    "partitive",
    "list",
    "'of them', 'of whom' behind a figure",
    "Fifteen people died in the fire; a warden found three of them in one kitchen.",
    "Fifteen people met at the fair; a warden found three of them in one kitchen.",
)
INCLUDED = Construction(
    "included",
    "list",
    "what a figure includes",
    "The blast wounded 25, including 18 policemen.",
    "The team has 25 members, including 18 policemen.",
)
FATAL_PART = Construction(
    "fatal_part",
    "list",
    "part of a figure that was hurt fatally",
    "Five men were shot, two of them fatally.",
    "Five men were shot, two of them twice.",
)
ZERO_TWIN = Construction(
    "zero_twin",
    "noun",
    "second noun behind 'no'",
    "There were no deaths or injuries.",
    "There were no delays or detours.",
)
PRONOUN_OBJECT = Construction(
    "pronoun_object",
    "predicate",
    "object that 'them' takes up",
    "Soldiers captured two bandits and killed them.",
    "Soldiers captured two bandits and fed them.",
)

CONSTRUCTIONS = (
    PASSIVE_SUBJECT,
    ACTIVE_OBJECT,
    INTRANSITIVE_SUBJECT,
    REDUCED_PASSIVE,
    PREDICATE_STATE,
    COMPLEMENT,
    AMONG_VICTIMS,
    STATE_INCLUDES,
    NUMBERING,
    NOMINAL_TOLL,
    EVENT_OF,
    EVENT_NOUN,
    PEOPLE_NOUN,
    PREMODIFIER,
    BARE_TOTAL,
    RELATIVE_CLAUSE,
    PARTICIPLE,
    PARTICIPLE_STATE,
    PREPOSITIONAL,
    OWNERS,
    STATE_BEHIND,
    LABEL,
    TABLE_CELL,
    LIST_INHERITED,
    EVENT_ELIDED,
    PARTITIVE,
    INCLUDED,
    FATAL_PART,
    ZERO_TWIN,
    PRONOUN_OBJECT,
)
"""All rules: what the tree gives, neighbours, lists."""
