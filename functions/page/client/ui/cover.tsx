/** Covers made of nothing but names: initials on a colour that the name gives. Decoration, so hidden from screen readers. */

import { hueOf, initialsOf } from '#functions/page/client/base/words.ts';
import type { Schemas } from '#functions/page/client/home/api.ts';

type Card = Schemas['ItemCard'];

const nameOf = ({ artistName, title, itemId }: Card): string => artistName ?? title ?? itemId;

function Square({
  name,
  x,
  y,
  size,
}: {
  readonly name: string;
  readonly x: number;
  readonly y: number;
  readonly size: number;
}) {
  const hue = hueOf(name);
  return (
    <svg x={x} y={y} width={size} height={size} viewBox="0 0 30 30">
      <rect width="30" height="30" fill={`oklch(0.46 0.07 ${hue})`} />
      <circle cx={(hue % 90) / 3} cy={(hue % 40) * 0.75} r="16" fill={`oklch(0.53 0.08 ${(hue + 35) % 360})`} />
      <text x="15" y="15.5" font-size="10" text-anchor="middle" dominant-baseline="central">
        {initialsOf(name)}
      </text>
    </svg>
  );
}

export function Cover({ item }: { readonly item: Card }) {
  return (
    <svg class="cover" viewBox="0 0 40 40" aria-hidden="true">
      <Square name={nameOf(item)} x={0} y={0} size={40} />
    </svg>
  );
}

/** Nine tiles of different artists where there are so many, else four, else one. */
export function Mosaic({ items }: { readonly items: readonly Card[] }) {
  const names = [...new Set(items.map(nameOf))];
  const across = names.length >= 9 ? 3 : names.length >= 4 ? 2 : 1;
  const size = 60 / across;
  const shown = names.length === 0 ? [''] : names.slice(0, across * across);
  return (
    <svg class="mosaic" viewBox="0 0 60 60" preserveAspectRatio="xMidYMid slice" aria-hidden="true">
      {shown.map((name, nth) => (
        <Square key={name} name={name} x={(nth % across) * size} y={Math.floor(nth / across) * size} size={size} />
      ))}
    </svg>
  );
}

/** One tile that stands for a name. */
export function Tile({ name }: { readonly name: string }) {
  return (
    <svg class="mosaic" viewBox="0 0 60 60" aria-hidden="true">
      <Square name={name} x={0} y={0} size={60} />
    </svg>
  );
}
