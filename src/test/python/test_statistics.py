"""Intervals are the textbook's and the Java report's, and hold the truth as often as they say."""

from __future__ import annotations

import json
import math
import random

import plot
import pytest
from conftest import REPORT


@pytest.mark.parametrize(
    "probability, freedom, quantile",
    [
        # Any printed table of Student's distribution.
        (0.975, 1, 12.706205),
        (0.975, 2, 4.302653),
        (0.975, 3, 3.182446),
        (0.975, 4, 2.776445),
        (0.975, 5, 2.570582),
        (0.975, 10, 2.228139),
        (0.975, 30, 2.042272),
        (0.975, 120, 1.979930),
        (0.95, 7, 1.894579),
        (0.995, 9, 3.249836),
        # scipy.stats.t.ppf, for degrees of freedom that no table has.
        (0.975, 2.5, 3.574655),
        (0.975, 4.075472, 2.756285),
    ],
)
def test_quantiles_of_student_are_those_of_tables(probability, freedom, quantile):
    assert plot.student_quantile(probability, freedom) == pytest.approx(quantile, abs=2e-6)


def test_with_endless_freedom_student_is_normal():
    assert plot.student_quantile(0.975, 1e9) == pytest.approx(1.959964, abs=1e-5)


def test_tails_of_student_with_two_degrees_of_freedom_have_a_closed_form():
    for t in (0.0, 0.1, 1.0, 4.3, 50.0):
        exact = 0.5 - t / (2 * math.sqrt(2 + t * t))
        assert plot.student_tail(t, 2) == pytest.approx(exact, rel=1e-9)


def test_the_interval_of_a_mean_is_students_over_logarithms():
    """Logarithms 0, 1, 2: mean 1, standard deviation 1."""
    estimate = plot.over_forks([1, math.e, math.e**2])

    assert math.log(estimate.value) == pytest.approx(1)
    assert math.log(estimate.low) == pytest.approx(1 - 4.302653 / math.sqrt(3), abs=1e-6)
    assert math.log(estimate.high) == pytest.approx(1 + 4.302653 / math.sqrt(3), abs=1e-6)


def test_pairs_cancel_what_a_round_does_to_both():
    base, scores = [10, 20, 40, 30], [11, 22, 44, 33]

    ratio = plot.paired_ratio(scores, base)

    assert ratio.value == pytest.approx(1.1)
    assert ratio.high - ratio.low < 1e-9
    assert not plot.unpaired_ratio(scores, base).excludes_one


def test_only_common_rounds_make_pairs():
    assert plot.paired_ratio([2, 2, 2], [1, 1, 1, 100]) == plot.Estimate(2, 2, 2)


def test_unpaired_samples_are_compared_by_welch():
    """Logarithms 0, 1, 2 and 0, 2, 4, 6.

    Errors 1/3 and 5/3, so 4 / (1/18 + 25/27) = 4.075472 degrees of freedom, for which scipy's
    t.ppf gives 2.756285.
    """
    ratio = plot.unpaired_ratio(
        [math.exp(x) for x in (0, 1, 2)], [math.exp(x) for x in (0, 2, 4, 6)]
    )

    assert math.log(ratio.value) == pytest.approx(-2)
    assert math.log(ratio.low) == pytest.approx(-2 - 2.756285 * math.sqrt(2), abs=1e-5)
    assert math.log(ratio.high) == pytest.approx(-2 + 2.756285 * math.sqrt(2), abs=1e-5)


def test_welch_with_samples_of_unequal_size_is_scipys():
    """scipy 1.17.1: stats.ttest_ind(one, two, equal_var=False).confidence_interval(0.95)."""
    one = [4.1, 4.4, 3.9, 4.6, 4.2, 4.0]
    two = [3.1, 5.2, 4.9, 2.8, 6.0, 3.7, 4.4, 2.5, 5.5, 3.3]

    ratio = plot.unpaired_ratio([math.exp(x) for x in one], [math.exp(x) for x in two])

    assert math.log(ratio.low) == pytest.approx(-0.8327736819117874, abs=1e-9)
    assert math.log(ratio.high) == pytest.approx(0.9527736819117884, abs=1e-9)


def test_a_rate_that_is_known_normalises_without_widening():
    scores, base = [2.0, 2.1, 2.2], [1.0, 1.1, 1.2]
    steady = [100.0] * 3

    plain = plot.unpaired_ratio(scores, base)
    normalised = plot.normalised_ratio(scores, base, [50.0] * 3, steady)

    assert normalised.value == pytest.approx(plain.value / 2)
    assert normalised.high / normalised.low == pytest.approx(plain.high / plain.low)


def test_a_rate_that_is_not_known_well_widens_the_interval():
    scores, base = [2.0, 2.1, 2.2], [1.0, 1.1, 1.2]
    steady = [100.0] * 3

    sure = plot.normalised_ratio(scores, base, steady, steady)
    unsure = plot.normalised_ratio(scores, base, [70.0, 100.0, 130.0], steady)

    assert unsure.high / unsure.low > sure.high / sure.low


