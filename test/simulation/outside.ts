/** The primitives a process works on, each of whose calls waits for its turn. */
import type { Dice } from '#functions/generator/dice.ts';
import type { DocumentStore, Write } from '#shared/ports/document-store.ts';
import type { Topics } from '#shared/ports/topics.ts';
import type { Warehouse } from '#shared/ports/warehouse.ts';
import type { Effect } from '#test/simulation/turns.ts';

type CallOutside = <T>(effect: Effect<T>) => Promise<T>;

/** Every promise of the contract is used up: `evolve` is called twice, and creates stand alone. */
export function storeOutside(store: DocumentStore, call: CallOutside): DocumentStore {
  return {
    read: (collection, ids) => call({ label: `read ${collection}`, perform: () => store.read(collection, ids) }),
    update: (collection, id, evolve) =>
      call({
        label: `update ${collection}`,
        perform: async () => {
          evolve((await store.read(collection, [id]))[0]);
          return store.update(collection, id, evolve);
        },
        // A late commit carries the version it was computed from, and fails when the document has moved on.
        later: async () => {
          const [before] = await store.read(collection, [id]);
          const text = JSON.stringify(before);
          return () =>
            store.update(collection, id, (current) =>
              JSON.stringify(current) === text ? evolve(current) : ({ result: undefined } as never),
            );
        },
      }),
    write: (writes) =>
      call({
        label: `write ${writes[0]?.collection ?? 'nothing'}`,
        perform: () => store.write(writes),
        part: (dice) => store.write(partOf(writes, dice)),
        later: async () => () => store.write(writes),
      }),
    query: (collection, query) => call({ label: `query ${collection}`, perform: () => store.query(collection, query) }),
  };
}

/** Sets and deletes happen all or none; each create stands alone. */
function partOf(writes: readonly Write[], dice: Dice): Write[] {
  const together = dice.often(0.5);
  return writes.filter(({ op }) => (op === 'create' ? dice.often(0.5) : together));
}

export function topicsOutside(topics: Topics, call: CallOutside): Topics {
  return {
    publish: (topic, messages) =>
      call({
        label: `publish ${topic}`,
        perform: () => topics.publish(topic, messages),
        part: (dice) => topics.publish(topic, messages.slice(0, dice.below(messages.length + 1))),
      }),
  };
}

export function warehouseOutside(warehouse: Warehouse, call: CallOutside): Warehouse {
  return {
    async *pages<R>(...[statement, parameters, pageRows]: Parameters<Warehouse['pages']>) {
      const perform = async () => {
        const pages: (readonly R[])[] = [];
        for await (const page of warehouse.pages<R>(statement, parameters, pageRows)) pages.push(page);
        return pages;
      };
      yield* await call({ label: `ask ${statement.name}`, perform });
    },
    materialise: (statement, parameters, destination) =>
      call({
        label: `materialise ${statement.name}`,
        perform: () => warehouse.materialise(statement, parameters, destination),
      }),
    remove: (statement, parameters) =>
      call({ label: `remove ${statement.name}`, perform: () => warehouse.remove(statement, parameters) }),
    load: (table, rows, disposition) =>
      call({ label: `load ${table}`, perform: () => warehouse.load(table, rows, disposition) }),
  };
}
