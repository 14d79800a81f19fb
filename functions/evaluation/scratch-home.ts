/** What a home that lives through a file is told and asked: requests of its operator, strangers' listens, editions due at an instant. */
import { readForAssembly } from '#functions/assemble/read.ts';
import type { Interaction } from '#functions/evaluation/interactions.ts';
import { distinctListenRows } from '#functions/evaluation/listens.ts';
import type { Home } from '#functions/local/home.ts';
import { selectInputs } from '#shared/domain/edition/inputs.ts';
import { dayInSeconds } from '#shared/domain/tuning.ts';
import type { Patch, StoredEdition } from '#shared/schemas/edition.ts';
import { noExperiments } from '#shared/schemas/experiment.ts';
import type { UserId } from '#shared/schemas/ids.ts';

type OperatorRequest = { readonly method: string; readonly path: string; readonly body: unknown };

export async function sendAsOperator({ fetch }: Home, token: string, { method, path, body }: OperatorRequest) {
  const headers = { authorization: `Bearer ${token}` };
  const response = await fetch(new Request(`http://segue${path}`, { method, headers, body: JSON.stringify(body) }));
  if (!response.ok) throw new Error(`Cannot ${method} ${path}: ${await response.text()}`);
}

/**
 * People who only say what goes with what, a month before `from` (Unix seconds): they are in the warehouse and nowhere
 * else, so that nothing is made for them.
 */
export function rowsOfOthers(background: readonly Interaction[], from: number) {
  const before = new Date((from - 30 * dayInSeconds) * 1_000);
  return distinctListenRows(background).map((row) => ({
    ...row,
    user_id: `background ${row.user_id}`,
    listened_at: before,
    received_at: before,
    landed_at: before,
  }));
}

/** The user's editions that were due at `now`. Who is new has had none before and has none yet. */
export async function editionsDueAt(
  { stores }: Home,
  userId: UserId,
  { patches, now }: { readonly patches: readonly Patch[]; readonly now: number },
): Promise<StoredEdition[]> {
  const latest = await Promise.all(
    patches.map((patch) => stores.editions.latest(userId, { patch, before: now + 1, limit: 1 })),
  );
  return latest.flat().filter(({ manifest }) => manifest.dueAt === now);
}

/** What the assembly of an edition was given, asked again: its inputs as they are kept are only what it came to read. */
export async function offeredFor({ stores }: Home, { edition, manifest }: StoredEdition): Promise<string[]> {
  const { userId, patch, period } = edition;
  const record = await stores.users.read(userId);
  if (record.state !== 'known') return [];
  const { dueAt, codeVersion } = manifest;
  const [newest] = await stores.editions.latest(userId, { patch, before: dueAt, limit: 1 });
  const readings = await readForAssembly(
    { ...stores, experiments: noExperiments, codeVersion },
    { user: record.user, patch, period, dueAt, newest },
  );
  const { own, candidates, lists } = selectInputs(readings);
  const items = [...own, ...candidates, ...lists.flatMap((list) => list.items)];
  return [...new Set(items.map(({ item }) => item.itemId as string))];
}
