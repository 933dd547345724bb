"""Two files are compared row by row; a verdict is given only where nothing forbids it."""

from __future__ import annotations

import copy
import csv
import io
import json
import math
import random
import shutil

import plot
import pytest
from conftest import PLOT, assert_refused
from result_files import deployment_result, machine_facts, metric, result

BASE = [1.00, 1.01, 0.99, 1.00, 1.02]
SAME = [1.01, 1.00, 0.99, 1.01, 1.00]
SLOWER = [1.10, 1.11, 1.09, 1.10, 1.12]


@pytest.fixture
def compare(result_file):
    """Compares results, and what stands beside them."""

    def run(base, other, facts=None, other_facts=None):
        return plot.compare_runs(
            plot.read_run(result_file("base", base, facts)),
            plot.read_run(result_file("other", other, other_facts)),
        )

    return run


def verdicts(comparison, figure="time"):
    return [finding.verdict for finding in comparison.of(figure)]


# ---- Which rows belong together


def test_rows_pair_by_benchmark_mode_threads_and_all_parameters(compare):
    rows = [
        result(BASE, benchmark="org.example.A.run"),
        result(BASE, benchmark="org.example.A.run", mode="ss"),
        result(BASE, benchmark="org.example.A.run", threads=4),
        result(BASE, benchmark="org.example.A.run", parameters={"size": "1"}),
        result(BASE, benchmark="org.example.A.run", parameters={"size": "1", "kind": "x"}),
        result(BASE, benchmark="org.example.B.run"),
    ]
    changed = copy.deepcopy(rows)
    changed[5]["benchmark"] = "org.example.C.run"

    comparison = compare(rows, list(reversed(changed)))

    assert [finding.row.key for finding in comparison.findings] == [
        row.key for row in comparison.base.rows[:5]
    ]
    assert [row.benchmark for row in comparison.only_base] == ["org.example.B.run"]
    assert [row.benchmark for row in comparison.only_other] == ["org.example.C.run"]


def test_parameters_pair_in_any_order(compare):
    comparison = compare(
        [result(BASE, parameters={"a": "1", "b": "2"})],
        [result(SAME, parameters={"b": "2", "a": "1"})],
    )

    assert len(comparison.findings) == 1


# ---- Words


@pytest.mark.parametrize(
    "value, low, high, words",
    [
        (1.10, 1.05, 1.15, "slower"),
        (0.90, 0.85, 0.95, "faster"),
        (1.10, 0.99, 1.22, "no difference shown"),
        (0.90, 0.80, 1.01, "no difference shown"),
        # Sure, but too small to matter.
        (1.02, 1.01, 1.03, "no difference shown"),
        (0.98, 0.97, 0.99, "no difference shown"),
        (1.50, math.nan, math.nan, "inconclusive"),
        (math.nan, math.nan, math.nan, "inconclusive"),
    ],
)
def test_words_are_the_java_reports(value, low, high, words):
    assert plot.judged(plot.Estimate(value, low, high), "faster", "slower") == words


def test_more_time_is_slower_and_less_is_faster(compare):
    assert verdicts(compare([result(BASE)], [result(SLOWER)])) == ["slower"]
    assert verdicts(compare([result(SLOWER)], [result(BASE)])) == ["faster"]
    assert verdicts(compare([result(BASE)], [result(SAME)])) == ["no difference shown"]


def test_a_higher_rate_is_faster(compare):
    rates = [result(BASE, mode="thrpt", unit="ops/s")]
    higher = [result(SLOWER, mode="thrpt", unit="ops/s")]

    comparison = compare(rates, higher)

    assert verdicts(comparison) == ["faster"]
    assert comparison.findings[0].ratio.value == pytest.approx(1 / 1.1, rel=0.01)


@pytest.mark.parametrize(
    "unit, other_unit, factor",
    [("ms/op", "us/op", 1000), ("ns/op", "s/op", 1e-9), ("s/op", "min/op", 1 / 60)],
)
def test_units_are_turned_into_each_other(compare, unit, other_unit, factor):
    comparison = compare(
        [result(BASE, unit=unit)],
        [result([value * factor for value in SLOWER], unit=other_unit)],
    )

    assert verdicts(comparison) == ["slower"]
    assert comparison.findings[0].ratio.value == pytest.approx(1.1, rel=0.01)


def test_rates_in_other_units_are_too(compare):
    comparison = compare(
        [result([value * 1000 for value in BASE], mode="thrpt", unit="ops/s")],
        [result(BASE, mode="thrpt", unit="ops/ms")],
    )

    assert comparison.findings[0].ratio.value == pytest.approx(1)


def test_a_unit_that_is_no_time_decides_nothing(compare):
    comparison = compare([result(BASE, unit="apples")], [result(SLOWER, unit="apples")])

    assert verdicts(comparison) == ["inconclusive"]
    assert math.isnan(comparison.findings[0].ratio.value)


def test_memory_is_smaller_or_larger(compare):
    base = [deployment_result("SINGLE", BASE, [500, 501, 499])]
    other = [deployment_result("SINGLE", SAME, [600, 601, 599])]

    assert verdicts(compare(base, other), "memory") == ["larger"]
    assert verdicts(compare(other, base), "memory") == ["smaller"]
    assert verdicts(compare(base, other)) == ["no difference shown"]


