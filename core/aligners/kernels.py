"""The inner loops of the statistical aligner, compiled by numba; import inside functions only.

Loops over sentence pairs take `first` and `step`: a worker handles pairs first, first + step, ...
Counts are summed as whole numbers (units of 2**-32), so that the sum is the same in any order and
with any number of workers. Nothing here holds the interpreter lock, so threads run side by side.
"""

import numpy as np
from numba import njit

UNIT = 4294967296.0  # 2**32: counts are whole multiples of 1 / UNIT
NEGLIGIBLE = 1e-8  # states with less probability lead nowhere; spares most of the work
LEAST = 1e-9  # no word is less likely than this, whatever was seen


@njit(cache=True, nogil=True)
def word_pairs(source, target, source_at, target_at, cell_at, n_source, n_target):  # type: ignore[no-untyped-def]  # compiled
    """Return the word pair of each cell, and the source and target word of each word pair."""
    # occurrences of each source word, by counting sort
    starts = np.zeros(n_source + 1, np.int64)
    for s in source:
        starts[s + 1] += 1
    for s in range(n_source):
        starts[s + 1] += starts[s]
    place = starts[:-1].copy()
    where = np.empty(len(source), np.int64)
    pair_of = np.empty(len(source), np.int64)
    for p in range(len(source_at) - 1):
        for k in range(source_at[p], source_at[p + 1]):
            s = source[k]
            where[place[s]] = k
            pair_of[place[s]] = p
            place[s] += 1
    cells = np.empty(cell_at[-1], np.int32)
    type_source = np.empty(cell_at[-1], np.int32)
    type_target = np.empty(cell_at[-1], np.int32)
    seen_with = np.full(n_target, -1, np.int32)
    number = np.empty(n_target, np.int32)
    found = 0
    for s in range(n_source):
        for o in range(starts[s], starts[s + 1]):
            p = pair_of[o]
            t0, t1 = target_at[p], target_at[p + 1]
            row = cell_at[p] + (where[o] - source_at[p]) * (t1 - t0)
            for k in range(t0, t1):
                t = target[k]
                if seen_with[t] != s:
                    seen_with[t] = s
                    number[t] = found
                    type_source[found] = s
                    type_target[found] = t
                    found += 1
                cells[row + k - t0] = number[t]
    return cells, type_source[:found].copy(), type_target[:found].copy()


@njit(cache=True, nogil=True)
def ibm1(first, step, source_at, target_at, cell_at, cells, forward, backward, null, counts):  # type: ignore[no-untyped-def]  # compiled
    """Add expected counts of IBM model 1 in both directions to `counts`, shape (2, types)."""
    for p in range(first, len(source_at) - 1, step):
        n = source_at[p + 1] - source_at[p]
        m = target_at[p + 1] - target_at[p]
        o = cell_at[p]
        columns = np.full(m, null)
        for i in range(n):
            row = null
            for j in range(m):
                c = cells[o + i * m + j]
                row += backward[c]
                columns[j] += forward[c]
            for j in range(m):
                c = cells[o + i * m + j]
                counts[1, c] += np.int64(backward[c] / row * UNIT + 0.5)
        for i in range(n):
            for j in range(m):
                c = cells[o + i * m + j]
                counts[0, c] += np.int64(forward[c] / columns[j] * UNIT + 0.5)


@njit(cache=True, nogil=True)
def _norms(states, wide, classes, centre, p0):  # type: ignore[no-untyped-def]  # compiled
    """Return what makes jumps from each state sum to 1 - p0; the last is for the start, at -1."""
    norm = np.empty(states + 1)
    for i in range(-1, states):
        ahead = wide[classes[i] if i >= 0 else 0]
        total = 0.0
        for k in range(states):
            total += ahead[centre + k - i]
        norm[i if i >= 0 else states] = (1.0 - p0) / total
    return norm


@njit(cache=True, nogil=True)
def _forward(emit, wide, classes, centre, norm, lost, state):  # type: ignore[no-untyped-def]  # compiled
    """Write the scaled forward probabilities of non-null states, return the scales."""
    steps, states = emit.shape
    mass = np.zeros(states)  # a state and the null state that remembers it
    start = 1.0  # nothing but null so far
    scales = np.empty(steps)
    for j in range(steps):
        new = state[j]
        for k in range(states):
            new[k] = start * norm[states] * wide[0, centre + k + 1]
        for i in range(states):
            if mass[i] > NEGLIGIBLE:
                a = mass[i] * norm[i]
                base = centre - i
                ahead = wide[classes[i]]
                for k in range(states):
                    new[k] += a * ahead[base + k]
        start *= lost
        total = start
        for k in range(states):
            new[k] *= emit[j, k]
            mass[k] = mass[k] * lost + new[k]
            total += mass[k]
        scales[j] = 1.0 / total
        start *= scales[j]
        for k in range(states):
            new[k] *= scales[j]
            mass[k] *= scales[j]
    return scales


