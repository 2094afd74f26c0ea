"""The inner loops of the statistical aligner, compiled by numba; import inside functions only.

Loops over sentence pairs take `first` and `step`: a worker handles pairs first, first + step, ...
Counts are summed as whole numbers (units of 2**-32), so that the sum is the same in any order and
with any number of workers. Nothing here holds the interpreter lock, so threads run side by side.
"""

import numpy as np
from numba import njit

UNIT = 4294967296.0  # 2**32: counts are whole multiples of 1 / UNIT
NEGLIGIBLE = 1e-8  # states with less probability lead nowhere; spares most of the work


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
def _norms(states, wide, centre, p0):  # type: ignore[no-untyped-def]  # compiled
    """Return what makes jumps from each state sum to 1 - p0; the last is for the start, at -1."""
    norm = np.empty(states + 1)
    for i in range(-1, states):
        total = 0.0
        for k in range(states):
            total += wide[centre + k - i]
        norm[i if i >= 0 else states] = (1.0 - p0) / total
    return norm


@njit(cache=True, nogil=True)
def _forward(emit, wide, centre, norm, lost, state):  # type: ignore[no-untyped-def]  # compiled
    """Write the scaled forward probabilities of non-null states, return the scales."""
    steps, states = emit.shape
    mass = np.zeros(states)  # a state and the null state that remembers it
    start = 1.0  # nothing but null so far
    scales = np.empty(steps)
    for j in range(steps):
        new = state[j]
        for k in range(states):
            new[k] = start * norm[states] * wide[centre + k + 1]
        for i in range(states):
            if mass[i] > NEGLIGIBLE:
                a = mass[i] * norm[i]
                base = centre - i
                for k in range(states):
                    new[k] += a * wide[base + k]
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
def _posterior(emit, wide, p0, null, moves, learn):  # type: ignore[no-untyped-def]  # compiled
    """Return posteriors (steps, states) of an HMM whose null states remember the last position.

    emit (steps, states): probability of step j from state i. wide: weight of a jump by d at
    `centre + d`. With `learn`, expected jumps are added to `moves`.
    """
    steps, states = emit.shape
    centre = (len(wide) - 1) // 2
    norm = _norms(states, wide, centre, p0)
    lost = null * p0
    out = np.empty((steps, states))
    scales = _forward(emit, wide, centre, norm, lost, out)
    back = wide[::-1].copy()
    future = np.ones(states)
    after = np.empty(states)
    jumped = np.empty(states)
    for j in range(steps - 1, -1, -1):
        for k in range(states):
            after[k] = emit[j, k] * future[k] * scales[j]
        if learn and j > 0:
            _count_moves(out, scales, j, lost, norm, after, wide, centre, moves)
        jumped[:] = 0.0
        for k in range(states):
            out[j, k] *= future[k]
            if out[j, k] > NEGLIGIBLE:
                a = after[k]
                base = centre - k
                for i in range(states):
                    jumped[i] += a * back[base + i]
        for i in range(states):
            future[i] = future[i] * lost * scales[j] + norm[i] * jumped[i]
    return out


@njit(cache=True, nogil=True)
def _count_moves(state, scales, j, lost, norm, after, wide, centre, moves):  # type: ignore[no-untyped-def]  # compiled
    """Add the expected jumps into step j from the last non-null position."""
    states = state.shape[1]
    reach = (len(moves) - 1) // 2
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
        for k in range(states):
            d = min(max(k - i, -reach), reach)
            moves[reach + d] += np.int64(a * after[k] * wide[centre + k - i] * UNIT + 0.5)


@njit(cache=True, nogil=True)
def _emissions(cells, probabilities, steps, states, by_step, by_state):  # type: ignore[no-untyped-def]  # compiled
    """Return the probabilities of cells, shape (steps, states), found at the given strides."""
    emit = np.empty((steps, states))
    for j in range(steps):
        for k in range(states):
            emit[j, k] = probabilities[cells[j * by_step + k * by_state]]
    return emit


@njit(cache=True, nogil=True)
def hmm(  # type: ignore[no-untyped-def]  # compiled
    first, step, source_at, target_at, cell_at, cells, forward, backward, wide, p0, nulls,
    counts, moves, learn_every, decoded,
):  # fmt: skip
    """Run both directions over each pair.

    With `decoded` empty: add the product of the two posteriors to `counts` (types,), and jumps of
    every `learn_every`-th pair to `moves` (2, 2 * reach + 1). Otherwise write the mean of the two
    posteriors to `decoded`, one value per cell.
    """
    counting = len(decoded) == 0
    for p in range(first, len(source_at) - 1, step):
        n = source_at[p + 1] - source_at[p]
        m = target_at[p + 1] - target_at[p]
        if n == 0 or m == 0:
            continue
        own = cells[cell_at[p] : cell_at[p + 1]]
        learn = counting and p % learn_every == 0
        emit = _emissions(own, forward, m, n, 1, m)
        post_f = _posterior(emit, wide[0], p0, nulls[0], moves[0], learn)
        emit = _emissions(own, backward, n, m, m, 1)
        post_b = _posterior(emit, wide[1], p0, nulls[1], moves[1], learn)
        for i in range(n):
            for j in range(m):
                f, b = post_f[j, i], post_b[i, j]
                if counting:
                    counts[own[i * m + j]] += np.int64(f * b * UNIT + 0.5)
                else:
                    decoded[cell_at[p] + i * m + j] = 0.5 * (f + b)
