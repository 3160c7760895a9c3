"""The words that a fact is chosen from. Categories of ethnicity are those of the census of 2021; none is ever filled in before."""

ETHNICITIES = (
    "White: English, Welsh, Scottish, Northern Irish or British",
    "White: Irish",
    "White: Gypsy or Irish Traveller",
    "White: Roma",
    "White: any other background",
    "Mixed: White and Black Caribbean",
    "Mixed: White and Black African",
    "Mixed: White and Asian",
    "Mixed: any other background",
    "Asian: Indian",
    "Asian: Pakistani",
    "Asian: Bangladeshi",
    "Asian: Chinese",
    "Asian: any other background",
    "Black: Caribbean",
    "Black: African",
    "Black: any other background",
    "Arab",
    "Any other ethnic group",
)
CARE = (
    "Not in care",
    "Child in need plan",
    "Child protection plan",
    "In care by agreement (section 20)",
    "Interim care order (section 38)",
    "Care order (section 31)",
    "Police protection (section 46)",
    "On remand",
    "Care leaver",
    "Lives with relatives by arrangement",
    "Private fostering",
)
NAMES = (
    ("alias", "Another name they use"),
    ("nickname", "A nickname"),
    ("former", "A former name"),
    ("written", "Written so in another record"),
)
CHILD = "child"
WHOM = (
    (CHILD, "Another child"),
    ("person", "A person, not a child"),
    ("phone", "A telephone"),
    ("vehicle", "A vehicle"),
    ("place", "A place"),
    ("account", "An account or e-mail address"),
)
