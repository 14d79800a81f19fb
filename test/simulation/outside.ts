/** The primitives a process works on, each of whose calls waits for its turn. */
import type { Dice } from '#functions/generator/dice.ts';
import type { DocumentStore, Write } from '#shared/ports/document-store.ts';
import type { Topics } from '#shared/ports/topics.ts';
import type { Warehouse } from '#shared/ports/warehouse.ts';
import type { Jobs } from '#test/simulation/jobs.ts';
import type { Effect } from '#test/simulation/turns.ts';
import type { MemoryWarehouse } from '#test/simulation/warehouse.ts';

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

/** Statements end with the process that asked for them; or, with `jobs`, they are those of a service and go on. */
export function warehouseOutside(warehouse: MemoryWarehouse, call: CallOutside, jobs?: Jobs): Warehouse {
  const inOneGo: Warehouse = {
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
  if (jobs === undefined) return inOneGo;

  /**
   *   asked ──▶ begun: what it reads is read ──▶ waited for: what it writes is written
   *     └─ refused      └─ given up, or its worker dies: written some time later
   */
  const asService = (run?: string): Warehouse => ({
    ...inOneGo,
    materialise: async (statement, ...rest) => {
      const begin = async () => jobs.begin(run, warehouse.begin(statement, ...rest));
      const label = `materialise ${statement.name}`;
      const commit = await call({ label: `begin to ${label}`, perform: begin, later: async () => begin });
      await call({ label, waits: true, perform: async () => commit(), part: async () => undefined });
    },
    remove: async (statement, parameters) => {
      const perform = async () => {
        let removed = Promise.resolve(0);
        jobs.begin(run, () => {
          removed = warehouse.remove(statement, parameters);
        })();
        return removed;
      };
      return call({ label: `remove ${statement.name}`, perform, later: async () => perform });
    },
    within: asService,
    settle: async (former) => call({ label: 'settle a run', perform: async () => jobs.settle(former) }),
  });
  return asService();
}
