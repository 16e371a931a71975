"""Writes golden.json: e-values by their definition, in exact fractions, with Python's standard library alone.

    python3 test/unit/release/judgement/golden.py > test/unit/release/judgement/golden.json

The TypeScript adds logarithms; this multiplies probabilities. Only the roots of the outage test and of the rate test are
floating-point numbers.
"""
import json
import math
import random
from fractions import Fraction as F

CORRELATIONS = [F(0), F(2, 1000), F(4, 1000), F(8, 1000), F(16, 1000), F(3, 100), F(6, 100), F(1, 8), F(1, 4), F(1, 2), F(8, 10)]
ALTERNATIVE = [(CORRELATIONS[0], F(7, 10)), (CORRELATIONS[4], F(1, 10)), (CORRELATIONS[7], F(1, 10)), (CORRELATIONS[9], F(1, 10))]
WORSE = [F(5, 4), F(3, 2), F(2), F(3), F(5), F(10), F(30)]
ABOVE = [F(5, 4), F(3, 2), F(2), F(3), F(5), F(10)]


def rising(x, n):
    product = F(1)
    for i in range(n):
        product *= x + i
    return product


def likelihood(hits, others, p, rho):
    """Beta-binomial probability of one order of the events."""
    if rho == 0:
        return p**hits * (1 - p) ** others
    size = (1 - rho) / rho
    return rising(p * size, hits) * rising((1 - p) * size, others) / rising(size, hits + others)


def product(windows, p, rho):
    result = F(1)
    for window in windows:
        hits, others, chances = window
        result *= likelihood(hits, others, chances(p), rho)
    return result


def contest(windows, null, alternatives):
    """`windows`: hits, others, and how a hypothesis becomes a probability there."""
    best = max(product(windows, null, rho) for rho in CORRELATIONS)
    mixed = sum(w * v * product(windows, p, rho) for p, w in alternatives for rho, v in ALTERNATIVE)
    return float(mixed / best)


def both(windows):
    """The windows that compare: errors on the canary, on the stable side, and the canary's share of the errors."""
    result = []
    for (bc, nc), (bs, ns) in windows:
        if nc and ns and bc + bs:
            share = F(nc, nc + ns)
            result.append((bc, bs, lambda r, share=share: r * share / (r * share + 1 - share)))
    return result


def since_starts(steps, evaluate):
    """Mean of the e-values since each step with new windows; later starts count as 1."""
    starts = []
    for i in range(len(steps)):
        if i == 0 or any(useful for useful in steps[starts[-1] : i]):
            starts.append(i)
    total = 0.0
    for k, start in enumerate(starts, 1):
        total += evaluate([w for step in steps[start:] for w in step]) / (k * (k + 1))
    return total + 1 / (len(starts) + 1)


def bursts(counts):
    counts = [c for c in counts if c[1]]
    deviation, pairs = F(0), 0
    for (b0, n0), (b1, n1) in zip(counts, counts[1:]):
        rate = F(b0 + b1, n0 + n1)
        if rate > 0:
            pairs += 1
        if 0 < rate < 1:
            deviation += (F(b1, n1) - F(b0, n0)) ** 2 / (rate * (1 - rate) * (F(1, n1) + F(1, n0)))
    return max(1.0, float(deviation / pairs)) if pairs else 1.0


def outage(windows, false_alarm):
    """`windows`: both sides, and the limit where the stable side has no requests."""
    most = (math.log(1 / false_alarm) + math.log(10)) / 2 + math.log(128) / 2
    values = []
    for rate in (0.02, 0.2):
        factors, seen = [], []
        for (bc, nc), (bs, ns), alone in windows:
            if nc == 0 or (ns == 0 and alone is None):
                continue
            run = max(2, bursts(seen))
            seen.append((bs, ns))
            together = (nc * 0.9 + ns * rate) / (nc + ns)
            if ns == 0:
                together = alone
            ratio = (0.9 / together) ** bc * (0.1 / (1 - together)) ** (nc - bc)
            ratio *= (rate / together) ** bs * ((1 - rate) / (1 - together)) ** (ns - bs)
            factors.append(min(ratio ** (1 / run), math.exp(most * min(1, bc / 14))))
        total = (127 / 128) ** len(factors)
        for begin in range(len(factors)):
            total += (127 / 128) ** begin / 128 * math.prod(factors[begin:])
        values.append(total)
    return sum(values) / 2


