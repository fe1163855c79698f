"""The demo practice: Maple Pediatrics with everybody the acceptance journeys speak of, and families around them."""

PASSWORD = "frontdesk-demo"  # noqa: S105 - printed on the demo's sign-in page
DOMAIN = "demo.example"
PATIENT_SIDE = ("paul", "gina", "hugo", "mia")
STAFF_SIDE = ("ad", "sam", "fay", "nia", "ada", "ben", "rita")