def test_times_of_deployments_are_those_of_the_reviews_that_were_done(compare):
    """A rate of calls tells nothing unless it is known how large they are."""
    base = deployment_result("THREADS", BASE, reviews=8)
    other = deployment_result("THREADS", [2 * value for value in BASE], reviews=8)
    for row, size in ((base, 8.0), (other, 4.0)):
        row["mode"] = "thrpt"
        row["primaryMetric"]["scoreUnit"] = "ops/s"
        row["secondaryMetrics"]["work.reviews"] = metric([size] * 5, "reviews/op")

    comparison = compare([base], [other])

    assert comparison.findings[0].base == pytest.approx(1000 / 8, rel=0.01)
    assert comparison.findings[0].ratio.value == pytest.approx(1)


# ---- What is true of all verdicts


def noisy_results(source, rows=6):
    """Some rows like each other, some not, with and without memory, all modes."""
    results = []
    for number in range(rows):
        forks = source.choice([2, 3, 5, 8])
        level, spread = source.choice([1.0, 1.05, 1.3]), source.choice([0.001, 0.03])
        scores = [level * math.exp(source.gauss(0, spread)) for _ in range(forks)]
        if number % 2:
            pss = [500 * level * math.exp(source.gauss(0, 0.01)) for _ in range(forks)]
            results.append(deployment_result(f"D{number}", scores, pss))
        else:
            mode, unit = source.choice([("thrpt", "ops/s"), ("avgt", "us/op"), ("ss", "s/op")])
            name = f"org.example.B{number}.run"
            results.append(result(scores, benchmark=name, mode=mode, unit=unit))
    return results


def noisy_pair(seed):
    source = random.Random(seed)
    base = noisy_results(source)
    other = copy.deepcopy(base)
    for row, fresh in zip(other, noisy_results(source)):
        row["primaryMetric"]["rawData"] = fresh["primaryMetric"]["rawData"]
        forks = len(row["primaryMetric"]["rawData"])
        for label, one in row["secondaryMetrics"].items():
            new = fresh["secondaryMetrics"].get(label, one)["rawData"]
            one["rawData"] = (new * forks)[:forks]
    facts = [
        machine_facts([150 * math.exp(source.gauss(0, 0.02)) for _ in range(6)]),
        machine_facts([150 * math.exp(source.gauss(0, 0.02)) for _ in range(6)], "Other CPU"),
    ]
    return base, other, source.choice([(None, None), (facts[0], facts[0]), tuple(facts)])


MIRRORED = {
    "faster": "slower",
    "slower": "faster",
    "smaller": "larger",
    "larger": "smaller",
    "no difference shown": "no difference shown",
    "inconclusive": "inconclusive",
}
SEEDS = range(40)


def by_row(comparison):
    return {(finding.row.key, finding.figure): finding for finding in comparison.findings}


def assert_inverse(one, other):
    assert other.value == pytest.approx(1 / one.value, nan_ok=True)
    assert other.low == pytest.approx(1 / one.high, nan_ok=True)
    assert other.high == pytest.approx(1 / one.low, nan_ok=True)


@pytest.mark.parametrize("seed", SEEDS)
def test_swapping_the_files_mirrors_every_verdict(compare, seed):
    base, other, (facts, other_facts) = noisy_pair(seed)

    there = by_row(compare(base, other, facts, other_facts))
    back = by_row(compare(other, base, other_facts, facts))

    assert set(there) == set(back)
    for key, finding in there.items():
        assert back[key].verdict == MIRRORED[finding.verdict]
        assert_inverse(finding.ratio, back[key].ratio)
        assert (finding.normalised is None) == (back[key].normalised is None)
        if finding.normalised:
            assert_inverse(finding.normalised, back[key].normalised)


@pytest.mark.parametrize("seed", SEEDS)
def test_scaling_both_files_changes_nothing(compare, seed):
    base, other, (facts, other_facts) = noisy_pair(seed)
    before = by_row(compare(base, other, facts, other_facts))

    for row in base + other:
        for one in [row["primaryMetric"], row["secondaryMetrics"].get("mem.tree.pss.peak")]:
            if one:
                one["rawData"] = [[3.7 * value for value in fork] for fork in one["rawData"]]
    after = by_row(compare(base, other, facts, other_facts))

    for key, finding in before.items():
        assert after[key].verdict == finding.verdict
        assert after[key].ratio.value == pytest.approx(finding.ratio.value)
        assert after[key].ratio.high == pytest.approx(finding.ratio.high, nan_ok=True)


@pytest.mark.parametrize("seed", SEEDS)
def test_the_order_of_rows_and_forks_changes_nothing(compare, seed):
    base, other, (facts, other_facts) = noisy_pair(seed)
    before = by_row(compare(base, other, facts, other_facts))

    source = random.Random(seed)
    for rows in (base, other):
        source.shuffle(rows)
        for row in rows:
            source.shuffle(row["primaryMetric"]["rawData"])
    after = by_row(compare(base, other, facts, other_facts))

    assert set(before) == set(after)
    for key, finding in before.items():
        assert after[key].verdict == finding.verdict
        assert after[key].ratio.value == pytest.approx(finding.ratio.value)


