/** A made-up catalogue to look things up in: names in six scripts, some far more popular than others. */
import { createDice, type Dice } from '#functions/generator/dice.ts';
import type { ArtistId, ItemId } from '#shared/schemas/ids.ts';
import type { ItemCard } from '#shared/schemas/model.ts';

const syllables = {
  latin: 'bal ren tor mi sha ko lu ven dar fi ost ari gel no pra zem cu wol hea tin'.split(' '),
  accented: 'bäl rén tör mí šha kó lü vén dår fî øst ari gél nõ prá žem çu wöl héa tín'.split(' '),
  cyrillic: 'бал рен тор ми ша ко лу вен дар фи ост ари гел но пра зем цу вол хеа тин'.split(' '),
  greek: 'βαλ ρεν τορ μι σα κο λου βεν δαρ φι οστ αρι γελ νο πρα ζεμ τσου βολ θεα τιν'.split(' '),
  arabic: 'بال رين تور مي شا كو لو فين دار في وست اري جيل نو برا زيم تسو وول هيا تين'.split(' '),
  japanese: '山 川 光 夜 空 海 花 風 森 雪 ミ カ ル ノ サ ト の く ら は'.split(' '),
} as const;
export type Script = keyof typeof syllables;
const scripts = Object.keys(syllables) as Script[];

export type Named = { readonly item: ItemCard; readonly popularity: number; readonly script: Script };

export function inventNames(seed: number, count: number): Named[] {
  const dice = createDice(seed, 'names');
  const artists = Array.from({ length: Math.ceil(count / 8) }, (_, nth) => {
    const script = scripts[nth % scripts.length] as Script;
    return { script, id: `artist ${nth}` as ArtistId, name: nameOf(dice, script, 1 + dice.below(2)) };
  });
  return Array.from({ length: count }, (_, nth) => {
    const { script, id, name } = artists[Math.floor(artists.length * dice.next() ** 2)] as (typeof artists)[number];
    const item: ItemCard = {
      itemId: `item ${nth}` as ItemId,
      kind: 'track',
      title: nameOf(dice, script, 1 + dice.below(3)),
      artistId: id,
      artistName: name,
      releaseName: nameOf(dice, script, 2),
      tags: [],
    };
    return { item, script, popularity: Math.floor(20_000 / (1 + dice.below(count))) };
  });
}

function nameOf(dice: Dice, script: Script, words: number): string {
  const word = (): string => Array.from({ length: 2 + dice.below(3) }, () => dice.pick(syllables[script])).join('');
  const name = Array.from({ length: words }, word).join(script === 'japanese' ? '' : ' ');
  return name.charAt(0).toUpperCase() + name.slice(1);
}
