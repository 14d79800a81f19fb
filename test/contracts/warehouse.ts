/** The contract of Warehouse: what every warehouse adapter promises, shown on each. */
import { expect, it } from 'vitest';
import { int64, rowsOf, type Statement, type Warehouse } from '#shared/ports/warehouse.ts';
import { printChecks } from '#test/support/print-checks.ts';
import { at, everythingIn, listenRow } from '#test/support/warehouse-rows.ts';

export type OpenWarehouse = () => Promise<{ readonly warehouse: Warehouse } & AsyncDisposable>;

const sql = (text: string): Statement => ({ name: 'test', text });
const tags = (...ids: readonly string[]) => ids.map((id) => ({ item_id: id, tag: 'rock', taggings: 1 }));

async function refusal(work: Promise<unknown>): Promise<string> {
  return work.then(
    () => 'nothing was refused',
    (error: Error) => error.message,
  );
}

export function warehouseContract(open: OpenWarehouse): void {
  printChecks('Warehouse');
  it('Warehouse.load gives back every type as it was, extremes and NULL included', async () => {
    await using opened = await open();
    const { warehouse } = opened;
    const rows = [
      listenRow({ listen_id: 'a', listened_at: at(-1), weight: 0.1 + 0.2, played_ms: 2 ** 53 - 1 }),
      listenRow({ listen_id: 'b', listened_at: at(0), weight: 5e-324, played_ms: 0, artist_id: '' }),
      listenRow({ listen_id: `'; --"\\ 🎧`, listened_at: new Date(1_767_225_599_999), weight: 1.797e308 }),
    ];
    await warehouse.load('listens', rows);
    const found = await everythingIn(warehouse, 'listens', 'listened_at');
    expect(found).toEqual(rows);
  });

  it('Warehouse.load adds to what is there, and replaces it when told so', async () => {
    await using opened = await open();
    const { warehouse } = opened;
    await warehouse.load('item_tags', tags('a'));
    await warehouse.load('item_tags', tags('b'), 'append');
    expect(await everythingIn(warehouse, 'item_tags', 'item_id')).toEqual(tags('a', 'b'));
    await warehouse.load('item_tags', tags('c'), 'replace');
    expect(await everythingIn(warehouse, 'item_tags', 'item_id')).toEqual(tags('c'));
    await warehouse.load('item_tags', []);
    expect(await everythingIn(warehouse, 'item_tags', 'item_id')).toEqual(tags('c'));
  });

  it('Warehouse.load keeps nothing of rows of which one does not fit', async () => {
    await using opened = await open();
    const { warehouse } = opened;
    const rows = [...tags('a'), { item_id: 'b', tag: null as unknown as string, taggings: 1 }];
    expect(await refusal(warehouse.load('item_tags', rows))).not.toBe('nothing was refused');
    expect(await everythingIn(warehouse, 'item_tags', 'item_id')).toEqual([]);
    await warehouse.load('item_tags', tags('c'));
    expect(await everythingIn(warehouse, 'item_tags', 'item_id')).toEqual(tags('c'));
  });

  it('Warehouse.pages binds parameters of every type', async () => {
    await using opened = await open();
    const text =
      'SELECT @text AS text, @number AS number, @whole AS whole, @flag AS flag, @instant AS instant, @whole + 1 AS next';
    const parameters = { text: "o'clock", number: 2, whole: int64(41), flag: true, instant: at(86_400) };
    const rows = await rowsOf(opened.warehouse, sql(text), parameters);
    expect(rows).toEqual([{ text: "o'clock", number: 2, whole: 41, flag: true, instant: at(86_400), next: 42 }]);
  });

  it('Warehouse.pages refuses a missing and a superfluous parameter before anything runs', async () => {
    await using opened = await open();
    const { warehouse } = opened;
    expect(await refusal(rowsOf(warehouse, sql('SELECT @p AS p'), {}))).toContain('"p" is missing');
    expect(await refusal(rowsOf(warehouse, sql('SELECT 1 AS p'), { q: 1 }))).toContain('no parameter "q"');
    const remove = warehouse.remove(sql('DELETE FROM item_tags WHERE item_id = @id'), {});
    expect(await refusal(remove)).toContain('"id" is missing');
  });

  it('Warehouse.pages gives all rows once, in the order of the statement, in pages of the size asked', async () => {
    await using opened = await open();
    const { warehouse } = opened;
    const ids = Array.from({ length: 5_000 }, (_, index) => String(index).padStart(5, '0'));
    await warehouse.load('item_tags', tags(...ids.toReversed()));
    const sizes: number[] = [];
    const seen: string[] = [];
    const ordered = sql('SELECT item_id FROM item_tags ORDER BY item_id');
    for await (const page of warehouse.pages<{ item_id: string }>(ordered, {}, 1_999)) {
      sizes.push(page.length);
      seen.push(...page.map(({ item_id }) => item_id));
    }
    expect(seen).toEqual(ids);
    expect(sizes.every((size) => size <= 1_999)).toBe(true);
  });

  it('Warehouse.pages can be left early and read side by side', async () => {
    await using opened = await open();
    const { warehouse } = opened;
    await warehouse.load('item_tags', tags(...Array.from({ length: 9_000 }, (_, index) => `i${index}`)));
    const all = sql('SELECT item_id FROM item_tags ORDER BY item_id');
    for (let round = 0; round < 8; round++) for await (const _page of warehouse.pages(all, {}, 10)) break;
    const counts = await Promise.all(
      Array.from({ length: 6 }, async () => {
        let count = 0;
        for await (const page of warehouse.pages(all, {}, 1_000)) count += page.length;
        return count;
      }),
    );
    expect(counts).toEqual(Array(6).fill(9_000));
  });

  it('Warehouse.pages sorts NULL first when ascending and last when descending', async () => {
    await using opened = await open();
    const text = 'SELECT x FROM (SELECT 1.0 AS x UNION ALL SELECT NULL AS x UNION ALL SELECT 2.0 AS x) ORDER BY x';
    expect((await rowsOf<{ x: number }>(opened.warehouse, sql(text), {})).map(({ x }) => x)).toEqual([null, 1, 2]);
    const down = await rowsOf<{ x: number }>(opened.warehouse, sql(`${text} DESC`), {});
    expect(down.map(({ x }) => x)).toEqual([2, 1, null]);
  });

  it('Warehouse.materialise replaces a table by rows made from it, whole', async () => {
    await using opened = await open();
    const { warehouse } = opened;
    await warehouse.load('item_tags', tags('a', 'b'));
    const louder = sql('SELECT item_id, CONCAT(tag, @mark) AS tag, taggings FROM item_tags WHERE item_id = @id');
    await warehouse.materialise(louder, { mark: '!', id: 'b' }, { table: 'item_tags', disposition: 'replace' });
    expect(await everythingIn(warehouse, 'item_tags', 'item_id')).toEqual([
      { item_id: 'b', tag: 'rock!', taggings: 1 },
    ]);
    await warehouse.materialise(louder, { mark: '?', id: 'b' }, { table: 'item_tags', disposition: 'append' });
    expect((await everythingIn(warehouse, 'item_tags', 'tag')).map(({ tag }) => tag)).toEqual(['rock!', 'rock!?']);
  });

  it('I8 Warehouse.materialise that fails leaves the table as it was', async () => {
    await using opened = await open();
    const { warehouse } = opened;
    await warehouse.load('item_tags', tags('a', 'b'));
    const destination = { table: 'item_tags', disposition: 'replace' } as const;
    const bad = sql('SELECT item_id, tag, CAST(item_id AS FLOAT64) AS taggings FROM item_tags');
    expect(await refusal(warehouse.materialise(bad, {}, destination))).toContain('Cannot run "test"');
    expect(await everythingIn(warehouse, 'item_tags', 'item_id')).toEqual(tags('a', 'b'));
    await warehouse.materialise(sql(`SELECT 'c' AS item_id, 'rock' AS tag, 1.0 AS taggings`), {}, destination);
    expect(await everythingIn(warehouse, 'item_tags', 'item_id')).toEqual(tags('c'));
  });

  it('I8 Warehouse.pages that began before a table is replaced gives the rows it began with', async () => {
    await using opened = await open();
    const { warehouse } = opened;
    const old = Array.from({ length: 20_000 }, (_, index) => ({ item_id: `i${index}`, tag: 'old', taggings: 1 }));
    await warehouse.load('item_tags', old);
    const seen = new Map<string, number>();
    let replaced: Promise<void> | undefined;
    const all = sql('SELECT item_id, tag FROM item_tags');
    for await (const page of warehouse.pages<{ tag: string }>(all, {}, 1_000)) {
      replaced ??= warehouse.load('item_tags', [{ item_id: 'i', tag: 'new', taggings: 1 }], 'replace');
      await replaced;
      for (const { tag } of page) seen.set(tag, (seen.get(tag) ?? 0) + 1);
    }
    expect([...seen]).toEqual([['old', 20_000]]);
    expect(await everythingIn(warehouse, 'item_tags', 'item_id')).toEqual([{ item_id: 'i', tag: 'new', taggings: 1 }]);
  });

  it('Warehouse.remove deletes and counts', async () => {
    await using opened = await open();
    const { warehouse } = opened;
    await warehouse.load('item_tags', tags('a', 'b', 'b', 'c'));
    const remove = sql('DELETE FROM item_tags WHERE item_id = @id');
    expect(await warehouse.remove(remove, { id: 'b' })).toBe(2);
    expect(await warehouse.remove(remove, { id: 'b' })).toBe(0);
    expect(await everythingIn(warehouse, 'item_tags', 'item_id')).toEqual(tags('a', 'c'));
  });

  it('Warehouse runs writes that meet one after the other', async () => {
    await using opened = await open();
    const { warehouse } = opened;
    const ids = Array.from({ length: 12 }, (_, index) => `i${String(index).padStart(2, '0')}`);
    await Promise.all(ids.map((id) => warehouse.load('item_tags', tags(id))));
    expect(await everythingIn(warehouse, 'item_tags', 'item_id')).toEqual(tags(...ids));
  });

  it('Warehouse keeps to the verb: a SELECT is no DELETE', async () => {
    await using opened = await open();
    const { warehouse } = opened;
    await warehouse.load('item_tags', tags('a'));
    const remove = sql("DELETE FROM item_tags WHERE item_id = 'a'");
    expect(await refusal(rowsOf(warehouse, remove, {}))).toContain('starts with "DELETE"');
    expect(await refusal(warehouse.remove(sql('SELECT 1 AS one'), {}))).toContain('starts with "SELECT"');
    expect(await everythingIn(warehouse, 'item_tags', 'item_id')).toEqual(tags('a'));
  });
}
