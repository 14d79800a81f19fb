/** Experiments: how the users of every variant did, with intervals, and whether the variants can be compared at all. */

import { counted, figureOf, percent } from '#functions/page/client/base/words.ts';
import type { Schemas } from '#functions/page/client/home/api.ts';
import { useCall } from '#functions/page/client/home/resource.ts';
import { IntervalBar } from '#functions/page/client/ui/chart.tsx';
import { Empty, Loaded, View } from '#functions/page/client/ui/view.tsx';

type Report = Schemas['ExperimentView'];

export function Experiments() {
  const experiments = useCall('getExperiments', {});
  return (
    <View title="Experiments" of={experiments} lead="Outcomes of 28 days, with 95 % intervals.">
      <Loaded of={experiments}>
        {({ experiments, holdback }) =>
          experiments.length === 0 ? (
            <Empty title="None are running">
              <p>
                SEGUE_EXPERIMENTS names them, with their variants and shares: JSON, or a file that holds it. Everybody
                has the same playlists until then.
              </p>
            </Empty>
          ) : (
            <>
              {holdback > 0 && <p class="muted">{percent(holdback)} of the users are in none of them.</p>}
              <ul class="cards">
                {experiments.map(({ name }) => (
                  <li key={name} class="card">
                    <h2>{name}</h2>
                    <Outcomes name={name} />
                  </li>
                ))}
              </ul>
            </>
          )
        }
      </Loaded>
    </View>
  );
}

const verdicts = { valid: 'ok', invalid: 'late', unknown: 'unknown' } as const;

function Outcomes({ name }: { readonly name: string }) {
  const report = useCall('getExperiment', { experiment: name }, 300);
  return (
    <Loaded of={report}>
      {(shown) => (
        <>
          <p>
            <span class={`state ${verdicts[shown.state]}`}>{shown.state}</span>{' '}
            <span class="muted">{shown.detail}</span>
          </p>
          <Measure report={shown} of="taken" title="Share of the items shown that were played" />
          <Measure report={shown} of="listens" title="Listens a user" />
        </>
      )}
    </Loaded>
  );
}

function Measure({
  report,
  of,
  title,
}: {
  readonly report: Report;
  readonly of: 'taken' | 'listens';
  readonly title: string;
}) {
  const bounds = report.variants.flatMap(({ outcomes }) => {
    const measure = outcomes?.[of];
    return measure === undefined
      ? []
      : [measure.mean, measure.interval?.low ?? measure.mean, measure.interval?.high ?? measure.mean];
  });
  if (bounds.length === 0) return null;
  const axis = { low: Math.min(0, ...bounds), high: Math.max(...bounds) };
  return (
    <table class="measure">
      <caption>{title}</caption>
      <tbody>
        {report.variants.map(({ variant, users, outcomes }) => {
          const measure = outcomes?.[of];
          if (measure === undefined) return null;
          const { mean, interval, lift } = measure;
          return (
            <tr key={variant}>
              <th scope="row">
                {variant} <span class="muted small">{counted(users, 'user')}</span>
              </th>
              <td>
                <IntervalBar mean={mean} interval={interval} {...axis} />
              </td>
              <td class="number">
                {figure(mean, of)}
                {interval !== null && (
                  <span class="muted small">
                    {' '}
                    {figure(interval.low, of)} – {figure(interval.high, of)}
                  </span>
                )}
              </td>
              <td class="number muted">
                {lift === null ? '' : `${lift.mean >= 0 ? '+' : '−'}${percent(Math.abs(lift.mean))}`}
              </td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}

const figure = (value: number, of: 'taken' | 'listens'): string =>
  of === 'taken' ? `${(value * 100).toFixed(1)} %` : value < 100 ? value.toFixed(1) : figureOf(Math.round(value));