def test_the_pairs_above_hold_every_verdict(compare):
    seen = {verdict for seed in SEEDS for verdict in compare_verdicts(compare, seed)}

    assert seen == set(MIRRORED)


def compare_verdicts(compare, seed):
    base, other, (facts, other_facts) = noisy_pair(seed)
    return [finding.verdict for finding in compare(base, other, facts, other_facts).findings]


def test_where_nothing_differs_words_for_differences_are_rare(compare):
    """2 % noise, 5 forks: an interval excludes 1 in 5 % of cases, and 3 % lie beyond in fewer."""
    source = random.Random(7)
    count = 600

    def rows():
        return [
            result(
                [math.exp(source.gauss(0, 0.02)) for _ in range(5)],
                parameters={"n": str(number)},
            )
            for number in range(count)
        ]

    comparison = compare(rows(), rows())

    excluded = sum(finding.ratio.excludes_one for finding in comparison.findings)
    different = count - verdicts(comparison).count("no difference shown")
    assert 0.02 < excluded / count < 0.08
    assert different <= excluded
    assert different / count < 0.05


# ---- What forbids a verdict


def test_fewer_than_three_forks_on_either_side_are_inconclusive(compare):
    comparison = compare([result(BASE)], [result([2.0, 2.0])])

    [finding] = comparison.findings
    assert finding.verdict == "inconclusive"
    assert finding.why == "fewer than 3 forks: 5 in BASE, 2 in OTHER"
    assert finding.ratio.value == pytest.approx(2, rel=0.01)


def test_iterations_are_not_forks(compare):
    comparison = compare([result([BASE * 10])], [result([SLOWER * 10])])

    assert verdicts(comparison) == ["inconclusive"]


def test_a_score_without_raw_data_is_inconclusive(compare):
    bare = result([1.0])
    del bare["primaryMetric"]["rawData"]

    [finding] = compare([result(BASE)], [bare]).findings

    assert finding.verdict == "inconclusive"
    assert finding.why == "OTHER has no raw data, which would tell the forks apart"


@pytest.mark.parametrize("value", ["NaN", 0, -1.0])
def test_a_figure_that_one_fork_lacks_is_inconclusive(compare, value):
    base = [deployment_result("SINGLE", BASE, [500, 501, 499, 500])]
    other = [deployment_result("SINGLE", BASE, [600, 601, 602, value])]

    [finding] = compare(base, other).of("memory")

    assert finding.verdict == "inconclusive"
    assert finding.why == "not every fork of OTHER has a positive figure in a unit that is known"
    assert math.isnan(finding.other)


def test_memory_that_only_one_file_has_is_inconclusive(compare):
    comparison = compare(
        [deployment_result("SINGLE", BASE, [500, 501, 499])], [deployment_result("SINGLE", SAME)]
    )

    assert verdicts(comparison, "memory") == ["inconclusive"]
    assert verdicts(comparison) == ["no difference shown"]


@pytest.mark.parametrize(
    "name, before, after, words",
    [
        ("measurementIterations", 5, 10, "measurementIterations 5 -> 10"),
        ("measurementTime", "1 s", "10 s", "measurementTime 1 s -> 10 s"),
        ("measurementBatchSize", 1, 100, "measurementBatchSize 1 -> 100"),
        ("warmupIterations", 0, 5, "warmupIterations 0 -> 5"),
        ("warmupTime", "1 s", "10 s", "warmupTime 1 s -> 10 s"),
        ("jmhVersion", "1.21", "1.37", "jmhVersion 1.21 -> 1.37"),
    ],
)
def test_what_was_measured_otherwise_is_inconclusive(compare, name, before, after, words):
    comparison = compare(
        [{**result(BASE), name: before}],
        [{**result(SLOWER), name: after}],
    )

    [finding] = comparison.findings
    assert finding.verdict == "inconclusive"
    assert finding.why == f"not measured alike: {words}"


def inputs(model="a" * 64, corpus="c" * 64, named="builtin"):
    digests = {"modelSha256": model, "tokenizerSha256": "b" * 64, "corpusSha256": corpus}
    return [{"model": named, "corpus": "builtin", **digests}]


def test_another_model_or_corpus_is_other_work(compare):
    base, other = [deployment_result("SINGLE", BASE)], [deployment_result("SINGLE", SLOWER)]
    facts = machine_facts(inputs=inputs())

    same = compare(base, other, facts, machine_facts(inputs=inputs()))
    model = compare(base, other, facts, machine_facts(inputs=inputs(model="d" * 64)))
    corpus = compare(base, other, facts, machine_facts(inputs=inputs(corpus="d" * 64)))

    assert verdicts(same) == ["slower"]
    assert verdicts(model) == ["inconclusive"]
    assert model.findings[0].why == f"not measured alike: modelSha256 {'a' * 10} -> {'d' * 10}"
    assert corpus.findings[0].why == f"not measured alike: corpusSha256 {'c' * 10} -> {'d' * 10}"


def test_a_model_is_found_though_the_file_beside_shortens_its_path(compare):
    rows = [deployment_result("SINGLE", BASE, parameters={"model": "/srv/models/mine"})]
    others = [deployment_result("SINGLE", SLOWER, parameters={"model": "/srv/models/mine"})]

    comparison = compare(
        rows,
        others,
        machine_facts(inputs=inputs(named=".../mine") + inputs(model="9" * 64)),
        machine_facts(inputs=inputs(model="d" * 64, named=".../mine")),
    )

    assert "modelSha256" in comparison.findings[0].why


