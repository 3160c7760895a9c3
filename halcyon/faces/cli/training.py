"""``halcyon matching train``: new weights, learned from a list or from what the team knows, and mended by judgements.

They go to a new file, or beside the others into the database (``--keep``). Either way nothing uses them: a member with the
right reads at the desk what would change, and switches them on.
"""

import argparse
import hashlib
import json
import os
import sys
import time
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np

from halcyon.kernel.matching import Model
from halcyon.kernel.matching.checking import on_judged, on_list, on_proposed
from halcyon.kernel.matching.levels import FIELDS
from halcyon.kernel.matching.linking import Blocks, Listed
from halcyon.kernel.matching.populations import chunks, judgements, persons
from halcyon.kernel.matching.preparing import Prepared, prepared
from halcyon.kernel.matching.training import evidence, judged_levels, learn, mend

Numbers = np.ndarray[Any, np.dtype[Any]]
NOBODY: tuple[Numbers, Numbers] = np.zeros((0, len(FIELDS)), np.uint8), np.zeros(0, bool)


@dataclass(frozen=True)
class Lesson:
    """What is learned from. ``proposed``: levels of the pairs that were proposed so far, for what a switch would do."""

    start: Model
    listed: Listed
    judged: tuple[Numbers, Numbers]
    proposed: Numbers
    source: str


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "file", type=Path, nargs="?", help="a list, CSV or Parquet; without it, with --keep, what the team knows"
    )
    parser.add_argument("--judgements", type=Path, help="record_id_l, record_id_r, answer (same, not_same, unsure)")
    parser.add_argument("--only-judgements", action="store_true", help="leave out the learning without answers")
    parser.add_argument("--out", type=Path, help="where the new model file is written")
    parser.add_argument("--keep", metavar="EMAIL", help="keep it in the database, for the member who asked for it")
    parser.add_argument("--check", type=Path, help="a list whose truth is known, to say how the new weights fare on it")
    parser.add_argument("--truth", type=Path, help="record_id and person of --check")
    parser.add_argument(
        "--model", type=Path, help="the model to begin with; without it the one in force, or that comes with Halcyon"
    )
    parser.add_argument("--processes", type=int, default=min(2, os.cpu_count() or 1), help="that read lists")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Learns, says how it fares, writes or keeps it."""
    _understand(args)
    lesson = _from_database(args) if args.keep else _from_file(args)
    model, taught, said = _learned(args, lesson)
    if args.out:
        args.out.write_text(json.dumps(model.to_json(), indent=2, ensure_ascii=False) + "\n")
        _say(f"{said}: {args.out}. Nothing uses it until a member with the right has switched it on.")
    if args.keep:
        _keep(args, model, _figures(args, lesson, model, taught), said)
    return 0


def _understand(args: argparse.Namespace) -> None:
    """Raises ValueError with a sentence where what is asked cannot be done."""
    if not (args.out or args.keep):
        raise ValueError("Say where the new weights go: --out FILE, or --keep EMAIL into the database.")
    if not (args.file or args.keep):
        raise ValueError("Say which list to learn from, or --keep EMAIL to learn from what the team knows.")
    if bool(args.check) != bool(args.truth):
        raise ValueError("A list to check on needs its truth: give --check and --truth together.")
    if args.check and not args.keep:
        raise ValueError(
            "--check makes the figures that are kept with --keep; for a file there is `halcyon matching evaluate`."
        )
    for file in (args.file, args.judgements, args.check, args.truth, args.model):
        if file is not None and not file.is_file():
            raise ValueError(f"{file} is not there.")
    if args.out and args.out.exists():
        raise ValueError(f"{args.out} is there already: a model that may be in use is never written over.")
    if args.only_judgements and not args.judgements and not args.keep:
        raise ValueError("Without answers and without the learning that needs none, there is nothing to learn from.")


def _from_file(args: argparse.Namespace) -> Lesson:
    start = Model.load(args.model) if args.model else Model.load()
    listed = _listed(prepared(chunks(args.file), args.processes))
    judged = judged_levels(listed, judgements(args.judgements)) if args.judgements else NOBODY
    return Lesson(start, listed, judged, NOBODY[0], f"{len(listed.records):,} records of {args.file.name}")


def _from_database(args: argparse.Namespace) -> Lesson:
    """The list given, or everybody whom the team's records name; and the team's own answers."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "halcyon.settings.worker")
    import django

    django.setup()
    from halcyon.domain.subjects import inforce, learning

    by, start = _system(), Model.load(args.model) if args.model else inforce.weights().model
    _member(args.keep)
    if args.file:
        given = _from_file(args)
        listed, judged, source = given.listed, given.judged, given.source
    else:
        listed, source = _listed(learning.people(by=by)), ""
        source, judged = f"{len(listed.records):,} people named in open records", NOBODY
    own = learning.judged(by=by)
    both = np.concatenate([judged[0], own.levels]), np.concatenate([judged[1], own.same])
    return Lesson(start, listed, both, learning.proposed(by=by), source)


