/** The contract of DocumentStore: what every document adapter promises, shown on each. */
import { expect, it } from 'vitest';
import type { DocumentStore } from '#shared/ports/document-store.ts';
import type { Schedule } from '#shared/schemas/edition.ts';
import type { UserId } from '#shared/schemas/ids.ts';
import type { Receipt } from '#shared/schemas/receipt.ts';
import { printChecks } from '#test/support/print-checks.ts';

export type OpenStore = () => Promise<{ readonly store: DocumentStore } & AsyncDisposable>;

const receipt = (receiptId: string, count: number): Receipt => ({
  receiptId,
  userHash: 'h',
  requestedAt: 1,
  deadline: 2,
  state: 'accepted',
  doneAt: null,
  removed: { listens: count },
});

const schedule = (userId: string, nextDueAt: number, shard = 0): Schedule =>
  ({ userId: userId as UserId, patch: 'weekly-jams', shard, nextDueAt, period: '2026-W48' }) as Schedule;

const schedules = (store: DocumentStore, ...all: readonly (readonly [string, Schedule])[]) =>
  store.write(all.map(([id, body]) => ({ op: 'set', collection: 'schedules', id, body })));

export function documentStoreContract(open: OpenStore): void {
  printChecks('DocumentStore');
  it('DocumentStore.read gives documents in the order asked, undefined where there is none', async () => {
    await using opened = await open();
    const { store } = opened;
    await store.write([
      { op: 'set', collection: 'receipts', id: 'a', body: receipt('a', 1) },
      { op: 'set', collection: 'receipts', id: 'b', body: receipt('b', 2) },
    ]);
    const [b, missing, a] = await store.read('receipts', ['b', 'missing', 'a']);
    expect([b?.receiptId, missing, a?.receiptId]).toEqual(['b', undefined, 'a']);
  });

  it.each([
    ['a slash', 'a/b/c'],
    ['dots', '..'],
    ['a single dot', '.'],
    ['a reserved name', '__proto__'],
    ['another reserved name', '__id7__'],
    ['emoji', '🎧🪩'],
    ['a percent sign', '100%25'],
    ['a quote', `'; DROP TABLE items; --"`],
    ['600 bytes', 'x'.repeat(600)],
    ['spaces', ' a  b '],
  ])('DocumentStore takes ids with %s as they are', async (_what, id) => {
    await using opened = await open();
    const { store } = opened;
    await store.write([{ op: 'set', collection: 'receipts', id, body: receipt(id, 3) }]);
    const [found] = await store.read('receipts', [id]);
    expect(found).toEqual(receipt(id, 3));
    const rows = await store.query('receipts', { where: { userHash: 'h' }, limit: 10 });
    expect(rows.map((row) => row.id)).toContain(id);
  });

  it('DocumentStore.read gives a copy of its own', async () => {
    await using opened = await open();
    const { store } = opened;
    await store.write([{ op: 'set', collection: 'receipts', id: 'a', body: receipt('a', 1) }]);
    const [first] = await store.read('receipts', ['a']);
    if (first !== undefined) first.removed.listens = 99;
    expect((await store.read('receipts', ['a']))[0]?.removed.listens).toBe(1);
  });

  it('DocumentStore.update creates, changes, deletes, and leaves alone', async () => {
    await using opened = await open();
    const { store } = opened;
    const made = await store.update('receipts', 'a', (current) => ({ next: receipt('a', 1), result: current }));
    expect(made).toBeUndefined();
    const before = await store.update('receipts', 'a', (current) => ({ next: receipt('a', 2), result: current }));
    expect(before?.removed.listens).toBe(1);
    await store.update('receipts', 'a', () => ({ result: undefined }));
    expect((await store.read('receipts', ['a']))[0]?.removed.listens).toBe(2);
    await store.update('receipts', 'a', () => ({ next: null, result: undefined }));
    expect(await store.read('receipts', ['a'])).toEqual([undefined]);
  });

  it('DocumentStore.update loses nothing when 20 writers meet', async () => {
    await using opened = await open();
    const { store } = opened;
    const add = () =>
      store.update('receipts', 'a', (current) => ({
        next: receipt('a', (current?.removed.listens ?? 0) + 1),
        result: undefined,
      }));
    await Promise.all(Array.from({ length: 20 }, add));
    expect((await store.read('receipts', ['a']))[0]?.removed.listens).toBe(20);
  });

  it('DocumentStore.update passes on what evolve throws and writes nothing', async () => {
    await using opened = await open();
    const { store } = opened;
    const failing = store.update('receipts', 'a', () => {
      throw new Error('Cannot decide');
    });
    await expect(failing).rejects.toThrow('Cannot decide');
    expect(await store.read('receipts', ['a'])).toEqual([undefined]);
  });

  it('DocumentStore.write sets and deletes all or none: a write that throws takes those before it back', async () => {
    await using opened = await open();
    const { store } = opened;
    await store.write([{ op: 'set', collection: 'receipts', id: 'kept', body: receipt('kept', 1) }]);
    const unwritable = { ...receipt('b', 2), deadline: 2n } as unknown as Receipt;
    const failing = store.write([
      { op: 'set', collection: 'receipts', id: 'a', body: receipt('a', 1) },
      { op: 'delete', collection: 'receipts', id: 'kept' },
      { op: 'set', collection: 'receipts', id: 'b', body: unwritable },
    ]);
    await expect(failing).rejects.toThrow('BigInt');
    expect(await store.read('receipts', ['a', 'kept', 'b'])).toEqual([undefined, receipt('kept', 1), undefined]);
  });

  it('DocumentStore.write creates only what is not there', async () => {
    await using opened = await open();
    const { store } = opened;
    await store.write([{ op: 'create', collection: 'receipts', id: 'a', body: receipt('a', 1) }]);
    await store.write([
      { op: 'create', collection: 'receipts', id: 'a', body: receipt('a', 2) },
      { op: 'create', collection: 'receipts', id: 'b', body: receipt('b', 2) },
    ]);
    const [a, b] = await store.read('receipts', ['a', 'b']);
    expect([a?.removed.listens, b?.removed.listens]).toEqual([1, 2]);
  });

  it('DocumentStore.write deletes, also what is not there', async () => {
    await using opened = await open();
    const { store } = opened;
    await store.write([{ op: 'set', collection: 'receipts', id: 'a', body: receipt('a', 1) }]);
    await store.write([
      { op: 'delete', collection: 'receipts', id: 'a' },
      { op: 'delete', collection: 'receipts', id: 'never' },
    ]);
    expect(await store.read('receipts', ['a'])).toEqual([undefined]);
  });

  it('DocumentStore.query orders by the field then id, within bounds, page by page', async () => {
    await using opened = await open();
    const { store } = opened;
    await schedules(
      store,
      ['d', schedule('d', 40)],
      ['b', schedule('b', 20)],
      ['c', schedule('c', 20)],
      ['a', schedule('a', 10)],
      ['other-shard', schedule('x', 15, 1)],
    );
    const query = { where: { shard: 0 }, orderBy: { field: 'nextDueAt', direction: 'ascending' }, atMost: 30 } as const;
    const first = await store.query('schedules', { ...query, limit: 2 });
    expect(first.map(({ id }) => id)).toEqual(['a', 'b']);
    const last = first.at(-1);
    const after = { value: last?.body.nextDueAt ?? 0, id: last?.id ?? '' };
    const second = await store.query('schedules', { ...query, after, limit: 2 });
    expect(second.map(({ id }) => id)).toEqual(['c']);
  });

  it('DocumentStore.query descends, with a lower bound', async () => {
    await using opened = await open();
    const { store } = opened;
    await schedules(store, ['a', schedule('a', 10)], ['b', schedule('b', 20)], ['c', schedule('c', 30)]);
    const rows = await store.query('schedules', {
      where: { shard: 0 },
      orderBy: { field: 'nextDueAt', direction: 'descending' },
      atLeast: 20,
      limit: 10,
    });
    expect(rows.map(({ id }) => id)).toEqual(['c', 'b']);
  });

  it('DocumentStore.query takes any of several values of a field, in the order of the other', async () => {
    await using opened = await open();
    const { store } = opened;
    await schedules(
      store,
      ['a', schedule('a', 10, 1)],
      ['b', schedule('b', 30, 2)],
      ['c', schedule('c', 40, 3)],
      ['d', schedule('d', 20, 1)],
      ['e', schedule('e', 5, 2)],
    );
    const query = { orderBy: { field: 'nextDueAt', direction: 'descending' }, atLeast: 10, limit: 9 } as const;
    const found = async (shard: readonly number[]) =>
      (await store.query('schedules', { ...query, where: { shard } })).map(({ id }) => id);
    expect(await found([1, 2, 7])).toEqual(['b', 'd', 'a']);
    expect(await found([3])).toEqual(['c']);
    expect(await found([7, 8])).toEqual([]);
    await expect(found(Array.from({ length: 31 }, (_, nth) => nth))).rejects.toThrow('1 to 30');
    await expect(found([])).rejects.toThrow('1 to 30');
  });

  it('DocumentStore.query follows a change of the field and forgets what was deleted', async () => {
    await using opened = await open();
    const { store } = opened;
    await schedules(store, ['a', schedule('a', 10)], ['b', schedule('b', 20)]);
    await schedules(store, ['a', schedule('a', 90)]);
    await store.write([{ op: 'delete', collection: 'schedules', id: 'b' }]);
    const due = {
      where: { shard: 0 },
      orderBy: { field: 'nextDueAt', direction: 'ascending' },
      atMost: 50,
      limit: 9,
    } as const;
    expect(await store.query('schedules', due)).toEqual([]);
    expect((await store.query('schedules', { ...due, atMost: 100 })).map(({ id }) => id)).toEqual(['a']);
  });

  it('DocumentStore.query leaves out documents whose ordered field is null', async () => {
    await using opened = await open();
    const { store } = opened;
    const profile = (userId: string, since: number | null) =>
      ({ userId, rebuild: since === null ? null : { since, awaiting: [] } }) as never;
    await store.write([
      { op: 'set', collection: 'profiles', id: 'calm', body: profile('calm', null) },
      { op: 'set', collection: 'profiles', id: 'marked', body: profile('marked', 7) },
    ]);
    const marked = await store.query('profiles', {
      where: {},
      orderBy: { field: 'rebuildSince', direction: 'ascending' },
      atMost: 100,
      limit: 10,
    });
    expect(marked.map(({ id }) => id)).toEqual(['marked']);
  });

  it('DocumentStore.query refuses what is not declared', async () => {
    await using opened = await open();
    const { store } = opened;
    await expect(store.query('receipts', { where: { state: 'done' }, limit: 1 })).rejects.toThrow(
      'not a declared query',
    );
  });

  it('DocumentStore keeps a document of 900 KB', async () => {
    await using opened = await open();
    const { store } = opened;
    const body = {
      ...receipt('big', 1),
      userHash: 'h',
      removed: Object.fromEntries(Array.from({ length: 30_000 }, (_, n) => [`a long store name ${n}`, n])),
    };
    await store.write([{ op: 'set', collection: 'receipts', id: 'big', body }]);
    expect((await store.read('receipts', ['big']))[0]).toEqual(body);
  });
}