def test_other_tokens_are_other_work_even_if_nothing_stands_beside(compare):
    [finding] = compare(
        [deployment_result("SINGLE", BASE)], [deployment_result("SINGLE", SLOWER, tokens=15000.0)]
    ).findings

    assert finding.why == "not measured alike: work.tokens 14808.0 -> 15000.0"


def test_the_last_bits_of_a_mean_are_no_other_work(compare):
    [finding] = compare(
        [deployment_result("SINGLE", BASE)],
        [deployment_result("SINGLE", SLOWER, tokens=14808.0 * (1 + 1e-15))],
    ).findings

    assert finding.verdict == "slower"


def test_sampled_calls_of_another_size_are_other_work(compare):
    rows = [
        result(BASE, mode="sample", secondary={"work.call_size": metric([size] * 5, "reviews")})
        for size in (8.0, 4.0)
    ]

    [finding] = compare([rows[0]], [rows[1]]).findings

    assert finding.why == "not measured alike: work.call_size 8.0 -> 4.0"


# ---- What may differ, and is said


def test_versions_and_flags_are_what_is_compared(compare):
    base = result(BASE, jvmArgs=["-Xmx1g", "-server"], jdkVersion="17.0.1", jvm="/a/java")
    other = result(SLOWER, jvmArgs=["-server", "-Xmx2g"], jdkVersion="25.0.1", jvm="/b/java")
    before = machine_facts(software={"commit": "1" * 40, "onnxRuntime": "1.28.0"})
    after = machine_facts(
        software={"commit": "2" * 40, "onnxRuntime": "1.29.0", "modified": True},
        forks={"environment": {"MALLOC_ARENA_MAX": "2"}},
    )

    comparison = compare([base], [other], before, after)

    assert verdicts(comparison) == ["slower"]
    assert comparison.subjects == [
        "JDK 17.0.1 -> 25.0.1",
        "jvmArgs -Xmx1g -> -Xmx2g",
        "commit 1111111111 -> 2222222222",
        "ONNX Runtime 1.28.0 -> 1.29.0",
        "OTHER was built from a changed working tree",
    ]


def test_that_nothing_is_known_to_differ_is_said_too(compare):
    text = plot.comparison_text(compare([result(BASE)], [result(SAME)]))

    assert "Differs besides: nothing that the files tell.\n" in text


# ---- Machines

MODEL_ROW = [deployment_result("SINGLE", BASE, [500, 501, 499])]
SLOWER_ROW = [deployment_result("SINGLE", SLOWER, [600, 601, 599])]


@pytest.mark.parametrize(
    "other_facts, words",
    [
        (machine_facts(model="Other CPU"), "cpu.model Example CPU 9000 -> Other CPU"),
        (machine_facts(cores=4), "topology.usableCores 2 -> 4"),
        (
            {**machine_facts(), "machine": {"memory": {"ramBytes": 64 * 2**30}}},
            "RAM 16 GiB -> 64 GiB",
        ),
    ],
)
def test_another_machine_is_recognised(compare, other_facts, words):
    comparison = compare(MODEL_ROW, SLOWER_ROW, machine_facts(), other_facts)

    assert comparison.machines.differences == [words]


def test_a_little_less_ram_and_facts_that_one_file_lacks_make_no_other_machine(compare):
    other = machine_facts(software={})
    other["machine"]["memory"]["ramBytes"] -= 2**28
    other["machine"]["product"] = {"vendor": "Example", "name": None}

    comparison = compare(MODEL_ROW, SLOWER_ROW, machine_facts(), other)

    assert comparison.machines.differences == []
    assert verdicts(comparison) == ["slower"]


def test_on_another_machine_only_normalised_times_are_judged(compare):
    """10 % more time on a machine that multiplies 10 % slower is no difference."""
    before = machine_facts([150.0, 151.0, 149.0])
    after = machine_facts([136.4, 137.3, 135.5], "Other CPU")

    comparison = compare(MODEL_ROW, SLOWER_ROW, before, after)

    [time], [memory] = comparison.of("time"), comparison.of("memory")
    assert time.ratio.value == pytest.approx(1.1, rel=0.01)
    assert time.normalised.value == pytest.approx(1.0, rel=0.01)
    assert time.verdict == "no difference shown"
    assert memory.verdict == "inconclusive"
    assert "machines differ" in memory.why


def test_on_another_machine_that_is_as_fast_more_time_is_slower(compare):
    before, after = machine_facts(), machine_facts(model="Other CPU")

    assert verdicts(compare(MODEL_ROW, SLOWER_ROW, before, after)) == ["slower"]
    assert verdicts(compare(SLOWER_ROW, MODEL_ROW, before, after)) == ["faster"]


def test_a_twice_as_fast_machine_that_takes_as_long_is_slower(compare):
    before = machine_facts([150.0, 151.0, 149.0])
    after = machine_facts([300.0, 302.0, 298.0], "Other CPU")
    as_long = [deployment_result("SINGLE", SAME)]

    comparison = compare(MODEL_ROW, as_long, before, after)

    assert comparison.of("time")[0].normalised.value == pytest.approx(2, rel=0.02)
    assert verdicts(comparison) == ["slower"]


