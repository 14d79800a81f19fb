/** Five hundred people in forty time zones, and what they change about their editions in the course of a year. */
import { createDice, type Dice } from '#functions/generator/dice.ts';
import type { UserId } from '#shared/schemas/ids.ts';
import type { UserSettingsInput } from '#shared/schemas/user.ts';

/** Both hemispheres, both switches; clocks that skip midnight or half an hour; the first and the last to have Monday. */
export const zones = [
  ...['Pacific/Kiritimati', 'Pacific/Chatham', 'Pacific/Auckland', 'Pacific/Apia', 'Pacific/Norfolk'],
  ...['Australia/Lord_Howe', 'Australia/Sydney', 'Australia/Adelaide', 'Australia/Hobart', 'Asia/Tokyo'],
  ...['Asia/Shanghai', 'Asia/Kathmandu', 'Asia/Kolkata', 'Asia/Karachi', 'Asia/Dubai', 'Asia/Tehran'],
  ...['Asia/Beirut', 'Asia/Jerusalem', 'Africa/Cairo', 'Europe/Athens', 'Europe/Chisinau', 'Europe/Berlin'],
  ...['Africa/Casablanca', 'Africa/Lagos', 'Europe/London', 'Atlantic/Azores', 'America/Nuuk'],
  ...['America/Sao_Paulo', 'America/St_Johns', 'America/Santiago', 'America/Asuncion', 'America/Havana'],
  ...['America/New_York', 'America/Mexico_City', 'America/Chicago', 'America/Denver', 'America/Los_Angeles'],
  ...['America/Anchorage', 'Pacific/Easter', 'Pacific/Pago_Pago'],
] as const;

export type Change = { readonly at: number; readonly settings: UserSettingsInput };

export type Person = {
  readonly userId: UserId;
  /** When they come, and with what. */
  readonly joins: Change;
  /** In the order of time. */
  readonly changes: readonly Change[];
};

export type Span = { readonly from: number; readonly until: number };

/** Nine in ten are there from the beginning, two in five have a day or an hour of their own, one in three travels. */
export function peopleOf(count: number, seed: number, { from, until }: Span): Person[] {
  return Array.from({ length: count }, (_, nth) => {
    const dice = createDice(seed, 'person', nth);
    const joinsAt = dice.often(0.9) ? from : Math.floor(dice.between(from, until));
    const own = dice.often(0.4) ? ownTime(dice) : {};
    const instants = (times: number): number[] =>
      Array.from({ length: times }, () => Math.floor(dice.between(joinsAt, until)));
    const moves = dice.often(0.33) ? instants(1 + dice.below(6)) : [];
    const whims = dice.often(0.2) ? instants(1 + dice.below(3)) : [];
    const changes: Change[] = [
      ...moves.map((at) => ({ at, settings: { timeZone: dice.pick(zones) } })),
      ...whims.map((at) => ({ at, settings: ownTime(dice) })),
    ].sort((a, b) => a.at - b.at);
    const settings = { timeZone: zones[nth % zones.length] as string, length: 5 + dice.below(4), ...own };
    return { userId: `person ${nth}` as UserId, joins: { at: joinsAt, settings }, changes };
  });
}

function ownTime(dice: Dice): UserSettingsInput {
  return { weekStartsOn: 1 + dice.below(7), dueHour: dice.below(24) };
}

/** Times at which the clocks of these zones are put forward or back. */
export function clockChanges({ from, until }: Span): { forward: number; back: number } {
  let [forward, back] = [0, 0];
  for (const timeZone of zones) {
    const offsetAt = offsetsOf(timeZone);
    let before = offsetAt(from);
    for (let at = from + 86_400; at < until; at += 86_400) {
      const now = offsetAt(at);
      if (now > before) forward += 1;
      if (now < before) back += 1;
      before = now;
    }
  }
  return { forward, back };
}

function offsetsOf(timeZone: string): (at: number) => number {
  const format = new Intl.DateTimeFormat('en', { timeZone, timeZoneName: 'longOffset' });
  return (at) => {
    const name = format.formatToParts(at * 1_000).find(({ type }) => type === 'timeZoneName')?.value ?? '';
    const [, sign = '+', hours = '0', minutes = '0'] = /GMT([+-])(\d\d):(\d\d)/.exec(name) ?? [];
    return (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes));
  };
}
