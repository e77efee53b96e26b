"""What the house starts from: six questions that propose a tier, a readiness list a tier.

Each is a start for a team to change, and no benchmark.
"""

# Key, question, answers from 0 points up.
QUESTIONS = (
    (
        "new_buyers",
        "Whom can we win with it whom we cannot win today?",
        ("Nobody new", "A few more deals", "A new segment", "A new market"),
    ),
    (
        "noticed_by",
        "How many of today's customers will notice it?",
        ("Hardly any", "Some", "Most", "All"),
    ),
    (
        "new_habit",
        "How much does it change how they work?",
        ("Nothing to learn", "A detail", "A habit", "They work differently"),
    ),
    (
        "money",
        "How much of this year's revenue plan rests on it?",
        ("None", "A little", "A good part", "The plan fails without it"),
    ),
    (
        "apart",
        "Where does it put us beside what else one can buy?",
        ("Where we were", "Level with others", "Ahead of them", "Nobody else has it"),
    ),
    (
        "preparing",
        "How many teams have to prepare for it?",
        ("None", "One", "Two or three", "The whole company"),
    ),
)

# Of the tiers 1 to 4: name, days before the launch, critical.
READINESS = (
    (
        ("Positioning and messages", 42, True),
        ("Price and packaging", 35, True),
        ("Use event in the log", 21, True),
        ("Frozen audience and targets", 14, False),
        ("Product demo", 14, False),
        ("Pricing page", 14, True),
        ("Sales trained", 10, True),
        ("Customer stories", 10, False),
        ("Help articles", 7, False),
        ("Support trained", 7, True),
        ("Announcement", 5, True),
    ),
    (
        ("Positioning and messages", 28, True),
        ("Use event in the log", 14, True),
        ("Frozen audience and targets", 10, False),
        ("Product page", 10, False),
        ("Sales told", 7, False),
        ("Help articles", 7, True),
        ("Support told", 5, False),
        ("Announcement", 3, True),
    ),
    (
        ("Messages", 14, False),
        ("Use event in the log", 7, True),
        ("Help articles", 5, False),
        ("Release note", 2, True),
    ),
    (
        ("Use event in the log", 5, False),
        ("Release note", 1, True),
    ),
)