@njit(cache=True, nogil=True)
def _posterior(emit, wide, classes, p0, null, moves, learn):  # type: ignore[no-untyped-def]  # compiled
    """Return posteriors (steps, states) of an HMM whose null states remember the last position.

    emit (steps, states): probability of step j from state i. wide: weight of a jump by d from a
    state of a class at `[class, centre + d]`. With `learn`, expected jumps are added to `moves`.
    """
    steps, states = emit.shape
    centre = (wide.shape[1] - 1) // 2
    norm = _norms(states, wide, classes, centre, p0)
    lost = null * p0
    out = np.empty((steps, states))
    scales = _forward(emit, wide, classes, centre, norm, lost, out)
    future = np.ones(states)
    after = np.empty(states)
    live = np.empty(states, np.int64)
    for j in range(steps - 1, -1, -1):
        for k in range(states):
            after[k] = emit[j, k] * future[k] * scales[j]
        if learn and j > 0:
            _count_moves(out, scales, j, lost, norm, after, wide, classes, centre, moves)
        alive = 0
        for k in range(states):
            out[j, k] *= future[k]
            if out[j, k] > NEGLIGIBLE:
                live[alive] = k
                alive += 1
        for i in range(states):
            ahead = wide[classes[i]]
            jumped = 0.0
            for q in range(alive):
                jumped += after[live[q]] * ahead[centre + live[q] - i]
            future[i] = future[i] * lost * scales[j] + norm[i] * jumped
    return out


@njit(cache=True, nogil=True)
def _count_moves(state, scales, j, lost, norm, after, wide, classes, centre, moves):  # type: ignore[no-untyped-def]  # compiled
    """Add the expected jumps into step j from the last non-null position."""
    states = state.shape[1]
    reach = (moves.shape[1] - 1) // 2
    before = np.zeros(states)
    keep = 1.0
    for b in range(j - 1, -1, -1):
        for i in range(states):
            before[i] += keep * state[b, i]
        keep *= lost * scales[b]
        if keep < 1e-6:
            break
    for i in range(states):
        a = before[i] * norm[i]
        if a < 1e-6:
            continue
        c = classes[i]
        for k in range(states):
            d = min(max(k - i, -reach), reach)
            moves[c, reach + d] += np.int64(a * after[k] * wide[c, centre + k - i] * UNIT + 0.5)


@njit(cache=True, nogil=True)
def _emissions(cells, seen, prior, totals_f, totals_b, own):  # type: ignore[no-untyped-def]  # compiled
    """Return both directions' word probabilities of one pair, (m, n) and (n, m).

    own (n, m) is what the pair itself added to `seen`, as far as it is to be taken out again.
    """
    n, m = own.shape
    emit_f = np.empty((m, n))
    emit_b = np.empty((n, m))
    rows = np.empty(n)
    columns = np.empty(m)
    for i in range(n):
        rows[i] = 1.0 / max(totals_f[i] - own[i].sum(), LEAST)
    for j in range(m):
        columns[j] = 1.0 / max(totals_b[j] - own[:, j].sum(), LEAST)
    for i in range(n):
        for j in range(m):
            c = cells[i * m + j]
            others = max(seen[c] - own[i, j], 0.0)
            emit_f[j, i] = min(max((others + prior[0, c]) * rows[i], LEAST), 1.0)
            emit_b[i, j] = min(max((others + prior[1, c]) * columns[j], LEAST), 1.0)
    return emit_f, emit_b


