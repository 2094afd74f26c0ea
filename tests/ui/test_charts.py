import re

import pytest
from plotly.colors import sample_colorscale

from core.review.compare import Cell, Grid, Selection, What
from core.review.compare.window import Window
from ui import charts
from ui.chart_wall import wall

OPENS = Selection(What.FAILED, "method:uno")
HOSTILE = "<b>a</b> <a href='javascript:x'>&"


def grid(*rows: tuple[str, *tuple[float | int | None, ...]], names: tuple[str, ...]) -> Grid:
    """Return a grid whose cells open something where they hold something."""
    return Grid(
        "A title",
        names,
        tuple(
            (Cell(name), *(Cell(v, None if v is None else OPENS) for v in values))
            for name, *values in rows
        ),
    )


def luminance(colour: str) -> float:
    parts = re.findall(r"[\da-f]{2}", colour) if "#" in colour else re.findall(r"\d+", colour)[:3]
    channels = [int(part, 16 if "#" in colour else 10) / 255 for part in parts]
    r, g, b = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * r + 0.7152 * g + 0.0722 * b


@pytest.mark.parametrize("scale", [charts.LIGHT, charts.DARK])
def test_numbers_can_be_read_on_every_colour_of_a_scale(scale) -> None:
    for colour in sample_colorscale(list(scale), [k / 100 for k in range(101)]):
        one, other = sorted((luminance(colour), luminance(charts.ink(colour))))
        assert (other + 0.05) / (one + 0.05) >= 4.5


@pytest.mark.parametrize("scale", [charts.LIGHT, charts.DARK])
def test_a_scale_goes_one_way_from_faint_to_strong(scale) -> None:
    steps = [luminance(colour) for colour in scale]
    assert steps in (sorted(steps), sorted(steps, reverse=True))


def test_a_heatmap_shows_every_number_and_takes_a_click_where_a_cell_opens_something() -> None:
    given = grid(("a", 1, None), ("b", 0, 5), names=("", "x", "y"))
    figure = charts.heatmap(given, rates=False, dark=False)
    assert [note.text for note in figure.layout.annotations] == ["1", "0", "5"]
    points = figure.data[1]
    assert [list(cell) for cell in points.customdata] == [[0, 1], [1, 1], [1, 2]]
    assert figure.data[0].zmax == 5
    assert charts.heatmap(given, rates=True, dark=True).data[0].zmax == 1


def test_texts_of_users_are_no_markup_in_a_chart() -> None:
    given = grid((HOSTILE, 0.5, 0.25), names=(HOSTILE, HOSTILE, HOSTILE))
    escaped = "&lt;b&gt;a&lt;/b&gt;"
    for figure in (charts.heatmap(given, rates=True, dark=False), charts.bars(given)):
        told = str(figure.to_plotly_json())
        assert escaped in told
        assert "<b>" not in told
    shown = wall([(HOSTILE, Window((HOSTILE,), (HOSTILE,), ((0.5,),)))], dark=False)
    assert "<b>" not in str(shown.to_plotly_json())


def test_intervals_are_drawn_around_their_figure_where_there_are_any() -> None:
    names = ("method", "F1", "from", "to")
    given = grid(("a", 0.5, 0.4, 0.7), ("b", 0.6, None, None), ("c", None, None, None), names=names)
    (points,) = charts.intervals(given, value="F1", low="from", high="to").data
    assert list(points.x) == [0.5, 0.6]
    assert list(points.error_x.array) == pytest.approx([0.2, 0.0])
    assert list(points.error_x.arrayminus) == pytest.approx([0.1, 0.0])
    assert [list(cell) for cell in points.customdata] == [[0, 1], [1, 1]]


def test_methods_differ_by_pattern_as_well_as_by_colour() -> None:
    given = grid(("PER", 9, 0.5, 0.6), names=("label", "in reference", "uno", "due"))
    bars = charts.bars(given).data
    assert [bar.name for bar in bars] == ["uno", "due"]
    assert len({(bar.marker.color, bar.marker.pattern.shape) for bar in bars}) == 2
    assert len({bar.marker.pattern.shape for bar in bars}) == 2
    assert [list(cell) for cell in bars[1].customdata] == [[0, 3]]


def test_the_camera_writes_a_file_named_after_the_chart() -> None:
    told = charts.config("By type / <x>")["toImageButtonOptions"]
    assert told == {"format": "png", "filename": "By-type-x", "scale": 3}


def test_a_name_without_letters_still_makes_a_file() -> None:
    assert charts.file_name("*/*") == "chart"
    assert charts.file_name("*/*", "export") == "export"


def test_the_wall_has_one_matrix_a_place() -> None:
    part = Window(("a", "b"), ("x", "y"), ((0.5, 0.0), (0.0, 1.0)))
    figure = wall([("1", part), ("2", part), ("3", part), ("4", part)], dark=True)
    assert len(figure.data) == 4
    assert [note.text for note in figure.layout.annotations] == ["1", "2", "3", "4"]
