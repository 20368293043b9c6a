"""One document from draft to archive, each act by the official whose turn it is."""

from documents.models import Rendition, Stage
from tests import life
from tests.jobs_now import run_jobs


def test_a_report_goes_from_draft_to_the_archive(cast):
    report = life.begin(cast).to("end")
    run_jobs()

    stages = list(
        Rendition.objects.filter(revision__document=report.document)
        .order_by("pk")
        .values_list("stage", flat=True)
    )
    assert report.status == "ISSUED"
    assert sorted(stages) == sorted(Stage.values)
    assert report.document.register_entry.code == "01/BC-BQLKKT"
    assert report.arrival.verdict["verdict"] == "valid"
    assert (report.arrival.state, report.arrival.number) == ("RECEIVED", 1)