def _learned(args: argparse.Namespace, lesson: Lesson) -> tuple[Model, Model, str]:
    """The new model; the same before judgements mended it; and in words what it was learned from, in counts alone."""
    levels, same = lesson.judged
    said, model = [lesson.source], lesson.start
    if not args.only_judgements:
        model, report = learn(evidence(lesson.listed, Blocks(lesson.listed)), model)
        said.append("{pairs:,} pairs that share a key, {rounds} rounds, {share_same:.1%} the same".format(**report))
    elif not _both_sorts(same):
        raise ValueError(
            "Pairs that are the same and pairs that are not must both have been judged: there is nothing to learn from."
        )
    taught = model
    if not _both_sorts(same):
        said.append(f"{len(same):,} judgements, too few or all of one sort to learn from")
    else:
        model = mend(levels, same, model)
        said.append(f"{len(same):,} judgements, {int(same.sum()):,} of them same")
    words = "; ".join(said)
    return replace(model, provenance=_provenance(lesson.start, words)), taught, words


def _both_sorts(same: Numbers) -> bool:
    return bool(same.any() and not same.all())


def _figures(args: argparse.Namespace, lesson: Lesson, model: Model, taught: Model) -> dict[str, Any]:
    from halcyon.domain.subjects import inforce

    now = inforce.weights()
    found: dict[str, Any] = {
        "now": now.name,
        "judged": on_judged(*lesson.judged, now.model, taught),
        "proposed": on_proposed(lesson.proposed, now.model, model),
    }
    if args.check:
        people, listed = persons(args.truth), _listed(prepared(chunks(args.check), args.processes))
        who = [people.get(record) for record in listed.records]
        found["list"] = {"name": args.check.name, **on_list(listed, who, now.model, model)}
    return found


def _keep(args: argparse.Namespace, model: Model, figures: dict[str, Any], said: str) -> None:
    from halcyon.domain.subjects.commands import keep_learned

    kept = keep_learned(
        model=model, figures=figures, trained_on=said, trained_for=_member(args.keep).principal_id, by=_system()
    )
    _say(
        f"{said}: kept as {str(kept.pk)[:8]}. Nothing uses it until a member with the right has switched it on at the desk."
    )


def _member(email: str) -> Any:
    from halcyon.kernel.access.permissions import Permission
    from halcyon.kernel.partnership.models import Member
    from halcyon.kernel.partnership.queries import actor_of

    found = Member.objects.select_related("agency", "team").filter(email__iexact=email, active=True).first()
    if found is None or not actor_of(found).may(Permission.SWITCH_WEIGHTS):
        raise ValueError(f"{email} is nobody at the desk who may switch weights on: they would have to ask for them.")
    return found


def _system() -> Any:
    from halcyon.kernel.access.actors import Actor

    return Actor.system("training")


def _listed(parts: Iterable[Prepared]) -> Listed:
    listed = Listed()
    listed.add(parts)
    listed.ready()
    return listed


def _provenance(start: Model, said: str) -> dict[str, str]:
    """What the file says about where its weights come from: counts, never a value of a record."""
    before = json.dumps(start.to_json(), sort_keys=True).encode()
    return {
        "trained_by": "halcyon matching train",
        "trained_on": said,
        "trained_at": time.strftime("%Y-%m-%d", time.gmtime()),
        "started_from": hashlib.sha256(before).hexdigest()[:16],
        "notes": "log2 odds; positive speaks for one person",
    }


def _say(sentence: str) -> None:
    print(sentence, file=sys.stderr, flush=True)
