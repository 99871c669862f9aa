"""The page on which anybody finds an indicator in their own words: nothing of what they write is kept."""

from plait.base.audit.models import AuditEntry
from tests.thresholds.conftest import Browse


def test_a_teacher_finds_it_and_nothing_is_kept(browser: Browse) -> None:
    teacher = browser("teacher")
    page = teacher.get("/levels/find/").content.decode()
    assert "What worries you?" in page and "999" in page and "Under 2" in page
    found = teacher.post(
        "/levels/find/", {"said": "he smells and is always hungry", "age": ""}
    ).content.decode()
    assert "Severe neglect" in found and "Found by “" in found and "level 4: Statutory protection" in found
    row = AuditEntry.objects.filter(act="levels:find").latest("id")
    assert "smells" not in str(vars(row))


def test_nothing_found_says_what_to_do(browser: Browse) -> None:
    page = browser("teacher").post("/levels/find/", {"said": "qqqzz", "age": "baby"}).content.decode()
    assert "No indicator has these words" in page and "01632 960" in page
    assert (
        "Answer “What worries you?”"
        in browser("teacher").post("/levels/find/", {"said": ""}).content.decode()
    )
