"""``python -m training.run --seed N --weights model.safetensors --tokenizer tokenizer.json``: trains encoder and heads.

Each epoch mixes batches of all sets (shares below). After every epoch the model, the optimizer and the state of chance are
written to ``build/training/seed-N/``; a run that was broken off goes on from there. Weights may be fitted on train files
only; what is printed of dev files is for the eye.
"""

from __future__ import annotations

import argparse
import json
import random
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import torch
from torch import Tensor, nn
from torch.optim import AdamW
from torch.optim.lr_scheduler import LambdaLR

from training import corpora, incidents
from training.annotations import event_types
from training.encoder import Encoder, pretrained
from training.heads import IncidentHeads, RecordHeads
from training.incidents import Text
from training.losses import Labels, incident_loss, record_loss
from training.pieces import CLS, SEP, WINDOW, Window, starts_of_windows, tokenizer, windows

ROOT = Path(__file__).resolve().parents[1]
SHARES = {"wikievents": 1.0, "rams": 0.4, "plover": 1.0, "uds": 0.2, "ecb": 0.15, "own": 2.0}  # of a set, each epoch
EMPTY_TEXTS = 0.5  # share of MUC-4 texts without an incident that an epoch sees
ENCODER_RATE, HEADS_RATE, WARM, DECAY, CLIP = 2e-4, 1e-3, 0.06, 0.01, 5.0
ROOM = 1400  # pieces in a batch, with padding
_MOST_TEXTS = 8
Batch = list[Window] | list[Text]


class Model(nn.Module):
    """Encoder and heads."""

    def __init__(self, encoder: Encoder, labels: Labels) -> None:
        super().__init__()
        self.encoder, self.labels = encoder, labels
        self.record, self.incident = RecordHeads(len(labels.types), len(labels.own)), IncidentHeads()

    def losses(self, batch: Batch) -> dict[str, Tensor]:
        """The losses of a batch by head."""
        if isinstance(batch[0], Window):
            pieces, mask = padded([window.ids for window in batch])
            return dict(record_loss(self.record, self.encoder(pieces, mask), batch, self.labels))  # type: ignore[arg-type]
        of = [
            (number, start, min(len(text.pieces.ids), start + WINDOW))
            for number, text in enumerate(batch)
            for start in starts_of_windows(len(text.pieces.ids))
        ]
        pieces, mask = padded([batch[number].pieces.ids[start:end] for number, start, end in of])
        return dict(incident_loss(self.incident, self.encoder(pieces, mask), mask, batch, of))  # type: ignore[arg-type]


def padded(rows: Sequence[Sequence[int]]) -> tuple[Tensor, Tensor]:
    """Ids with the marks at both ends, padded to one length, and their mask."""
    length = max(map(len, rows)) + 2
    pieces, mask = torch.zeros(len(rows), length, dtype=torch.long), torch.zeros(len(rows), length)
    for number, ids in enumerate(rows):
        pieces[number, : len(ids) + 2] = torch.tensor([CLS, *ids, SEP])
        mask[number, : len(ids) + 2] = 1
    return pieces, mask


def epoch_batches(sets: dict[str, list[Window]], texts: Sequence[Text], chance: random.Random) -> list[Batch]:
    """The batches of an epoch in mixed order."""
    batches: list[Batch] = []
    for name, all_windows in sets.items():
        share = SHARES[name]
        taken = [window for _ in range(int(share)) for window in all_windows]
        taken += chance.sample(all_windows, round(len(all_windows) * (share - int(share))))
        chance.shuffle(taken)
        batches += _grouped(taken, lambda window: [len(window.ids)], 64)
    kept = [text for text in texts if text.types or chance.random() < EMPTY_TEXTS]
    chance.shuffle(kept)
    batches += _grouped(kept, lambda text: [min(WINDOW, len(text.pieces.ids))] * len(starts_of_windows(len(text.pieces.ids))), _MOST_TEXTS)  # fmt: skip
    chance.shuffle(batches)
    return batches


def _grouped(things: list[Any], lengths: Callable[[Any], list[int]], most: int) -> list[list[Any]]:
    """Things of like length together, as many as there is room for."""
    groups: list[list[Any]] = []
    for start in range(0, len(things), 96):
        group, longest, rows = list[Any](), 0, 0
        for thing in sorted(things[start : start + 96], key=lambda one: max(lengths(one))):
            its = lengths(thing)
            if group and (max(longest, *its) * (rows + len(its)) > ROOM or len(group) >= most):
                groups.append(group)
                group, longest, rows = [], 0, 0
            group.append(thing)
            longest, rows = max(longest, *its), rows + len(its)
        if group:
            groups.append(group)
    return groups