def test_rates_that_are_hardly_known_decide_nothing(compare):
    before = machine_facts([150.0, 151.0, 149.0])
    after = machine_facts([80.0, 150.0, 230.0], "Other CPU")

    assert verdicts(compare(MODEL_ROW, SLOWER_ROW, before, after)) == ["no difference shown"]


@pytest.mark.parametrize("rates", [[], [150.0], [None, 150.0, 151.0]])
def test_without_three_probes_another_machine_is_inconclusive(compare, rates):
    comparison = compare(MODEL_ROW, SLOWER_ROW, machine_facts(), machine_facts(rates, "Other CPU"))

    [finding] = comparison.of("time")
    assert finding.verdict == "inconclusive"
    assert finding.why == "fewer than 3 probes of a machine's GEMM rate"


def test_rows_that_run_no_model_are_not_normalised(compare):
    control = [deployment_result("CONTROL", BASE, tokens="NaN")]
    slower = [deployment_result("CONTROL", SLOWER, tokens="NaN")]
    product = {"work.gflop": metric([2.0] * 5, "GFLOP/op")}
    roofline = [result(BASE, benchmark="org.example.Roofline.multiply", secondary=product)]
    others = [result(SLOWER, benchmark="org.example.Roofline.multiply", secondary=product)]

    comparison = compare(
        control + [result(BASE)] + roofline,
        slower + [result(SLOWER)] + others,
        machine_facts(),
        machine_facts(model="Other CPU"),
    )

    assert verdicts(comparison) == ["inconclusive", "inconclusive", "slower"]


def test_the_time_of_control_is_not_judged_and_fails_nothing(compare):
    control = [deployment_result("CONTROL", BASE, [50, 51, 49], tokens="NaN")]
    slower = [deployment_result("CONTROL", SLOWER, [50, 51, 49], tokens="NaN")]

    comparison = compare(control, slower)

    [finding] = comparison.of("time")
    assert finding.verdict == "inconclusive"
    assert finding.why.startswith("it runs no model")
    assert finding.ratio.excludes_one
    assert comparison.verdicts == ["no difference shown"]  # of the memory


def test_the_same_machine_at_another_speed_is_another_machine(compare):
    """A virtual machine whose host gives less than yesterday."""
    before = machine_facts([150.0, 151.0, 149.0])
    after = machine_facts([136.4, 137.3, 135.5])

    comparison = compare(MODEL_ROW, SLOWER_ROW, before, after)

    assert comparison.machines.differences == []
    assert comparison.machines.speed_changed
    assert verdicts(comparison) == ["no difference shown"]
    assert verdicts(comparison, "memory") == ["larger"]


def test_two_runs_of_one_build_on_a_machine_that_slowed_down_do_not_differ(compare):
    """Measured so, ten minutes apart, on a virtual machine of 2 cores."""
    base = [deployment_result("SINGLE", [1.610, 1.656, 1.633, 1.646, 1.611])]
    other = [deployment_result("SINGLE", [1.814, 1.862, 1.778, 1.810, 1.695])]
    before = machine_facts([186.2, 187.6, 187.6, 183.8, 173.4])
    after = machine_facts([161.2, 165.5, 185.4, 185.7, 163.0])

    comparison = compare(base, other, before, after)

    [finding] = comparison.findings
    assert finding.ratio.low > 1.05
    assert not comparison.machines.speed_changed
    assert finding.verdict == "inconclusive"
    assert finding.why.startswith("between the runs the machine itself may have changed as much")


def test_a_machine_whose_speed_varies_from_run_to_run_fools_few(compare):
    """Its speed varies by 3 % between runs, the forks by 2 %, the probes by 5 %.

    By the forks alone, almost every second comparison of one build with itself would differ.
    """
    source = random.Random(11)
    naive = fooled = found = 0
    count = 200

    def run(factor):
        speed = math.exp(source.gauss(0, 0.03))
        scores = [factor / speed * math.exp(source.gauss(0, 0.02)) for _ in range(5)]
        rates = [150 * speed * math.exp(source.gauss(0, 0.05)) for _ in range(5)]
        return [deployment_result("SINGLE", scores)], machine_facts(rates)

    for _ in range(count):
        (base, before), (same, meanwhile), (slow, after) = run(1), run(1), run(1.2)
        [finding] = compare(base, same, before, meanwhile).findings
        naive += plot.judged(finding.ratio, "faster", "slower") in ("faster", "slower")
        fooled += finding.verdict in ("faster", "slower")
        found += verdicts(compare(base, slow, before, after)) == ["slower"]

    assert naive / count > 0.35
    assert fooled / count < 0.08
    assert found / count > 0.9


def test_a_dip_of_a_second_makes_no_other_machine(compare):
    after = machine_facts([150.0, 76.0, 149.0])
    after["probes"] += machine_facts([149.0, 151.0, 150.0])["probes"]

    comparison = compare(MODEL_ROW, SLOWER_ROW, machine_facts(), after)

    assert comparison.machines.speed.low > 0.98
    assert verdicts(comparison) == ["slower"]


