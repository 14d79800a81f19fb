/** Numbers as people say them. */

export function dollars(usd: number): string {
  if (usd === 0) return '$0';
  return usd < 10 ? `$${usd.toFixed(2)}` : `$${Math.round(usd).toLocaleString('en')}`;
}

/** Three digits and a word for the rest: 10.4 million. */
export function inWords(quantity: number): string {
  const steps = [
    [1e15, ' quadrillion'],
    [1e12, ' trillion'],
    [1e9, ' billion'],
    [1e6, ' million'],
    [1e3, ' thousand'],
  ] as const;
  for (const [size, word] of steps) if (quantity >= size) return `${Number((quantity / size).toPrecision(3))}${word}`;
  return String(Number(quantity.toPrecision(3)));
}