@njit(cache=True, nogil=True)
def hmm(  # type: ignore[no-untyped-def]  # compiled
    first, step, source_at, target_at, cell_at, cells, source, target,
    seen, prior, totals_s, totals_t, classes_s, classes_t, wide, p0, nulls,
    own, held_out, counts, moves, learn_every, decoded,
):  # fmt: skip
    """Run both directions over each pair.

    With `decoded` empty: add the product of the two posteriors to `counts` (types,), keep it in
    `own` (cells,), and add jumps of every `learn_every`-th pair to `moves` (2, classes, jumps).
    Otherwise write the posteriors to `decoded` (2, cells) for as many pairs as it has room for.
    """
    counting = decoded.shape[1] == 0
    for p in range(first, len(source_at) - 1, step):
        at, end = cell_at[p], cell_at[p + 1]
        if not counting and end > decoded.shape[1]:
            break
        words_s = source[source_at[p] : source_at[p + 1]]
        words_t = target[target_at[p] : target_at[p + 1]]
        n, m = len(words_s), len(words_t)
        if n == 0 or m == 0:
            continue
        here = cells[at:end]
        taken = np.zeros((n, m))
        if held_out > 0.0:
            for c in range(n * m):
                taken[c // m, c % m] = held_out * own[at + c]
        learn = counting and p % learn_every == 0
        emit_f, emit_b = _emissions(here, seen, prior, totals_s[words_s], totals_t[words_t], taken)
        post_f = _posterior(emit_f, wide[0], classes_s[words_s], p0, nulls[0], moves[0], learn)
        post_b = _posterior(emit_b, wide[1], classes_t[words_t], p0, nulls[1], moves[1], learn)
        for i in range(n):
            for j in range(m):
                f, b = post_f[j, i], post_b[i, j]
                c = i * m + j
                if counting:
                    agreed = np.float32(f * b)
                    own[at + c] = agreed
                    counts[here[c]] += np.int64(agreed * UNIT + 0.5)
                else:
                    decoded[0, at + c] = f
                    decoded[1, at + c] = b


@njit(cache=True, nogil=True)
def _rivals(mean):  # type: ignore[no-untyped-def]  # compiled
    """Return for each cell the best other value of its row, at least 0, (n, m)."""
    n, m = mean.shape
    out = np.zeros((n, m))
    for i in range(n):
        best, second, place = 0.0, 0.0, -1
        for j in range(m):
            if mean[i, j] > best:
                best, second, place = mean[i, j], best, j
            elif mean[i, j] > second:
                second = mean[i, j]
        out[i] = best
        if place >= 0:
            out[i, place] = second
    return out


@njit(cache=True, nogil=True)
def _logit(p):  # type: ignore[no-untyped-def]  # compiled
    p = min(max(p, 0.0), 1.0)
    return np.log((p + 1e-3) / (1.0 - p + 1e-3))


@njit(cache=True, nogil=True)
def _first_look(f, b, mean, marks, least, x):  # type: ignore[no-untyped-def]  # compiled
    """Write to `x` (n, m, more than 10) what a cell is made of, by both posteriors, but the form.

    marks (n, m): 1 where just one of the two words is punctuation.
    """
    n, m = mean.shape
    rows, columns = _rivals(mean), _rivals(mean.T.copy()).T
    wide = np.zeros((n + 2, m + 2))
    wide[1:-1, 1:-1] = mean
    for i in range(n):
        for j in range(m):
            if mean[i, j] <= least:
                continue
            row, column = rows[i, j], columns[i, j]
            row_side = max(wide[i + 1, j], wide[i + 1, j + 2])
            column_side = max(wide[i, j + 1], wide[i + 2, j + 1])
            here = x[i, j]
            here[0] = 1.0
            here[1] = _logit(f[i, j]) + _logit(b[i, j])
            here[2] = max(f[i, j], b[i, j])
            here[3] = max(wide[i, j + 2], wide[i + 2, j])
            here[4] = row_side + column_side
            here[5] = row + column
            here[6] = row * row_side + column * column_side
            here[7] = 2.0 - f[:, j].sum() - b[i].sum()
            here[9] = marks[i, j]


@njit(cache=True, nogil=True)
def _probable(x, weights):  # type: ignore[no-untyped-def]  # compiled
    """Return the probability of each cell, 0 where there is nothing to go by."""
    out = np.zeros(x.shape[:2])
    for i in range(x.shape[0]):
        for j in range(x.shape[1]):
            if x[i, j, 0] > 0.0:
                total = 0.0
                for k in range(len(weights)):
                    total += x[i, j, k] * weights[k]
                out[i, j] = 1.0 / (1.0 + np.exp(-total))
    return out


@njit(cache=True, nogil=True)
def _second_look(p, x):  # type: ignore[no-untyped-def]  # compiled
    """Add to `x` (n, m, 12) what the probabilities of the first look say of a cell's rivals."""
    n, m = p.shape
    rows, columns = _rivals(p), _rivals(p.T.copy()).T
    for i in range(n):
        for j in range(m):
            if x[i, j, 0] > 0.0:
                x[i, j, 10] = rows[i, j] + columns[i, j]
                x[i, j, 11] = p[i].sum() + p[:, j].sum() - 2.0 * p[i, j]


@njit(cache=True, nogil=True)
def features(  # type: ignore[no-untyped-def]  # compiled
    first, step, source_at, target_at, cell_at, cells, source, target,
    marks_s, marks_t, form, decoded, least, once, again, out,
):  # fmt: skip
    """Write the probability of each cell, from both posteriors and what lies around it.

    A first look, weighted by `once` (10), says how probable the cells around a cell are; the
    second, weighted by `again` (12), goes by that too. `out` is (cells, 1). With `again` empty,
    write what both go by instead, (cells, 12).
    """
    for p in range(first, len(source_at) - 1, step):
        at = cell_at[p]
        if cell_at[p + 1] > decoded.shape[1]:
            break
        words_s = source[source_at[p] : source_at[p + 1]]
        words_t = target[target_at[p] : target_at[p + 1]]
        n, m = len(words_s), len(words_t)
        if n == 0 or m == 0:
            continue
        f = decoded[0, at : at + n * m].copy().reshape((n, m)).astype(np.float64)
        b = decoded[1, at : at + n * m].copy().reshape((n, m)).astype(np.float64)
        marks = np.zeros((n, m))
        x = np.zeros((n, m, 12))
        for i in range(n):
            for j in range(m):
                marks[i, j] = 1.0 if marks_s[words_s[i]] != marks_t[words_t[j]] else 0.0
        _first_look(f, b, 0.5 * (f + b), marks, least, x)
        for i in range(n):
            for j in range(m):
                if x[i, j, 0] > 0.0:
                    x[i, j, 8] = form[cells[at + i * m + j]]
        _second_look(_probable(x, once), x)
        if len(again) == 0:
            out[at : at + n * m] = x.reshape((n * m, 12))
        else:
            out[at : at + n * m, 0] = _probable(x, again).ravel()
