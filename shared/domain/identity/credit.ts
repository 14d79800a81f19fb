/** The main artist of a credit: the one that every source names, however many others it lists. */
import { fold } from '#shared/domain/identity/fold.ts';
import { isNobody } from '#shared/domain/identity/nobody.ts';

/** What follows is a guest, whatever stands before. */
const guests = /\s+[([]?\s*(?:feat|ft|featuring|f\/|duet with)(?:\.\s*|\s+)(?=\S)/;
/** What is never part of one name. */
const separators =
  /\s*[;\u3001\uff0c]\s*|\s+(?:\/|\||x|\u00d7|vs\.?|versus|presents|pres\.|introducing)\s+(?=\S)|\s+-\s+(?=feat)/;
/** What may as well stand in a band's name. */
const joints = /\s*,\s+(?:and\s+)?|\s+(?:and|\+|with)\s+/g;
/** "Ola & the Gulls", "Tyler, the Creator": what follows belongs to the name before it. */
const companions =
  /^(?:the|his|her|their|hans|los|las|les|le|la|die|der|das|de|el|os|as|co\.?|company|sons?|daughters?|friends|brothers|sisters|family|orchestra|band|jr\.?|sr\.?|i+)(?:\s|$)/;

/**
 * The folded main artist of a credit, without a leading "the"; undefined for nobody. A pure function of the credit, so that
 * every source, in whatever order, gives the same artist: what only a catalogue could know, that two names are one band, is
 * read off the shape of the name. A list of single words is a band ("Simon & Garfunkel", "Earth, Wind & Fire"), and so is
 * a name with its companions ("Ola & the Gulls").
 */
export function mainArtistOf(credit: string): string | undefined {
  const folded = fold(credit);
  if (isNobody(folded)) return undefined;
  const [withoutGuests = folded] = split(folded, guests);
  const [first = withoutGuests] = split(withoutGuests, separators);
  const name = withoutArticle(firstOfList(first));
  return name === '' || isNobody(name) ? withoutArticle(folded) || folded : name;
}

/** A separator at the very start parts nothing: what would stand before it is no name. */
function split(text: string, by: RegExp): string[] {
  const parts = text.split(by);
  return parts[0] === '' ? [text] : parts;
}

function firstOfList(names: string): string {
  const parts = names.split(joints);
  const [first] = parts;
  if (parts.length === 1 || first === undefined || first === '') return names;
  if (parts.slice(1).some((part) => companions.test(part))) return names;
  const singleWords = parts.every((part) => !part.includes(' '));
  return singleWords && /\s(?:and|\+|with)\s/.test(names) ? names : first;
}

function withoutArticle(name: string): string {
  return name
    .replace(/\s\+\s/g, ' and ')
    .replace(/,\s*the$/, '')
    .replace(/^the\s+(?=\S)/, '')
    .trim();
}
