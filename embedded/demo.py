"""The demo practice: loaded into a database of our own making at its first start, and never again."""

from typing import TYPE_CHECKING

from embedded import parts
from embedded.folder import Folder
from embedded.supervisor import FailedError
from embedded.telling import say

if TYPE_CHECKING:
    from embedded.application import Application

# What the folder remembers. Nothing remembered: no start has decided yet.
WANTED, LOADED, NONE = "wanted", "loaded", "none"
# The exit code by which `seed_demo` says that the database holds other data.
HOLDS_OTHER_DATA = 3
PATIENTS = ["paul", "gina", "hugo", "mia"]
STAFF = ["ad", "sam", "fay", "nia", "ada", "ben", "rita"]


class Demo:
    def __init__(self, folder: Folder, refused: bool) -> None:
        self.folder = folder
        self.refused = refused

    @property
    def state(self) -> str | None:
        return self.folder.recall().get("demo")

    def decide(self) -> None:
        """Before anything is made, so that a start that is interrupted is finished by the next."""
        if self.refused and self.state in (None, WANTED):
            self.folder.remember(demo=NONE)
        elif self.state is None:
            self.folder.remember(demo=WANTED)

    def load(self, application: "Application") -> str:
        """Load it if it is due. Returns what DEMO is to be, "1" or "0"."""
        if not application.own_database:
            return application.given.get("DEMO", "0")
        self.decide()
        if self.state == WANTED:
            self._seed(application)
        if self.state == LOADED and self.refused:
            say("The demo was loaded at an earlier start and stays; --no-demo only hides its sign-in buttons.")
        return "1" if self.state == LOADED and not self.refused else "0"

    def _seed(self, application: "Application") -> None:
        # One transaction: a load that is interrupted leaves nothing, and the next start does it again.
        command = parts.django("seed_demo")
        code = application.supervisor.step("Loading the demo", command, application.environ | {"DEMO": "1"})
        if code == HOLDS_OTHER_DATA:
            say("Starting without the demo. (--reset begins again with an empty database.)")
        elif code:
            raise FailedError("Loading the demo failed; the lines above say why. --no-demo starts without it.")
        self.folder.remember(demo=NONE if code else LOADED)


def sign_ins() -> str:
    return "\n".join(
        [
            "The demo's sign-ins, all with the password frontdesk-demo:",
            f"  patients and parents: {', '.join(PATIENTS)} @demo.example",
            f"  the practice's staff: {', '.join(STAFF)} @demo.example",
        ]
    )
