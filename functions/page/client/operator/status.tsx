/** Status: every stage against its objective with its course over the day, the quality of the data, and what can be run now. */

import { hrefOf } from '#functions/page/client/base/route.ts';
import { measured } from '#functions/page/client/base/words.ts';
import type { Schemas } from '#functions/page/client/home/api.ts';
import { call } from '#functions/page/client/home/call.ts';
import { refreshAll, useCall } from '#functions/page/client/home/resource.ts';
import { explainCloud } from '#functions/page/client/operator/cloud.ts';
import { Work } from '#functions/page/client/ui/ask.tsx';
import { Course } from '#functions/page/client/ui/chart.tsx';
import { Ago } from '#functions/page/client/ui/text.tsx';
import { say } from '#functions/page/client/ui/toast.tsx';
import { Empty, Loaded, Section, View } from '#functions/page/client/ui/view.tsx';

type Stage = Schemas['Stage'];

const states = { ok: 'Fresh', late: 'Late', unknown: 'Not known yet' } as const;

export function Status() {
  const status = useCall('getStatus', {}, 15);
  const course = useCall('getCourse', {}, 60);
  return (
    <View title="Status" of={status} lead={status.data === undefined ? <>&nbsp;</> : <Summary of={status.data} />}>
      <Newcomer />
      <Runs />
      <Loaded of={status}>
        {({ stages, watchedAt }) =>
          watchedAt === null ? (
            <p class="muted">Nothing was measured yet; that happens within a minute of the start.</p>
          ) : (
            <>
              <Section title="Stages">
                <Stages stages={stages.filter(isOfProcess)} course={course.data} />
              </Section>
              <Section title="Quality of the data" lead="Measured once a training.">
                <Stages stages={stages.filter((stage) => !isOfProcess(stage))} course={course.data} />
              </Section>
            </>
          )
        }
      </Loaded>
    </View>
  );
}

/** What is measured all the time: the rest is measured of the data once a training. */
const isOfProcess = ({ stage }: Stage): boolean =>
  /queue age|dead letters|lateness$|rebuild|model|publication/.test(stage);

function Summary({ of: { state, watchedAt, modelVersion, codeVersion } }: { readonly of: Schemas['StatusView'] }) {
  return (
    <>
      <span class={`state ${state}`}>{states[state]}</span>
      {watchedAt !== null && (
        <>
          {' '}
          as of <Ago at={watchedAt} />
        </>
      )}
      {' · '}
      {modelVersion === null ? 'no model yet' : <>model {modelVersion}</>} · code {codeVersion}
    </>
  );
}

function Stages({
  stages,
  course,
}: {
  readonly stages: readonly Stage[];
  readonly course: Schemas['CourseView'] | undefined;
}) {
  if (stages.length === 0) return <p class="muted">Nothing was measured yet: the first training does.</p>;
  return (
    <table class="stages">
      <thead>
        <tr>
          <th scope="col">Stage</th>
          <th scope="col" class="number">
            Now
          </th>
          <th scope="col" class="number">
            At most
          </th>
          <th scope="col" class="wide">
            Last day
          </th>
        </tr>
      </thead>
      <tbody>
        {[...stages].sort(byUrgency).map(({ stage, state, value, objective, unit, detail }) => (
          <tr key={stage}>
            <th scope="row">
              <span class={`dot ${state}`} aria-hidden="true" />
              {stage}
              {state !== 'ok' && <span class={`state ${state}`}> {states[state].toLowerCase()}</span>}
              <span class="detail muted small">{detail}</span>
            </th>
            <td class="number">{measured(value, unit)}</td>
            <td class="number muted">{measured(objective, unit === 's' ? unit : '')}</td>
            <td class="wide">
              <Course
                objective={objective}
                values={course?.stages.find((each) => each.stage === stage)?.points.map((point) => point.value) ?? []}
              />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

const urgency = { late: 0, unknown: 1, ok: 2 } as const;
const byUrgency = (a: Stage, b: Stage): number => urgency[a.state] - urgency[b.state];

const verbs = [
  ['train', 'Train now', 'A model is trained and published where its gates pass'],
  ['plan', 'Make playlists now', 'What is due was planned'],
  ['watch', 'Measure now', 'Measured'],
] as const;

function Runs() {
  const run = async (verb: (typeof verbs)[number][0], done: string): Promise<void> => {
    await call('postRun', { verb }, { body: {} });
    refreshAll();
    say(done);
  };
  const backup = async (): Promise<void> => {
    const { folder, files } = await call('postBackup', {});
    say(`${files.length} files are in ${folder}, beside the data`);
  };
  return (
    <div class="row">
      {verbs.map(([verb, label, done]) => (
        <Work key={verb} label={label} work={() => run(verb, done).catch(explainCloud)} />
      ))}
      <Work label="Back up" work={() => backup().catch(explainCloud)} />
    </div>
  );
}

/** A home that nobody lives in yet: what to do first. */
function Newcomer() {
  const { data } = useCall('getUsers', { limit: 1 });
  if (data === undefined || data.users.length > 0) return null;
  return (
    <Empty title="Nobody lives here yet">
      <p>
        <a href={hrefOf('users')}>Make a user</a>, then import their history or point a player here. The first model is
        trained as soon as there are listens; the first playlists follow it.
      </p>
    </Empty>
  );
}
