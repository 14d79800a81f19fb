/** Defects of one line that a test must notice: what stands in a file, what takes its place, and the tests that turn red. */

export type PlantedDefect = {
  readonly name: string;
  readonly file: string;
  /** Stands once in the file. */
  readonly from: string;
  readonly to: string;
  readonly tests: readonly string[];
};

type Row = readonly [name: string, from: string, to: string];

const of = (file: string, tests: string, rows: readonly Row[]): PlantedDefect[] =>
  rows.map(([name, from, to]) => ({ name, file, from, to, tests: tests.split(' ') }));

const users = 'test/functions/ingest/users.test.ts';
const lists = 'test/sql/refresh/listens.test.ts';

export const plantedDefects: readonly PlantedDefect[] = [
  ...of('shared/sql/refresh/listens.sql', lists, [
    ['the least weight of what counts is halved', 'GREATEST(@floor_weight,', 'GREATEST(@floor_weight * 0.5,'],
    ['a listen that is counted is counted again', 'counted.listen_id IS NULL AND ', ''],
    ['an echo is counted', ' AND echoes.listen_id IS NULL', ''],
    ['ids are one for all users', 'counted.user_id = arrived.user_id AND ', ''],
  ]),
  ...of('shared/domain/listens/engagement.ts', lists, [
    ['what just counts weighs its share', 'Math.max(dials.floorWeight, playedMs / lengthMs)', 'playedMs / lengthMs'],
  ]),
  ...of('shared/domain/listens/messages.ts', 'test/domain/listens/messages.test.ts', [
    ['messages have no size', 'bytes + size > limits.messageBytesMax', 'bytes === Number.POSITIVE_INFINITY'],
  ]),
  ...of('shared/domain/profile/heard.ts', 'test/domain/profile/heard.test.ts', [
    ['only the last slice is asked', '{ bytes } of slices)', '{ bytes } of slices.slice(-1))'],
    ['slices grow past their capacity', '(slice.count >= ', '(slice.count > 1e9 + '],
  ]),
  ...of('shared/domain/profile/decay.ts', 'test/domain/profile/decay.test.ts', [
    ['a newer listen leaves the instant', '    entry[3] = listenedAt;\n', ''],
    ['plays are not counted', 'entry[4] += 1;', 'entry[4] += 0;'],
    ['the sum keeps the older instant', 'newer[3], a[4]', 'older[3], a[4]'],
  ]),
  ...of('shared/domain/profile/learn.ts', 'test/domain/profile', [
    ['a batch counts again', 'profile.batches.some(([key]) => key === batchKey)', 'profile.batches.length < 0'],
    ['a retracted listen leaves no stone', '[...kept, ...stones]', '[...kept]'],
  ]),
  ...of('shared/domain/profile/arrivals.ts', 'test/domain/profile test/domain/listens', [
    ['a listen in the window counts again', "known !== undefined && known !== 'untold'", "known === 'untold'"],
    ['what is older than the window is guessed at', 'play.listenedAt - reachOf(play) < floor', 'play.listenedAt < -1'],
    ['an earlier play that comes late counts beside the later', 'listenedAt >= play.listenedAt', 'listenedAt > 1e12'],
  ]),
  ...of('shared/domain/profile/rebuild.ts', 'test/domain/profile/rebuild.test.ts', [
    ['the floor sinks', '[profile.windowFloor, floor,', '[floor,'],
    ['a rebuild loses the stones', '...entries.slice(0, listensMax), ...stones', '...entries.slice(0, listensMax)'],
  ]),
  ...of('functions/learn/rebuild.ts', 'test/functions/learn/rebuild.test.ts', [
    ['listens change unnoticed', 'JSON.stringify(await countsOf(warehouse, userId)) !== ', "'' === "],
    ['the profile changes unnoticed', ' || !sameState(current, profile)', ''],
  ]),
  ...of('shared/domain/wishes/visibility.ts', 'test/domain/wishes/visibility.test.ts', [
    ['an older edition ignores explicit', 'anyKind && settings.explicit && Object', 'anyKind && Object'],
    ['a block holds a second longer', 'until <= at', 'until < at'],
    ['a tag is another in capitals', "has('tag', tag.toLowerCase())", "has('tag', tag)"],
    ['hate is nothing', 'score === -1', 'score === 9'],
  ]),
  ...of('shared/domain/wishes/preferences.ts', 'test/domain/wishes/preferences.test.ts', [
    ['blocks that ended keep their room', '.filter(({ until }) => until === undefined || until > now)', ''],
    ['blocks have no limit', 'others.length >= limits.blocksPerUserMax', 'others.length > 1e9'],
    ['feedback has no limit', 'others.length >= limits.feedbackPerUserMax', 'others.length > 1e9'],
  ]),
  ...of('functions/ingest/users.ts', users, [['a user’s document has no limit', ' <= limits.userBytesMax', ' < 1e12']]),
  ...of('functions/ingest/users.ts', 'test/security/attacker/one-caller.test.ts', [
    ['tokens asked for at once pass their limit', 'length > limits.tokensPerUserMax', 'length > 1e9'],
  ]),
  ...of('functions/assemble/handler.ts', 'test/functions/assemble/settings.test.ts', [
    ['settings changed meanwhile are lost', 'if (sameDue(settings, before.settings)) return;', 'if (settings) return;'],
  ]),
  ...of('functions/publish/handler.ts', 'test/functions/publish/publish.test.ts', [
    [
      'the pointer moves before the manifest',
      "  if (manifest.state === 'trained') await",
      '  await registry.point((current) => advancePointer(current, manifest, clock()));\n  await',
    ],
    [
      'the pointer moves with any shard',
      'if (await modelWriter.shardDone(modelVersion, shard, shards)) await',
      'await',
    ],
    ['the forgotten come back', "=> records[at]?.state !== 'forgotten')", "=> records[at]?.state !== 'unknown')"],
  ]),
  ...of('shared/domain/model/verdicts.ts', 'test/domain/model/verdicts.test.ts', [
    ['a value at its objective is late', 'value <= objective', 'value < objective'],
  ]),
  ...of('shared/domain/model/pointer.ts', 'test/domain/model/pointer.test.ts', [
    ['an older model takes over', 'if (pointer.modelVersion >= modelVersion) return undefined;', ''],
  ]),
  ...of('shared/adapters/sqlite/database.ts', 'test/adapters/sqlite/document-store.test.ts', [
    ['a throw rolls nothing back', 'ROLLBACK TO work; RELEASE work', 'RELEASE work'],
  ]),
  ...of('shared/adapters/memory/document-store.ts', 'test/adapters/memory/document-store.test.ts', [
    [
      'writes are applied one by one',
      'for (const apply of writes.map(prepare)) apply();',
      'for (const write of writes) prepare(write)();',
    ],
  ]),
  ...of('shared/domain/edition/calendar.ts', 'test/domain/edition/calendar.test.ts', [
    ['a later period may be due earlier', 'Math.max(earlier + 1, dueAt)', 'dueAt'],
    ['one period more is caught up', ', 1 - max)', ', -max)'],
  ]),
  ...of('shared/domain/edition/spacing.ts', 'test/domain/edition/spacing.test.ts', [
    [
      'an artist rests one place less',
      '(restedAt[group] as number) <= placed',
      '(restedAt[group] as number) <= placed + 1',
    ],
  ]),
  ...of('shared/domain/experiment/assign.ts', 'test/domain/experiment/assign.test.ts', [
    ['experiments draw together', "'experiment', experiment.name, userId", "'experiment', userId"],
  ]),
  ...of('shared/domain/lru-cache.ts', 'test/domain/lru-cache.test.ts', [
    ['reading keeps nothing young', '      kept.delete(key);\n      kept.set(key, found);\n', ''],
  ]),
  ...of('shared/edge/http/authorise.ts', 'test/edge/http/access.test.ts', [
    ['a token opens every user', 'if (named !== principal.userId) throw', 'if (named === undefined) throw'],
  ]),
  ...of('shared/edge/http/rate-limit.ts', 'test/edge/http/rate-limit.test.ts', [
    ['one request more is let through', 'exceeded: count > limit', 'exceeded: count > limit + 1'],
  ]),
];
