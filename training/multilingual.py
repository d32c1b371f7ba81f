"""The head of the neural grade over multilingual embeddings: one hidden layer, learned from all six languages.

    python -m training.multilingual [DATA]        needs the extra `encoder`; five minutes, embeddings included

examples in all languages, bare paragraphs and parallel lines with what the encoder says of them -> the head, in
neural.npz, and what it says of texts held back from it (multilingual.npz), by which `make train` learns how far to
trust it. An embedding holds less than the text; what it holds is the same in every language.
"""

from __future__ import annotations

import argparse
from itertools import compress
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from actionlines.alignment.classifier import apply_sigmoid
from actionlines.alignment.readers import EmbeddingHead
from training import corpus, embeddings, heads, opinions
from training.examples import english
from training.fit import targets_of, trust_in
from training.shipped import NEURAL
from training.transfer import CODES, held_back, held_lines, parallel

Floats = npt.NDArray[np.float32]
SEED, WIDTH, ROUNDS, BATCH, RATE = 1, 1024, 10, 128, 2e-3
# Shares of the embedding and of the hidden layer that are left out at random while learning.
DROPPED = (0.1, 0.3)


def main() -> None:
    """Learn the head, write it and what it says of the texts held back."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", nargs="?", type=Path, default=Path("../shared/data"))
    chosen = parser.parse_args()
    texts, aim, weight, unseen = examples(chosen.data)
    print(f"{len(texts)} texts to learn from, {len(unseen)} held back", flush=True)
    head = learned(embeddings.multilingual(texts), aim, weight)
    heads.write(NEURAL, {"head": {name: getattr(head, name) for name in head.__annotations__}})
    opinions.keep("multilingual", unseen, head.scores(embeddings.multilingual(unseen)))


def examples(data: Path) -> tuple[list[str], Floats, Floats, list[str]]:
    """Texts, what each says of each label (0 to 1), how far that is trusted; and the texts held back."""
    own, every = english(data)
    labelled = [(own, opinions.of("encoder", [one.text for one in own])[1])]
    for code in CODES:
        spoken = [one for one in every if one.language == code]
        labelled.append((spoken, held_back(spoken)))
    texts: list[str] = []
    unseen: list[str] = []
    aims, weights = [], []
    for some, away in labelled:
        unseen += [one.text for one in compress(some, away)]
        shown = list(compress(some, ~away))
        texts += [one.text for one in shown]
        said, known = targets_of(shown)
        aims.append(said)
        weights.append(trust_in(shown, known))
    told = [corpus.bare(data)]
    scores = [opinions.of_all("encoder", told[0])]
    of_lines, gone = opinions.of_all("encoder", parallel(data, "en")), held_lines(data)
    for code in ("en", *CODES):
        lines = parallel(data, code)
        told.append(list(compress(lines, ~gone)))
        unseen += compress(lines, gone)
        scores.append(of_lines[~gone])
    texts += [text for some in told for text in some]
    guessed = apply_sigmoid(np.vstack(scores))
    aim, weight = np.vstack([*aims, guessed]), np.vstack([*weights, np.ones_like(guessed)])
    away = set(unseen)  # a few texts stand in the data twice
    rows = [row for row, text in enumerate(texts) if text not in away]
    return [texts[row] for row in rows], aim[rows], weight[rows], unseen


def learned(vectors: Floats, aim: Floats, weight: Floats) -> EmbeddingHead:
    """The head that tells the labels of texts from their embeddings."""
    import torch

    torch.manual_seed(SEED)
    mean, spread = vectors.mean(axis=0), float(vectors.std())
    first = torch.nn.Linear(vectors.shape[1], WIDTH)
    last = torch.nn.Linear(WIDTH, aim.shape[1])
    rate = np.clip((aim * weight).sum(axis=0) / np.maximum(weight.sum(axis=0), 1e-6), 1e-4, 0.99)
    with torch.no_grad():
        last.weight.mul_(0.1)
        last.bias.copy_(torch.tensor(np.log(rate / (1 - rate))))
    net = torch.nn.Sequential(torch.nn.Dropout(DROPPED[0]), first, torch.nn.ReLU(), torch.nn.Dropout(DROPPED[1]), last)
    _walk(net, torch.tensor((vectors - mean) / spread), torch.tensor(aim), torch.tensor(weight))
    inner, inner_bias, outer, outer_bias = (
        one.detach().numpy() for one in (first.weight.T / spread, first.bias, last.weight.T, last.bias)
    )
    return EmbeddingHead(mean, inner, inner_bias, outer, outer_bias)


def _walk(net: Any, given: Any, aim: Any, weight: Any) -> None:
    import torch

    steps = ROUNDS * -(-len(given) // BATCH)
    walk = torch.optim.AdamW(net.parameters(), weight_decay=0.01)
    pace = torch.optim.lr_scheduler.OneCycleLR(walk, RATE, total_steps=steps)
    for turn in range(ROUNDS):
        lost = 0.0
        for rows in torch.randperm(len(given)).split(BATCH):
            each = torch.nn.functional.binary_cross_entropy_with_logits(net(given[rows]), aim[rows], reduction="none")
            loss = (each * weight[rows]).sum() / len(rows)
            walk.zero_grad()
            loss.backward()
            walk.step()
            pace.step()
            lost += loss.item()
        print(f"  round {turn + 1} of {ROUNDS}: {lost * ROUNDS / steps:.2f}", flush=True)


if __name__ == "__main__":
    main()