def main() -> None:
    """Train."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--epochs", type=int, default=6)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--weights", type=Path, required=True)
    parser.add_argument("--tokenizer", type=Path, required=True)
    parser.add_argument("--out", type=Path)
    parser.add_argument("--sets", default=",".join((*SHARES, "muc4")))
    parser.add_argument(
        "--fold", help="N/K: leave out the N-th of K runs of MUC-4 texts, and every K-th of our own items"
    )
    parser.add_argument(
        "--every", type=int, default=1, help="only every N-th example of each set, for the learning curve"
    )
    options = parser.parse_args()
    out = options.out or ROOT / f"build/training/seed-{options.seed}"
    out.mkdir(parents=True, exist_ok=True)
    torch.set_num_threads(options.threads)
    torch.manual_seed(options.seed)
    chance = random.Random(options.seed)
    made = tokenizer(options.tokenizer)
    wanted = options.sets.split(",")
    readers = {"wikievents": corpora.wikievents, "rams": corpora.rams, "plover": corpora.plover, "uds": corpora.uds, "ecb": corpora.ecb, "own": corpora.own}  # fmt: skip
    examples = {name: list(read())[:: options.every] for name, read in readers.items() if name in wanted}
    fold, folds = map(int, options.fold.split("/")) if options.fold else (-1, 1)
    examples["own"] = [each for number, each in enumerate(examples.get("own", ())) if number % folds != fold]
    sets = {
        name: [window for example in several for window in windows(example, made)] for name, several in examples.items()
    }
    texts = list(incidents.texts("train", made))[:: options.every] if "muc4" in wanted else []
    texts = [text for number, text in enumerate(texts) if number * folds // len(texts) != fold]
    own = sorted({str(trigger.own) for example in examples.get("wikievents", ()) for trigger in example.triggers})
    labels = Labels(event_types(), own)
    model = Model(pretrained(options.weights), labels)
    (out / "labels.json").write_text(json.dumps({"types": labels.types, "own": labels.own}))
    train(model, sets, texts, chance, options.epochs, out)


def train(
    model: Model, sets: dict[str, list[Window]], texts: Sequence[Text], chance: random.Random, epochs: int, out: Path
) -> None:
    """All epochs that are still to do, a checkpoint after each."""
    for name, several in sets.items():
        print(f"{name}: {len(several)} windows, {sum(len(window.ids) for window in several)} pieces", flush=True)
    rates = [
        {"params": [each for each in model.encoder.parameters() if each.requires_grad], "lr": ENCODER_RATE},
        {"params": [*model.record.parameters(), *model.incident.parameters()], "lr": HEADS_RATE},
    ]
    optimizer = AdamW(rates, weight_decay=DECAY)
    total = round(epochs * len(epoch_batches(sets, texts, random.Random(0))) * 1.01)
    schedule = LambdaLR(optimizer, lambda step: min(1.0, (step + 1) / (WARM * total)) * max(0.02, 1 - step / total))
    done = 0
    checkpoint = out / "checkpoint.pt"
    if checkpoint.exists():
        state = torch.load(checkpoint, weights_only=False)
        model.load_state_dict(state["model"])
        optimizer.load_state_dict(state["optimizer"])
        schedule.load_state_dict(state["schedule"])
        torch.set_rng_state(state["torch"])
        chance.setstate(state["chance"])
        done = state["epoch"] + 1
    for epoch in range(done, epochs):
        _one_epoch(model, epoch_batches(sets, texts, chance), optimizer, schedule, epoch)
        torch.save(
            {"model": model.state_dict(), "optimizer": optimizer.state_dict(), "schedule": schedule.state_dict(),
             "torch": torch.get_rng_state(), "chance": chance.getstate(), "epoch": epoch}, checkpoint
        )  # fmt: skip


def _one_epoch(model: Model, batches: list[Batch], optimizer: AdamW, schedule: LambdaLR, epoch: int) -> None:
    model.train()
    began, sums, times = time.monotonic(), dict[str, float](), dict[str, int]()
    for number, batch in enumerate(batches, 1):
        losses = model.losses(batch)
        torch.stack(list(losses.values())).sum().backward() if losses else None
        nn.utils.clip_grad_norm_(model.parameters(), CLIP)
        optimizer.step()
        optimizer.zero_grad()
        schedule.step()
        for name, loss in losses.items():
            sums[name], times[name] = sums.get(name, 0.0) + loss.item(), times.get(name, 0) + 1
        if number % 100 == 0 or number == len(batches):
            means = " ".join(f"{name} {sums[name] / times[name]:.3f}" for name in sorted(sums))
            print(
                f"epoch {epoch} batch {number} of {len(batches)}, {time.monotonic() - began:.0f} s: {means}", flush=True
            )


if __name__ == "__main__":
    main()