def test_the_same_machine_at_the_same_speed_needs_no_normalising(compare):
    comparison = compare(
        MODEL_ROW, SLOWER_ROW, machine_facts(), machine_facts([149.0, 151.0, 152.0])
    )

    [finding] = comparison.of("time")
    assert finding.normalised is None
    assert finding.verdict == "slower"


def test_a_machine_that_is_not_known_is_taken_for_the_same_and_it_is_said(compare):
    comparison = compare(MODEL_ROW, SLOWER_ROW, machine_facts())

    assert verdicts(comparison) == ["slower"]
    assert "Machine: not known of other.json, taken for the same;" in plot.comparison_text(
        comparison
    )


# ---- Verdicts of the files themselves


def named(row, **status):
    name = {"benchmark": row["benchmark"], "mode": row["mode"], "parameters": row["params"]}
    return {"row": name, **{figure: {"status": word} for figure, word in status.items()}}


def test_an_invalid_file_is_said_and_its_rows_are_marked(compare):
    rows = [deployment_result(name, BASE, [500, 501, 499]) for name in ("SINGLE", "THREADS")]
    verdict = {
        "time": {"status": "invalid", "reasons": [{"kind": "drift", "text": "it drifted: 20 %"}]},
        "memory": {"status": "imprecise", "reasons": []},
        "rows": [
            named(rows[0], time="invalid", memory="valid"),
            named(rows[1], time="valid", memory="imprecise"),
        ],
    }

    comparison = compare(rows, rows, machine_facts(), machine_facts(verdict=verdict))

    marks = [(f.row.deployment, f.figure) for f in comparison.findings if f.invalid]
    text = plot.comparison_text(comparison)
    words = " ".join(text.split())
    assert marks == [("SINGLE", "time")]
    assert f"! {comparison.other.path} is invalid by its own verdict: time (it drifted" in words
    assert f"! {comparison.base.path}" not in words
    assert [line.split()[0] for line in text.splitlines() if line.endswith("shown !")] == ["SINGLE"]


@pytest.mark.parametrize(
    "verdict",
    [
        None,
        {},
        {"rows": None},
        {"time": None, "rows": [3]},
        {"time": 3, "rows": [{"row": [3], "time": "invalid"}]},
        {"time": {"status": "valid", "reasons": 3}, "rows": [{"row": {"parameters": 3}}]},
    ],
)
def test_without_a_verdict_nothing_is_marked(compare, verdict):
    comparison = compare(MODEL_ROW, SLOWER_ROW, machine_facts(verdict=verdict), machine_facts())

    assert not any(finding.invalid for finding in comparison.findings)
    assert "!" not in plot.comparison_text(comparison)


# ---- What is printed


@pytest.mark.parametrize(
    "text, escaped",
    [
        ("SHARED_PREPACKED a*b", "SHARED_PREPACKED a\\*b"),
        ("_x_ p=__init__", "\\_x\\_ p=\\__init_\\_"),
        ("a~b [1, 2] [a](b) &lt; &c", "a\\~b [1, 2] [a\\](b) \\&lt; &c"),
    ],
)
def test_markdown_shows_names_as_they_are(text, escaped):
    assert plot.markdown(text) == escaped


@pytest.mark.parametrize("form, suffix", [("text", "txt"), ("markdown", "md"), ("csv", "csv")])
def test_formats_to_the_letter(run_program, tmp_path, form, suffix):
    for name in ("base", "other"):
        shutil.copy(PLOT / f"{name}.json", tmp_path)
        shutil.copy(PLOT / f"{name}.env.json", tmp_path)

    ended = run_program("compare", "base.json", "other.json", "--format", form)

    assert ended.stderr == ""
    assert ended.returncode == 0
    assert ended.stdout == (PLOT / f"compared.{suffix}").read_text(encoding="utf-8")


@pytest.mark.parametrize("length", [1, 40, 130, 400])
def test_lines_have_at_most_120_columns(compare, length):
    names = ["x" * length, "y " * length]
    rows = [result(BASE, parameters={"name": name, "n": "1"}) for name in names]
    comparison = compare(rows, rows[1:], machine_facts(model="z" * length))

    lines = plot.comparison_text(comparison).splitlines()

    assert max(map(len, lines)) <= 120
    assert not any("\0" in line or line != line.rstrip() for line in lines)


def test_normalised_ratios_stand_beside_the_absolute_ones(compare):
    control = deployment_result("CONTROL", BASE, tokens="NaN")
    comparison = compare(
        [*MODEL_ROW, control],
        [*SLOWER_ROW, {**control, "primaryMetric": metric(SAME, "s/op")}],
        machine_facts(),
        machine_facts([75.0, 75.5, 74.5], "Other CPU"),
    )

    text = plot.comparison_text(comparison)

    machine, table, rest = text[text.index("Machine") :].split("\n\n", 2)
    assert " ".join(machine.split()).startswith(
        "Machine: not the same: cpu.model Example CPU 9000 -> Other CPU; GEMM rate 150 -> 75.0"
        " GFLOP/s; only times normalised by the run's own GEMM rate get a verdict. Differs"
    )
    assert table.splitlines()[:3] == [
        "time, s/1000 reviews  BASE  OTHER  OTHER / BASE          normalised            verdict",
        "SINGLE                4.02   4.42  1.100 [1.082, 1.117]  0.550 [0.539, 0.560]  faster",
        "CONTROL               4.02   4.01  0.998 [0.983, 1.013]                        inconclusive"
        " (1)",
    ]
    assert "(1) memory depends on a machine's cores and pages" in rest