def test_a_score_in_units_of_a_rate_holds_what_is_not_known_of_both():
    scores = [2.0, 2.1, 2.2]

    alone = plot.over_forks(scores)
    sure = plot.normalised_score(scores, [4.0] * 3)
    unsure = plot.normalised_score(scores, [3.0, 4.0, 5.0])

    assert sure.value == pytest.approx(alone.value / 4)
    assert sure.high / sure.low == pytest.approx(alone.high / alone.low)
    assert unsure.value == pytest.approx(alone.value / 4)
    assert unsure.high / unsure.low > sure.high / sure.low
    assert not plot.normalised_score(scores, [4.0, 4.0]).has_interval
    assert math.isnan(plot.normalised_score(scores, []).value)
    assert math.isnan(plot.normalised_score([2.0, math.nan], [4.0] * 3).value)


def test_fewer_than_three_observations_have_no_interval():
    three = [1.0, 2.0, 3.0]

    assert plot.over_forks([4, 9]).value == pytest.approx(6)
    assert not plot.over_forks([4, 9]).has_interval
    assert not plot.unpaired_ratio(three, [1, 2]).has_interval
    assert not plot.paired_ratio(three, [1, 2]).has_interval
    assert not plot.normalised_ratio(three, three, three, [1, 2]).has_interval


@pytest.mark.parametrize("score", [math.nan, 0, -1, math.inf])
def test_one_unusable_score_makes_all_unknown(score):
    assert math.isnan(plot.over_forks([1, 2, 3, score]).value)
    assert math.isnan(plot.unpaired_ratio([1, 2, 3], [1, 2, score]).value)
    assert math.isnan(plot.normalised_ratio([1, 2, 3], [1, 2, 3], [1, 2, score], [1, 2, 3]).value)


def test_equal_scores_leave_no_doubt():
    assert plot.unpaired_ratio([2, 2, 2], [1, 1, 1]) == plot.Estimate(2, 2, 2)


@pytest.mark.parametrize("forks", [3, 5])
def test_the_same_distribution_seldom_looks_different(forks):
    """About 1 in 20; Welch's approximation errs on the safe side where there are few forks."""
    source = random.Random(20_240_501)
    comparisons = 1000

    def noisy():
        return [10 * math.exp(source.gauss(0, 0.02)) for _ in range(forks)]

    excluded = sum(plot.unpaired_ratio(noisy(), noisy()).excludes_one for _ in range(comparisons))

    assert 0.015 < excluded / comparisons < 0.07


def expected_figures():
    return json.loads((REPORT / "expected-figures.json").read_text(encoding="utf-8"))


def test_times_ratios_and_memory_are_the_java_reports():
    """The same file is asserted on the other side by ExpectedFiguresTest."""
    expected = expected_figures()
    run = plot.read_run(REPORT / expected["file"])
    rows = {row.deployment: row for row in run.rows}
    assert set(expected["rows"]) == set(rows)

    for deployment, figures in expected["rows"].items():
        row, base = rows[deployment], rows["SINGLE"]
        pss, base_pss = (one.figures("mem.tree.pss.peak") for one in (row, base))
        found = {
            "secondsPer1000Reviews": plot.over_forks(plot.times(row)),
            "pssMiB": plot.over_forks(pss),
            "unpairedTimeRatio": plot.unpaired_ratio(plot.times(row), plot.times(base)),
            "pairedTimeRatio": plot.paired_ratio(plot.times(row), plot.times(base)),
            "unpairedPssRatio": plot.unpaired_ratio(pss, base_pss),
        }
        assert set(found) == set(figures)
        for name, estimate in found.items():
            assert [estimate.value, estimate.low, estimate.high] == pytest.approx(
                figures[name], rel=1e-9
            ), f"{name} of {deployment}"


def test_the_memory_model_is_the_java_reports():
    expected = expected_figures()["memoryModel"]

    model = plot.memory_model(plot.read_run(REPORT / expected["file"]).rows)

    assert model.shared == pytest.approx(expected["shared"])
    assert model.each == pytest.approx(expected["each"])
    assert model.residual == pytest.approx(expected["residual"])


@pytest.mark.parametrize(
    "value, decimals, text",
    [
        (0.0, 2, "0"),
        (0.004, 2, "<0.01"),
        (5e-324, 2, "<0.01"),
        (0.4, 0, "<1"),
        (0.005259, 9, "0.00526"),
        (0.0123456, 9, "0.0123"),
        (0.0123456, 2, "0.01"),
        (2.5, 0, "2"),
        (3.5, 0, "4"),
        (9.9951, 9, "10.0"),
        (37.449, 9, "37.4"),
        (499.99, 9, "500"),
        (999.5, 9, "1000"),
        (2903.6, 9, "2904"),
        (9999.6, 9, "10.0k"),
        (126_430, 9, "126k"),
        (1_234_567, 9, "1.23M"),
        (122_345_678, 9, "122M"),
        (0.000125, None, "0.000125"),
        (0.00000250, None, "2.50e-6"),
        (9.996e-7, None, "1.00e-6"),
        (0.00000032, None, "3.20e-7"),
        (9.996e-10, None, "1.00e-9"),
        (-3.2e-12, None, "-3.20e-12"),
        (math.nan, 2, "NaN"),
        (-math.inf, 2, "-Infinity"),
    ],
)
def test_figures_have_three_digits_that_count(value, decimals, text):
    assert plot.show(value, decimals) == text
