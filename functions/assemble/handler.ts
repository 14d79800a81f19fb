/**
 * assemble: builds due editions.
 *
 * Trigger: topic `editions`, a batch of due users. Reads: user, profile, candidates, lists, neighbours, catalogue, past
 * editions. Writes: the edition, then the next due time; topic `editions`, an announcement if the user wants one.
 * Idempotent by: user, patch, period; the first edition stored stands. Bounded by: editionsPerMessageMax, and the bounds
 * of `needsOf`.
 *
 *   read ──▶ gather (pure) ──▶ seal (pure) ──▶ store the edition ──▶ move the due time
 *                                  │                     └── died here: still due, found stored, moved the next time
 *                                  └── too little: not stored, due again in some hours; or with the next period, where
 *                                      the patch promises something in good weeks only
 */
import { createAnnounce } from '#functions/assemble/announce.ts';
import { readForAssembly } from '#functions/assemble/read.ts';
import { nextSchedule, postponeSchedule, reschedule, sameDue, skipAhead } from '#shared/domain/edition/calendar.ts';
import { selectInputs } from '#shared/domain/edition/inputs.ts';
import { seal } from '#shared/domain/edition/seal.ts';
import { fewestItems } from '#shared/domain/edition/shortage.ts';
import { playlistIdOf } from '#shared/domain/identity/ids.ts';
import type { PatchDials } from '#shared/domain/patch-dials.ts';
import type { Catalogue } from '#shared/ports/catalogue.ts';
import type { Clock } from '#shared/ports/clock.ts';
import type { Editions, Schedules } from '#shared/ports/editions.ts';
import type { Libraries } from '#shared/ports/libraries.ts';
import type { Log } from '#shared/ports/log.ts';
import type { Models } from '#shared/ports/models.ts';
import type { Profiles } from '#shared/ports/profiles.ts';
import type { Topics } from '#shared/ports/topics.ts';
import type { Users } from '#shared/ports/users.ts';
import type { Webhook } from '#shared/ports/webhook.ts';
import type { DuePatch, Edition, Schedule, StoredEdition } from '#shared/schemas/edition.ts';
import type { ExperimentConfig } from '#shared/schemas/experiment.ts';
import type { ModelVersion, PlaylistId } from '#shared/schemas/ids.ts';
import type { EditionsMessage } from '#shared/schemas/message.ts';
import type { User } from '#shared/schemas/user.ts';

export type AssemblePorts = {
  readonly users: Users;
  readonly profiles: Profiles;
  readonly models: Models;
  readonly catalogue: Catalogue;
  readonly libraries: Pick<Libraries, 'around'>;
  readonly editions: Editions;
  readonly schedules: Schedules;
  readonly experiments: ExperimentConfig;
  readonly codeVersion: string;
  readonly topics: Topics;
  readonly webhook: Webhook;
  readonly clock: Clock;
  readonly log: Log;
};

type Due = Extract<EditionsMessage, { type: 'due' }>['due'][number];

export function createAssemble(ports: AssemblePorts): (message: EditionsMessage) => Promise<void> {
  const announce = createAnnounce(ports);
  return async (message) => {
    if (message.type === 'announce') return announce(message);
    if (message.type !== 'due') return;
    const { due } = message;
    const failures: unknown[] = [];
    for (const one of due) await assembleOne(ports, one).catch((error) => failures.push(error));
    // What succeeded is stored and will be found so; only what failed is done again.
    if (failures.length > 0)
      throw new AggregateError(failures, `Cannot assemble ${failures.length} of ${due.length} editions`);
  };
}

async function assembleOne(ports: AssemblePorts, due: Due): Promise<void> {
  const { users, editions, schedules, clock } = ports;
  const { userId, patch } = due;
  const record = await users.read(userId);
  // Schedules come before their user, who may be on the way: only who was forgotten has none for ever.
  if (record.state === 'forgotten') await schedules.remove(userId);
  if (record.state !== 'known') return;
  const { user } = record;
  const now = clock();
  const schedule = await scheduleOf(schedules, due);
  if (schedule === undefined) return;
  // What was put off and is looked at early is due now, and not at the time it was put off to.
  const looked =
    schedule.emptyWith === undefined ? schedule : { ...schedule, nextDueAt: Math.min(schedule.nextDueAt, now) };
  const wanted = skipAhead(looked, { settings: user.settings, now });
  const playlistId = playlistIdOf(userId, patch, wanted.period);
  const [newest] = await editions.latest(userId, { patch, limit: 1 });
  const made = (await isThere(editions, playlistId, { newest, wanted }))
    ? 'there'
    : await make(ports, user, { ...wanted, newest });
  if (made === 'too little') return;
  // Also for an edition that was there: the process that stored it may have died before this, since the due time has not moved.
  if (made !== 'passed' && isTold(user)) await ask(ports.topics, { userId, playlistId });
  await schedules.update(userId, patch, (current) =>
    current?.period === schedule.period ? nextSchedule(wanted, { settings: user.settings, now }) : undefined,
  );
  await followSettings(ports, user, patch);
}

