/** Readable names for things that do not exist: artists from invented words, titles from plain ones. */
import type { Dice } from '#functions/generator/dice.ts';

const words = (text: string): string[] => text.split(' ');
const onsets = words('b br d f fl g h j k l m n p r s st t tr v w');
const vowels = words('a e i o u a e o ai ea');
const middles = words('l ll lm ld m n nd nn r rd rl rn s ss st v');
const endings = words('a an el en er ey in is o on or um us eth ow');
const adjectives = words(
  'Amber Borrowed Broken Distant Early Empty Feather Glass Golden Hidden Late Liquid Narrow Northern Paper Patient Quiet Restless Salt Second Silver Slow Soft Tidal Velvet Winter',
);
const nouns = words(
  'Almanac Arcade Bridge Compass Echo Engine Field Garden Harbour Horizon Lantern Letter Lighthouse Meadow Mirror Orchard Parade Postcard River Rooftop Signal Station Staircase Telegram Weather Window',
);
const bands = words(
  'Arcades Bridges Cartographers Engines Harbours Keepers Lanterns Mirrors Orchards Sisters Signals Wardens',
);

/** A word of two or three syllables, such as "Fellorn". */
function inventWord(dice: Dice): string {
  let word = dice.pick(onsets) + dice.pick(vowels) + dice.pick(middles);
  if (dice.often(0.25)) word += dice.pick(vowels) + dice.pick(middles);
  word += dice.pick(endings);
  return word.charAt(0).toUpperCase() + word.slice(1);
}

export function inventArtist(dice: Dice): string {
  return oneOf(dice, [
    () => `${inventWord(dice)} ${inventWord(dice)}`,
    () => `The ${inventWord(dice)} ${dice.pick(bands)}`,
    () => `${inventWord(dice)} & ${inventWord(dice)}`,
    () => `${dice.pick(adjectives)} ${inventWord(dice)}`,
  ]);
}

export function inventTitle(dice: Dice): string {
  return oneOf(dice, [
    () => `${dice.pick(adjectives)} ${dice.pick(nouns)}`,
    () => `The ${dice.pick(adjectives)} ${dice.pick(nouns)}`,
    () => `${dice.pick(nouns)} for ${inventWord(dice)}`,
    () => `${dice.pick(adjectives)} ${dice.pick(nouns)} in ${inventWord(dice)}`,
  ]);
}

export function inventShow(dice: Dice): string {
  return oneOf(dice, [
    () => `The ${inventWord(dice)} Hour`,
    () => `Letters from ${inventWord(dice)}`,
    () => `${inventWord(dice)} After Dark`,
    () => `A Field Guide to ${inventWord(dice)}`,
  ]);
}

function oneOf(dice: Dice, forms: readonly (() => string)[]): string {
  return dice.pick(forms)();
}

const triesMax = 100;

/** Names until one is new; should a hundred throws find none, invented words are added to the last. */
export function inventUnique(taken: Set<string>, invent: () => string, dice: Dice): string {
  let name = invent();
  for (let tries = 1; tries < triesMax && taken.has(name); tries++) name = invent();
  while (taken.has(name)) name += ` ${inventWord(dice)}`;
  taken.add(name);
  return name;
}
