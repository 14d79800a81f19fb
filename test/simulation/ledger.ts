/** What really happened, noted as it happens and apart from every store: the oracle's only source. */
import type { StoredEdition } from '#shared/schemas/edition.ts';
import type { Listen } from '#shared/schemas/listen.ts';
import type { ListensMessage } from '#shared/schemas/message.ts';
import type { Rows } from '#test/simulation/warehouse.ts';

export type EditionStored = {
  readonly stored: StoredEdition;
  /** World time and the time its maker believed it was, Unix seconds. */
  readonly at: number;
  readonly believed: number;
  /** Items that every listen learned before the run began had played. */
  readonly heardBefore: ReadonlySet<string>;
};

export type ModelContents = {
  readonly neighbours: ReadonlySet<string>;
  readonly lists: ReadonlySet<string>;
  readonly candidates: ReadonlySet<string>;
};

export type Ledger = {
  /** Every listen that became durable in topic `listens`, by user and id. */
  readonly published: Map<string, Map<string, Listen>>;
  /** Ids that a client was told were accepted. */
  readonly accepted: Map<string, Set<string>>;
  readonly retracted: Map<string, Set<string>>;
  /** Listens whose learning came to its end. */
  readonly learned: Map<string, Map<string, Listen>>;
  readonly editions: EditionStored[];
  readonly firstPeriods: Map<string, string>;
  readonly models: Map<string, ModelContents>;
  /** Users whose erasure was asked for, and those whose receipts say that it is done. */
  readonly leaving: Map<string, string>;
};

export function openLedger(): Ledger {
  return {
    published: new Map(),
    accepted: new Map(),
    retracted: new Map(),
    learned: new Map(),
    editions: [],
    firstPeriods: new Map(),
    models: new Map(),
    leaving: new Map(),
  };
}

export function ofUser<V>(all: Map<string, V>, userId: string, empty: () => V): V {
  let own = all.get(userId);
  if (own === undefined) {
    own = empty();
    all.set(userId, own);
  }
  return own;
}

/** Notes a message of topic `listens` at the moment it became durable. */
export function notePublished(ledger: Ledger, message: ListensMessage): void {
  if (message.type === 'listened') {
    const own = ofUser(ledger.published, message.userId, () => new Map<string, Listen>());
    for (const listen of message.listens) own.set(listen.id, listen);
  } else if (message.type === 'retracted') {
    const own = ofUser(ledger.retracted, message.userId, () => new Set<string>());
    for (const { id } of message.listens) own.add(id);
  }
}

/** Notes what a model holds at the moment its publication is asked for. */
export function noteModel({ models }: Ledger, version: string, tables: Rows): void {
  const items = new Map(tables.model_items.map(({ item_index, item_id }) => [item_index, item_id]));
  const users = new Map(tables.model_users.map(({ user_index, user_id }) => [user_index, user_id]));
  const named = (names: ReadonlyMap<number, string>, indexes: readonly number[]): Set<string> =>
    new Set(indexes.flatMap((index) => names.get(index) ?? []));
  models.set(version, {
    neighbours: named(
      items,
      tables.model_neighbours.map(({ item_index }) => item_index),
    ),
    candidates: named(
      users,
      tables.model_candidates.map(({ user_index }) => user_index),
    ),
    lists: new Set(tables.model_lists.map(({ name }) => name)),
  });
}

/** The listens that count: all that were accepted and not taken back, of each play the first. */
export function standing(ledger: Ledger, userId: string): Listen[] {
  return standingIn([...(ledger.published.get(userId)?.values() ?? [])], ledger, userId);
}

export function standingIn(told: readonly Listen[], { retracted }: Ledger, userId: string): Listen[] {
  const gone = retracted.get(userId) ?? new Set();
  return told.filter(
    (one) =>
      !gone.has(one.id) &&
      !told.some((other) => areOnePlay(one, other) && (gone.has(other.id) || isBefore(other, one))),
  );
}

/** Nobody begins a song again before half of what was played of it is over, or four minutes; 30 seconds where no length is told. */
function areOnePlay(a: Listen, b: Listen): boolean {
  if (a.id === b.id || a.itemId !== b.itemId) return false;
  const lengths = [a, b].flatMap(({ playedMs, durationMs }) => playedMs ?? durationMs ?? []);
  const apart = lengths.length === 0 ? 30 : Math.min(240, Math.floor(Math.min(...lengths) / 2_000));
  return Math.abs(a.listenedAt - b.listenedAt) < apart;
}

function isBefore(a: Listen, b: Listen): boolean {
  return a.listenedAt < b.listenedAt || (a.listenedAt === b.listenedAt && a.id < b.id);
}