/** Builds the edition and stores it, unless there is too little to put in it: then it waits, or its period passes. */
async function make(ports: AssemblePorts, user: User, wanted: Wanted): Promise<'made' | 'passed' | 'too little'> {
  const { editions, clock, log } = ports;
  const { patch, period, nextDueAt, newest } = wanted;
  const readings = await readForAssembly(ports, { user, patch, period, dueAt: nextDueAt, newest });
  const stored = seal(selectInputs(readings));
  const items = stored.edition.items.length;
  if (items < (fewestItems[patch] ?? 1)) {
    const { passesEmpty = false }: PatchDials = readings.tuning.patches[patch];
    // Of whom no artist is known, nobody was asked: the next model may know one.
    if (passesEmpty && readings.needs.makers.length > 0) {
      log('INFO', 'edition left out: there is nothing to put in it', { verb: 'assemble', patch });
      return 'passed';
    }
    await postpone(ports, wanted, stored.edition.modelVersion);
    return 'too little';
  }
  await editions.store(stored);
  const latenessSeconds = clock() - nextDueAt;
  const { count } = stored.manifest.repeats;
  log('INFO', 'edition assembled', { verb: 'assemble', patch, items, repeats: count, latenessSeconds });
  return 'made';
}

/** Whether somebody waits for the edition: a webhook, or a player. */
const isTold = ({ settings, libraries = [] }: User): boolean =>
  settings.webhookUrl !== undefined || libraries.length > 0;

/** Nobody wants an empty playlist: the edition is due again when there may be something to put in it. */
async function postpone(
  { schedules, clock, log }: AssemblePorts,
  wanted: Schedule,
  emptyWith: ModelVersion,
): Promise<void> {
  const { userId, patch } = wanted;
  log('INFO', 'edition postponed: there is too little to put in it', { verb: 'assemble', patch });
  await schedules.update(userId, patch, (current) =>
    current === undefined || current.period > wanted.period
      ? undefined
      : postponeSchedule(wanted, { now: clock(), emptyWith }),
  );
}

/** Settings that changed meanwhile found the old schedule: the one just written has to follow them too. */
async function followSettings(
  { users, schedules, clock }: AssemblePorts,
  before: User,
  patch: DuePatch,
): Promise<void> {
  const record = await users.read(before.userId);
  if (record.state !== 'known') return;
  const { settings } = record.user;
  if (sameDue(settings, before.settings)) return;
  await schedules.update(before.userId, patch, (current) =>
    current === undefined ? undefined : reschedule(current, { settings, now: clock() }),
  );
}

/** The announcement has a message of its own, so that a deaf listener delays nobody's edition. */
async function ask(topics: Topics, edition: Pick<Edition, 'userId' | 'playlistId'>): Promise<void> {
  const { userId, playlistId } = edition;
  await topics.publish('editions', [{ message: { type: 'announce', userId, playlistId } }]);
}

/** The schedule as it stands now, unless what this message is about was stored already, or put off. */
async function scheduleOf(schedules: Schedules, { userId, patch, period, dueAt }: Due): Promise<Schedule | undefined> {
  const schedule = await schedules.read(userId, patch);
  return schedule?.period === period && schedule.nextDueAt <= dueAt ? schedule : undefined;
}

/** Whether the edition is stored: the newest one says so, unless time zones were changed around it. */
async function isThere(
  editions: Editions,
  playlistId: PlaylistId,
  { newest, wanted }: { readonly newest: StoredEdition | undefined; readonly wanted: Schedule },
): Promise<boolean> {
  if (newest === undefined || newest.edition.playlistId === playlistId) return newest !== undefined;
  return newest.manifest.dueAt >= wanted.nextDueAt && (await editions.read(playlistId)) !== undefined;
}

type Wanted = Schedule & { readonly newest: StoredEdition | undefined };
