/** What grows with a user's history and what does not: bytes of a profile, and the time of one more batch. */
import { work } from '#functions/cost/operations.ts';
import { emptyProfile, learn } from '#shared/domain/profile/learn.ts';
import type { UserId } from '#shared/schemas/ids.ts';
import type { Profile } from '#shared/schemas/profile.ts';
import type { Options } from '#test/bench/options.ts';
import { cpuSeconds, type Row, row } from '#test/bench/row.ts';
import { bytesOf } from '#test/support/counting.ts';
import { inventCatalogue, listenOf } from '#test/support/regular-listener.ts';

const sizes = [1_000, 10_000, 100_000, 1_000_000];

export async function growthRows({ say }: Options): Promise<Row[]> {
  say('growth: a profile from 1,000 to 1,000,000 listens');
  const rows: Row[] = [];
  const catalogue = inventCatalogue(20_000);
  const tags = new Map([...catalogue.tracks, ...catalogue.episodes].map(({ itemId, tags }) => [itemId, tags]));
  const userId = 'listener' as UserId;
  let profile = emptyProfile(userId);
  let folded = 0;
  const fold = (size: number): number => {
    const listens = Array.from({ length: size }, (_, at) => {
      const nth = folded + at;
      const { itemId, kind, artistId, listenedAt } = listenOf(
        userId,
        { nth, listenedAt: 1_100_000_000 + nth * 600 },
        catalogue,
      );
      return { id: `listen-${nth}`, itemId, kind, artistId, tags: tags.get(itemId) ?? [], listenedAt, weight: 1 };
    });
    const batch = { batchId: `batch-${folded}`, receivedAt: 1_100_000_000 + folded * 600, listens };
    const took = cpuSeconds(() => {
      profile = learn(profile, batch).next as Profile;
    });
    folded += size;
    return took;
  };
  for (const size of sizes) {
    while (folded < size - 20_000) fold(1_000);
    while (folded < size) fold(100);
    const took = Array.from({ length: 300 }, () => fold(100)).reduce((sum, each) => sum + each, 0) / 300;
    rows.push(row(`growth: profile after ${size.toLocaleString('en')} listens`, bytesOf(profile) / 1_024, 'KiB'));
    rows.push(row(`growth: one more batch of 100 then`, took * 1e6, 'µs'));
  }
  return [...rows, ...operationRows()];
}

/** Counted on the real handlers; a test ties them. An answer of an instance that remembers nothing. */
function operationRows(): Row[] {
  const perThousand = (reads: number, batch: number): number => (1_000 / batch) * reads;
  const learned = work['learn 50 listens'];
  const reads = ({ reads, sharedReads }: { reads: number; sharedReads: number }): number => reads + sharedReads;
  return [
    row('operations: reads per 1,000 listens in batches of 50', perThousand(reads(learned) + 1, 50), 'documents'),
    row('operations: writes per 1,000 listens in batches of 50', perThousand(learned.writes, 50), 'documents'),
    row('operations: reads per weekly exploration', reads(work['weekly-exploration']), 'documents'),
    row('operations: reads per daily jams', reads(work['daily-jams']), 'documents'),
    row('operations: writes per edition', work['daily-jams'].writes, 'documents'),
    row('operations: reads per recommendation', reads(work.recommendations), 'documents'),
  ];
}
