/**
 * Takes items out of what others were proposed: what only a forgotten user named is no longer in any list, model or edition.
 *
 * Only this home needs it: where strangers meet, what fewer than three people play is proposed to nobody else.
 */

import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Withdraw } from '#shared/adapters/documents/item-eraser.ts';
import { keptCandidates, openCandidates } from '#shared/adapters/documents/packed-candidates.ts';
import { keptList, keptNeighbours, listOf, neighboursOf } from '#shared/adapters/documents/packed-model.ts';
import type { Database } from '#shared/adapters/sqlite/database.ts';
import { seal, unpack, unpackText } from '#shared/domain/edition/seal.ts';
import type { DocumentStore, Evolution } from '#shared/ports/document-store.ts';
import type { AssemblyInputs } from '#shared/schemas/assembly.ts';
import type { BodyOf } from '#shared/schemas/collections.ts';
import type { Candidate, ItemCard } from '#shared/schemas/model.ts';

type Named = { readonly item: ItemCard };
type Gone = ReadonlySet<string>;
type Held = { readonly id: string; readonly body: string; readonly expires_at: number | null };

/** Documents looked through between two turns of the event loop. */
const pageSize = 50;

/** Every document that names one of the items is written anew without it. */
export function createWithdraw(database: Database, store: DocumentStore): Withdraw {
  const rewrite = async <C extends Proposing>(collection: C, gone: Gone, take: Take<C>): Promise<number> => {
    const names = new Set([...gone].map((itemId) => JSON.stringify(itemId)));
    const next = database.prepare(
      `SELECT id, body, expires_at FROM "${collection}" WHERE id > ? ORDER BY id LIMIT ${pageSize}`,
    );
    let changed = 0;
    for (let after = ''; ; ) {
      const page = next.all(after) as Held[];
      const naming = page.filter(({ body }) => isNamed(collection, body, names));
      for (const { id, expires_at } of naming) {
        await store.update(
          collection,
          id,
          (stored): Evolution<BodyOf<C>, undefined> => ({
            ...(stored === undefined ? {} : { next: take(stored, gone) }),
            ...(expires_at === null ? {} : { expiresAt: expires_at }),
            result: undefined,
          }),
        );
      }
      changed += naming.length;
      const last = page.at(-1);
      if (last === undefined) return changed;
      after = last.id;
      await nextTurn(undefined);
    }
  };

  /** As search lists them: artists of whom nothing else is known. */
  const artistsOnlyOf = async (itemIds: readonly string[]): Promise<string[]> => {
    const going = new Set(itemIds);
    const artists = new Set((await store.read('items', itemIds)).flatMap((item) => item?.artistId ?? []));
    const others = database.prepare('SELECT id FROM "items" WHERE "artistId" = ?');
    return [...artists]
      .filter((artistId) => others.all(artistId).every(({ id }) => going.has(id as string)))
      .map((artistId) => `artist\t${artistId}`);
  };

  return async (itemIds) => {
    const gone = new Set([...itemIds, ...(await artistsOnlyOf(itemIds))]);
    return (
      (await rewrite('neighbours', gone, withoutNeighbours)) +
      (await rewrite('lists', gone, withoutListed)) +
      (await rewrite('candidates', gone, withoutCandidates)) +
      (await rewrite('editions', gone, withoutItems))
    );
  };
}

type Proposing = 'neighbours' | 'lists' | 'candidates' | 'editions';

/** An edition keeps its inputs packed, and candidates are packed as a whole. */
function isNamed(collection: Proposing, body: string, names: ReadonlySet<string>): boolean {
  const isIn = (text: string): boolean => {
    for (const [word] of text.matchAll(/"(?:[^"\\]|\\.)*"/g)) if (names.has(word)) return true;
    return false;
  };
  if (isIn(body)) return true;
  if (collection === 'editions') return isIn(textOf(JSON.parse(body).inputs));
  return collection === 'candidates' && isIn(JSON.stringify(openCandidates(JSON.parse(body)).open()));
}

/** No text where nothing was packed: such an edition is known by what it shows. */
function textOf(inputs: string): string {
  try {
    return unpackText(inputs);
  } catch {
    return '';
  }
}

type Take<C extends Proposing> = (stored: BodyOf<C>, gone: Gone) => BodyOf<C> | null;

const stays =
  (gone: Gone) =>
  ({ item }: Named): boolean =>
    !gone.has(item.itemId);

function withoutNeighbours(stored: BodyOf<'neighbours'>, gone: Gone): BodyOf<'neighbours'> | null {
  if (gone.has(stored.itemId)) return null;
  const { item, ...near } = neighboursOf(stored);
  const own = item === undefined || gone.has(item.itemId) ? {} : { item };
  return keptNeighbours({ ...near, ...own, neighbours: near.neighbours.filter(stays(gone)) });
}

function withoutListed(stored: BodyOf<'lists'>, gone: Gone): BodyOf<'lists'> {
  const list = listOf(stored);
  return keptList({ ...list, items: list.items.filter(stays(gone)) });
}

function withoutCandidates(stored: BodyOf<'candidates'>, gone: Gone): BodyOf<'candidates'> {
  const { candidates, basis, loved, known, ...of } = openCandidates(stored).open();
  return keptCandidates({
    ...of,
    candidates: kept(candidates, gone),
    ...(basis && { basis: { ...basis, seeds: basis.seeds.filter(([itemId]) => !gone.has(itemId)) } }),
    loved: loved.filter(stays(gone)),
    ...(known && { known: known.filter(({ itemId }) => !gone.has(itemId)) }),
  });
}

/** Neither proposed nor named as what led to something. */
function kept(candidates: readonly Candidate[], gone: Gone): Candidate[] {
  return candidates
    .filter(stays(gone))
    .map((candidate) => ({ ...candidate, seeds: candidate.seeds.filter(({ itemId }) => !gone.has(itemId)) }));
}

/**
 * An edition is a function of its inputs: the edition of inputs without the items holds none of them, and can be replayed. One
 * that other code has sealed, in a form that this code does not read, goes as a whole.
 */
function withoutItems({ inputs }: BodyOf<'editions'>, gone: Gone): BodyOf<'editions'> | null {
  let read: AssemblyInputs;
  try {
    read = unpack(inputs);
  } catch {
    return null;
  }
  return seal(inputsWithout(read, gone));
}

function inputsWithout(inputs: AssemblyInputs, gone: Gone): AssemblyInputs {
  return {
    ...inputs,
    own: inputs.own.filter(stays(gone)),
    candidates: kept(inputs.candidates, gone),
    lists: inputs.lists.map((list) => ({ ...list, items: list.items.filter(stays(gone)) })),
    episodes: inputs.episodes.filter(({ itemId }) => !gone.has(itemId)),
    feedback: inputs.feedback.filter(([itemId]) => !gone.has(itemId)),
    heard: inputs.heard.filter((itemId) => !gone.has(itemId)),
    past: inputs.past.map((one) => ({ ...one, songIds: one.songIds.filter((songId) => !gone.has(songId)) })),
  };
}
