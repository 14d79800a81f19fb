/** Charts as plain SVG, each with the same figures as a table for those who do not see it. */
import { figureOf } from '#functions/page/client/base/words.ts';

export type Bar = { readonly label: string; readonly value: number; readonly tick?: string };

/** `caption` says in a sentence what there is to see. */
export function BarChart({
  bars,
  caption,
  unit,
}: {
  readonly bars: readonly Bar[];
  readonly caption: string;
  readonly unit: string;
}) {
  const top = Math.max(1, ...bars.map(({ value }) => value));
  const width = 100 / Math.max(1, bars.length);
  return (
    <figure class="chart">
      <svg viewBox="0 0 100 32" preserveAspectRatio="none" aria-hidden="true">
        <line x1="0" x2="100" y1="31.8" y2="31.8" class="axis" vector-effect="non-scaling-stroke" />
        {bars.map(({ label, value }, nth) => (
          <rect
            key={label}
            class="bar"
            x={nth * width + width * 0.14}
            width={width * 0.72}
            y={31.8 - (value / top) * 30}
            height={(value / top) * 30}
          >
            <title>{`${label}: ${figureOf(value)} ${unit}`}</title>
          </rect>
        ))}
      </svg>
      <div class="ticks" aria-hidden="true">
        {bars.map(({ label, tick }) => (
          <span key={label}>{tick}</span>
        ))}
      </div>
      <figcaption>{caption}</figcaption>
      <div class="hidden">
        <table>
          <caption>{caption}</caption>
          <tbody>
            {bars
              .filter(({ value }) => value > 0)
              .map(({ label, value }) => (
                <tr key={label}>
                  <th scope="row">{label}</th>
                  <td>{`${figureOf(value)} ${unit}`}</td>
                </tr>
              ))}
          </tbody>
        </table>
      </div>
    </figure>
  );
}

/** A part of the whole as a bar; the figure stands beside it in words. */
export function Meter({ part, tone = '' }: { readonly part: number; readonly tone?: string }) {
  return (
    <svg class={`meter ${tone}`} viewBox="0 0 100 4" preserveAspectRatio="none" aria-hidden="true">
      <rect class="track" width="100" height="4" />
      <rect class="bar" width={Math.max(0, Math.min(1, part)) * 100} height="4" />
    </svg>
  );
}

/** The course of a value, with the objective it should stay below. */
export function Course({
  values,
  objective,
}: {
  readonly values: readonly (number | null)[];
  readonly objective: number;
}) {
  const known = values.filter((value) => value !== null);
  if (known.length < 2) return <span class="muted">not yet</span>;
  const top = Math.max(objective, ...known) || 1;
  const x = (nth: number): number => (nth / (values.length - 1)) * 100;
  const y = (value: number): number => 19 - (value / top) * 17;
  const points = values.flatMap((value, nth) => (value === null ? [] : [`${x(nth)},${y(value)}`]));
  return (
    <svg class="course" viewBox="0 0 100 20" preserveAspectRatio="none" aria-hidden="true">
      <line x1="0" x2="100" y1={y(objective)} y2={y(objective)} class="objective" vector-effect="non-scaling-stroke" />
      <polyline points={points.join(' ')} vector-effect="non-scaling-stroke" />
    </svg>
  );
}

type Estimate = { readonly mean: number; readonly interval: { readonly low: number; readonly high: number } | null };

/** An estimate with its 95 % interval, on an axis that several share. */
export function IntervalBar({ mean, interval, low, high }: Estimate & { readonly low: number; readonly high: number }) {
  const x = (value: number): number => ((value - low) / (high - low || 1)) * 96 + 2;
  return (
    <svg class="interval" viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true">
      {low < 0 && high > 0 && (
        <line x1={x(0)} x2={x(0)} y1="0" y2="10" class="axis" vector-effect="non-scaling-stroke" />
      )}
      {interval !== null && (
        <line
          x1={x(interval.low)}
          x2={x(interval.high)}
          y1="5"
          y2="5"
          class="range"
          vector-effect="non-scaling-stroke"
        />
      )}
      <rect class="bar" x={x(mean) - 0.8} y="1.5" width="1.6" height="7" />
    </svg>
  );
}
