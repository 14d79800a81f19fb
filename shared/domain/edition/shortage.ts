/** Why there is too little to offer, and what would help: for whoever finds an answer empty or an edition missing. */
import type { Patch } from '#shared/schemas/edition.ts';
import type { ModelManifest } from '#shared/schemas/model.ts';

/** Items below which an edition is none and waits: a list of one discovery is no list. */
export const fewestItems: Readonly<Partial<Record<Patch, number>>> = { 'weekly-exploration': 5 };

/** Of an edition that is made in good weeks only. */
export const whyPassed = (patch: Patch): string =>
  `There is no "${patch}" edition yet: nothing came out lately by whom you play, or near them. The next is due on Friday`;

type Known = {
  /** Of the model in force; undefined before the first. */
  readonly counts: Pick<ModelManifest['counts'], 'users' | 'items'> | undefined;
  readonly hasLibrary: boolean;
};

export function whyTooLittle({ counts, hasLibrary }: Known): string {
  if (counts === undefined) {
    return 'No model is published yet: the first is trained within minutes of the first listens, or by POST /v1/run/train';
  }
  const { users, items } = counts;
  const known = `${users} ${users === 1 ? 'listener' : 'listeners'} and ${items} played items are known`;
  const remedy = hasLibrary
    ? 'add music to the library, or a crowd (npm run crowd)'
    : 'add a library (SEGUE_LIBRARIES), a catalogue (PUT /v1/items) or a crowd (npm run crowd)';
  return `${known}, and hardly anything that was never heard: ${remedy}`;
}
