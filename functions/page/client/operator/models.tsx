/** Models: what each was made of, which gates it passed, how good it is; rollback, and publication of one that is held. */

import { compact, counted, dayAndTime } from '#functions/page/client/base/words.ts';
import type { Schemas } from '#functions/page/client/home/api.ts';
import { call } from '#functions/page/client/home/call.ts';
import { refreshAll, useCall } from '#functions/page/client/home/resource.ts';
import { AskFirst } from '#functions/page/client/ui/ask.tsx';
import { type Bar, BarChart } from '#functions/page/client/ui/chart.tsx';
import { Ago } from '#functions/page/client/ui/text.tsx';
import { say } from '#functions/page/client/ui/toast.tsx';
import { Empty, Loaded, Section, View } from '#functions/page/client/ui/view.tsx';

type Manifest = Schemas['ModelManifest'];

export function ModelsPage() {
  const models = useCall('getModels', { limit: 20 }, 15);
  return (
    <View title="Models" of={models} lead="Newest training first. Readers follow one; the rest wait behind it.">
      <Loaded of={models}>
        {({ models, modelVersion }) =>
          models.length === 0 ? (
            <Empty title="No model yet">
              <p>The first is trained as soon as there are listens, and then each night; “Train now” does not wait.</p>
            </Empty>
          ) : (
            <>
              {models.length > 1 && <Trainings models={models} />}
              <ul class="cards">
                {models.map((model) => (
                  <Model key={model.modelVersion} model={model} followed={model.modelVersion === modelVersion} />
                ))}
              </ul>
            </>
          )
        }
      </Loaded>
    </View>
  );
}

function barOf({ trainedAt }: Manifest, value: number): Bar {
  return { label: dayAndTime(trainedAt * 1_000), value };
}

function failedOf({ gates }: Manifest): Manifest['gates'] {
  return gates.filter(({ passed }) => !passed);
}

/** The data of the last days, as the trainings found it. */
function Trainings({ models }: { readonly models: readonly Manifest[] }) {
  const oldestFirst = [...models].reverse();
  return (
    <Section title="From training to training">
      <div class="pair">
        <BarChart
          caption="Listens that each had, oldest first"
          unit="listens"
          bars={oldestFirst.map((model) => barOf(model, model.counts.listens))}
        />
        <BarChart
          caption="Gates that each failed"
          unit="gates"
          bars={oldestFirst.map((model) => barOf(model, failedOf(model).length))}
        />
      </div>
    </Section>
  );
}

const tones = { published: 'ok', trained: 'unknown', held: 'late', retired: '' } as const;

function Model({ model, followed }: { readonly model: Manifest; readonly followed: boolean }) {
  const { modelVersion, trainedAt, state, ranker, counts, gates, quality } = model;
  const failed = failedOf(model);
  return (
    <li class="card">
      <div class="row spread">
        <h2>{modelVersion}</h2>
        <span>
          <span class={`state ${tones[state]}`}>{state}</span>
          {followed && <strong> · readers follow it</strong>}
        </span>
      </div>
      <p class="muted">
        Trained <Ago at={trainedAt * 1_000} /> from {counted(counts.listens, 'listen')} of{' '}
        {counted(counts.users, 'user')}: {compact(counts.items)} items, {compact(counts.neighbours)} neighbours, ranked
        by the {ranker} stage
      </p>
      <Quality of={quality} />
      <details open={failed.length > 0}>
        <summary>
          {gates.length === 0
            ? 'The first of its kind: no gate had anything to compare it with'
            : failed.length === 0
              ? `All ${gates.length} gates passed`
              : `${counted(failed.length, 'gate')} of ${gates.length} failed`}
        </summary>
        {gates.length > 0 && <Gates gates={gates} />}
      </details>
      <div class="row">
        {followed && <RollBack modelVersion={modelVersion} />}
        {state === 'held' && <Publish modelVersion={modelVersion} gates={failed.map(({ gate }) => gate)} />}
      </div>
    </li>
  );
}

function Quality({ of }: { readonly of: Manifest['quality'] }) {
  const figures = Object.entries(of);
  if (figures.length === 0) return null;
  return (
    <dl class="figures-row">
      {figures.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{Math.abs(value) < 10 ? Number(value.toFixed(3)) : compact(value)}</dd>
        </div>
      ))}
    </dl>
  );
}

function Gates({ gates }: { readonly gates: Manifest['gates'] }) {
  return (
    <table class="gates">
      <thead>
        <tr>
          <th scope="col">Gate</th>
          <th scope="col" class="number">
            Value
          </th>
          <th scope="col">Had to be</th>
        </tr>
      </thead>
      <tbody>
        {gates.map(({ gate, passed, value, limit, detail, ended }) => (
          <tr key={gate}>
            <th scope="row">
              <span class={`dot ${passed ? 'ok' : 'late'}`} aria-hidden="true" />
              {gate}
              {!passed && <span class="state late"> failed</span>}
              {ended !== undefined && (
                <span class="muted"> passed by {ended === 'operator' ? 'an operator' : 'its course'}</span>
              )}
              <span class="detail muted small">{detail}</span>
            </th>
            <td class="number">{value === null ? '–' : Number(value.toPrecision(3))}</td>
            <td class="muted">{limit}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function RollBack({ modelVersion }: { readonly modelVersion: string }) {
  const retire = async (): Promise<void> => {
    const { modelVersion: follows } = await call('deleteModel', { modelVersion });
    refreshAll();
    say(`${modelVersion} is retired; readers follow ${follows ?? 'no model'}`);
  };
  return (
    <AskFirst label="Roll back" title={`Roll back ${modelVersion}?`} onYes={retire}>
      <p>
        Readers return to the last good model before it at once. This one is retired for good; the next training makes
        another.
      </p>
    </AskFirst>
  );
}

function Publish({ modelVersion, gates }: { readonly modelVersion: string; readonly gates: readonly string[] }) {
  const publish = async (): Promise<void> => {
    const { next } = await call('publishModel', { modelVersion }, { body: { gates: [...gates] } });
    refreshAll();
    say(next === 'publication' ? `${modelVersion} is on its way` : 'The next training passes these gates');
  };
  return (
    <AskFirst label="Publish all the same" title={`Publish ${modelVersion}?`} onYes={publish}>
      <p>It is held back by: {gates.join(', ')}. You say that you have seen it, and readers get it.</p>
    </AskFirst>
  );
}