def alone_ceiling(bad, total, worse_than):
    """Above it, a canary without a stable side is worse than that was before."""
    if total == 0:
        return None
    return min(0.8, max(0.1, 2 * worse_than * (bad + 2 * math.sqrt(bad) + 4) / total))


def evaluate(case):
    options, steps = case["options"], case["steps"]
    limit, ceiling = options.get("negligible", 0.005), options.get("ceiling")
    everything = [w for step in steps for w in step]
    ratio = since_starts([both(step) for step in steps], lambda w: contest(w, F(1), [(r, F(1, 7)) for r in WORSE]))
    own, all_windows, stable_bad, stable_total = [], [], 0, 0
    for step in steps:
        alone = alone_ceiling(stable_bad, stable_total, options["worseThan"])
        windows = []
        all_windows += [(c, s, alone if ceiling is None else ceiling) for c, s in step]
        for (b, n), (_, ns) in step:
            top = ceiling if ceiling is not None else (alone if ns == 0 else None)
            if n and top is not None:
                windows.append((b, n - b, lambda t, top=F(top): t * top / (t * top + 1 - top)))
        own.append(windows)
        stable_bad += sum(w[1][0] for w in step)
        stable_total += sum(w[1][1] for w in step)
    above = since_starts(own, lambda w: contest(w, F(1), [(t, F(1, 6)) for t in ABOVE]))
    down = outage(all_windows, options["falseAlarm"])
    worse = 0.6 * ratio + 0.2 * down + 0.2 * above
    last = steps[-1]
    worse_than = F(options["worseThan"])
    ratios = [F(1, 5), F(1, 2), F(4, 5), F(1), F(math.sqrt(options["worseThan"]))]
    weights = [F(10, 100), F(15, 100), F(15, 100), F(45, 100), F(15, 100)]
    good = contest(both(last), worse_than, list(zip(ratios, weights)))
    if sum(ns for _, (_, ns) in last) == 0:
        before = [w[1] for step in steps[:-1] for w in step]
        bad, total = sum(b for b, _ in before), sum(n for _, n in before)
        surely = min(0.8, options["worseThan"] * max(0, bad - 2 * math.sqrt(bad)) / total) if total else 0
        limit = max(limit, ceiling or 0, surely)
    if limit > 0:
        burst = max(bursts([w[0] for w in everything]), bursts([w[1] for w in everything]))
        bad, total = sum(w[0][0] for w in last), sum(w[0][1] for w in last)
        below = sum(
            weight * (part**bad * ((1 - part * limit) / (1 - limit)) ** (total - bad)) ** (1 / burst)
            for part, weight in ((0.5, 0.25), (0.2, 0.25), (0.01, 0.5))
        )
        good = 0.7 * good + 0.3 * below
    return {**case, "worse": worse, "good": good}


def cases():
    rng = random.Random(1)
    for i in range(24):
        options = {"worseThan": rng.choice([1.5, 2, 4]), "falseAlarm": rng.choice([0.01, 0.05]), "miss": 0.05}
        if i % 3 == 0:
            options["ceiling"] = 0.125
        if i % 4 == 1:
            options["negligible"] = 0
        steps = []
        for step in range(rng.randint(1, 3)):
            windows = []
            for _ in range(rng.randint(0 if step else 1, 5)):
                canary, stable = rng.choice([0, 5, 15, 40]), rng.choice([0, 20, 60, 150])
                if i % 8 == 6:
                    stable = 0
                rate = rng.choice([0.02, 0.1, 0.9])
                windows.append([[sum(rng.random() < rate for _ in range(canary)), canary], [sum(rng.random() < 0.05 for _ in range(stable)), stable]])
            steps.append(windows)
        if i % 5 == 4:
            steps.append([[[rng.randint(4, 8), 400], [rng.randint(20, 40), 1600]] for _ in range(4)])
        if i % 6 == 1:
            steps.append([[[rng.randint(0, 9), 60], [0, 0]] for _ in range(3)])
        yield {"options": options, "steps": steps}


print("[\n" + ",\n".join("  " + json.dumps(evaluate(case)) for case in cases()) + "\n]")