def test_names_too_long_for_the_table_stand_below_it(compare):
    rows = [result(BASE, parameters={"name": letter * 90}) for letter in "xy"]

    lines = plot.comparison_text(compare(rows, copy.deepcopy(rows))).splitlines()

    assert [line for line in lines if line.startswith("#1 name=xxx")]
    assert [line for line in lines if line.startswith("#2 ") and "no difference shown" in line]


def test_line_breaks_in_parameters_break_no_table(compare):
    rows = [result(BASE, parameters={"name": "a\nb"}), result(BASE, parameters={"name": "c|d"})]
    comparison = compare(rows, copy.deepcopy(rows))

    assert "name=a b  " in plot.comparison_text(comparison)
    assert "| name=c\\|d |" in plot.comparison_markdown(comparison)


def test_nothing_in_a_file_gives_orders_to_the_terminal(compare):
    evil = "\x1b[2J\x07"
    rows = [result(BASE, benchmark=f"org.{evil}.run", parameters={"name": evil + n}) for n in "ab"]
    facts = machine_facts(
        model=evil,
        run={"start": evil},
        software={"commit": evil},
        verdict={"time": {"status": "invalid", "reasons": [{"text": evil}]}},
    )
    comparison = compare(rows, rows[1:], facts, machine_facts(software={"commit": "1"}))

    for text in (plot.comparison_text(comparison), plot.comparison_markdown(comparison)):
        assert all(c.isprintable() or c == "\n" for c in text)
        assert "[2J" in text


def test_rows_of_several_benchmarks_are_told_apart_by_what_their_own_rows_vary(compare):
    rows = [
        deployment_result("SINGLE", BASE, reviews=250),
        deployment_result("SINGLE", BASE, reviews=50),
        {**deployment_result("SINGLE", BASE, reviews=50), "mode": "thrpt"},
        result(BASE, benchmark="org.example.Sort.sort", parameters={"size": "1"}),
        result(BASE, benchmark="org.example.Sort.sort", parameters={"size": "2"}, threads=4),
        result(BASE, benchmark="org.example.Other.run", parameters={"size": "2"}),
    ]

    assert list(compare(rows, rows).names.values()) == [
        "CorpusPass.pass (SINGLE, ss, reviews=250)",
        "CorpusPass.pass (SINGLE, ss, reviews=50)",
        "CorpusPass.pass (SINGLE, thrpt, reviews=50)",
        "Sort.sort (threads=1, size=1)",
        "Sort.sort (threads=4, size=2)",
        "Other.run",
    ]


def test_names_that_a_terminal_cannot_show_are_escaped(run_program, result_file, monkeypatch):
    monkeypatch.setenv("PYTHONIOENCODING", "ascii")
    rows = [[result(scores, benchmark="org.example.Größe.run")] for scores in (BASE, SAME)]
    base, other = result_file("base", rows[0]), result_file("other", rows[1])

    ended = run_program("compare", base.name, other.name)

    assert ended.returncode == 0
    assert "Gr\\xf6\\xdfe.run" in ended.stdout


def test_times_of_any_benchmark_have_a_fitting_unit(compare):
    rows = [
        result([value * factor for value in BASE], parameters={"n": str(factor)})
        for factor in (0.0002, 5, 70_000, 3e6)
    ]

    lines = plot.comparison_text(compare(rows, copy.deepcopy(rows))).splitlines()

    units = [word for line in lines for word in line.split() if word.endswith("/op")]
    assert units == ["ns/op", "us/op", "ms/op", "s/op"]


def test_csv_holds_every_digit_and_every_row(compare):
    base = [result(BASE), result(BASE, parameters={"size": "1"})]
    other = [result(SLOWER), result(SLOWER, parameters={"other": "2"})]
    comparison = compare(base, other)

    lines = list(csv.DictReader(io.StringIO(plot.comparisons_csv([comparison]))))

    assert [line["verdict"] for line in lines] == ["slower", "only in base", "only in other"]
    assert float(lines[0]["ratio"]) == comparison.findings[0].ratio.value
    assert lines[1]["Param: size"] == "1"
    assert lines[2]["Param: other"] == "2"


def test_several_files_are_compared_with_one(run_program, result_file):
    paths = [
        result_file(name, [result(scores)])
        for name, scores in (("a", BASE), ("b", SLOWER), ("c", SAME))
    ]

    ended = run_program("compare", *(path.name for path in paths))

    assert [line for line in ended.stdout.splitlines() if line.startswith("Outcome")] == [
        "Outcome: time 1 slower.",
        "Outcome: time 1 no difference shown.",
    ]
    assert [line.split(":")[0] for line in ended.stdout.splitlines() if "a.json" in line][0] == (
        "BASE  a.json"
    )


@pytest.mark.parametrize("before, after", [("1.21", "1.36"), ("1.36", "1.37"), ("1.37", "1.21")])
def test_files_of_other_suites_and_versions_of_jmh_compare(run_program, before, after):
    paths = [PLOT / f"jmh-{version}.json" for version in (before, after)]

    ended = run_program("compare", *paths)

    assert ended.returncode == 0
    assert "Outcome: time 3 inconclusive." in ended.stdout
    assert f"(1) not measured alike: jmhVersion {before} -> {after}." in ended.stdout


