/**
 * What ends a gate: nothing holds for ever. A jump is a candidate unlike all before it, and is held. A course is a candidate
 * that agrees with those held before it, for days: the world has changed, and later models are held against the new one.
 *
 *   value  ────┐              jump: held          ────┐  ╷  ╷  ╷ agree for three days: a course,
 *              └ ╷ one day ┌──── and over             └──┴──┴──┴──────── published, and recorded as such
 */
import { keptOf } from '#shared/domain/model/gates.ts';
import { dayInSeconds, tuning } from '#shared/domain/tuning.ts';
import type { Gate, ModelManifest } from '#shared/schemas/model.ts';

/** What every gate protects readers from, and what ends it beside a course and an operator's word. */
export const protections = {
  times: { from: 'clocks that are wrong for many', end: 'the listens are taken back' },
  duplicates: { from: 'listens that were sent twice under other ids', end: 'they are taken back' },
  repetition: { from: 'machines that play one item', end: 'few such listeners are set aside' },
  'busiest day': { from: 'machines that never sleep', end: 'few such listeners are set aside' },
  volume: { from: 'a day that did not arrive', end: 'it arrives, or two weeks are as quiet' },
  history: { from: 'listens that were lost', end: 'they are back; who was erased does not count' },
  artists: { from: 'a client that names no artists any more', end: 'it names them' },
  neighbours: { from: 'a model that knows little of anything', end: 'the next one knows more' },
  coverage: { from: 'a model that proposes nothing to many', end: 'the next one proposes' },
  popularity: { from: 'a flood of plays that nobody made', end: 'weeks pass: less is expected to have stayed' },
  recall: { from: 'a model that foresees less', end: 'the next one foresees as much' },
} as const satisfies Record<string, { readonly from: string; readonly end: string }>;

type Today = {
  /** Unix seconds. */
  readonly at: number;
  /** The most popular tracks of today's candidate. */
  readonly popular?: readonly string[];
  /** Candidates since the last good model, newest first. */
  readonly candidates: readonly ModelManifest[];
};

/** The gates as they stand once those have ended that an operator or a course ends. */
export function afterCourse(gates: readonly Gate[], today: Today, dials = tuning.model.gates): Gate[] {
  return gates.map((gate) => {
    if (gate.passed) return gate;
    const by = endOf(gate, today, dials);
    return by === undefined ? gate : { ...gate, passed: true, ended: by };
  });
}

function endOf(gate: Gate, { at, popular, candidates }: Today, dials: typeof tuning.model.gates): Gate['ended'] {
  const alike = (candidate: ModelManifest, passed: boolean): boolean => {
    const before = candidate.gates.find((each) => each.gate === gate.gate && each.passed === passed);
    if (before === undefined || !agree(before, gate, dials)) return false;
    if (gate.gate !== 'popularity') return true;
    return keptOf(candidate.popular ?? [], popular ?? []) >= dials.popularKeptMin;
  };
  const accepted = candidates.find(({ gates }) =>
    gates.some((each) => each.gate === gate.gate && each.ended === 'operator'),
  );
  if (accepted !== undefined && alike(accepted, true)) return 'operator';
  const broken = candidates.findIndex((candidate) => !alike(candidate, false));
  const run = broken === -1 ? candidates : candidates.slice(0, broken);
  const first = run.at(-1);
  if (first === undefined || run.length < dials.courseCandidatesMin) return undefined;
  return at - first.trainedAt >= dials.courseDays * dayInSeconds ? 'course' : undefined;
}

/** Both values within a part of the larger one. */
function agree({ value: a }: Gate, { value: b }: Gate, { courseTolerance }: typeof tuning.model.gates): boolean {
  if (a === null || b === null) return a === b;
  return Math.abs(a - b) <= courseTolerance * Math.max(Math.abs(a), Math.abs(b));
}
