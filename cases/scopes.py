"""How far records reach of which not everybody who works on their matter may know."""

from dataclasses import replace

from actip.records.scopes import MATTER

# A row of a matter whose writing leaves no trace on the matter: "last touched" would tell everybody that there is one.
DISCREET = replace(MATTER, name="discreet", touches=False)