@pytest.mark.parametrize("version", ["1.21", "1.36", "1.37"])
def test_files_of_one_version_of_jmh_are_judged(run_program, tmp_path, version):
    """The same figures, but with nine times the time where they are rates."""
    results = json.loads((PLOT / f"jmh-{version}.json").read_text(encoding="utf-8"))
    for row in results:
        primary = row["primaryMetric"]
        if row["mode"] == "thrpt":
            primary["rawData"] = [[value / 9 for value in fork] for fork in primary["rawData"]]
    (tmp_path / "slow.json").write_text(json.dumps(results), encoding="utf-8")

    ended = run_program("compare", PLOT / f"jmh-{version}.json", "slow.json")

    assert "Outcome: time 1 slower, 2 no difference shown." in ended.stdout


# ---- Exit codes


@pytest.mark.parametrize(
    "options, code",
    [
        ([], 0),
        (["--fail-on", "slower"], 1),
        (["--fail-on", "larger"], 0),
        (["--fail-on", "inconclusive"], 0),
        (["--fail-on", "larger", "--fail-on", "slower"], 1),
    ],
)
def test_what_fails_is_chosen(run_program, result_file, options, code):
    base = result_file("base", [deployment_result("SINGLE", BASE, [500, 501, 499])])
    other = result_file("other", [deployment_result("SINGLE", SLOWER, [500, 502, 499])])

    ended = run_program("compare", base.name, other.name, *options)

    assert ended.returncode == code
    assert "slower" in ended.stdout


def test_faster_never_fails(run_program, result_file):
    base, other = result_file("base", [result(SLOWER)]), result_file("other", [result(BASE)])

    ended = run_program("compare", base.name, other.name, "--fail-on", "slower")

    assert ended.returncode == 0
    assert "faster" in ended.stdout


def test_any_of_several_files_can_fail(run_program, result_file):
    base, same = result_file("base", [result(BASE)]), result_file("same", [result(SAME)])
    slow = result_file("slow", [result(SLOWER)])

    ended = run_program("compare", base.name, slow.name, same.name, "--fail-on", "slower")

    assert ended.returncode == 1


def test_a_row_that_is_gone_is_inconclusive_for_the_exit_code(run_program, result_file):
    """Else a benchmark that crashes would pass."""
    base = result_file("base", [result(BASE), result(BASE, parameters={"size": "1"})])
    other = result_file("other", [result(SAME)])

    assert run_program("compare", base.name, other.name).returncode == 0
    ended = run_program("compare", base.name, other.name, "--fail-on", "inconclusive")
    assert ended.returncode == 1
    assert "Only in BASE: " in ended.stdout


def test_a_row_twice_in_a_file_is_refused(run_program, result_file):
    good = result_file("good", [result(BASE)])
    twice = result_file("twice", [result(BASE), result(SAME)])

    for paths in ((good, twice), (twice, good)):
        ended = run_program("compare", *(path.name for path in paths))
        assert_refused(
            ended, "twice.json holds a row twice", "org.example.Sort.sort avgt threads=1"
        )


def test_files_without_a_common_row_are_refused_with_the_difference(run_program, result_file):
    base = result_file("base", [deployment_result("SINGLE", BASE, reviews=250)])
    other = result_file("other", [deployment_result("SINGLE", BASE, reviews=50)])
    foreign = result_file("foreign", [result(BASE)])

    assert_refused(
        run_program("compare", base.name, other.name),
        "base.json and other.json have no row in common",
        "reviews is 250 in one, 50 in the other",
    )
    assert_refused(run_program("compare", base.name, foreign.name), "benchmark is distilbench")
    assert_refused(run_program("compare", base.name, other.name, foreign.name), "in common")


def test_a_file_is_not_compared_with_itself_or_its_copy(run_program, result_file, tmp_path):
    """It would look as if nothing had changed."""
    path = result_file("a", [result(BASE)])
    shutil.copy(path, tmp_path / "copy.json")

    assert_refused(run_program("compare", "a.json", "a.json"), "a.json holds the results of a.json")
    assert_refused(run_program("compare", "a.json", "./a.json"), "give files of two runs")
    assert_refused(run_program("compare", "a.json", "copy.json"), "copy.json holds the results of")


@pytest.mark.parametrize(
    "arguments, words",
    [
        (["a.json"], "OTHER"),
        ([], "BASE, OTHER"),
        (["a.json", "b.json", "--formt", "csv"], "unrecognized arguments: --formt csv"),
        (["a.json", "b.json", "--form", "csv"], "unrecognized arguments: --form csv"),
        (["a.json", "b.json", "--format", "pdf"], "invalid choice: 'pdf'"),
        (["a.json", "b.json", "--fail-on", "faster"], "invalid choice: 'faster'"),
    ],
)
def test_a_wrong_command_line_is_refused_in_one_line(run_program, arguments, words):
    assert_refused(run_program("compare", *arguments), words, "plot.py compare --help")


def test_help_says_what_the_exit_codes_mean(run_program):
    ended = run_program("compare", "--help")

    assert ended.returncode == 0
    assert "Exit codes: 0; 1 if" in ended.stdout
