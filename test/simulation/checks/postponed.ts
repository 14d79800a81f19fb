/** Editions for which there is nothing: not stored, and tried again some hours later. */
import { readForAssembly } from '#functions/assemble/read.ts';
import { assemble } from '#shared/domain/edition/assemble.ts';
import { dueAtOf, dueSettingsOf } from '#shared/domain/edition/calendar.ts';
import { selectInputs } from '#shared/domain/edition/inputs.ts';
import { fewestItems } from '#shared/domain/edition/shortage.ts';
import type { Schedule } from '#shared/schemas/edition.ts';
import { noExperiments } from '#shared/schemas/experiment.ts';
import type { User } from '#shared/schemas/user.ts';
import type { Quiet } from '#test/simulation/checks/quiet.ts';

/** Whether the schedule waits although its period has come. */
export function isPostponed({ patch, period, nextDueAt }: Schedule, { settings }: User, now: number): boolean {
  return nextDueAt > now && dueAtOf(period, dueSettingsOf(patch, settings)) <= now;
}

/** Whether an assembly would find something by now. */
export async function isThereSomething({ ports, now }: Quiet, user: User, schedule: Schedule): Promise<boolean> {
  const given = { ...ports, experiments: noExperiments, codeVersion: 'simulated' };
  const { patch, period } = schedule;
  const [newest] = await ports.editions.latest(user.userId, { patch, limit: 1 });
  const gathered = await readForAssembly(given, { user, patch, period, dueAt: now, newest });
  return assemble(selectInputs(gathered)).edition.items.length >= (fewestItems[patch] ?? 1);
}
