/** What is well and what is not with a Segue, found out by asking it: each finding with what to do about it. */

/** The answer's JSON; undefined where there is nothing. */
export type Ask = (path: string) => Promise<unknown>;

export type DoctorFinding = {
  readonly state: 'well' | 'waiting' | 'wrong';
  readonly about: string;
  readonly says: string;
  /** What an operator can do. */
  readonly remedy?: string;
};

type Stage = {
  readonly stage: string;
  readonly state: string;
  readonly value: number | null;
  readonly objective: number;
  readonly unit: string;
  readonly detail: string;
};
type Status = {
  readonly codeVersion: string;
  readonly now: string;
  readonly watchedAt: string | null;
  readonly modelVersion: string | null;
  readonly asOf: string | null;
  readonly stages: readonly Stage[];
};
type Users = { readonly users: readonly { readonly userId: string }[]; readonly nextCursor: string | null };
type Schedule = {
  readonly schedule: readonly {
    readonly patch: string;
    readonly dueAt: string;
    readonly state: string;
    readonly why: string | null;
  }[];
};
type Listens = { readonly listens: readonly { readonly listenedAt: string }[] };

/** Users looked at one by one; a home has fewer. */
const usersMax = 100;
const quietDays = 14;
const dayMs = 86_400_000;

const remedies: Readonly<Record<string, string>> = {
  train: 'POST /v1/run/train trains now and says what holds it',
  plan: 'POST /v1/run/plan plans now and says why nothing is due',
  dead: 'npm run dead-letters lists them with their reasons and delivers them again',
};

/** Asks for status, users, their last listen and their next editions. */
export async function examine(ask: Ask): Promise<DoctorFinding[]> {
  const status = (await ask('/v1/status')) as Status;
  const page = (await ask(`/v1/users?limit=${usersMax}`)) as Users;
  const findings = [...aboutStages(status), aboutModel(status), aboutUsers(page)];
  for (const { userId } of page.users) findings.push(...(await aboutUser(ask, userId, Date.parse(status.now))));
  return findings;
}

function aboutStages({ stages, watchedAt, codeVersion }: Status): DoctorFinding[] {
  const runs: DoctorFinding = { state: 'well', about: 'Segue', says: `version ${codeVersion} answers` };
  if (watchedAt === null) {
    const says = 'nothing has been measured yet: that happens every quarter of an hour';
    return [runs, { state: 'waiting', about: 'stages', says, remedy: 'POST /v1/run/watch measures now' }];
  }
  const late = stages.filter(({ state }) => state === 'late').map(lateStage);
  return late.length > 0
    ? [runs, ...late]
    : [runs, { state: 'well', about: 'stages', says: `all as they should be at ${watchedAt}` }];
}

function lateStage({ stage, value, objective, unit, detail }: Stage): DoctorFinding {
  const remedy = Object.entries(remedies).find(([word]) => stage.includes(word))?.[1];
  const says = `${value} ${unit}, should be at most ${objective}: ${detail}`;
  return { state: 'wrong', about: stage, says, ...(remedy === undefined ? {} : { remedy }) };
}

function aboutModel({ modelVersion, asOf }: Status): DoctorFinding {
  if (modelVersion !== null)
    return { state: 'well', about: 'model', says: `"${modelVersion}", of what was heard until ${asOf}` };
  const says = 'there is none: the first is trained the night after the first listens';
  return { state: 'waiting', about: 'model', says, remedy: remedies.train as string };
}

function aboutUsers({ users, nextCursor }: Users): DoctorFinding {
  if (users.length > 0) {
    return {
      state: 'well',
      about: 'users',
      says: `${users.length}${nextCursor === null ? '' : ' and more; these are looked at'}`,
    };
  }
  const remedy = 'npm run import -- FILE brings a history in, or point a scrobbler at it (README)';
  return { state: 'waiting', about: 'users', says: 'nobody has listened yet', remedy };
}

async function aboutUser(ask: Ask, userId: string, now: number): Promise<DoctorFinding[]> {
  const user = `/v1/users/${encodeURIComponent(userId)}`;
  const { listens } = (await ask(`${user}/listens?limit=1`)) as Listens;
  const { schedule } = (await ask(`${user}/schedule`)) as Schedule;
  const late = schedule.filter(({ state }) => state === 'due');
  const [next] = schedule.map(({ patch, dueAt }) => ({ patch, dueAt })).sort((a, b) => a.dueAt.localeCompare(b.dueAt));
  const heard = listens[0]?.listenedAt;
  const says = `${heard === undefined ? 'no listen yet' : `last listen ${heard}`}; ${
    next === undefined ? 'no edition is planned' : `next is ${next.patch} at ${next.dueAt}`
  }`;
  const isQuiet = heard !== undefined && now - Date.parse(heard) > quietDays * dayMs;
  return [
    isQuiet
      ? {
          state: 'waiting',
          about: userId,
          says: `${says}; nothing for over ${quietDays} days`,
          remedy: 'look at the scrobbler’s address and token',
        }
      : { state: heard === undefined ? 'waiting' : 'well', about: userId, says },
    ...late.map(
      ({ patch, dueAt, why }): DoctorFinding => ({
        state: 'waiting',
        about: userId,
        says: `${patch} was due at ${dueAt}${why === null ? '' : `: ${why}`}`,
        remedy: remedies.plan as string,
      }),
    ),
  ];
}
