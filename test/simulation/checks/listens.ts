/** I1 and I2: profiles, warehouse and read-back hold the set of accepted listens, each once, by the plain definition. */

import type { UserId } from '#shared/schemas/ids.ts';
import type { Listen } from '#shared/schemas/listen.ts';
import type { AffinityEntry, Profile } from '#shared/schemas/profile.ts';
import { createHistory } from '#shared/sql/serve/history.ts';
import { affinitiesByDefinition, distanceFrom, type Sum } from '#test/simulation/checks/affinities.ts';
import type { Quiet } from '#test/simulation/checks/quiet.ts';
import { standing } from '#test/simulation/ledger.ts';

const tolerance = 1e-9;

export async function checkListens(quiet: Quiet, userId: UserId): Promise<void> {
  const { world } = quiet;
  const { ledger, violated } = world;
  const published = ledger.published.get(userId);
  for (const id of ledger.accepted.get(userId) ?? []) {
    if (published?.has(id) !== true) violated('I1', `Listen "${id}" was accepted and is lost`);
  }
  const listens = standing(ledger, userId);
  const profile = await quiet.ports.profiles.read(userId);
  if (profile !== undefined || listens.length > 0) checkProfile(quiet, profile, listens);
  const rows = world.warehouse.tables.listens
    .filter(({ user_id }) => user_id === userId)
    .map(({ listen_id }) => listen_id);
  expectSame(quiet, `The warehouse of "${userId}"`, rows, listens);
  await checkHistory(quiet, userId, listens);
}

function checkProfile(
  { world: { violated }, now }: Quiet,
  profile: Profile | undefined,
  listens: readonly Listen[],
): void {
  if (profile === undefined) {
    violated('I1', `${listens.length} listens were accepted and there is no profile`);
    return;
  }
  if (profile.rebuild !== null) {
    violated('I2', `The profile of "${profile.userId}" waits for a rebuild that never comes`);
    return;
  }
  if (profile.listens !== listens.length)
    violated('I1', `The profile counts ${profile.listens} listens of ${listens.length}`);
  const kinds = [
    ['items', (listen: Listen) => [listen.itemId]],
    ['artists', ({ kind, artistId }: Listen) => (kind === 'track' && artistId !== undefined ? [artistId] : [])],
    ['shows', ({ kind, artistId }: Listen) => (kind === 'episode' && artistId !== undefined ? [artistId] : [])],
    ['tags', ({ tags }: Listen) => tags ?? []],
  ] as const;
  for (const [name, idsOf] of kinds) {
    const expected = affinitiesByDefinition(listens, idsOf, now);
    const entries = profile[name];
    const missing = [...expected.keys()].filter((id) => !entries.some((entry) => entry[0] === id));
    if (missing.length > 0) violated('I2', `The profile lacks ${name} ${missing.join(', ')}`);
    for (const entry of entries) checkEntry(entry, expected.get(entry[0]), { name, now, violated });
  }
}

type Surroundings = {
  readonly name: string;
  readonly now: number;
  readonly violated: Quiet['world']['violated'];
};

function checkEntry(entry: AffinityEntry, right: Sum | undefined, { name, now, violated }: Surroundings): void {
  const [id, , , , plays] = entry;
  const off = distanceFrom(right, entry, now);
  if (right === undefined) violated('I1', `The profile has ${name} "${id}" that nobody played`);
  else if (plays !== right.plays) violated('I1', `${name} "${id}" has ${plays} plays instead of ${right.plays}`);
  else if (off > tolerance) violated('I2', `The affinity of ${name} "${id}" is off by ${off}`);
}

/** Everything can be read back once, newest first, over both stores. */
async function checkHistory(quiet: Quiet, userId: UserId, listens: readonly Listen[]): Promise<void> {
  const history = createHistory({ ...quiet.ports, warehouse: quiet.world.warehouse, clock: () => quiet.now });
  const read: Listen[] = [];
  for (;;) {
    const last = read.at(-1);
    const page = await history.page(userId, { ...(last === undefined ? {} : { before: last }), limit: 40 });
    read.push(...page);
    if (page.length < 40) break;
  }
  expectSame(
    quiet,
    `What "${userId}" reads back`,
    read.map(({ id }) => id),
    listens,
  );
  const inOrder = read.every(({ listenedAt }, at) => at === 0 || listenedAt <= (read[at - 1] as Listen).listenedAt);
  if (!inOrder) quiet.world.violated('I1', `What "${userId}" reads back is not in order`);
}

function expectSame({ world }: Quiet, what: string, found: readonly string[], listens: readonly Listen[]): void {
  const right = new Set<string>(listens.map(({ id }) => id));
  const twice = found.filter((id, at) => found.indexOf(id) !== at);
  const missing = [...right].filter((id) => !found.includes(id));
  const extra = found.filter((id) => !right.has(id));
  if (twice.length > 0) world.violated('I1', `${what} has twice: ${twice.join(' ')}`);
  if (missing.length > 0) world.violated('I1', `${what} lacks: ${missing.join(' ')}`);
  if (extra.length > 0) world.violated('I1', `${what} has what was taken back or never sent: ${extra.join(' ')}`);
}
