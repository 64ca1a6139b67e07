"""``python -m training.export CHECKPOINT --vocabulary FILE --labels FILE``: the trained weights in the form that ships.

Writes ``src/tidings/reference/data/encoder/``: the encoder as int8 ONNX (per channel, ``reduce_range``: without it the
kernels of older processors overflow), the heads as float32 matrices, the vocabulary, and ``encoder.json`` with labels and
sha256 of each file. The heads of incidents go to ``evals/muc4_heads.npz``: only that adapter reads them. The agreement of
int8 with float32 is printed; a test keeps it.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import shutil
from pathlib import Path
from typing import Any

import numpy as np
import onnxruntime
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from onnxruntime.quantization.shape_inference import quant_pre_process
from torch import Tensor, nn

from training.encoder import Encoder
from training.examples import ARGUMENT_ROLES, STANDINGS
from training.heads import EFFECTS, INCIDENT_ROLES, INCIDENT_TYPES
from training.losses import Labels
from training.run import ROOT, Model

PACKAGE = ROOT / "src/tidings/reference/data/encoder"
INCIDENTS = ROOT / "evals/muc4_heads.npz"
_FILES = ("encoder.onnx", "heads.npz", "vocab.txt")
_OPSET = 17


class _Plain(nn.Module):
    """The encoder without a mask, since no window is padded: at 320 pieces the mask's share is a third of the time."""

    def __init__(self, encoder: Encoder) -> None:
        super().__init__()
        self.encoder = encoder

    def forward(self, pieces: Tensor) -> Tensor:
        """Ids to vectors."""
        vectors: Tensor = self.encoder(pieces)
        return vectors


def exported(model: Model, folder: Path, incidents: Path) -> None:
    """Write the int8 encoder and the record heads to a folder, the heads of incidents to a file."""
    folder.mkdir(parents=True, exist_ok=True)
    whole, prepared = folder / "float.onnx", folder / "prepared.onnx"
    example = (torch.ones(2, 16, dtype=torch.long),)
    torch.onnx.export(
        _Plain(model.encoder).eval(), example, str(whole), dynamo=False, opset_version=_OPSET,
        input_names=["pieces"], output_names=["vectors"],
        dynamic_axes={name: {0: "texts", 1: "length"} for name in ("pieces", "vectors")},
    )  # fmt: skip
    quant_pre_process(str(whole), str(prepared), skip_symbolic_shape=True)
    quantize_dynamic(
        str(prepared), str(folder / "encoder.onnx"), per_channel=True, reduce_range=True, weight_type=QuantType.QInt8
    )
    print("agreement with float32: mean cosine {:.4f}, least {:.4f}".format(*agreement(whole, folder / "encoder.onnx")))
    whole.unlink()
    prepared.unlink()
    np.savez(folder / "heads.npz", **_arrays(model.record))
    np.savez_compressed(
        incidents, **{name: array.astype(np.float16) for name, array in _arrays(model.incident).items()}
    )


def _arrays(heads: nn.Module) -> dict[str, Any]:
    return {name: value.detach().numpy().astype(np.float32) for name, value in heads.state_dict().items()}


def agreement(one: Path, other: Path) -> tuple[float, float]:
    """Mean and least cosine between the vectors of two files for pieces drawn at random (fixed)."""
    chance = np.random.default_rng(0)
    feed = {"pieces": chance.integers(1000, 20000, (8, 64))}
    left, right = (
        onnxruntime.InferenceSession(str(path), providers=["CPUExecutionProvider"]).run(None, feed)[0]
        for path in (one, other)
    )
    cosine = (left * right).sum(-1) / np.linalg.norm(left, axis=-1) / np.linalg.norm(right, axis=-1)
    return float(cosine.mean()), float(cosine.min())


def manifest(folder: Path, labels: dict[str, list[str]]) -> None:
    """Write ``encoder.json``: labels of every head, sha256 of every file."""
    files = {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in sorted(folder.iterdir()) if path.name in _FILES}  # fmt: skip
    said = {
        "version": 1, "files": files, "types": labels["types"], "wikievents": labels["own"], "standing": STANDINGS, "arguments": ARGUMENT_ROLES,
        "incidents": {"roles": INCIDENT_ROLES, "types": INCIDENT_TYPES, "effects": EFFECTS},
    }  # fmt: skip
    (folder / "encoder.json").write_text(json.dumps(said, indent=1) + "\n", encoding="utf-8")


def main() -> None:
    """Export a checkpoint."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("checkpoint", type=Path)
    parser.add_argument("--vocabulary", type=Path, required=True)
    parser.add_argument("--labels", type=Path, required=True)
    parser.add_argument("--out", type=Path, help="a folder for all files; the package where it is not given")
    options = parser.parse_args()
    labels = json.loads(options.labels.read_text())
    model = Model(Encoder(), Labels(labels["types"], labels["own"]))
    model.load_state_dict(torch.load(options.checkpoint, weights_only=False)["model"])
    out = options.out or PACKAGE
    exported(model.eval(), out, options.out / INCIDENTS.name if options.out else INCIDENTS)
    shutil.copyfile(options.vocabulary, out / "vocab.txt")
    manifest(out, labels)


if __name__ == "__main__":
    main()
